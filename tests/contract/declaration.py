"""What a connector says of itself: true, complete, and in words a merchant can act on."""

import re
from pathlib import Path
from typing import Any, ClassVar

import pytest

from marketplaces.canonical.products import ProductCard
from marketplaces.framework import registry
from marketplaces.framework.base import Connector, Context
from marketplaces.framework.capabilities import TELLS_PRODUCTS, Capability
from marketplaces.framework.credentials import checked
from marketplaces.framework.errors import NotSupported
from marketplaces.framework.testing import FakeClock, ListRecorder, MemoryLimiter, StaticCredentials
from marketplaces.framework.transport import Transport

#: The methods that a declared capability brings along.
METHODS: dict[Capability, tuple[str, ...]] = {
    Capability.TEST_CONNECTION: ("account",),
    Capability.TOKEN: ("refresh_token", "authorisation_url", "exchange_code"),
    Capability.PULL_ORDERS: ("pull_orders",),
    Capability.ORDER_ITEMS: ("order_items",),
    Capability.FOLLOW_ORDERS: ("follow_orders",),
    Capability.PULL_PRODUCTS: ("pull_products",),
    Capability.PULL_STOCK: ("pull_stock",),
    Capability.PULL_PRICES: ("pull_prices",),
    Capability.PUSH_STOCK: ("push_stock",),
    Capability.PUSH_PRICE: ("push_price",),
    Capability.PUSH_PRODUCTS: ("push_products", "delete_products"),
    Capability.CHANGE_CARDS: ("change_cards",),
    Capability.CONFIRM_SHIPMENT: ("confirm_shipment",),
    Capability.ACCEPT_ORDER: ("accept_order",),
    Capability.SUPPLY: ("keep_supply", "supply_sheet"),
    Capability.TELL_ARRIVAL: ("tell_arrival",),
    Capability.TELL_DIGITAL: ("tell_digital",),
    Capability.DISPATCH: ("dispatches", "confirm_dispatch", "dispatch_act"),
    Capability.CANCEL: ("cancel", "cancel_reasons"),
    Capability.ANSWER_CANCELLATION: ("answer_cancellation",),
    Capability.REFUND: ("pull_returns",),
    Capability.CONFIRM_RETURN: ("confirm_return",),
    Capability.GIVE_REFUND: ("give_refund", "given_refunds", "refund_reasons"),
    Capability.LABEL: ("label",),
    Capability.ANALYTICS: ("pull_figures",),
    Capability.REGISTER_WEBHOOK: ("register_webhook", "registered_webhook"),
    Capability.PURCHASE: ("offer", "balance", "buy", "find_purchase", "purchase", "bought_key", "invoice"),
    Capability.READ_QUEUE: ("receive_messages", "acknowledge_messages"),
    Capability.LOST_WEBHOOKS: ("lost_webhooks", "acknowledge_lost_webhooks"),
}
#: What every marketplace whose orders we send has to do.
LINE = frozenset(
    {
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PUSH_STOCK, Capability.PUSH_PRICE, Capability.CONFIRM_SHIPMENT, Capability.CANCEL,
        Capability.WEBHOOK,
    }
)  # fmt: skip
ROOT = Path(__file__).resolve().parents[2]


