"""Each difference has its cause; what may be a sale, a promotion or a push under way is never overwritten."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import DomainError
from core.models import NeedsYou
from inventory.models import InventorySyncConfig, MarketplaceProduct, Offer, Product, Stock, Variant
from inventory.services.agreements.owners import set_owner
from inventory.services.locations import default_location
from inventory.services.outbound import mark_connection_prices, mark_connection_stock, mark_offers
from inventory.services.rules import set_healing
from inventory.services.stock import adjust, recount
from marketplaces.models import Connection, OutboundChange
from sync.drift.deciding import decide
from sync.drift.radar import look
from sync.models import Drift
from tests.sync.drift.scene import asks, looked, shows, told


def test_a_number_changed_there_is_told_again_by_itself_and_is_over_once_it_is_shown(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    shows(shop, 9)
    assert looked(shop) == 1
    drift = Drift.objects.get()
    assert (drift.what, drift.cause, drift.state) == ("stock", "edited", "healing")
    assert (drift.ours, drift.theirs, drift.money) == ("5", "9", Decimal(160))
    told(shop, "stock", {"stock": {"": 5}})
    shows(shop, 5)
    assert looked(shop) == 0
    drift.refresh_from_db()
    assert drift.state == "over" and drift.over_at and not NeedsYou.objects.exists()


def test_what_is_on_its_way_is_not_over_yet(shop: Connection, lamp: MarketplaceProduct) -> None:
    shows(shop, 9)
    looked(shop)
    looked(shop)
    assert Drift.objects.get().state == "healing"


def test_what_may_be_a_sale_is_explained_and_left(shop: Connection, lamp: MarketplaceProduct) -> None:
    shows(shop, 3, timezone.now())
    assert look(shop, orders_read_since=timezone.now() - timedelta(seconds=30)) == 0
    assert (Drift.objects.get().cause, Drift.objects.get().state) == ("sale", "open")
    assert OutboundChange.objects.get(kind="stock").state == "synced" and not NeedsYou.objects.exists()


def test_an_order_read_meanwhile_explains_the_number(shop: Connection, lamp: MarketplaceProduct) -> None:
    shows(shop, 3, timezone.now())
    look(shop, orders_read_since=timezone.now() - timedelta(seconds=30))
    assert lamp.variant is not None
    adjust(store=shop.store, variant=lamp.variant, location=default_location(shop.store), delta=-2, reason="sold")
    told(shop, "stock", {"stock": {"": 3}})
    assert looked(shop) == 0
    assert Drift.objects.get().state == "over"


def test_a_price_changed_there_waits_for_a_person_unless_the_policy_says_otherwise(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    asks(shop, "30")
    assert looked(shop) == 0
    drift = Drift.objects.get()
    assert (drift.what, drift.cause, drift.state, drift.money) == ("price", "edited", "open", Decimal(50))
    need = NeedsYou.objects.get()
    assert need.cause_key == f"drift:{shop.pk}" and need.money == Decimal(50) and need.currency == "EUR"
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_price=True)
    assert looked(shop) == 1
    assert OutboundChange.objects.get(kind="price").state == "waiting"
    need.refresh_from_db()
    assert need.settled_at


def test_a_promotion_is_never_overwritten_by_itself(shop: Connection, lamp: MarketplaceProduct) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_price=True)
    asks(shop, "30", before="40")
    assert looked(shop) == 0
    assert Drift.objects.get().cause == "promotion"


def test_an_older_number_of_ours_that_arrives_late_is_named_and_told_again(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    assert lamp.variant is not None
    adjust(store=shop.store, variant=lamp.variant, location=default_location(shop.store), delta=-2, reason="sold")
    told(shop, "stock", {"stock": {"": 3}})
    shows(shop, 5)
    assert looked(shop) == 1
    assert (Drift.objects.get().cause, Drift.objects.get().theirs) == ("late", "5")


def test_a_number_we_never_told_is_no_late_one(shop: Connection, lamp: MarketplaceProduct) -> None:
    assert lamp.variant is not None
    adjust(store=shop.store, variant=lamp.variant, location=default_location(shop.store), delta=-2, reason="sold")
    told(shop, "stock", {"stock": {"": 3}})
    shows(shop, 4)
    looked(shop)
    assert Drift.objects.get().cause == "edited"


def test_what_is_changed_back_there_again_and_again_is_told_three_times_and_then_waits(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    for healed in (1, 1, 1, 0):
        shows(shop, 9)
        assert looked(shop) == healed
        if healed:
            told(shop, "stock", {"stock": {"": 5}})
    drift = Drift.objects.get()
    assert (drift.state, drift.tries) == ("open", 3) and NeedsYou.objects.filter(settled_at__isnull=True).exists()
    assert decide(store=shop.store, ids=[drift.pk], act="heal", by="Nadia") == (1, [])
    told(shop, "stock", {"stock": {"": 5}})
    shows(shop, 5)
    looked(shop)
    shows(shop, 8)
    looked(shop)
    drift.refresh_from_db()
    assert (drift.state, drift.tries) == ("healing", 1)


def test_the_money_at_risk_is_units_by_what_each_brings(shop: Connection, lamp: MarketplaceProduct) -> None:
    shows(shop, 9)
    looked(shop)
    drift = Drift.objects.get()
    assert (drift.units, drift.money) == (4, 4 * Decimal(40))


def test_a_shop_is_looked_at_in_as_many_statements_for_one_listing_as_for_many(
    shop: Connection, lamp: MarketplaceProduct
) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_price=True)
    with CaptureQueriesContext(connection) as one:
        differs(shop, ["1"])
    for number in range(2, 42):
        listed(shop, str(number))
    settle_all(shop)
    with CaptureQueriesContext(connection) as many:
        differs(shop, [str(number) for number in range(1, 42)])
    assert Drift.objects.filter(state="healing").count() == 82
    assert len(many) <= len(one), (len(one), len(many))


def listed(shop: Connection, number: str) -> None:
    """Another lamp, as the first."""
    product = Product.objects.create(store=shop.store, title=f"Lamp {number}")
    variant = Variant.objects.create(
        store=shop.store, product=product, sku=f"L-{number}", price=Decimal(40), currency="EUR"
    )
    recount(store=shop.store, variant=variant, location=default_location(shop.store), counted=5)
    MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, product=product, variant=variant,
        marketplace_product_id=number, marketplace_sku=f"L-{number}", status="active", last_sync_at=timezone.now(),
        stock=5, stock_by_warehouse={"": 5}, price=Decimal(40), currency="EUR",
    )  # fmt: skip
    mark_connection_stock(shop)
    mark_connection_prices(shop)


def settle_all(shop: Connection) -> None:
    """All told a minute ago."""
    words = {"stock": {"stock": {"": 5}}, "price": {"price": "40", "currency": "EUR"}}
    for kind, said in words.items():
        OutboundChange.objects.filter(connection=shop, kind=kind).update(
            state="synced", sent_version=F("wanted_version"), last_sent=said,
            sent_at=timezone.now() - timedelta(minutes=1),
        )  # fmt: skip


def differs(shop: Connection, numbers: list[str]) -> None:
    """Their numbers and prices are changed there, and looked at."""
    MarketplaceProduct.objects.filter(connection=shop, marketplace_product_id__in=numbers).update(
        stock=9, stock_by_warehouse={"": 9}, price=Decimal(30), updated_at=timezone.now() - timedelta(seconds=30)
    )
    looked(shop)


@pytest.fixture
def offered(shop: Connection, lamp: MarketplaceProduct) -> Offer:
    """The lamp was sent from here, an hour and more ago."""
    shop.products_out = True
    shop.save()
    assert lamp.variant is not None
    offer = Offer.objects.create(store=shop.store, connection=shop, variant=lamp.variant, listing=lamp)
    mark_offers([offer.pk])
    told(shop, "product", {"act": "made"})
    OutboundChange.objects.filter(kind="product").update(sent_at=timezone.now() - timedelta(hours=2))
    return offer


def off_sale(lamp: MarketplaceProduct) -> None:
    """Some minutes ago."""
    lamp.status = "inactive"
    lamp.save()
    MarketplaceProduct.objects.filter(pk=lamp.pk).update(updated_at=timezone.now() - timedelta(minutes=5))


def test_what_was_sent_from_here_is_put_on_sale_again_where_the_policy_says_so(
    shop: Connection, lamp: MarketplaceProduct, offered: Offer
) -> None:
    set_healing(shop, status=True, by="Nadia")
    off_sale(lamp)
    assert looked(shop) == 1
    assert OutboundChange.objects.get(kind="product").state == "waiting"
    told(shop, "product", {"act": "changed"})
    assert looked(shop) == 0
    assert Drift.objects.get().state == "healing"  # nobody has read yet whether it is on sale again
    lamp.status = "active"
    lamp.save()
    looked(shop)
    assert Drift.objects.get().state == "over"


def test_what_is_off_sale_waits_for_a_person_unless_the_policy_says_otherwise(
    shop: Connection, lamp: MarketplaceProduct, offered: Offer
) -> None:
    off_sale(lamp)
    assert looked(shop) == 0
    drift = Drift.objects.get()
    assert drift.state == "open"
    assert decide(store=shop.store, ids=[drift.pk], act="heal", by="Nadia") == (1, [])
    assert OutboundChange.objects.get(kind="product").state == "waiting"


def test_what_was_taken_out_from_here_is_no_drift(shop: Connection, lamp: MarketplaceProduct, offered: Offer) -> None:
    Offer.objects.filter(pk=offered.pk).update(wanted="removed")
    off_sale(lamp)
    looked(shop)
    assert not Drift.objects.exists()


def test_a_policy_that_holds_stock_tells_nothing(shop: Connection, lamp: MarketplaceProduct) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_stock=False)
    shows(shop, 9)
    assert looked(shop) == 0
    assert Drift.objects.get().state == "open" and NeedsYou.objects.filter(settled_at__isnull=True).count() == 1


def test_a_listing_taken_off_sale_there_is_found(shop: Connection, lamp: MarketplaceProduct) -> None:
    lamp.status = "inactive"
    lamp.save()
    looked(shop)
    drift = Drift.objects.get()
    assert (drift.what, drift.theirs, drift.money) == ("status", "inactive", Decimal(200))
    done, left = decide(store=shop.store, ids=[drift.pk], act="heal", by="Nadia")
    assert done == 0 and len(left) == 1


def test_theirs_is_taken_as_a_count_with_its_row_in_the_ledger(shop: Connection, lamp: MarketplaceProduct) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_stock=False)
    shows(shop, 9)
    looked(shop)
    assert decide(store=shop.store, ids=[Drift.objects.get().pk], act="accept", by="Nadia") == (1, [])
    assert Stock.objects.get(variant=lamp.variant_id).on_hand == 9
    assert Drift.objects.get().state == "accepted" and not NeedsYou.objects.filter(settled_at__isnull=True).exists()


def test_their_number_is_not_taken_when_ours_has_changed(shop: Connection, lamp: MarketplaceProduct) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_stock=False)
    shows(shop, 9)
    looked(shop)
    assert lamp.variant is not None
    adjust(store=shop.store, variant=lamp.variant, location=default_location(shop.store), delta=-1, reason="broken")
    done, left = decide(store=shop.store, ids=[Drift.objects.get().pk], act="accept", by="Nadia")
    assert done == 0 and "changed since" in left[0].why and Stock.objects.get(variant=lamp.variant_id).on_hand == 4


def test_a_price_the_channel_decides_is_not_told_again_by_itself(shop: Connection, lamp: MarketplaceProduct) -> None:
    InventorySyncConfig.objects.create(store=shop.store, connection=shop, heal_price=True)
    set_owner(shop=shop, field="price", decides="theirs", by="Nadia")
    asks(shop, "30")
    assert looked(shop) == 0
    assert Drift.objects.get().state == "open"


def test_their_price_becomes_the_listings_own(shop: Connection, lamp: MarketplaceProduct) -> None:
    asks(shop, "30")
    looked(shop)
    assert decide(store=shop.store, ids=[Drift.objects.get().pk], act="accept", by="Nadia") == (1, [])
    lamp.refresh_from_db()
    assert lamp.price_override == Decimal(30)


def test_what_is_watched_stays_on_the_list_and_off_needs_you(shop: Connection, lamp: MarketplaceProduct) -> None:
    asks(shop, "30")
    looked(shop)
    decide(store=shop.store, ids=[Drift.objects.get().pk], act="watch", by="Nadia")
    looked(shop)
    assert Drift.objects.get().state == "watched" and not NeedsYou.objects.filter(settled_at__isnull=True).exists()


def test_another_store_decides_nothing(shop: Connection, lamp: MarketplaceProduct) -> None:
    from core.services.stores import open_store

    asks(shop, "30")
    looked(shop)
    other = open_store(slug="other", name="Other", owner_email="o@other.example").store
    assert decide(store=other, ids=[Drift.objects.get().pk], act="heal", by="x") == (0, [])
    with pytest.raises(DomainError):
        decide(store=shop.store, ids=[], act="forget", by="x")


def test_the_command_lists_the_dearest_first(
    shop: Connection, lamp: MarketplaceProduct, capsys: pytest.CaptureFixture[str]
) -> None:
    asks(shop, "30")
    looked(shop)
    call_command("drift", store="lumen", json=True)
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["sku"], row["what"], row["theirs"], row["ours"]) == ("L-1", "price", "30", "40")
