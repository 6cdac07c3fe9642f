"""Pushes: a sale's arrives, is as the documents say, is believed, and names the order."""

from dataclasses import replace
from typing import ClassVar

import pytest

from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic, WebhookHandler
from tests.contract.receiver import receiving
from tests.contract.shop import Shop, own_part

JUNK = {
    "nested": b"[" * 100_000,
    "text": b'"order"',
    "number": b"17",
    "cut": b'{"order',
    "long": b'{"a":"' + b"x" * 300_000,
}


def longest_key() -> int:
    """Of an event as it is stored. Imported here, for `make wirecheck` runs without Django."""
    from sync.models import MarketplaceWebhook

    return MarketplaceWebhook._meta.get_field("event_key").max_length or 0


def exercise_pushes(shop: Shop) -> list[str]:
    """What the checker says against the pushes of a sale; asserts that the connector reads them."""
    handler = shop.kind.webhooks
    if handler is None:
        return []
    with receiving(shop.code, handler) as receiver:
        shop.control("webhook", {"url": receiver.url})
        number = shop.sold().remote_id
        shop.control("deliver", {})
        arrived = receiver.wait_for(1)
        shop.control("webhook", method="DELETE")
        wrong = [text for message in arrived for text in judged(shop, message)]
    for message in arrived:
        handler.verify(message, shop.credentials.values)
    events = [handler.parse(message) for message in arrived]
    assert number in {name for event in events if event.topic == Topic.ORDER for name in event.remote_ids}
    return wrong


def judged(shop: Shop, message: IncomingWebhook) -> list[str]:
    from wirecheck.model import Headers
    from wirecheck.webhooks import WebhookChecker

    secret, key = (
        shop.credentials.values.get(getattr(own_part(shop.code), name, ""), "")
        for name in ("PUSHES_SIGNED_WITH", "PUSHES_KEYED_WITH")
    )
    checker = WebhookChecker(shop.code, secret=secret, key=key, url=message.url)
    return [str(each) for each in checker.check(Headers(message.headers), message.body)]


class Pushes:
    """A push is a hint, believed only when it is whole, from them, and not forged."""

    code: ClassVar[str]

    def test_a_sale_is_pushed_as_documented_and_names_the_order(self, shop: Shop) -> None:
        self._handler(shop)
        assert exercise_pushes(shop) == []

    def test_a_forged_or_torn_push_is_refused(self, shop: Shop) -> None:
        handler = self._handler(shop)
        message = one_push(shop)
        handler.verify(message, shop.credentials.values)
        for torn in (message.body[: len(message.body) // 2], b"", b"[]", b"\xff\xfe", b"null"):
            with pytest.raises(WebhookRejected):
                self._believe(handler, replace(message, body=torn), shop)
        if handler.signed:
            changed = message.body.replace(b":", b": ", 1)
            signature = getattr(own_part(shop.code), "PUSH_SIGNATURE", "authorization")
            without = {name: text for name, text in message.headers.items() if name != signature}
            assert without != message.headers
            for forged in (replace(message, body=changed), replace(message, headers=without)):
                with pytest.raises(WebhookRejected):
                    handler.verify(forged, shop.credentials.values)
        else:
            assert handler.allowed_networks, "An unsigned push is judged by where it comes from."
            with pytest.raises(WebhookRejected):
                handler.check_source(replace(message, source_ip="203.0.113.9"))

    @pytest.mark.parametrize("junk", JUNK)
    def test_what_is_no_message_is_refused_and_ends_nothing(self, shop: Shop, junk: str) -> None:
        """Refused, not failed at: whoever sends it learns no more than that."""
        handler = self._handler(shop)
        message = one_push(shop)
        with pytest.raises(WebhookRejected):
            self._believe(handler, replace(message, body=JUNK[junk]), shop)

    def test_a_message_is_believed_by_its_own_shop_alone(self, shop: Shop) -> None:
        handler = self._handler(shop)
        if not handler.signed:
            pytest.skip(f"{shop.kind.name} does not sign its pushes.")
        message, values = one_push(shop), shop.credentials.values
        handler.verify(message, values)
        name = own_part(shop.code).PUSHES_SIGNED_WITH
        for other in (values[name][::-1], values[name][:-1], ""):
            with pytest.raises(WebhookRejected):
                handler.verify(message, {**values, name: other})

    def test_the_key_of_a_message_fits_where_it_is_kept(self, shop: Shop) -> None:
        event = self._handler(shop).parse(one_push(shop))
        assert 0 < len(event.key) <= longest_key()
        assert all(isinstance(name, str) and name for name in event.remote_ids)

    @staticmethod
    def _believe(handler: WebhookHandler, message: IncomingWebhook, shop: Shop) -> None:
        handler.verify(message, shop.credentials.values)
        handler.parse(message)

    def test_the_same_message_has_the_same_key_and_another_has_another(self, shop: Shop) -> None:
        handler = self._handler(shop)
        first, second = one_push(shop), one_push(shop)
        again = replace(first, received_at=second.received_at)
        assert handler.parse(first).key == handler.parse(again).key
        assert handler.parse(first).key != handler.parse(second).key

    def test_a_push_it_does_not_know_is_taken_and_left_alone(self, shop: Shop) -> None:
        """Marketplaces add kinds; one that refuses them is switched off. Known bodies have their own tests."""
        handler = self._handler(shop)
        event = handler.parse(one_push(shop))
        assert event.topic == Topic.ORDER
        assert 200 <= handler.reply(one_push(shop), event).status < 300
        assert not 200 <= handler.refusal("forged").status < 300

    @staticmethod
    def _handler(shop: Shop) -> WebhookHandler:
        if shop.kind.webhooks is None:
            pytest.skip(f"{shop.kind.name} sends no pushes.")
        return shop.kind.webhooks


def one_push(shop: Shop) -> IncomingWebhook:
    """A new sale's message, as it arrived; or what its folder says is pushed, where nobody sells."""
    if (news := getattr(own_part(shop.code), "one_push", None)) is not None:
        found: IncomingWebhook = news(shop)
        return found
    assert shop.kind.webhooks is not None
    with receiving(shop.code, shop.kind.webhooks) as receiver:
        shop.control("webhook", method="DELETE")
        shop.control("webhook", {"url": receiver.url})
        number = shop.sold().remote_id
        shop.control("deliver", {})
        receiver.wait_for(1)
        shop.control("webhook", method="DELETE")
    return next(each for each in receiver.arrived if number.encode() in each.body)
