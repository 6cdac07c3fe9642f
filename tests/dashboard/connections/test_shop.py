"""A shop's page and what its buttons do, at the practice Ozon."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import ConnectionLocation, InventorySyncConfig, MarketplaceProduct, Stock
from marketplaces.framework import registry
from marketplaces.models import Connection, MarketplaceCredential, OutboundChange
from marketplaces.sandbox.server import Running
from orders.models import FeeRule
from orders.services import fee_estimates
from sync import executor, runs
from sync.models import MarketplaceSyncLog
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

POSTS = [
    "test", "sync/orders", "switches", "pause", "resume", "disconnect", "warehouses", "warehouses/read", "rule",
    "opening", "let-go", "keys", "fees", "drift",
]  # fmt: skip
MANAGED = [act for act in POSTS if act != "sync/orders"]
SWITCHES = {"orders_in": "on", "products_in": "on", "fulfilment_out": "on"}


@pytest.fixture
def shop(cast: Cast, practice: Running) -> Connection:
    return shops.ozon(cast.store, practice)


def uncounted(shop: Connection, stock: int = 7) -> MarketplaceProduct:
    """A linked listing whose product was never counted here."""
    variant = world.variant(shop.store, on_hand=0)
    type(variant).objects.filter(pk=variant.pk).update(opening_counted_at=None)
    return MarketplaceProduct.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, variant=variant, product=variant.product,
        marketplace_product_id="1", marketplace_sku=variant.sku, stock=stock, status="active",
        last_sync_at=timezone.now(),
    )  # fmt: skip


def test_the_page_shows_keys_by_their_end_only_and_the_address_for_pushes(owner: Client, shop: Connection) -> None:
    text = owner.get(f"/connections/{shop.pk}/").content.decode()
    assert "ends …01" in text
    assert shops.OZON_KEYS["api_key"] not in text
    assert f"/hooks/ozon/{shop.webhook_token}/" in text
    assert "Two readings, then it runs by itself" in text


def test_a_marketplace_may_say_where_the_address_for_pushes_is_entered(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store, "Lumen Singapore", code="lazada")
    where = registry.connector_class("lazada").webhooks.where
    assert where and where in owner.get(f"/connections/{shop.pk}/").content.decode()


def test_a_version_is_only_named_where_there_is_one(owner: Client) -> None:
    assert "API version" in owner.get("/connect/ozon/").content.decode()
    assert "API version" not in owner.get("/connect/lazada/").content.decode()


def test_products_can_be_made_from_what_is_not_linked_also_after_the_first_reading(
    owner: Client, packer: Client, shop: Connection
) -> None:
    runs.start(connection=shop, sync_type="orders", cause="schedule")
    assert "Make products from what is new" in owner.get(f"/connections/{shop.pk}/").content.decode()
    MarketplaceSyncLog.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, sync_type="products", status="completed",
        cause="schedule",
    )  # fmt: skip
    assert "not linked to a product" not in owner.get(f"/connections/{shop.pk}/").content.decode()
    listing = uncounted(shop)
    MarketplaceProduct.objects.filter(pk=listing.pk).update(variant=None, product=None)
    page = owner.get(f"/connections/{shop.pk}/").content.decode()
    assert "1 listing is not linked to a product" in page and "Make 1 product from it" in page
    assert "Two readings, then it runs by itself" not in page
    assert "Make 1 product from it" not in packer.get(f"/connections/{shop.pk}/").content.decode()
    owner.post(f"/connections/{shop.pk}/sync/products/", {"create_missing": "1"})
    assert MarketplaceSyncLog.objects.get(sync_type="products", status="pending").options == {"create_missing": True}


def test_a_fee_rule_is_seen_by_whoever_sees_money_and_set_by_managers(
    owner: Client, reader: Client, packer: Client, shop: Connection
) -> None:
    here = f"/connections/{shop.pk}/"
    made = world.order(shop, total=100, currency="EUR")
    assert "nothing is estimated" in owner.get(here).content.decode()
    day = timezone.localdate(timezone=shop.store.zone) - timedelta(days=3)
    wanted = {"percent": "12,5", "fixed": "0.30", "currency": "eur", "starts_on": day.isoformat()}
    answer = owner.post(f"{here}fees/", wanted, follow=True).content.decode()
    assert "1 order is estimated anew." in answer and "12.5% + €0.30" in answer and "Nadia Weber" in answer
    made.refresh_from_db()
    assert (made.fees, made.fees_estimated) == (Decimal("12.80"), True)
    assert "12.5% + €0.30" in reader.get(here).content.decode()
    assert "Save fee rule" not in reader.get(here).content.decode()
    assert "12.5%" not in packer.get(here).content.decode()
    order = owner.get(f"/orders/{made.pk}/").content.decode()
    assert "~−€12.80" in order and "~€87.20" in order and "12.5% of €100.00" in order and "Per order" in order


def test_a_rule_of_a_year_back_goes_on_in_the_background_and_says_how_far_it_is(
    owner: Client, packer: Client, shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fee_estimates, "AT_ONCE", 1)
    monkeypatch.setattr(fee_estimates, "PATIENCE", 0)
    for _order in range(3):
        world.order(shop, total=100, currency="EUR")
    here = f"/connections/{shop.pk}/"
    day = timezone.localdate(timezone=shop.store.zone) - timedelta(days=300)
    wanted = {"percent": "10", "fixed": "", "currency": "EUR", "starts_on": day.isoformat()}
    answer = owner.post(f"{here}fees/", wanted, follow=True).content.decode()
    assert "1 of 3 orders looked at" in answer and "estimated anew; how far" in answer
    assert 'hx-select="#fee-progress"' in answer and "no worker is running" not in answer
    assert "orders looked at" not in packer.get(here).content.decode()
    FeeRule.objects.update(updated_at=timezone.now() - timedelta(seconds=11))
    assert "no worker is running" in owner.get(here).content.decode()
    fee_estimates.carry_out(FeeRule.objects.get().pk)
    done = owner.get(here).content.decode()
    assert "orders looked at" not in done and "hx-select" not in done and 'id="fee-progress"' in done


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("percent", "101", "Enter 0 to 100 percent"),
        ("percent", "a lot", "Enter a number"),
        ("fixed", "-1", "below zero"),
        ("currency", "XXX", "is no currency"),
        ("starts_on", "2001-01-01", "Enter a day between"),
        ("starts_on", "tomorrow", "Enter a valid date"),
    ],
)
def test_a_fee_rule_that_cannot_be_is_refused_at_its_field_and_keeps_what_was_typed(
    owner: Client, shop: Connection, field: str, value: str, said: str
) -> None:
    wanted = {"percent": "12.5", "fixed": "", "currency": "EUR", "starts_on": "2026-11-20", field: value}
    answer = owner.post(f"/connections/{shop.pk}/fees/", wanted)
    assert answer.status_code == 422
    assert said in answer.content.decode() and f'value="{value}"' in answer.content.decode()
    assert not FeeRule.objects.exists()


def test_the_address_for_pushes_is_for_managers(reader: Client, shop: Connection) -> None:
    assert shop.webhook_token not in reader.get(f"/connections/{shop.pk}/").content.decode()


def test_a_test_gives_three_verdicts_in_place_and_on_the_page(owner: Client, shop: Connection) -> None:
    swapped = owner.post(f"/connections/{shop.pk}/test/", headers={"HX-Request": "true"}).content.decode()
    assert "The keys are accepted" in swapped and "<html" not in swapped
    whole = owner.post(f"/connections/{shop.pk}/test/").content.decode()
    assert "3. The answer has the shape we know" in whole and "<html" in whole


def test_a_stopped_shop_that_answers_goes_on(owner: Client, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="stopped", status_kind="login_expired")
    assert "is stopped" in owner.get(f"/connections/{shop.pk}/").content.decode()
    owner.post(f"/connections/{shop.pk}/test/")
    shop.refresh_from_db()
    assert shop.status == "active"


def test_sync_asks_for_a_run_and_leads_to_it(packer: Client, shop: Connection) -> None:
    answer = packer.post(f"/connections/{shop.pk}/sync/orders/")
    log = MarketplaceSyncLog.objects.get()
    assert answer.url == f"/syncs/{log.pk}/"
    assert (log.sync_type, log.cause, log.started_by.name) == ("orders", "button", "Marc Thill")


def test_an_unknown_kind_of_run_is_not_found(owner: Client, shop: Connection) -> None:
    assert owner.post(f"/connections/{shop.pk}/sync/import/").status_code == 404


def test_a_paused_shop_is_not_synced_by_button(owner: Client, shop: Connection) -> None:
    owner.post(f"/connections/{shop.pk}/pause/")
    text = owner.post(f"/connections/{shop.pk}/sync/orders/", follow=True).content.decode()
    assert "is paused. Resume it, then sync again." in text
    assert not MarketplaceSyncLog.objects.exists()


def test_switches_are_saved_and_the_shop_hears_the_whole_truth(owner: Client, shop: Connection) -> None:
    listing = uncounted(shop)
    type(listing.variant).objects.filter(pk=listing.variant_id).update(opening_counted_at=timezone.now())
    text = owner.post(
        f"/connections/{shop.pk}/switches/", {**SWITCHES, "stock_out": "on"}, follow=True
    ).content.decode()
    assert "Saved. 1 listing will be told." in text
    shop.refresh_from_db()
    assert (shop.stock_out, shop.price_out, shop.orders_in) == (True, False, True)
    assert OutboundChange.objects.get().subject_id == listing.pk


def test_pausing_and_resuming(owner: Client, shop: Connection) -> None:
    owner.post(f"/connections/{shop.pk}/pause/")
    shop.refresh_from_db()
    assert shop.status == "paused"
    owner.post(f"/connections/{shop.pk}/resume/")
    shop.refresh_from_db()
    assert shop.status == "active"


def test_disconnecting_says_what_stays_then_forgets_the_keys(owner: Client, shop: Connection) -> None:
    assert "What stays" in owner.get(f"/connections/{shop.pk}/disconnect/").content.decode()
    assert MarketplaceCredential.objects.get(connection=shop).api_key
    owner.post(f"/connections/{shop.pk}/disconnect/")
    shop.refresh_from_db()
    assert shop.status == "disconnected"
    assert not MarketplaceCredential.objects.get(connection=shop).api_key
    assert "Connect again" in owner.get(f"/connections/{shop.pk}/").content.decode()


def test_a_disconnected_shop_is_not_resumed(owner: Client, shop: Connection) -> None:
    owner.post(f"/connections/{shop.pk}/disconnect/")
    assert owner.post(f"/connections/{shop.pk}/resume/").status_code == 404


def test_warehouses_are_read_and_a_place_is_told_to_one_only(owner: Client, shop: Connection) -> None:
    place = world.location(shop.store)
    owner.post(f"/connections/{shop.pk}/warehouses/read/")
    rows = list(ConnectionLocation.objects.filter(connection=shop, is_active=True).order_by("remote_id"))
    assert len(rows) >= 2
    both = {f"warehouse-{row.pk.hex}": str(place.pk) for row in rows}
    answer = owner.post(f"/connections/{shop.pk}/warehouses/", both)
    assert answer.status_code == 422
    assert "the same units would be offered twice" in answer.content.decode()
    mapped = next(row for row in rows if row.location_id)
    other = next(row for row in rows if not row.location_id)
    swap = {f"warehouse-{mapped.pk.hex}": "", f"warehouse-{other.pk.hex}": str(place.pk)}
    owner.post(f"/connections/{shop.pk}/warehouses/", swap)
    other.refresh_from_db()
    assert other.location_id == place.pk


def test_a_shop_that_does_not_answer_gives_a_sentence(owner: Client, shop: Connection, settings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    text = owner.post(f"/connections/{shop.pk}/warehouses/read/", follow=True).content.decode()
    assert 'role="alert"' in text
    assert not ConnectionLocation.objects.exists()


def test_what_is_told_again_by_itself_is_chosen_by_kind(owner: Client, reader: Client, shop: Connection) -> None:
    here = f"/connections/{shop.pk}/"
    page = owner.get(here).content.decode()
    assert 'id="id_stock" checked' in page and 'id="id_price" checked' not in page
    owner.post(f"{here}drift/", {"price": "on", "status": "on"})
    rule = InventorySyncConfig.objects.get(connection=shop)
    assert (rule.heal_stock, rule.heal_price, rule.heal_status) == (False, True, True)
    assert f"{here}drift/" in reader.get(here).content.decode()
    assert reader.post(f"{here}drift/", {"stock": "on"}).status_code == 403
    rule.refresh_from_db()
    assert not rule.heal_stock


def test_the_rule_is_saved_and_refused_below_zero(owner: Client, shop: Connection) -> None:
    rule = {"safety_stock": "2", "out_of_stock_threshold": "0", "strategy": "real_time", "interval_minutes": "15"}
    answer = owner.post(f"/connections/{shop.pk}/rule/", rule | {"safety_stock": "-3"})
    assert answer.status_code == 422
    assert "Buffer is below zero. Enter 0 or more." in answer.content.decode()
    owner.post(f"/connections/{shop.pk}/rule/", rule | {"send_zero": "on", "is_enabled": "on"})
    assert InventorySyncConfig.objects.get(connection=shop).safety_stock == 2


def test_opening_counts_are_taken_from_what_the_shop_shows(owner: Client, shop: Connection) -> None:
    listing = uncounted(shop, stock=7)
    assert "Take 1 count from this shop" in owner.get(f"/connections/{shop.pk}/").content.decode()
    place = world.location(shop.store)
    text = owner.post(f"/connections/{shop.pk}/opening/", {"location": str(place.pk)}, follow=True).content.decode()
    assert "1 product is counted." in text
    assert Stock.objects.get(variant=listing.variant).on_hand == 7


def test_numbers_held_back_are_let_go_by_a_person(owner: Client, shop: Connection) -> None:
    change = OutboundChange.objects.create(
        store=shop.store, connection=shop, kind="stock", subject_id=shop.pk, state="held",
        wanted_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    assert "would be set to zero" in owner.get(f"/connections/{shop.pk}/").content.decode()
    owner.post(f"/connections/{shop.pk}/let-go/")
    change.refresh_from_db()
    assert change.state == "waiting"


def test_after_the_products_were_read_the_first_steps_are_gone(owner: Client, shop: Connection) -> None:
    executor.run_now(runs.start(connection=shop, sync_type="products", cause="button"))
    text = owner.get(f"/connections/{shop.pk}/").content.decode()
    assert "Two readings" not in text and "Last runs" in text


@pytest.mark.parametrize("act", MANAGED)
def test_the_packer_may_not_manage(packer: Client, shop: Connection, act: str) -> None:
    assert packer.post(f"/connections/{shop.pk}/{act}/").status_code == 403


@pytest.mark.parametrize("act", POSTS)
def test_the_reader_may_not(reader: Client, shop: Connection, act: str) -> None:
    assert reader.post(f"/connections/{shop.pk}/{act}/").status_code == 403


@pytest.mark.parametrize("act", ["", *(f"{act}/" for act in POSTS)])
def test_the_stranger_gets_nothing(stranger: Client, shop: Connection, act: str) -> None:
    address = f"/connections/{shop.pk}/{act}"
    answer = stranger.post(address) if act else stranger.get(address)
    assert answer.status_code == 404


@pytest.mark.parametrize("act", [act for act in POSTS if act not in ("disconnect", "keys")])
def test_a_get_changes_nothing(owner: Client, shop: Connection, act: str) -> None:
    assert owner.get(f"/connections/{shop.pk}/{act}/").status_code == 405
