"""An order whose marketplace asks whether it will be sent: the page asks too, one press answers, once."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplaces.models import OutboundChange
from orders.models import Order
from orders.services import acceptance
from tests.dashboard import world
from tests.dashboard.conftest import Cast

ASKS = "asks whether you send it"


@pytest.fixture
def asked(cast: Cast) -> Order:
    """New at a marketplace that asks."""
    shop = world.connection(cast.store, "Lumen Toshkent", code="uzum")
    order = world.order(shop, status="pending", told="CREATED", currency="UZS")
    order.marketplace_orders.update(status="pending")
    return order


def page(client: Client, order: Order) -> str:
    return str(client.get(f"/orders/{order.pk}/").content.decode())


def test_the_page_asks_and_one_press_accepts_and_tells(owner: Client, asked: Order) -> None:
    html = page(owner, asked)
    assert ASKS in html and f'action="/orders/{asked.pk}/accept/"' in html
    answer = owner.post(f"/orders/{asked.pk}/accept/", follow=True)
    html = answer.content.decode()
    assert "Accepted. The marketplace is told" in html and "You accepted." in html
    assert f'action="/orders/{asked.pk}/accept/"' not in html
    asked.refresh_from_db()
    assert asked.status == "confirmed"
    change = OutboundChange.objects.get(kind="accept")
    assert (change.subject_id, change.state) == (asked.marketplace_orders.get().pk, "waiting")


def test_an_order_opened_from_a_list_is_asked_about_only_where_its_marketplace_asks(
    owner: Client, asked: Order, cast: Cast
) -> None:
    html = owner.get(f"/orders/{asked.pk}/?view=all").content.decode()
    assert ASKS in html and "› All" in html
    other = world.order(world.connection(cast.store))
    html = owner.get(f"/orders/{other.pk}/?view=open").content.decode()
    assert ASKS not in html and "› Open" in html
    assert "›" not in page(owner, asked).split("<h1>")[0].rpartition('class="crumb"')[2]


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_a_deadline_is_shown_where_one_was_told_and_no_dash_in_its_place(
    owner: Client, asked: Order, told: bool
) -> None:
    Order.objects.filter(pk=asked.pk).update(ship_by=asked.ordered_at if told else None)
    html = page(owner, asked)
    heads = html.split("<h1")[1].split("</div>")[0] + html.split('id="acceptance"')[1].split("</div>")[0]
    assert ("<time" in heads, "–" in heads) == (told, False)


def test_accepting_twice_says_so_and_tells_once(owner: Client, asked: Order) -> None:
    acceptance.confirm(order=asked, actor_label="Anna")
    html = owner.post(f"/orders/{asked.pk}/accept/", follow=True).content.decode()
    assert "only pending orders are confirmed" in html
    assert OutboundChange.objects.get(kind="accept").wanted_version == 1


def test_a_packer_may_accept_and_the_read_only_member_may_not(packer: Client, reader: Client, asked: Order) -> None:
    assert "/accept/" not in page(reader, asked)
    assert reader.post(f"/orders/{asked.pk}/accept/").status_code == 403
    assert packer.post(f"/orders/{asked.pk}/accept/").status_code == 302
    asked.refresh_from_db()
    assert asked.status == "confirmed"


def test_the_stranger_gets_nothing_and_get_changes_nothing(owner: Client, stranger: Client, asked: Order) -> None:
    assert stranger.post(f"/orders/{asked.pk}/accept/").status_code == 404
    assert owner.get(f"/orders/{asked.pk}/accept/").status_code == 405
    asked.refresh_from_db()
    assert asked.status == "pending"


def test_a_marketplace_that_does_not_ask_leaves_the_page_quiet(owner: Client, cast: Cast) -> None:
    quiet = world.order(world.connection(cast.store), status="pending", told="awaiting_approve")
    quiet.marketplace_orders.update(status="pending")
    assert ASKS not in page(owner, quiet)
    html = owner.post(f"/orders/{quiet.pk}/accept/", follow=True).content.decode()
    assert "is not paid yet" in html
    assert not OutboundChange.objects.filter(kind="accept").exists()


def test_once_the_marketplace_shows_it_the_page_is_quiet_again(owner: Client, asked: Order) -> None:
    acceptance.confirm(order=asked, actor_label="Anna")
    asked.marketplace_orders.update(status="processing", remote_status="PACKING")
    assert ASKS not in page(owner, asked)


def test_an_order_that_uzum_sends_is_not_ours_to_accept(owner: Client, asked: Order) -> None:
    Order.objects.update(scheme="marketplace")
    assert ASKS not in page(owner, asked)
    html = owner.post(f"/orders/{asked.pk}/accept/", follow=True).content.decode()
    assert "shipped by the marketplace" in html


def test_a_refusal_is_shown_with_its_way_out(owner: Client, asked: Order) -> None:
    acceptance.confirm(order=asked, actor_label="Anna")
    OutboundChange.objects.filter(kind="accept").update(state="refused", error="The time to accept this order is over")
    html = page(owner, asked)
    assert ASKS in html and "You accepted." not in html and "/accept/" not in html
