"""The order list as a page."""

import pytest
from django.test import Client

from marketplaces.models import Connection
from orders.models import Order
from sync.models import MarketplaceSyncLog
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def page(client: Client, query: str = "") -> str:
    return client.get(f"/orders/{query}").content.decode()


def test_it_shows_an_order_with_all_that_matters(owner: Client, shop: Connection) -> None:
    made = world.order(shop, lines=2, sync_status="error", sync_error="parcel size missing", short_units=2)
    html = page(owner)
    for words in (made.number, "Екатерина Соловьёва", "Казань, RU", "₽12,400.00", "Confirmed", "Short by 2"):
        assert words in html
    assert "Refused: parcel size missing" in html
    assert "+1" in html


def test_the_sentence_says_what_leaves_today(owner: Client, shop: Connection) -> None:
    world.order(shop, ship_by=world.hours(-1))
    html = page(owner)
    assert "1 leaves today" in html
    assert "1 is late" in html


def test_an_order_the_marketplace_ships_says_so(owner: Client, shop: Connection) -> None:
    world.order(shop, scheme="marketplace", remote_scheme="FBO")
    assert "By Ozon (FBO)" in page(owner)


def test_an_unknown_status_keeps_their_word(owner: Client, shop: Connection) -> None:
    world.order(shop, status="unknown", told="awaiting_teleport")
    assert 'title="awaiting_teleport"' in page(owner)


def test_a_packer_sees_no_money(packer: Client, shop: Connection) -> None:
    world.order(shop)
    html = page(packer)
    assert "₽" not in html
    assert "Total" not in html


def test_the_reader_gets_no_buttons(reader: Client, shop: Connection) -> None:
    world.order(shop)
    html = page(reader)
    assert "Sync orders" not in html
    assert 'name="order"' not in html


def test_the_stranger_sees_nothing_of_it(stranger: Client, shop: Connection) -> None:
    made = world.order(shop)
    assert made.number not in page(stranger, "?view=all")


@pytest.mark.parametrize(
    "query", ["?view=nonsense", "?shop=c:nonsense", "?since=yesterday", "?after=%00", "?q=%00", "?status=x"]
)
def test_a_damaged_address_still_shows_orders(owner: Client, shop: Connection, query: str) -> None:
    world.order(shop)
    assert owner.get(f"/orders/{query}").status_code == 200


def test_filters_become_chips_that_can_be_dropped(owner: Client, shop: Connection) -> None:
    world.order(shop)
    html = page(owner, "?view=open&status=confirmed&q=ORI")
    assert "Remove filter: Confirmed" in html
    assert "/orders/?view=open&amp;q=ORI" in html


def test_nothing_found_says_so_and_offers_a_way_out(owner: Client, shop: Connection) -> None:
    world.order(shop)
    html = page(owner, "?q=кружка")
    assert "No order matches “кружка” in All" in html
    assert "Clear filters" in html and "Search in All" not in html


def test_nothing_found_in_a_view_says_where_it_does_match(owner: Client, shop: Connection) -> None:
    world.order(shop, status="shipped")
    html = page(owner, "?view=late&q=ORI-LMP")
    assert "No order matches “ORI-LMP” in Late" in html
    assert "1 order matches in All." in html and "view=all&amp;q=ORI-LMP" in html
    assert "No order in Late fits these filters" in page(owner, "?view=late&status=shipped")


def test_many_matches_elsewhere_are_not_counted_one_by_one(owner: Client, shop: Connection) -> None:
    for _each in range(26):
        world.order(shop, status="shipped")
    assert "More than 25 orders match in All." in page(owner, "?view=late&q=ORI-LMP")


def test_the_first_day_explains_itself(owner: Client) -> None:
    assert "Orders appear here within 5 minutes" in page(owner)


