"""Links: one exact SKU by itself, anything else by a person; products made on request."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from inventory.models import MarketplaceProduct, Product, ProductTranslation, Variant
from inventory.services.listings import create_from, create_missing, link, unlink
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.registry import connectors
from marketplaces.models import Connection, Marketplace
from tests.inventory.services.test_listings import offer, remote, take_in
from tests.inventory.world import World, make_world, wanted


def _listing(remote_id: str = "p1", variant: str = "") -> MarketplaceProduct:
    return MarketplaceProduct.objects.get(marketplace_product_id=remote_id, marketplace_variant_id=variant)


def test_an_exact_sku_links_by_itself_and_is_logged(world: World) -> None:
    pot = world.variant("POT", 3)
    take_in(world, remote())
    row = _listing()
    assert (row.variant, row.product, row.linked_by) == (pot, pot.product, "same SKU")
    assert row.linked_at is not None
    assert row.history.latest().history_change_reason == "linked: same SKU"
    assert wanted(row) == 1


@pytest.mark.parametrize("sku", ["pot", "POT ", "POT-1", "", "PO"])
def test_anything_weaker_links_nothing(world: World, sku: str) -> None:
    world.variant("POT", 3)
    take_in(world, remote("p1", offer(sku=sku)))
    assert _listing().variant is None


def test_another_stores_sku_links_nothing(world: World) -> None:
    make_world().variant("POT", 3)
    take_in(world, remote())
    assert _listing().variant is None


def test_a_sku_given_later_there_links_then(world: World) -> None:
    pot = world.variant("POT", 3)
    take_in(world, remote("p1", offer(sku="")))
    take_in(world, remote("p1", offer(sku="POT")))
    assert _listing().variant == pot


def test_what_a_person_unlinked_stays_so(world: World) -> None:
    world.variant("POT", 3)
    take_in(world, remote())
    unlink(_listing(), by="Anna")
    take_in(world, remote("p1", offer(price=Decimal(3))))
    create_missing(connection=world.shop, actor_label="sync")
    row = _listing()
    assert (row.variant, row.product, row.linked_by) == (None, None, "unlinked by Anna")


def test_a_person_links_what_differs(world: World) -> None:
    cup = world.variant("CUP", 3)
    take_in(world, remote())
    link(_listing(), cup, by="Anna")
    row = _listing()
    assert (row.variant, row.linked_by, wanted(row)) == (cup, "Anna", 1)
    with pytest.raises(DomainError, match="not in this store"):
        link(row, make_world().variant("CUP"), by="Anna")


def test_missing_products_are_made_once_with_all_that_is_known(world: World) -> None:
    take_in(
        world,
        remote("p1", offer("v1", "A", options={"size": "L"}, image_url="http://x/a.png"), offer("v2", "B"),
               description="Long", language="ru", brand="Acme"),
        remote("p2", offer("", "")),
    )  # fmt: skip
    assert create_missing(connection=world.shop, actor_label="sync") == 1
    product = Product.objects.get(store=world.store)
    assert (product.title, product.description, product.brand, product.images) == (
        "Чайник", "Long", "Acme", ["http://x/a.png"],
    )  # fmt: skip
    first, second = product.variants.order_by("position")
    assert (first.sku, first.price, first.currency, first.gtin, first.options) == (
        "A", Decimal("9.90"), "EUR", "4006381333931", {"size": "L"},
    )  # fmt: skip
    assert (second.sku, second.opening_counted_at) == ("B", None)
    assert ProductTranslation.objects.get(product=product).language == "ru"
    assert (_listing("p1", "v2").variant, _listing("p2").variant) == (second, None)
    assert product.history.get().history_change_reason == "made from listings by sync"
    assert create_missing(connection=world.shop, actor_label="sync") == 0
    assert Variant.objects.filter(store=world.store).count() == 2


def test_a_sku_that_is_there_is_linked_and_not_made_twice(world: World) -> None:
    pot = world.variant("POT")
    listing = world.listing(None, marketplace_sku="POT")
    assert create_missing(connection=world.shop, actor_label="sync") == 0
    listing.refresh_from_db()
    assert listing.variant == pot


def test_two_listings_of_one_sku_share_a_variant(world: World) -> None:
    take_in(world, remote("p1"), remote("p2"))
    assert create_missing(connection=world.shop, actor_label="sync") == 1
    assert _listing("p1").variant == _listing("p2").variant is not None


def test_a_new_variant_of_a_known_product_joins_it(world: World) -> None:
    take_in(world, remote("p1", offer("v1", "A")))
    create_missing(connection=world.shop, actor_label="sync")
    take_in(world, remote("p1", offer("v1", "A"), offer("v2", "B")))
    assert create_missing(connection=world.shop, actor_label="sync") == 0
    product = Product.objects.get(store=world.store)
    assert list(product.variants.order_by("position").values_list("sku", "position")) == [("A", 0), ("B", 1)]
    assert _listing("p1", "v2").product == product


def test_a_person_makes_a_product_from_one_listing(world: World) -> None:
    take_in(world, remote("p1"), remote("p2", offer(sku="CUP")))
    made = create_from(_listing(), by="Anna")
    assert (made.sku, _listing().variant, _listing("p2").variant) == ("POT", made, None)
    take_in(world, remote("p3", offer(sku="")))
    with pytest.raises(DomainError, match="has no SKU"):
        create_from(_listing("p3"), by="Anna")


def test_what_a_supplier_asks_is_our_cost_and_no_price_to_sell_at(world: World) -> None:
    supplier = Marketplace.objects.create(
        code=next(k.code for k in connectors() if Capability.PURCHASE in k.capabilities)
    )
    world.shop = world.another_shop()
    Connection.objects.filter(pk=world.shop.pk).update(marketplace=supplier)
    world.shop.refresh_from_db()
    take_in(world, remote())
    assert create_missing(connection=world.shop, actor_label="sync") == 1
    made = Variant.objects.get(store=world.store)
    assert (made.price, made.cost, made.product.kind) == (None, _listing().price, Product.Kind.DIGITAL)
    assert made.cost
