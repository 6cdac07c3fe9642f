"""Supplies on their pages: opened, filled by scanning and ticking, emptied, handed over."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from fulfillment.models import Shipment, SuppliedOrder, Supply
from inventory.models import Stock
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection, OutboundChange
from marketplaces.services import abilities
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import Cast

LIST = "/fulfilment/supplies/"


@pytest.fixture
def wb(cast: Cast) -> Connection:
    return world.connection(cast.store, "WB Москва", code="wildberries")


@pytest.fixture
def orders(wb: Connection) -> list[Order]:
    """Tomorrow, soon and late: for the same lamp."""
    thing = world.variant(wb.store, on_hand=50)
    made = [world.order(wb, told="new", ship_by=world.hours(hour)) for hour in (24, 0.1, -1)]
    for order in made:
        world.reserve(order.items.get(), thing, granted=1)
    Stock.objects.filter(variant=thing).update(reserved=3)
    return made


@pytest.fixture
def supply(wb: Connection) -> Supply:
    return Supply.objects.create(store=wb.store, connection=wb, name="Morning")


def inside(supply: Supply) -> list[str]:
    rows = SuppliedOrder.objects.filter(supply=supply, leaves=False).order_by("created_at")
    return list(rows.values_list("marketplace_order__order__number", flat=True))


def they_have_it(supply: Supply) -> None:
    SuppliedOrder.objects.filter(supply=supply).update(put_at=timezone.now())
    Supply.objects.filter(pk=supply.pk).update(remote_id="WB-GI-1")


def test_whoever_sells_where_there_are_none_sees_no_such_tab(owner: Client, shop: Connection) -> None:
    assert LIST not in owner.get("/fulfilment/").content.decode()
    assert "No shop of yours takes supplies" in owner.get(LIST).content.decode()


def test_one_is_opened_and_named_after_the_day(packer: Client, wb: Connection) -> None:
    assert "No supply yet" in packer.get(LIST).content.decode()
    first = packer.post(f"{LIST}open/", {"connection": wb.pk, "name": ""})
    packer.post(f"{LIST}open/", {"connection": wb.pk, "name": ""})
    day = f"{timezone.now().astimezone(wb.store.zone):%Y-%m-%d}"
    assert list(Supply.objects.order_by("created_at").values_list("name", flat=True)) == [f"{day} / 1", f"{day} / 2"]
    assert "It is empty" in packer.get(first["Location"]).content.decode()
    html = packer.get(LIST).content.decode()
    assert html.index(f"{day} / 2") < html.index(f"{day} / 1")
    again = packer.post(f"{LIST}open/", {"connection": wb.pk, "name": f"{day} / 2"}, follow=True)
    html = again.content.decode()
    assert again.status_code == 422 and "Choose another name" in html and f'value="{day} / 2"' in html


def test_a_shop_without_supplies_opens_none(packer: Client, shop: Connection) -> None:
    answer = packer.post(f"{LIST}open/", {"connection": shop.pk}, follow=True)
    assert "takes each order by itself" in answer.content.decode()
    assert not Supply.objects.exists()


def test_a_scanned_product_puts_the_most_urgent_order_in(packer: Client, supply: Supply, orders: list[Order]) -> None:
    assert "3 orders" not in packer.get(f"{LIST}{supply.pk}/").content.decode()
    tomorrow, soon, late = orders
    for _scan in range(2):
        packer.post(f"{LIST}{supply.pk}/fill/", {"code": "ORI-LMP-1"})
    assert inside(supply) == [late.number, soon.number]
    packer.post(f"{LIST}{supply.pk}/fill/", {"code": tomorrow.number.lower()})
    assert inside(supply) == [late.number, soon.number, tomorrow.number]
    html = packer.post(f"{LIST}{supply.pk}/fill/", {"code": "ORI-LMP-1"}, follow=True).content.decode()
    assert "No open order of this shop" in html and "Nothing else can go" in html
    html = packer.post(f"{LIST}{supply.pk}/fill/", {"code": tomorrow.number}, follow=True).content.decode()
    assert f"{tomorrow.number} lies in the supply Morning." in html
    assert OutboundChange.objects.get().kind == "supply"


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"held_at": timezone.now()}, "on hold"), ({"short_units": 1}, "waits for stock"),
     ({"status": "shipped"}, "is shipped, so it cannot"), ({"scheme": "marketplace"}, "cannot be put in")],
)  # fmt: skip
def test_what_cannot_leave_is_not_put_in(
    packer: Client, supply: Supply, orders: list[Order], fields: dict, said: str
) -> None:
    Order.objects.filter(pk=orders[0].pk).update(**fields)
    html = packer.post(f"{LIST}{supply.pk}/fill/", {"code": orders[0].number}, follow=True).content.decode()
    assert said in html
    assert inside(supply) == []


def test_a_pending_order_is_accepted_by_it(packer: Client, supply: Supply, orders: list[Order]) -> None:
    Order.objects.filter(pk=orders[0].pk).update(status="pending")
    packer.post(f"{LIST}{supply.pk}/fill/", {"order": [orders[0].marketplace_orders.get().pk]})
    orders[0].refresh_from_db()
    assert (orders[0].status, orders[0].sync_status) == ("confirmed", "pending")


def test_a_pending_order_that_cannot_be_accepted_is_not_offered(
    packer: Client, supply: Supply, orders: list[Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    unpaid, paid, _late = orders
    Order.objects.filter(pk=unpaid.pk).update(status="pending", paid_at=None)
    Order.objects.filter(pk=paid.pk).update(status="pending", paid_at=timezone.now())
    address = f"{LIST}{supply.pk}/"
    page = packer.get(address).content.decode()
    assert (unpaid.number in page, "accepted by being put in" in page) == (True, True)
    held = abilities.abilities_of(supply.connection)
    monkeypatch.setattr(abilities, "abilities_of", lambda _shop: held - {Capability.ACCEPT_ORDER})
    page = packer.get(address).content.decode()
    assert (unpaid.number in page, paid.number in page) == (False, True)
    said = packer.post(f"{address}fill/", {"code": unpaid.number}, follow=True).content.decode()
    assert f"{unpaid.number} is not paid yet." in said and inside(supply) == []


def test_nothing_is_handed_over_that_they_do_not_have(packer: Client, supply: Supply, orders: list[Order]) -> None:
    address = f"{LIST}{supply.pk}/"
    assert "The supply is empty" in packer.post(f"{address}hand-over/", follow=True).content.decode()
    packer.post(f"{address}fill/", {"order": [order.marketplace_orders.get().pk for order in orders]})
    assert "has not heard of 3 orders" in packer.post(f"{address}hand-over/", follow=True).content.decode()
    assert not Shipment.objects.exists()
    they_have_it(supply)
    html = packer.post(f"{address}hand-over/", follow=True).content.decode()
    assert "Being handed over" in html
    assert set(Order.objects.values_list("status", flat=True)) == {"shipped"}
    assert Shipment.objects.filter(supply=supply).count() == 3
    assert "was handed over" in packer.post(f"{address}fill/", {"code": "x"}, follow=True).content.decode()


def test_what_is_taken_out_before_they_heard_of_it_is_out_at_once(
    packer: Client, supply: Supply, orders: list[Order]
) -> None:
    ids = [order.marketplace_orders.get().pk for order in orders]
    packer.post(f"{LIST}{supply.pk}/fill/", {"order": ids})
    packer.post(f"{LIST}{supply.pk}/take-out/", {"order": ids[0]})
    assert SuppliedOrder.objects.filter(supply=supply).count() == 2
    they_have_it(supply)
    packer.post(f"{LIST}{supply.pk}/take-out/", {"order": ids[1]})
    assert "is taken out" in packer.get(f"{LIST}{supply.pk}/").content.decode()
    assert SuppliedOrder.objects.filter(supply=supply, leaves=True).count() == 1


def test_there_is_nothing_to_print_of_an_empty_one(packer: Client, supply: Supply) -> None:
    for what in ("labels", "code"):
        answer = packer.post(f"{LIST}{supply.pk}/{what}/")
        assert answer.status_code == 422
        assert "There is nothing to print yet" in answer.content.decode()


def test_the_read_only_member_looks_and_changes_nothing(reader: Client, supply: Supply, orders: list[Order]) -> None:
    html = reader.get(f"{LIST}{supply.pk}/").content.decode()
    assert orders[0].number in html and "Put in" not in html
    assert reader.post(f"{LIST}{supply.pk}/fill/", {"code": orders[0].number}).status_code == 403
    assert inside(supply) == []


def test_a_stranger_finds_nothing(stranger: Client, supply: Supply) -> None:
    assert stranger.get(f"{LIST}{supply.pk}/").status_code == 404
    assert stranger.post(f"{LIST}{supply.pk}/hand-over/").status_code == 404


def test_a_get_changes_nothing(packer: Client, supply: Supply) -> None:
    for act in ("fill", "take-out", "hand-over", "labels", "code"):
        assert packer.get(f"{LIST}{supply.pk}/{act}/").status_code == 405
