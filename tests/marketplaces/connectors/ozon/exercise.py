"""What only Ozon has: parcels sent by an own courier, and orders of Ozon's own warehouses."""

from tests.contract.shop import Shop


def more(shop: Shop) -> None:
    own_courier = shop.sold(scheme="rfbs")
    assert shop.shipped(own_courier, tracking_number="TRK-0002", carrier="Boxberry").visible
    theirs = shop.sold(scheme="fbo")
    assert theirs.remote_id in shop.orders()