def test_a_shop_that_is_not_read_is_named(owner: Client, shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(orders_read_at=world.hours(-3), status_reason="")
    assert "Ozon Москва was last read" in page(owner)


def test_htmx_gets_the_rows_alone(owner: Client, shop: Connection) -> None:
    made = world.order(shop)
    html = owner.get("/orders/", headers={"HX-Request": "true", "HX-Target": "rows"}).content.decode()
    assert made.number in html
    assert "<html" not in html


def test_pages_lead_on_and_back(owner: Client, shop: Connection) -> None:
    made = [world.order(shop, ship_by=world.hours(hour)).number for hour in range(1, 31)]
    first = owner.get("/orders/?view=open&q=ORI")
    assert made[24] in first.content.decode()
    assert made[25] not in first.content.decode()
    second = owner.get("/orders/", {"view": "open", "q": "ORI", "after": first.context["page"].next})
    assert made[25] in second.content.decode()
    back = owner.get("/orders/", {"view": "open", "q": "ORI", "before": second.context["page"].earlier})
    assert made[0] in back.content.decode()


@pytest.mark.parametrize("orders", [1, 25])
def test_it_takes_the_same_queries_however_many_orders(
    owner: Client, shop: Connection, orders: int, django_assert_max_num_queries
) -> None:
    for _ in range(orders):
        world.order(shop, lines=2)
    with django_assert_max_num_queries(17):
        page(owner)


def test_a_full_page_stays_light(owner: Client, shop: Connection) -> None:
    for _ in range(25):
        world.order(shop, lines=2)
    assert len(owner.get("/orders/").content) < 90_000


# What may be done from here ---------------------------------------------------------------------------------------


def test_sync_asks_for_a_run_of_each_working_shop(owner: Client, cast: Cast, shop: Connection) -> None:
    world.connection(cast.store, "Paused", status="paused")
    owner.post("/orders/sync/")
    run = MarketplaceSyncLog.objects.get()
    assert (run.connection, run.sync_type, run.cause, run.started_by) == (shop, "orders", "button", cast.owner)


def test_a_reading_that_somebody_asked_for_is_told_until_it_ends(owner: Client, shop: Connection) -> None:
    owner.post("/orders/sync/")
    line = owner.get("/orders/syncing/").content.decode()
    assert "Waiting" in line
    assert 'hx-trigger="every 1s"' in line
    MarketplaceSyncLog.objects.update(
        status="completed", created_records=3, updated_records=5, processed_records=8, total_records=8
    )
    line = owner.get("/orders/syncing/").content.decode()
    assert "3 new, 5 changed, 0 refused" in line
    assert "every 1s" not in line


def test_readings_by_schedule_are_nobodys_news(owner: Client, shop: Connection) -> None:
    MarketplaceSyncLog.objects.create(store=shop.store, connection=shop, sync_type="orders", cause="schedule")
    assert "Waiting" not in owner.get("/orders/syncing/").content.decode()


def test_nothing_ticked_is_said(owner: Client, shop: Connection) -> None:
    assert "No order was ticked" in owner.post("/orders/act/", {"do": "hold"}, follow=True).content.decode()


@pytest.mark.parametrize("address", ["/orders/act/", "/orders/sync/"])
def test_a_get_changes_nothing(owner: Client, address: str) -> None:
    assert owner.get(address).status_code == 405


@pytest.mark.parametrize("address", ["/orders/act/", "/orders/sync/"])
def test_the_reader_may_not(reader: Client, shop: Connection, address: str) -> None:
    made = world.order(shop)
    assert reader.post(address, {"do": "hold", "order": [made.pk]}).status_code == 403
    assert not Order.objects.get(pk=made.pk).held_at


def test_the_strangers_tick_reaches_no_order_of_ours(stranger: Client, shop: Connection) -> None:
    made = world.order(shop)
    stranger.post("/orders/act/", {"do": "hold", "order": [made.pk]})
    assert not Order.objects.get(pk=made.pk).held_at


def test_one_never_leaves_the_house_by_next(owner: Client, shop: Connection) -> None:
    answer = owner.post("/orders/act/", {"do": "hold", "next": "//evil.example/orders/"})
    assert answer["Location"] == "/orders/"


def test_a_pending_order_is_not_to_be_prepared_yet_and_does_not_shout_late(owner: Client, shop: Connection) -> None:
    world.order(shop, status="pending", ship_by=world.hours(-2))
    html = page(owner)
    assert "Late by" not in html
    assert "1 is late" not in html
    world.order(shop, status="confirmed", ship_by=world.hours(-2))
    assert page(owner).count("Late by") == 1


def test_a_chip_says_the_marketplaces_own_name(owner: Client) -> None:
    """Its code may be written otherwise than it calls itself."""
    text = owner.get("/orders/?channel=fourseller").content.decode()
    assert "4Seller" in text and "Fourseller" not in text
