"""The suite that every connector inherits, as far as a shop that only pushes can be asked.

What reads (orders, products, live stock) has nothing to read here: the shop has no API. Its own tests stand in
test_intake.py, test_hooks.py and test_callbacks.py.
"""

import logging

import pytest

from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import AccountProblem, ConnectorError, RateLimited, Unavailable
from tests.contract.declaration import Declaration
from tests.contract.trouble import Trouble
from tests.contract.wire import expected_operations

from .exercise import speak

SORTED = {"error500": Unavailable, "html_page": Unavailable, "rate_limit": RateLimited}
PUSHES = "The shop pushes its orders to the intake; it has no list that could be asked for."


class TestStorefront(Declaration, Trouble):
    code = "storefront"
    lacks = {
        Capability.PULL_ORDERS: PUSHES,
        Capability.ORDER_ITEMS: PUSHES,
        Capability.PULL_PRODUCTS: "The shop reads our catalogue; its own products are not told by the contract.",
        Capability.WEBHOOK: "Its pushes are orders and no hints to ask: they go to the intake, not to the inbox.",
    }

    @pytest.mark.parametrize("kind", SORTED)
    def test_lasting_trouble_is_sorted_and_said_in_a_sentence(self, shop, kind):
        """A torn answer is none here: a 2xx is done, whatever stands in it (test_callbacks.py)."""
        super().test_lasting_trouble_is_sorted_and_said_in_a_sentence(shop, kind)

    @pytest.mark.parametrize("kind", SORTED)
    def test_passing_trouble_is_not_noticed(self, shop, kind):
        shop.fault(kind, times=1)
        with shop.trouble():
            assert shop.connector.account().remote_account_id
        assert {call.outcome for call in shop.recorder.calls} == {"ok", SORTED[kind].kind}

    def test_wrong_keys_open_nothing(self, shop):
        shop.credentials.values["secret"] = "f" * 30
        for tell in (shop.connector.account, lambda: shop.connector.push_stock([_update(shop)])):
            with shop.trouble(), pytest.raises(AccountProblem):
                tell()

    def test_no_secret_is_told(self, shop, caplog):
        caplog.set_level(logging.DEBUG)
        errors = []
        for kind in (*SORTED, "expired_token"):
            shop.fault(kind)
            with shop.trouble(), pytest.raises(ConnectorError) as caught:
                shop.connector.account()
            errors.append(caught.value)
            shop.control("faults", method="DELETE")
        texts = [str(each) for call in shop.recorder.calls for each in (call.path, call.said, call.request_id)]
        texts += [f"{error} {error!r} {error.as_dict()} {error.args} {error.__cause__}" for error in errors]
        texts += [record.getMessage() for record in caplog.records if record.name.startswith(("marketplaces", "orion"))]
        planted = [shop.credentials.values[name] for name in ("secret", "hook_secret")]
        assert len(texts) > len(errors)
        assert [value for value in planted if any(value in text for text in texts)] == []

    @pytest.mark.wirecheck
    def test_every_operation_of_the_contract_is_exercised(self, shop, hub):
        speak(shop)
        assert expected_operations("storefront") - {name for name, _status in hub.seen} == set()


def _update(shop):
    from .test_callbacks import goods, stock

    return stock(next(iter(goods(shop))), 1)
