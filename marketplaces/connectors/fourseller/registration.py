"""Where 4Seller sends its messages: registered by a call that tells the secret once."""

from marketplaces.framework.reading import needed_text, text

from .client import FourSellerClient

EVENTS = (
    "order.created", "order.updated", "order.cancelled", "order.refunded", "inventory.updated", "inventory.low_stock",
    "product.updated", "product.deleted",
)  # fmt: skip


def register(client: FourSellerClient, url: str) -> str:
    """The secret of a new registration; older ones of the same address go, after it stands."""
    before = [text(each.get("id"), "data[].id") for each in client.webhooks() if each.get("url") == url]
    secret = needed_text(client.create_webhook(url, EVENTS).get("secret"), "secret")
    for number in filter(None, before):
        client.delete_webhook(number)
    return secret


def addresses(client: FourSellerClient) -> list[str]:
    """All that are registered and not switched off, the newest last."""
    return [text(each.get("url"), "data[].url") for each in client.webhooks() if each.get("active") is not False]
