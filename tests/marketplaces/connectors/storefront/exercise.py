"""What every operation of the contract is exercised with: the shop speaks, a hub on loopback answers."""

from typing import Any

PUSHES_SIGNED_WITH = "secret"
PUSH_SIGNATURE = "x-hub-signature"


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
