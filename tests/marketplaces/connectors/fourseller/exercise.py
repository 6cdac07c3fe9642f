"""What only 4Seller has: two ways of writing, registered receivers, and calls for single products."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.exercise import new_card, push_stock
from tests.contract.shop import Shop

#: The field whose value messages are signed with, and the header that carries it.
PUSHES_SIGNED_WITH = "webhook_secret"
PUSH_SIGNATURE = "x-4seller-signature"


def more(shop: Shop) -> None:
    with single(shop):
        push_stock(shop)
        one_product(shop)
        assert shop.shipped(shop.sold(), tracking_number="TRK-0003", carrier="DHL").visible
    counted_singly(shop)
    receiver(shop)


@contextmanager
def single(shop: Shop) -> Iterator[None]:
    """In the write mode that makes one call per product."""
    shop.credentials.values["write_mode"] = "single"
    try:
        yield
    finally:
        del shop.credentials.values["write_mode"]


def one_product(shop: Shop) -> None:
    for title in ("Teapot", "Teapot, blue"):
        assert [result.error for result in shop.connector.push_products([new_card(shop, title=title)])] == [None]


def counted_singly(shop: Shop) -> None:
    level = next(level for page in shop.connector.pull_stock() for level in page.items)
    pages = shop.connector.pull_stock(remote_product_ids=[level.remote_product_id])
    assert [each.quantity for page in pages for each in page.items] == [level.quantity]


def receiver(shop: Shop) -> None:
    """Registered twice: the second registration takes the place of the first."""
    url = "http://127.0.0.1:9/hooks/fourseller/t/"
    for _ in range(2):
        assert shop.connector.register_webhook(url)["webhook_secret"]
    assert shop.connector.registered_webhook() == url
