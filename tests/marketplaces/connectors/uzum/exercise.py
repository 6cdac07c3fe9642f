"""What only Uzum has: orders that the seller brings himself, orders of its own warehouse, and long lists."""

from tests.contract.shop import Shop


def more(shop: Shop) -> None:
    by_himself = shop.sold(scheme="dbs")
    assert shop.shipped(by_himself).visible
    theirs = shop.sold(scheme="fbo")
    assert theirs.remote_id in shop.orders()
    for _ in range(51):  # a second page, after which the number of orders is compared
        shop.control("sell", {"scheme": "fbs"})
    shop.orders()
