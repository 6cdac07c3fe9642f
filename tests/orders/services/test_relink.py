"""A parked line that finds its product is reserved at once."""

from datetime import timedelta

from django.utils import timezone

from core.models import NeedsYou
from inventory.models import MarketplaceProduct, Product, Reservation, Variant
from marketplaces.canonical.statuses import OrderStatus
from orders.services.relink import link_lines, relink
from tests.orders.world import NOON, World, ledger_adds_up, line, told

MINUTE = timedelta(minutes=1)


def test_linking_a_line_reserves_and_settles(world: World) -> None:
    world.take_in(told("R-1", line("MYSTERY", 2)), told("R-2", line("MYSTERY", 2)))
    variant = world.put("TEA", 3)
    assert link_lines(shop=world.shop, variant=variant, sku="MYSTERY", actor_label="Anna") == 2
    assert (world.stock("TEA"), world.held("TEA")) == ((3, 3), [(2, 2, 0), (2, 1, 1)])
    assert (world.ours("R-1").unlinked_lines, world.ours("R-2").short_units) == (0, 1)
    assert NeedsYou.objects.get(kind="not_linked").settled_by == "Anna"
    assert ledger_adds_up(variant)
    assert link_lines(shop=world.shop, variant=variant, sku="MYSTERY") == 0


def test_a_listing_linked_later_takes_its_waiting_lines_along(world: World) -> None:
    listing = MarketplaceProduct.objects.create(
        store=world.store, connection=world.shop, marketplace=world.shop.marketplace, marketplace_product_id="P1",
        marketplace_sku="THEIRS", status="active", last_sync_at=NOON,
    )  # fmt: skip
    world.take_in(told("R-1", line("THEIRS", remote_product_id="P1")))
    assert world.ours("R-1").items.get().listing == listing
    listing.variant = world.put("TEA", 3)
    listing.save()
    assert relink(store=world.store, listing=listing) == 1
    assert world.stock("TEA") == (3, 1)


def test_a_variant_made_later_with_the_same_sku_takes_its_lines(world: World) -> None:
    world.take_in(told("R-1", line("NEW")))
    Variant.objects.create(store=world.store, sku="NEW", product=Product.objects.create(store=world.store, title="N"))
    assert relink(store=world.store, skus=["NEW"]) == 1
    held = Reservation.objects.get(variant__sku="NEW")
    assert (held.asked, held.short) == (1, 1)
    assert world.ours("R-1").short_units == 0  # it was never counted: nobody knows yet


def test_orders_that_had_left_reserve_nothing_when_linked(world: World) -> None:
    world.take_in(told("R-1", line("MYSTERY"), status=OrderStatus.SHIPPED))
    variant = world.put("TEA", 3)
    assert link_lines(shop=world.shop, variant=variant, sku="MYSTERY") == 1
    assert world.stock("TEA") == (3, 0)
    assert not NeedsYou.objects.filter(kind="differs").exists()  # they had left before anybody saw or counted them


def test_units_that_left_unlinked_after_the_count_ask_for_a_new_count(world: World) -> None:
    variant = world.put("TEA", 3)
    now = timezone.now()
    world.take_in(told("R-1", line("MYSTERY", 2)), seen_at=now)
    shipped = told("R-1", line("MYSTERY", 2), status=OrderStatus.SHIPPED, later=7200, shipped_at=now + MINUTE)
    world.take_in(shipped, seen_at=now + MINUTE)
    assert link_lines(shop=world.shop, variant=variant, sku="MYSTERY") == 1
    need = NeedsYou.objects.get(kind="differs")
    assert need.subject_id == variant.pk and "2 × TEA" in need.title and need.reference
    assert world.stock("TEA") == (3, 0) and ledger_adds_up(variant)