class Declaration:
    """Needs neither sandbox nor network."""

    code: ClassVar[str]
    #: Operations of the line that this marketplace does not have, each with the sentence that says why.
    lacks: ClassVar[dict[Capability, str]] = {}

    @property
    def kind(self) -> type[Connector]:
        return registry.connector_class(self.code)

    def test_what_it_declares_is_what_it_implements(self) -> None:
        declared, methods = self.kind.capabilities, methods_of(self.kind)
        implemented = {name for names in METHODS.values() for name in names if own(self.kind, name)}
        carried = self.kind.publication.carries if self.kind.publication else frozenset()
        assert implemented <= {name for each in declared for name in methods.get(each, ())}
        assert implemented >= {name for each in declared - carried for name in methods.get(each, ())}
        assert carried <= declared, "What files carry is declared as well."
        assert (Capability.WEBHOOK in declared) == (self.kind.webhooks is not None)
        assert not declared >= TELLS_PRODUCTS, "Who makes products changes them by the same call."
        assert (Capability.RECEIVE_ORDERS in declared) == (self.kind.intake is not None)

    def test_every_operation_of_the_line_is_declared(self) -> None:
        missing = LINE - self.kind.capabilities - self.lacks.keys()
        assert not missing, f"{self.code} does not declare {', '.join(sorted(missing))}"
        assert not self.lacks.keys() & self.kind.capabilities
        assert all(len(reason) > 20 for reason in self.lacks.values())

    def test_an_operation_it_lacks_says_so_aloud(self) -> None:
        bare = self.kind.__new__(self.kind)
        for capability, names in METHODS.items():
            if capability not in self.kind.capabilities:
                with pytest.raises(NotSupported, match=self.kind.name):
                    self._call(bare, names[0])

    @staticmethod
    def _call(connector: Connector, name: str) -> Any:
        given: dict[str, Any] = {
            "refresh_token": {"values": {}}, "pull_orders": {"since": None, "until": None}, "order_items": {
                "remote_ids": []
            }, "push_stock": {"updates": []}, "push_price": {"updates": []}, "confirm_shipment": {"request": None},
            "push_products": {"cards": []}, "change_cards": {"cards": []},
            "cancel": {"request": None}, "pull_returns": {"since": None, "until": None},
            "pull_figures": {"since": None, "until": None},
            "label": {"order_remote_ids": []}, "register_webhook": {"url": ""},
            "answer_cancellation": {"order_remote_id": "1", "accept": True},
            "confirm_return": {"return_remote_id": "1"}, "accept_order": {"order_remote_id": "1"},
            "offer": {"remote_product_id": "1"},
            "give_refund": {"request": None}, "keep_supply": {"request": None},
            "tell_digital": {"delivery": None}, "follow_orders": {"kept": []}, "tell_arrival": {"arrival": None},
            "dispatches": {"first": None, "last": None},
        }  # fmt: skip
        return getattr(connector, name)(**given.get(name, {}))

    def test_it_is_what_its_folder_says(self) -> None:
        assert self.kind.code == self.code
        assert self.kind.name
        assert self.kind.description, "A merchant chooses by it: say in one line where this marketplace sells."
        assert self.kind.api_base_url.startswith("https://")
        assert self.kind.documentation_url.startswith("https://")
        short = (self.kind.code, self.kind.api_version, self.kind.auth_type)
        assert max(map(len, short)) <= 20, "The marketplace's row has columns of twenty letters for these."
        assert all(address.startswith("https://") for address in self.kind.hosts.all())
        assert self.kind.hosts.by in {"", *(field.name for field in self.kind.credential_fields)}
        readme = (ROOT / "marketplaces" / "connectors" / self.code / "README.md").read_text()
        assert re.search(r"20\d\d-\d\d-\d\d|20\d\d", readme), "The README says when the documents were last checked."

    def test_its_credential_fields_can_be_filled_in(self) -> None:
        fields = self.kind.credential_fields
        names = [field.name for field in fields]
        assert len(names) == len(set(names))
        assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
        for each in fields:
            assert each.label and (each.where or each.hint), f"{each.name}: say where it is found."
            assert not (each.secret and each.column == "settings"), f"{each.name} is secret and kept in the clear."
        single = [each.column for each in fields if each.column not in ("extra", "settings")]
        assert len(single) == len(set(single)), "Two fields in one column would overwrite each other."
        assert {self.kind.app_field, self.kind.account_field} - {""} <= set(names)

    def test_a_wrong_field_gets_a_sentence(self) -> None:
        blank = {each.name: "  " for each in self.kind.credential_fields}
        values, problems = checked(self.kind.credential_fields, blank | {"nonsense": "1"})
        required = {each.name for each in self.kind.credential_fields if each.required}
        assert values == {}
        assert problems.keys() == required | {"nonsense"}
        assert all(len(text.split()) > 3 for text in problems.values())

    def test_its_limits_and_batches_make_sense(self) -> None:
        assert "*" in {limit.group for limit in self.kind.limits}, "Without a limit for every call we are shut out."
        assert all(limit.rate > 0 and limit.per > 0 and limit.burst >= 1 for limit in self.kind.limits)
        assert all(limit.calls >= 1 for limit in self.kind.at_once)
        assert not any(limit.window and limit.burst != 1 for limit in self.kind.limits), "A window has no burst."
        assert self.kind.stock_batch.size >= 1
        assert self.kind.price_batch.size >= 1
        assert self.kind.product_batch.size >= 1
        known = set(ProductCard.__dataclass_fields__)
        assert self.kind.card_rules.needs | {name for name, _most in self.kind.card_rules.longest} <= known
        assert self.kind.overlap.total_seconds() > 0

    def test_its_calls_end_and_are_tried_again(self) -> None:
        """A worker waits for each of them: a minute or two, never longer, and never but once."""
        timeouts, retries = self.kind.timeouts, self.kind.retries
        assert 0 < timeouts.connect <= timeouts.read <= timeouts.total <= 120
        assert 2 <= retries.attempts <= 6
        assert 0 < retries.first_pause <= 60 and 0 <= retries.spread < 1
        assert 0 < retries.within <= 3600

    def test_how_it_is_printed_tells_no_secret(self) -> None:
        """What a trace prints of objects is their repr."""
        planted = {each.name: f"planted-{each.name}" for each in self.kind.credential_fields}
        credentials, clock = StaticCredentials(planted), FakeClock()
        transport = Transport(
            base_url=self.kind.api_base_url, marketplace=self.kind.name, limits=self.kind.limits, scope_values={},
            credentials=credentials, limiter=MemoryLimiter(), recorder=ListRecorder(), clock=clock,
        )  # fmt: skip
        connector = self.kind(
            Context(base_url=transport.base_url, credentials=credentials, transport=transport, clock=clock)
        )
        shown = f"{connector!r} {connector.context!r} {transport!r} {vars(connector)!r}"
        assert [name for name in planted if f"planted-{name}" in shown] == []
        transport.close()

    def test_the_wire_check_expects_all_that_is_declared(self) -> None:
        """`declared.json` is what `make wirecheck` asks for: nothing declared is missing, nothing there is unknown."""
        from wirecheck.report import unknown_declarations

        from tests.contract.wire import declared_of, known_capabilities

        expected = set(declared_of(self.code))
        able = {str(each) for each in self.kind.capabilities} & known_capabilities(self.code)
        assert able <= expected, f"Add to declared.json beside its tests: {sorted(able - expected)}"
        assert unknown_declarations(self.code, {self.code: sorted(expected)}) == []


def methods_of(kind: type[Connector]) -> dict[Capability, tuple[str, ...]]:
    """Whose tokens come for the keys alone has no page of consent, so none may be offered."""
    return {**METHODS, Capability.TOKEN: ("refresh_token",)} if kind.keys_renew else METHODS


def own(kind: type[Connector], name: str) -> bool:
    return getattr(kind, name) is not getattr(Connector, name)
