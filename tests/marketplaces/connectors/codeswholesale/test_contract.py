"""CodesWholesale keeps what every connector promises; a supplier takes no orders, so what is about those is said."""

from dataclasses import replace
from typing import ClassVar

import pytest

from marketplaces.canonical.shipments import CancelRequest, ShipmentRequest
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotSupported, UnexpectedPayload, WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.contract import declaration
from tests.contract.pushes import judged
from tests.contract.receiver import receiving
from tests.contract.shop import Shop
from tests.contract.stuck import stuck
from tests.contract.suite import ConnectorContract

SUPPLIER = "It is a supplier: keys are bought there, and no buyer of ours orders there (issue 4, its row)."


class TestCodesWholesale(ConnectorContract):
    code = "codeswholesale"
    lacks: ClassVar[dict[Capability, str]] = dict.fromkeys(
        (
            Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
            Capability.CONFIRM_SHIPMENT, Capability.CANCEL,
        ),
        SUPPLIER,
    )  # fmt: skip

    def test_what_it_declares_is_what_it_implements(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its tokens come for client id and secret alone: there is no page of consent, so none may be offered."""
        monkeypatch.setitem(declaration.METHODS, Capability.TOKEN, ("refresh_token",))
        super().test_what_it_declares_is_what_it_implements()
        assert self.kind.authorisation_url is Connector.authorisation_url
        assert self.kind.exchange_code is Connector.exchange_code

    def test_a_shipment_told_twice_is_one_parcel(self, shop: Shop) -> None:
        """Nobody could be told of one."""
        with pytest.raises(NotSupported, match="shipments"):
            shop.connector.confirm_shipment(ShipmentRequest(ref="p", order_remote_id="1", lines=()))

    def test_a_cancelled_order_is_cancelled_once(self, shop: Shop) -> None:
        """What was bought is never given back by a call."""
        with pytest.raises(NotSupported, match="cancel"):
            shop.connector.cancel(CancelRequest(ref="c", order_remote_id="1", reason="seller"))

    def test_a_list_that_never_ends_is_noticed(self, shop: Shop) -> None:
        shop.fresh(products=120, orders=0)
        with stuck(f"{shop.sandbox}/{shop.code}") as address:
            lost = Shop(shop.code, shop.sandbox, calls=address)
            with pytest.raises(UnexpectedPayload, match="continuationToken"):
                list(lost.connector.pull_products())
            assert len(lost.recorder.calls) <= 3
            lost.close()

    # What is pushed is news of goods (contract section 7), and its proof covers no content ---------------------------
    @pytest.fixture(autouse=True)
    def pushes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.contract.pushes.one_push", one_change)

    def test_a_sale_is_pushed_as_documented_and_names_the_order(self, shop: Shop) -> None:
        """Every kind of message is as documented and names the thing to look at."""
        message = one_change(shop)
        assert judged(shop, message) == []
        self._handler(shop).verify(message, shop.credentials.values)
        event = self._handler(shop).parse(message)
        assert event.topic is Topic.STOCK
        assert event.remote_ids == (shop.control("state?orders=0&webhooks=0")["products"][0]["id"],)

    def test_a_forged_or_torn_push_is_refused(self, shop: Shop) -> None:
        """The hash is the same for every message: another content under it is believed, which is why it is a hint."""
        handler, message = self._handler(shop), one_change(shop)
        handler.verify(message, shop.credentials.values)
        for torn in (message.body[: len(message.body) // 2], b"", b"[]", b"\xff\xfe", b"null"):
            with pytest.raises(WebhookRejected):
                handler.verify(replace(message, body=torn), shop.credentials.values)
        digest = handler_hash(message)
        for forged in (message.body.replace(digest, b"0" * 64), message.body.replace(b"authHash", b"authhash")):
            with pytest.raises(WebhookRejected):
                handler.verify(replace(message, body=forged), shop.credentials.values)

    def test_a_push_it_does_not_know_is_taken_and_left_alone(self, shop: Shop) -> None:
        handler, message = self._handler(shop), one_change(shop)
        unknown = replace(message, body=message.body.replace(b'"STOCK"', b'"SOMETHING_NEW"'))
        event = handler.parse(unknown)
        assert (event.topic, event.kind, event.remote_ids) == (Topic.OTHER, "SOMETHING_NEW", ())
        assert handler.reply(unknown, event).status == 200
        assert handler.refusal("forged").status == 401


def handler_hash(message: IncomingWebhook) -> bytes:
    return message.body.split(b'"authHash":"')[1].split(b'"')[0]


def one_change(shop: Shop) -> IncomingWebhook:
    """The supplier has one more of its first product, and only that arrives."""
    assert shop.kind.webhooks is not None
    with receiving(shop.code, shop.kind.webhooks) as receiver:
        shop.control("webhook", method="DELETE")
        shop.control("webhook", {"url": receiver.url, "account": shop.credentials.values["client_id"]})
        first = shop.control("state?orders=0&webhooks=0")["products"][0]
        more = first["stock"][""]["available"] + 1
        shop.control("supply", {"sku": first["sku"], "quantity": more})
        shop.control("deliver", {})
        receiver.wait_for(1)
        shop.control("webhook", method="DELETE")
    (message,) = receiver.arrived
    return message
