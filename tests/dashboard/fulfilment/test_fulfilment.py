"""Fulfilment: what to pack, what waits, what left, and the sheets that go with it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Store
from fulfillment.models import Shipment, ShipmentItem
from inventory.models import Reservation
from marketplaces.models import Connection, OutboundChange
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PAGES = ("/fulfilment/", "/fulfilment/waiting/", "/fulfilment/shipments/", "/fulfilment/print/?until=all")


def page(client: Client, address: str = "/fulfilment/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_leaves_today_is_one_line_a_product_with_its_earliest_deadline(owner: Client, lamps: list[Order]) -> None:
    html = page(owner)
    assert "1 late, 1 due before" in html
    assert html.count('class="go"') == 1
    assert '<span class="stat">4</span>' in html
    assert "2 orders" in html and "Late by" in html
    assert "Print pick list and 2 slips" in html


def test_everything_that_can_leave_is_there_for_who_works_ahead(owner: Client, lamps: list[Order]) -> None:
    html = page(owner, "/fulfilment/?until=all")
    assert '<span class="stat">6</span>' in html
    assert "Print pick list and 3 slips" in html


def test_a_day_without_deadlines_shows_what_can_be_packed_already(owner: Client, lamps: list[Order]) -> None:
    Order.objects.all().update(ship_by=world.hours(24 * 5))
    assert '<span class="stat">6</span>' in page(owner)
    html = page(owner, "/fulfilment/?until=today")
    assert "Nothing leaves today" in html and "3 orders can be packed already." in html


@pytest.mark.parametrize(
    "left_out",
    [{"held_at": timezone.now()}, {"scheme": "marketplace"}, {"status": "pending"}, {"short_units": 1},
     {"requires_shipping": False}, {"archived_at": timezone.now()}, {"status": "shipped"}],
)  # fmt: skip
def test_what_cannot_be_packed_whole_is_not_on_the_list(owner: Client, lamps: list[Order], left_out: dict) -> None:
    Order.objects.filter(pk=lamps[0].pk).update(**left_out)
    assert '<span class="stat">2</span>' in page(owner)


def test_a_line_that_nobody_linked_is_found_by_its_name(owner: Client, shop: Connection) -> None:
    world.order(shop)
    html = page(owner)
    assert "Лампа настольная «Орион», 1" in html and "not linked" in html


def test_places_come_before_skus(owner: Client, shop: Connection) -> None:
    main, cellar = world.location(shop.store), shop.store.locations.create(name="Cellar", code="c")
    for sku, place in (("A", main), ("B", cellar)):
        made = world.order(shop)
        world.reserve(made.items.get(), world.variant(shop.store, sku), granted=1)
        Reservation.objects.filter(order_item_id=made.items.get().pk).update(location=place)
    html = page(owner)
    assert html.index("<strong>Cellar") < html.index("<strong>Main")


def test_an_order_that_is_short_waits_and_says_for_what(owner: Client, packer: Client, shop: Connection) -> None:
    made = world.order(shop, quantity=3, short_units=2)
    thing = world.variant(shop.store, "ORI-LMP-1", on_hand=1)
    world.reserve(made.items.get(), thing, granted=1, short=2)
    html = page(owner, "/fulfilment/waiting/")
    assert made.number in html and "2 short" in html
    assert f"/inventory/{thing.pk}/adjust/" in html
    assert made.number not in page(owner)
    assert page(packer, "/fulfilment/waiting/")


def test_parcels_are_listed_newest_first_and_found_by_their_number(owner: Client, shop: Connection) -> None:
    made = [world.order(shop, status="shipped") for _each in range(2)]
    for place, order in enumerate(made):
        parcel = Shipment.objects.create(
            store=shop.store, order=order, number=1, request_key="k", shipped_at=world.hours(-place), carrier="CDEK",
            tracking_number=f"TR-{place}",
        )  # fmt: skip
        ShipmentItem.objects.create(shipment=parcel, order_item=order.items.get(), quantity=1)
    OutboundChange.objects.create(
        store=shop.store, connection=shop, kind="shipment", subject_id=parcel.pk, state="refused",
        wanted_at=timezone.now(), due_at=timezone.now(),
    )  # fmt: skip
    html = page(owner, "/fulfilment/shipments/")
    assert html.index("TR-0") < html.index("TR-1")
    assert "Refused" in html
    assert "TR-0" not in page(owner, "/fulfilment/shipments/?q=tr-1")
    assert "No parcel fits" in page(owner, "/fulfilment/shipments/?q=nothing")
    assert "TR-0" in page(owner, "/fulfilment/shipments/?status=nonsense&after=%00&q=%00")


def test_the_sheets_name_no_price_and_no_phone_to_anybody(owner: Client, packer: Client, lamps: list[Order]) -> None:
    for client in (owner, packer):
        html = page(client, "/fulfilment/print/?until=all")
        assert lamps[0].number in html and "Казань" in html
        assert "₽" not in html and "6,200" not in html and "555" not in html


def test_the_sheets_are_of_the_ticked_orders_alone(owner: Client, lamps: list[Order]) -> None:
    html = page(owner, f"/fulfilment/print/?what=slips&order={lamps[2].pk}&order=nonsense")
    assert lamps[2].number in html and lamps[0].number not in html
    assert "Pick list" not in html


def test_the_sheets_follow_a_view_of_the_list(owner: Client, lamps: list[Order]) -> None:
    html = page(owner, "/fulfilment/print/?what=pick&view=late")
    assert lamps[0].number in html and lamps[1].number not in html


def test_a_slip_speaks_the_stores_language(owner: Client, cast: Cast, lamps: list[Order]) -> None:
    Store.objects.filter(pk=cast.store.pk).update(languages=["de"])
    html = page(owner, "/fulfilment/print/?what=slips&until=all")
    assert 'lang="de"' in html and "Russland" in html


def test_the_pdf_is_one_file_of_all(owner: Client, lamps: list[Order]) -> None:
    answer = owner.get("/fulfilment/sheets.pdf?until=all")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF") and answer.content.count(b"/Type /Page\n") == 4


def test_nothing_to_print_says_so(owner: Client) -> None:
    for address in ("/fulfilment/print/", "/fulfilment/sheets.pdf"):
        assert "there is nothing to print" in owner.get(address, follow=True).content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_the_reader_and_the_packer_look(reader: Client, packer: Client, lamps: list[Order], address: str) -> None:
    assert page(reader, address) and page(packer, address)


@pytest.mark.parametrize("address", PAGES)
def test_the_stranger_sees_nothing_of_it(stranger: Client, lamps: list[Order], address: str) -> None:
    html = stranger.get(address, follow=True).content.decode()
    assert lamps[0].number not in html and "ORI-LMP-1" not in html


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_posted_here(owner: Client, address: str) -> None:
    assert owner.post(address).status_code == 405


@pytest.mark.parametrize("orders", [1, 20])
def test_it_takes_the_same_queries_however_many_orders(
    owner: Client, shop: Connection, orders: int, django_assert_max_num_queries
) -> None:
    for number in range(orders):
        made = world.order(shop, lines=2)
        world.reserve(made.items.first(), world.variant(shop.store, f"S-{number}"), granted=1)
    with django_assert_max_num_queries(14):
        page(owner)
    with django_assert_max_num_queries(16):
        page(owner, "/fulfilment/print/?until=all")
