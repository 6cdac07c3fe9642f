"""CodesWholesale keeps what every connector promises; a supplier takes no orders, so what is about those is said."""

from dataclasses import replace
from typing import ClassVar

import pytest

from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import UnexpectedPayload, WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.contract.pushes import judged, one_push
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

    def test_nobody_is_sent_to_a_page_of_consent(self) -> None:
        """Its tokens come for client id and secret alone."""
        assert self.kind.keys_renew
        assert self.kind.authorisation_url is Connector.authorisation_url
        assert self.kind.exchange_code is Connector.exchange_code

    def test_a_list_that_never_ends_is_noticed(self, shop: Shop) -> None:
        shop.fresh(products=120, orders=0)
        with stuck(f"{shop.sandbox}/{shop.code}") as address:
            lost = Shop(shop.code, shop.sandbox, calls=address)
            with pytest.raises(UnexpectedPayload, match="continuationToken"):
                list(lost.connector.pull_products())
            assert len(lost.recorder.calls) <= 3
            lost.close()

    # What is pushed is news of goods (contract section 7), and its proof covers no content ---------------------------
    def test_a_sale_is_pushed_as_documented_and_names_the_order(self, shop: Shop) -> None:
        """Every kind of message is as documented and names the thing to look at."""
        message = one_push(shop)
        assert judged(shop, message) == []
        self._handler(shop).verify(message, shop.credentials.values)
        event = self._handler(shop).parse(message)
        assert event.topic is Topic.STOCK
        assert event.remote_ids == (shop.control("state?orders=0&webhooks=0")["products"][0]["id"],)

    def test_a_forged_or_torn_push_is_refused(self, shop: Shop) -> None:
        """The hash is the same for every message: another content under it is believed, which is why it is a hint."""
        handler, message = self._handler(shop), one_push(shop)
        handler.verify(message, shop.credentials.values)
        for torn in (message.body[: len(message.body) // 2], b"", b"[]", b"\xff\xfe", b"null"):
            with pytest.raises(WebhookRejected):
                handler.verify(replace(message, body=torn), shop.credentials.values)
        digest = handler_hash(message)
        for forged in (message.body.replace(digest, b"0" * 64), message.body.replace(b"authHash", b"authhash")):
            with pytest.raises(WebhookRejected):
                handler.verify(replace(message, body=forged), shop.credentials.values)

    def test_a_push_it_does_not_know_is_taken_and_left_alone(self, shop: Shop) -> None:
        handler, message = self._handler(shop), one_push(shop)
        unknown = replace(message, body=message.body.replace(b'"STOCK"', b'"SOMETHING_NEW"'))
        event = handler.parse(unknown)
        assert (event.topic, event.kind, event.remote_ids) == (Topic.OTHER, "SOMETHING_NEW", ())
        assert handler.reply(unknown, event).status == 200
        assert handler.refusal("forged").status == 401


def handler_hash(message: IncomingWebhook) -> bytes:
    return message.body.split(b'"authHash":"')[1].split(b'"')[0]
