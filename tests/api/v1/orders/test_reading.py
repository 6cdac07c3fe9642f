"""Orders read by program: the list with its filters, one order whole, and what a packer does not see."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import NeedsYou
from core.services import needs_you
from marketplaces.models import Connection, OutboundChange
from orders.models import Order, OrderStatusHistory
from tests.api.conftest import Program
from tests.api.v1.orders.conftest import PATH
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def _without_ids(raw: bytes) -> bytes:
    """An id, a number or a moment may hold any digits."""
    return re.sub(rb"[0-9a-f-]{36}|O-\d+|46218733-\d+|\d{4}-\d\d-\d\dT[\d:.]+", b"", raw)


def numbers(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [row["number"] for row in answer.body["results"]]


def test_all_orders_come_by_date_and_the_urgent_ones_by_deadline(owner: Program, quiet: Connection) -> None:
    now = timezone.now()
    old = world.order(quiet, ordered_at=now - timedelta(days=2), ship_by=now + timedelta(hours=1))
    new = world.order(quiet, ordered_at=now - timedelta(days=1), ship_by=now + timedelta(hours=9))
    never = world.order(quiet, ordered_at=now - timedelta(hours=1), ship_by=None)
    assert numbers(owner.get(PATH)) == [never.number, new.number, old.number]
    assert numbers(owner.get(PATH, {"view": "open"})) == [old.number, new.number, never.number]


@pytest.mark.parametrize("view", ["all", "open"])
def test_pages_lead_there_and_back_without_loss(owner: Program, quiet: Connection, view: str) -> None:
    made = {world.order(quiet, ship_by=None if at % 2 else timezone.now()).number for at in range(7)}
    page = owner.get(PATH, {"view": view, "limit": 3})
    seen = [numbers(page)]
    while page.body["next"]:
        page = owner.get(page.body["next"])
        seen.append(numbers(page))
    assert [len(each) for each in seen] == [3, 3, 1] and {number for each in seen for number in each} == made
    assert numbers(owner.get(page.body["previous"])) == seen[1]


def test_the_list_is_filtered(owner: Program, cast: Cast, quiet: Connection) -> None:
    now = timezone.now()
    other = world.connection(cast.store, "Shopee", "shopee")
    first = world.order(quiet, ordered_at=now - timedelta(days=5), tags=["gift"])
    second = world.order(other, status="shipped", scheme="marketplace", search_text="KETTLE-77")
    gone = world.order(quiet, archived_at=now, ordered_at=now - timedelta(days=300))
    Order.objects.filter(pk=first.pk).update(updated_at=now - timedelta(days=4))
    world.order(world.connection(cast.elsewhere))
    day, three, day_4 = (now - timedelta(days=days) for days in (1, 3, 4))
    for query, found in (
        ({}, [second, first]), ({"marketplace": "shopee"}, [second]), ({"connection": str(quiet.pk)}, [first]),
        ({"status": "shipped"}, [second]), ({"scheme": "marketplace"}, [second]), ({"q": "kettle-77"}, [second]),
        ({"tag": "gift"}, [first]), ({"since": day.isoformat()}, [second]), ({"until": day.isoformat()}, [first]),
        ({"updated_since": three.isoformat()}, [second]), ({"updated_until": three.isoformat()}, [first]),
        ({"archived": "only"}, [gone]), ({"archived": "with"}, [second, first, gone]), ({"view": "open"}, [first]),
        ({"marketplace": "nowhere"}, []), ({"updated_since": day_4.isoformat()}, [first, second]),
        ({"updated_since": day_4.isoformat(), "archived": "with"}, [first, second, gone]),
    ):  # fmt: skip
        assert numbers(owner.get(PATH, query)) == [each.number for each in found], query


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"view": "mine"}, "view"), ({"status": "odd"}, "status"), ({"since": "2026-02-31"}, "since"),
        ({"connection": "x"}, "connection"), ({"archived": "yes"}, "archived"), ({"colour": "red"}, "colour"),
        ({"view": "open", "archived": "only"}, "archived"),
        ({"updated_since": "0001-01-01T00:00:00+23:59"}, "updated_since"),
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_that_cannot_be_is_named(owner: Program, query: dict[str, str], field: str) -> None:
    answer = owner.get(PATH, query)
    assert answer.status == 400 and answer.body["errors"][0]["field"] == field, answer.body


def test_a_page_costs_the_same_however_many_orders_it_holds(owner: Program, quiet: Connection) -> None:
    costs = []
    owner.get(PATH)  # which notes that the token was used
    for _round in range(2):
        world.order(quiet, lines=2)
        with CaptureQueriesContext(database) as queries:
            owner.get(PATH)
        costs.append(len(queries))
        for _more in range(5):
            world.order(quiet, lines=2)
    assert costs[0] == costs[1]


def test_one_order_is_whole(owner: Program, order: Order, cast: Cast) -> None:
    now = timezone.now()
    there = order.marketplace_orders.get()
    OutboundChange.objects.create(
        store=cast.store, connection=there.connection, kind="cancel", subject_id=there.pk, wanted_at=now, due_at=now,
        state="refused", error="Ozon said no", error_said="POSTING_ALREADY_CANCELLED",
    )  # fmt: skip
    OrderStatusHistory.objects.create(
        order=order, from_status="", to_status="confirmed", changed_by=f"person:{cast.owner.pk}", created_at=now
    )
    needs_you.raise_cause(
        store=cast.store, kind=NeedsYou.Kind.CANCEL_ASKED, cause_key="k", title="Buyer wants to cancel",
        subject_type="order", subject_id=order.pk,
    )  # fmt: skip
    body = owner.get(f"{PATH}{order.pk}/").body
    (line,) = body["lines"]
    assert (line["quantity"], line["open_quantity"], line["reserved"], line["short"]) == (3, 3, 3, 0)
    assert line["held"][0]["location_name"] == "Main" and line["unit_price"] == "6200.00"
    assert (body["money"]["total"], body["currency"], body["money"]["fees"]) == ("18600.00", "RUB", None)
    (posting,) = body["postings"]
    assert (posting["remote_id"], posting["remote_status"]) == (order.channel_order_id, "awaiting_deliver")
    assert [(each["kind"], each["state"], each["said"]) for each in body["changes"]] == [
        ("cancel", "refused", "POSTING_ALREADY_CANCELLED")
    ]
    assert [(step["to_status"], step["by"]) for step in body["history"]] == [("confirmed", "Nadia Weber")]
    assert [need["title"] for need in body["needs_you"]] == ["Buyer wants to cancel"]
    assert (body["can_ship"], body["can_cancel"], body["can_hold"]) == (True, True, True)
    assert body["customer_phone"] == "+7 843 ••• •• 18" and body["shipping_address"]["city"] == "Казань"


def test_a_packer_sees_no_money_and_the_number_only_of_an_order_to_pack(packer: Program, order: Order) -> None:
    place = {"line1": "ул. Баумана, 44", "phone": "+7 843 555 12 18"}
    Order.objects.filter(pk=order.pk).update(shipping_address=place)
    answer = packer.get(f"{PATH}{order.pk}/")
    assert answer.body["customer_phone"] == answer.body["shipping_address"]["phone"] == "+7 843 ••• •• 18"
    Order.objects.filter(pk=order.pk).update(status="shipped")
    answer = packer.get(f"{PATH}{order.pk}/")
    assert answer.status == 200 and answer.body["customer_phone"] is None
    assert b"6200.0" not in answer.raw and b"18600.0" not in answer.raw and b"555" not in _without_ids(answer.raw)
    assert answer.body["shipping_address"] == {"line1": "ул. Баумана, 44"}
    assert packer.get(PATH).body["results"][0]["total"] is None


def test_a_cursor_tells_a_packer_no_amount(packer: Program, quiet: Connection) -> None:
    for _each in range(3):
        world.order(quiet, total=Decimal("98765.43"))
    cursor = parse_qs(urlsplit(packer.get(PATH, {"view": "open", "limit": 2}).body["next"]).query)["cursor"][0]
    cut = [cursor[at : len(cursor) - (len(cursor) - at) % 4] for at in range(4)]
    assert not any(b"98765" in base64.urlsafe_b64decode(part) for part in cut)
    assert base64.b64encode(b"98765")[:6].decode() not in cursor


def test_nobody_reads_the_number_by_the_way(owner: Program, reader: Program, order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(shipping_address={"phone": "+7 843 555 12 18"})
    for program in (owner, reader):
        answer = program.get(f"{PATH}{order.pk}/")
        assert b"555" not in _without_ids(answer.raw)
        assert answer.body["shipping_address"]["phone"] == "+7 843 ••• •• 18"


def test_a_number_is_shown_when_asked_for_and_that_is_kept(owner: Program, packer: Program, order: Order) -> None:
    for member, name in ((owner, "Nadia Weber"), (packer, "Marc Thill")):
        assert member.post(f"{PATH}{order.pk}/phone/").body == {"phone": "+7 843 555 12 18"}
        assert order.history.latest().history_change_reason == f"phone number shown to {name}"
    Order.objects.filter(pk=order.pk).update(status="shipped")
    assert packer.post(f"{PATH}{order.pk}/phone/").status == 403
    assert owner.post(f"{PATH}{order.pk}/phone/").status == 200
