"""What only this marketplace has: its shop speaks to a hub on loopback, each operation of the contract once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marketplaces.connectors.storefront.keys import Keys

from .desk import MemoryDesk
from .hub import Hub, listening

SIGNED_WITH = PUSHES_SIGNED_WITH = "secret"


def more(shop: Any) -> None:
    """The calls of the shop are what the documents describe; they count as the operations."""
    with hub(shop) as at:
        shop.control("webhook", {"url": at.url})
        speak(shop)
        shop.control("webhook", method="DELETE")
    shop.exchanges += at.seen
    shop.violations += [*at.violations, *at.lenient]


@contextmanager
def hub(shop: Any) -> Iterator[Hub]:
    """Knows what the practice shop sells."""
    products = shop.control("state?orders=0&webhooks=0")["products"]
    desk = MemoryDesk({each["sku"]: each["sku"].startswith("DIG-") for each in products})
    desk.units = {each["sku"]: each["stock"][""]["available"] for each in products}
    values = shop.credentials.values
    with listening(Keys.of([values], currency="EUR"), desk, values["secret"]) as made:
        yield made


def speak(shop: Any) -> None:
    """Every operation of the contract once, as the practice shop makes it."""
    (one,) = shop.control("sell", {"paid": False})["orders"]
    (two,) = shop.control("sell", {})["orders"]
    for system in ("woocommerce", "shopify"):
        shop.control("sell", {"system": system})
    shop.control("deliver", {})
    shop.control("pay", {"order": one["id"]})
    shop.control("refund", {"order": one["id"], "amount": "1.00"})
    shop.control("cancel", {"order": two["id"]})
    shop.control("batch", {"orders": [one["id"], two["id"]]})
    shop.control("ping", {})
    shop.control("deliver", {})
    for path in ("/orders?limit=2", f"/orders/{one['id']}", f"/stock?sku={one['lines'][0]['sku']}"):
        assert shop.control("ask", {"method": "GET", "path": path})["status"] == 200
