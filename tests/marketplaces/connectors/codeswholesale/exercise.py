"""What only CodesWholesale has: keys are bought, looked for and opened, buyers are judged, an address is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from marketplaces.canonical.purchases import KeyForm, Purchase, PurchaseLine, PurchaseRequest, PurchaseState
from marketplaces.framework.webhooks import IncomingWebhook
from tests.contract.receiver import receiving
from tests.contract.shop import Shop

#: The fields whose values prove a message: nothing is signed, the hash of both stands in its body.
PUSHES_SIGNED_WITH, PUSHES_KEYED_WITH = "client_signature", "client_id"


def more(shop: Shop) -> None:
    supplier: Any = shop.connector
    shop.control("pace", {"seconds": 2})
    assert supplier.balance().to_spend > 0
    bought = filled(shop, supplier.buy(request(shop, "hub-exercise-1", form="image", quantity=2)))
    assert [key.form for key in bought.keys] == [KeyForm.IMAGE] * 2
    assert all(key.image.startswith(b"\x89PNG") for key in bought.keys)
    found = supplier.find_purchase("hub-exercise-1", asked_at=datetime.now(UTC))
    assert (found.remote_id, found.doubles) == (bought.remote_id, ())
    assert supplier.invoice(bought.remote_id).pdf.startswith(b"%PDF")
    assert not supplier.buyer_risk(email="buyer@example.lu", ip_address="203.0.113.7").hold
    with_texts(shop)
    postbacks(shop)


def request(shop: Shop, reference: str, *, form: str = "text", quantity: int = 1, **more: Any) -> PurchaseRequest:
    """So many of the first product of this form, at today's cost."""
    goods = shop.control("state?orders=0&webhooks=0")["products"]
    number = next(each["id"] for each in goods if each["form"] == form and _left(each, form) >= quantity)
    supplier: Any = shop.connector
    cost = supplier.offer(number).find_cost(quantity)
    line = PurchaseLine(remote_product_id=number, quantity=quantity, unit_cost=cost)
    return PurchaseRequest(reference=reference, lines=(line,), **more)


def _left(product: dict[str, Any], form: str) -> int:
    return 1_000_000 if form == "preorder" else int(product["stock"][""]["available"])


def filled(shop: Shop, bought: Purchase) -> Purchase:
    """The same purchase once its keys have come, as the supplier's time goes on."""
    supplier: Any = shop.connector
    for _ in range(10):
        if bought.state is not PurchaseState.WAITING:
            return supplier.purchase(bought.remote_id)
        shop.pass_time(5)
        bought = supplier.purchase(bought.remote_id)
    raise AssertionError(f"{bought.remote_id} was never filled")


def with_texts(shop: Shop) -> None:
    number = shop.control("state?orders=0&webhooks=0")["products"][0]["sku"]
    with setting(shop, "language", "de"):
        (product,) = shop.connector.find_products([number])
    assert product.description and product.variants[0].gtin


def postbacks(shop: Shop) -> None:
    """An address that nobody is at: nothing is pushed while this runs."""
    url = "http://127.0.0.1:9/hooks/codeswholesale/t/"
    with setting(shop, "postbacks", "on"):
        assert shop.connector.register_webhook(url) == {}
        assert shop.connector.registered_webhook() == url
    shop.control("webhook", method="DELETE")


@contextmanager
def setting(shop: Shop, name: str, value: str) -> Iterator[None]:
    shop.credentials.values[name] = value
    try:
        yield
    finally:
        del shop.credentials.values[name]


def one_push(shop: Shop) -> IncomingWebhook:
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
