"""A sale's push: it arrives, is as the documents say, is believed, and names the order."""

from marketplaces.framework.webhooks import IncomingWebhook, Topic
from tests.contract.receiver import receiving
from tests.contract.shop import Shop, own_part


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

    field = getattr(own_part(shop.code), "PUSHES_SIGNED_WITH", "")
    checker = WebhookChecker(shop.code, secret=shop.credentials.values.get(field, ""), url=message.url)
    return [str(each) for each in checker.check(Headers(message.headers), message.body)]
