"""The page of one order."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from core.models import NeedsYou
from core.phone import masked
from dashboard.formats.addresses import address_lines
from dashboard.formats.region import Region
from fulfillment.models import Shipment
from inventory.models import MarketplaceProduct
from marketplaces.models import Connection, OutboundChange
from orders.models import Order, OrderStatusHistory
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def page(client: Client, order: Order, tail: str = "") -> str:
    return client.get(f"/orders/{order.pk}/{tail}").content.decode()


def test_it_shows_what_to_ship_what_it_is_worth_and_for_whom(owner: Client, order: Order) -> None:
    html = page(owner, order)
    for words in (order.number, "3 of 3 units", "3 reserved", "₽18,600.00", "ул. Баумана, 44, кв. 12", "420111 Казань"):
        assert words in html
    assert "awaiting_deliver" in html


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_when_it_was_delivered_stands_beside_its_status_where_that_was_told(
    owner: Client, order: Order, told: bool
) -> None:
    Order.objects.filter(pk=order.pk).update(status="delivered", delivered_at=timezone.now() if told else None)
    head = page(owner, order).split("<h1")[1].split("</div>")[0]
    assert ("Delivered today" in head, "–" in head) == (told, False)


@pytest.mark.parametrize("over", ["cancelled", "refunded", "partially_refunded", "delivered", "fulfilled", "shipped"])
def test_an_order_that_is_over_when_it_is_first_seen_is_not_late(owner: Client, shop: Connection, over: str) -> None:
    """Nobody told when it left; its deadline went by all the same."""
    made = world.order(shop, status=over, ship_by=world.hours(-90))
    head = page(owner, made).split("<h1")[1].split("</div>")[0]
    assert "Late" not in head and "i-flame" not in head
    assert "Late by" not in owner.get(f"/orders/?view=all&q={made.number}").content.decode()


def test_an_order_that_waits_past_its_deadline_is_late(owner: Client, shop: Connection) -> None:
    made = world.order(shop, ship_by=world.hours(-90))
    assert "Late by" in page(owner, made).split("<h1")[1].split("</div>")[0]


def test_a_reservation_explains_itself(owner: Client, order: Order) -> None:
    html = page(owner, order)
    assert "Why “3 reserved”" in html
    assert "Main" in html


def test_what_nothing_is_kept_for_is_not_called_reserved(owner: Client, shop: Connection, order: Order) -> None:
    assert "All reserved" in page(owner, order)
    html = page(owner, world.order(shop, quantity=2))
    assert "Nothing held" in html and "All reserved" not in html


def test_a_shortage_is_named(owner: Client, shop: Connection) -> None:
    made = world.order(shop, quantity=3, short_units=1)
    world.reserve(made.items.get(), world.variant(shop.store, on_hand=2), granted=2, short=1)
    html = page(owner, made)
    assert "2 reserved, 1 short" in html
    assert "Short by 1" in html


def test_a_parked_line_says_it_is_not_linked(packer: Client, shop: Connection) -> None:
    assert "Not linked" in page(packer, world.order(shop, unlinked_lines=1))


def test_what_needs_a_person_stands_on_top_in_its_four_parts(owner: Client, order: Order) -> None:
    NeedsYou.objects.create(
        store=order.store, kind="refused", cause_key="x", subject_type="order", subject_id=order.pk,
        title="Ozon did not take the shipment", tried="We sent parcel 1.",
        said="PARCEL_SIZE_REQUIRED", cost="Late.", fix="Add the depth.",
    )  # fmt: skip
    html = page(owner, order)
    places = [
        html.index(part)
        for part in ("did not take", "We sent parcel 1.", "PARCEL_SIZE_REQUIRED", "Late.", "Add the depth.")
    ]
    assert places == sorted(places)


def refused_parcel(order: Order) -> OutboundChange:
    parcel = Shipment.objects.create(
        store=order.store,
        order=order,
        number=1,
        request_key="k",
        shipped_at=timezone.now(),
        carrier="CDEK",
        tracking_number="OZ-1",
    )
    return OutboundChange.objects.create(
        store=order.store, connection=order.connection, kind="shipment", subject_id=parcel.pk, state="refused",
        wanted_at=timezone.now(), due_at=timezone.now(), error="Ozon wants the box size.",
        error_said="PARCEL_SIZE_REQUIRED",
        error_fix="Add the depth.", request_id="7f31c2",
    )  # fmt: skip


def test_a_refused_parcel_is_told_with_their_words_and_can_be_tried_again(owner: Client, order: Order) -> None:
    change = refused_parcel(order)
    html = page(owner, order)
    assert "did not take the shipment of parcel 1" in html
    assert "PARCEL_SIZE_REQUIRED" in html
    owner.post(f"/orders/{order.pk}/retry/{change.pk}/")
    change.refresh_from_db()
    assert change.state == "waiting"


def test_a_change_of_another_order_cannot_be_tried_from_here(owner: Client, order: Order, shop: Connection) -> None:
    change = refused_parcel(world.order(shop))
    assert owner.post(f"/orders/{order.pk}/retry/{change.pk}/").status_code == 404


def test_what_happened_is_told_newest_first_and_can_be_narrowed(owner: Client, cast: Cast, order: Order) -> None:
    OrderStatusHistory.objects.create(
        order=order, from_status="confirmed", to_status="processing", changed_by=f"person:{cast.packer.pk}",
        reason="Pick list printed", created_at=timezone.now(),
    )  # fmt: skip
    refused_parcel(order)
    html = page(owner, order)
    assert "Confirmed → Processing" in html
    assert "Pick list printed · Marc Thill" in html
    narrowed = owner.get(f"/orders/{order.pk}/?show=parcel", headers={"HX-Target": "timeline"}).content.decode()
    assert "CDEK OZ-1" in narrowed
    assert "Confirmed → Processing" not in narrowed
    assert "<html" not in narrowed


def test_the_data_as_received_can_be_read_and_kept(owner: Client, order: Order) -> None:
    assert "awaiting_deliver" in page(owner, order, "raw/")
    answer = owner.get(f"/orders/{order.pk}/raw/?download")
    assert json.loads(answer.content) == {order.channel_order_id: order.marketplace_orders.get().raw}
    assert answer["Content-Disposition"] == f'attachment; filename="{order.number}.json"'


def test_the_packer_gets_neither_money_nor_raw_data(packer: Client, order: Order) -> None:
    assert "₽" not in page(packer, order)
    assert packer.get(f"/orders/{order.pk}/raw/").status_code == 403


def test_words_of_a_buyer_are_no_markup(owner: Client, shop: Connection) -> None:
    made = world.order(shop, customer_name="<script>alert(1)</script>", buyer_note="<b>bold</b>")
    html = page(owner, made)
    assert "<script>alert" not in html
    assert "<b>bold" not in html


@pytest.mark.parametrize("tail", ["", "raw/", "ship/", "hold/"])
def test_the_stranger_gets_nothing(stranger: Client, order: Order, tail: str) -> None:
    assert stranger.get(f"/orders/{order.pk}/{tail}").status_code == 404


def test_it_takes_a_fixed_number_of_queries(owner: Client, shop: Connection, django_assert_max_num_queries) -> None:
    made = world.order(shop, lines=6)
    with django_assert_max_num_queries(22):
        page(owner, made)


def test_a_number_is_masked_but_recognisable() -> None:
    assert masked("+7 843 555 12 18") == "+7 843 ••• •• 18"
    assert masked("112") == "•••"
    assert masked("") == ""


def test_an_address_is_written_as_on_a_parcel() -> None:
    address = {"line1": "A 1", "city": "B", "postcode": "1", "country": "LU", "line2": ""}
    assert address_lines(address, Region()) == ["A 1", "1 B", "Luxembourg"]
    assert address_lines({"line1": "1 B, A 1", "postcode": "1", "city": "B"}, Region()) == ["1 B, A 1"]
    assert address_lines({"country": "Atlantis"}, Region()) == ["Atlantis"]
    assert address_lines(None, Region()) == []


def test_the_orders_beside_it_are_those_of_the_list_one_came_from(owner: Client, shop: Connection) -> None:
    late, due, calm = (world.order(shop, ship_by=world.hours(n)) for n in (-1, 2, 60))
    other = world.order(shop, status="pending", ship_by=world.hours(1))
    listed = owner.get("/orders/?view=open&status=confirmed").content.decode()
    assert f'/orders/{due.pk}/?view=open&amp;status=confirmed"' in listed
    html = page(owner, due, "?view=open&status=confirmed")
    assert re.findall(r'href="/orders/([^/]+)/[^"]*" rel="(prev|next)"', html) == [
        (str(late.pk), "prev"), (str(calm.pk), "next"),
    ]  # fmt: skip
    assert f'/orders/{other.pk}/?view=open" rel="prev"' in page(owner, due, "?view=open")
    assert 'rel="prev"' not in page(owner, late, "?view=open")
    assert "› Open" in html


def test_an_order_that_has_left_the_list_still_leads_back_into_it(owner: Client, shop: Connection) -> None:
    first, gone, last = (world.order(shop, ship_by=world.hours(n)) for n in (-3, -2, -1))
    Order.objects.filter(pk=gone.pk).update(status="shipped")
    html = page(owner, gone, "?view=late")
    assert f'/orders/{first.pk}/?view=late" rel="prev"' in html
    assert f'/orders/{last.pk}/?view=late" rel="next"' in html


def test_who_comes_from_elsewhere_is_shown_no_neighbours(owner: Client, order: Order) -> None:
    html = page(owner, order)
    assert 'rel="next"' not in html and 'rel="prev"' not in html


def test_news_of_stock_names_the_product_and_the_scheme_is_a_word(owner: Client, shop: Connection) -> None:
    made = world.order(shop, lines=2, remote_scheme="fbs")
    now = timezone.now()
    for line in made.items.all():
        variant = world.variant(shop.store, sku=line.product_sku)
        listing = MarketplaceProduct.objects.create(
            store=shop.store, connection=shop, marketplace=shop.marketplace, variant=variant, product=variant.product,
            marketplace_product_id=variant.sku, marketplace_sku=variant.sku, status="active", last_sync_at=now,
        )  # fmt: skip
        type(line).objects.filter(pk=line.pk).update(listing=listing)
        OutboundChange.objects.create(
            store=shop.store, connection=shop, kind="stock", subject_id=listing.pk, state="synced", wanted_at=now,
            due_at=now, seen_at=now,
        )  # fmt: skip
    html = page(owner, made)
    assert "ORI-LMP-1 · Seen there" in html and "ORI-LMP-2 · Seen there" in html
    assert "FBS, you ship" in html
    Order.objects.filter(pk=made.pk).update(remote_scheme="fulfilled_by_local_seller")
    assert re.search(r"<dd[^>]*>You ship</dd>", page(owner, made))


def test_one_unit_is_one_unit(owner: Client, shop: Connection) -> None:
    assert "1 of 1 unit<" in page(owner, world.order(shop))
