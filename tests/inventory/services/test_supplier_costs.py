"""What a supplier asks is our cost, each time it is read; the prices made of it are told."""

from decimal import Decimal

from inventory.models import MarketplaceProduct, Variant
from inventory.services.supplier_costs import follow_costs
from marketplaces.models import Connection, Marketplace
from tests.inventory.world import World, wanted


def supplier(world: World, name: str) -> Connection:
    kind, _made = Marketplace.objects.get_or_create(code="codeswholesale", defaults={"name": "CodesWholesale"})
    return Connection.objects.create(
        store=world.store, marketplace=kind, name=name, remote_account_id=name, currency="EUR"
    )


def asks(world: World, shop: Connection, variant: Variant, price: str, **more: object) -> MarketplaceProduct:
    return world.listing(
        variant, shop=shop, marketplace_product_id=f"{shop.name}-{variant.sku}", price=Decimal(price), **more
    )


def test_the_cost_is_what_the_cheapest_supplier_asks(world: World) -> None:
    world.shop.price_out = True
    world.shop.save()
    key = world.variant("KEY", cost=Decimal(5), currency="EUR", price=Decimal(9))
    row = world.listing(key)
    first, second = supplier(world, "one"), supplier(world, "two")
    there = asks(world, first, key, "7.50")
    asks(world, second, key, "8")
    assert follow_costs(first) == 1
    key.refresh_from_db()
    assert key.cost == Decimal("7.50") and key.history.first().history_change_reason == "asked by one"
    assert wanted(row, "price") == 1 and wanted(there, "price") == 0
    assert follow_costs(first) == 0


def test_another_currency_and_what_is_gone_there_say_nothing(world: World) -> None:
    key, gone = (world.variant(sku, cost=Decimal(5), currency="EUR") for sku in ("KEY", "GONE"))
    shop = supplier(world, "one")
    asks(world, shop, key, "7", currency="USD")
    asks(world, shop, gone, "7", status="deleted")
    assert follow_costs(shop) == 0


def test_a_shop_that_supplies_nothing_moves_no_cost(world: World) -> None:
    pot = world.variant("POT", cost=Decimal(5), currency="EUR")
    world.listing(pot, price=Decimal(50))
    world.shop.marketplace.code = "ozon"
    world.shop.marketplace.save()
    assert follow_costs(world.shop) == 0
