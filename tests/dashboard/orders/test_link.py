"""Linking a parked line to one of our products."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import MarketplaceProduct, Stock, Variant
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.orders import OrderLine
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import Connection
from orders.models import Order, OrderItem
from orders.services.intake import import_orders
from tests.dashboard import world


@pytest.fixture
def parked(shop: Connection) -> Order:
    made = world.order(shop, quantity=2, unlinked_lines=1)
    OrderItem.objects.update(product_sku="THEIR-SKU")
    return made


def address(order: Order) -> str:
    return f"/orders/{order.pk}/lines/{order.items.get().pk}/link/"


def test_it_searches_our_products_the_exact_sku_first(owner: Client, shop: Connection, parked: Order) -> None:
    for sku in ("A-LAMP-XL", "LAMP", "VASE"):
        world.variant(shop.store, sku)
    html = owner.get(address(parked), {"q": "lamp"}).content.decode()
    assert html.index("Thing LAMP") < html.index("Thing A-LAMP-XL")
    assert "VASE" not in html


def test_nothing_found_says_so(owner: Client, parked: Order) -> None:
    assert "No product matches “THEIR-SKU”" in owner.get(address(parked)).content.decode()


def test_a_linked_line_is_reserved_at_once(owner: Client, shop: Connection, parked: Order) -> None:
    lamp = world.variant(shop.store, on_hand=5)
    html = owner.post(address(parked), {"variant": lamp.pk}, follow=True).content.decode()
    assert "Linked to ORI-LMP-1" in html
    assert "2 reserved" in html
    assert Stock.objects.get().reserved == 2
    parked.refresh_from_db()
    assert parked.unlinked_lines == 0


def listed(parked: Order) -> MarketplaceProduct:
    shop = parked.connection
    listing = MarketplaceProduct.objects.create(
        store=parked.store, connection=shop, marketplace=shop.marketplace, marketplace_product_id="1",
        marketplace_sku="THEIR-SKU", title="Лампа", status="active", last_sync_at=timezone.now(),
    )  # fmt: skip
    OrderItem.objects.update(listing=listing)
    return listing


def test_the_listing_is_linked_with_it(owner: Client, shop: Connection, parked: Order) -> None:
    listing, lamp = listed(parked), world.variant(shop.store)
    owner.post(address(parked), {"variant": lamp.pk})
    listing.refresh_from_db()
    assert (listing.variant, listing.linked_by) == (lamp, "Nadia Weber")


def test_a_product_can_be_made_of_it(owner: Client, shop: Connection, parked: Order) -> None:
    listed(parked)
    world.location(shop.store)
    owner.post(address(parked), {"create": "yes"})
    made = Variant.objects.get(sku="THEIR-SKU")
    assert parked.items.get().variant == made


def test_another_stores_product_is_none(owner: Client, cast, parked: Order) -> None:
    theirs = world.variant(cast.elsewhere)
    assert owner.post(address(parked), {"variant": theirs.pk}).status_code == 404
    assert owner.post(address(parked), {"variant": "nonsense"}).status_code == 404


def test_a_line_of_another_order_cannot_be_linked_from_here(owner: Client, shop: Connection, parked: Order) -> None:
    other = world.order(shop)
    answer = owner.get(f"/orders/{parked.pk}/lines/{other.items.get().pk}/link/")
    assert answer.status_code in (302, 404)


def test_who_may_not(
    packer: Client, reader: Client, stranger: Client, owner: Client, shop: Connection, parked: Order
) -> None:
    lamp = world.variant(shop.store)
    for client, status in ((packer, 403), (reader, 403), (stranger, 404)):
        assert client.post(address(parked), {"variant": lamp.pk}).status_code == status
    owner.get(address(parked))
    assert parked.items.get().variant is None


def told_again(shop: Connection, number: str = "57195475-0051-1") -> OrderItem:
    """The next order with the same goods, as the marketplace tells it."""
    line = OrderLine(remote_id="1", title="Лампа", quantity=1, unit_price=Decimal(10), sku="THEIR-SKU")
    now = timezone.now()
    order = Told(
        remote_id=number, number=number, status=OrderStatus.CONFIRMED, remote_status="awaiting_packaging",
        currency="RUB", placed_at=now, updated_at=now, lines=(line,), raw={},
    )  # fmt: skip
    import_orders(connection=shop, orders=[order], seen_at=now, cause="poll")
    return OrderItem.objects.get(marketplace_order__marketplace_order_id=number)


def test_a_link_without_a_listing_is_remembered_for_the_next_order(
    owner: Client, shop: Connection, parked: Order
) -> None:
    lamp = world.variant(shop.store, on_hand=5)
    owner.post(address(parked), {"variant": lamp.pk})
    assert told_again(shop).variant == lamp
    assert Stock.objects.get().reserved == 3
    made = MarketplaceProduct.objects.get()
    assert (made.marketplace_sku, made.status, made.remote_status) == ("THEIR-SKU", "deleted", "seen in orders")


def test_a_product_is_made_of_a_line_without_a_listing(owner: Client, shop: Connection, parked: Order) -> None:
    assert "Make a product of it" in owner.get(address(parked)).content.decode()
    world.location(shop.store)
    owner.post(address(parked), {"create": "yes"})
    made = Variant.objects.get(sku="THEIR-SKU")
    assert parked.items.get().variant == made
    assert told_again(shop).variant == made


def test_a_line_without_any_name_can_still_be_linked(owner: Client, shop: Connection, parked: Order) -> None:
    OrderItem.objects.update(product_sku="")
    lamp = world.variant(shop.store, on_hand=5)
    owner.post(address(parked), {"variant": lamp.pk})
    assert parked.items.get().variant == lamp
    assert Stock.objects.get().reserved == 2


def test_a_failed_choice_leaves_no_listing_behind(owner: Client, shop: Connection, parked: Order) -> None:
    assert owner.post(address(parked), {"variant": "nonsense"}).status_code == 404
    assert not MarketplaceProduct.objects.exists()
