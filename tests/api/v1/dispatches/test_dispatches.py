"""Dispatches at the practice Market: by program and on the page, read there, confirmed once, their act printed."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, running
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import Order
from sync import executor, runs
from tests.api.conftest import Program
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "yandex"
PAGE = "/fulfilment/dispatches/"


@pytest.fixture(scope="module")
def there() -> Iterator[Running]:
    with running(None, codes=[CODE]) as server:
        yield server


@pytest.fixture
def market(cast: Cast, there: Running, settings: Any) -> Connection:
    settings.SANDBOX_URL = there.url
    shops.control(there, CODE, "seed", {"seed": 1, "products": 5, "orders": 0})
    shops.control(there, CODE, "clock", {"real": True})
    address = f"{there.url}/{CODE}"
    keys = shops.control(there, CODE, "credentials") | {"campaign_id": "21000001"}
    tested = try_values(CODE, keys, base_url=address)
    return connect(store=cast.store, code=CODE, name="Market", tested=tested, base_url=address)


def sold(there: Running, market: Connection, *, packed: bool = True) -> Order:
    """An order of the Market, packed and ready there, its hour come."""
    (placed,) = shops.control(there, CODE, "sell", {"quantity": 1})["orders"]
    number = str(placed["id"])
    if packed:
        shops.control(there, CODE, "move", {"order": number, "status": "PROCESSING/READY_TO_SHIP"})
        shops.control(there, CODE, "clock", {"advance": 12 * 3600})
    entry = executor.run_now(
        runs.start(connection=market, sync_type="orders", cause="button", options={"remote_ids": [number]})
    )
    assert entry.status == "completed", entry.error_message
    return Order.objects.get(channel_order_id=number)


def path_of(market: Connection) -> str:
    return f"/api/v1/connections/{market.pk}/dispatches/"


def test_a_program_reads_confirms_and_prints(packer: Program, market: Connection, there: Running) -> None:
    order = sold(there, market)
    (found,) = packer.get(path_of(market)).body["dispatches"]
    assert (found["status"], [row["order_number"] for row in found["orders"]]) == ("ready", [order.number])
    body = {"dispatch": found["remote_id"]}
    early = packer.post(f"{path_of(market)}act/", body)
    assert (early.status, "Confirm it first" in early.body["fix"]) == (422, True)
    said = [packer.post(f"{path_of(market)}confirm/", body).body for _ in range(2)]
    assert said == [{"confirmed": True, "before": False}, {"confirmed": True, "before": True}]
    (now,) = packer.get(path_of(market)).body["dispatches"]
    assert now["status"] == "confirmed"
    act = packer.post(f"{path_of(market)}act/", body).body
    assert base64.b64decode(act["content"]).startswith(b"%PDF-") and act["media_type"] == "application/pdf"


def test_before_its_time_nothing_is_confirmed(packer: Program, market: Connection, there: Running) -> None:
    sold(there, market, packed=False)
    (found,) = packer.get(path_of(market)).body["dispatches"]
    answer = packer.post(f"{path_of(market)}confirm/", {"dispatch": found["remote_id"]})
    assert (found["status"], answer.status, "schedule" in answer.body["fix"]) == ("forming", 422, True)
    assert packer.post(f"{path_of(market)}confirm/", {"dispatch": "../1"}).status == 400
    assert packer.post(f"{path_of(market)}confirm/", {"dispatch": "1"}).status == 422


def test_a_market_that_is_away_is_said_and_a_press_later_does_it(
    packer: Program, market: Connection, there: Running
) -> None:
    sold(there, market)
    (found,) = packer.get(path_of(market)).body["dispatches"]
    path = f"/v2/campaigns/21000001/first-mile/shipments/{found['remote_id']}/confirm"
    shops.control(there, CODE, "faults", {"kind": "error500", "path": path, "times": 1, "when": "before"})
    away = packer.post(f"{path_of(market)}confirm/", {"dispatch": found["remote_id"]})
    assert (away.status, away.body["type"].endswith("marketplace-away")) == (503, True)
    shops.control(there, CODE, "faults", {"kind": "error500", "path": path, "times": 1, "when": "after"})
    again = packer.post(f"{path_of(market)}confirm/", {"dispatch": found["remote_id"]})
    assert (again.status, again.body) == (200, {"confirmed": True, "before": False}), "Only its answer was lost."
    assert packer.get(path_of(market)).body["dispatches"][0]["status"] == "confirmed"


def test_a_shop_that_puts_nothing_together_says_so(packer: Program, cast: Cast) -> None:
    other = world.connection(cast.store, "Small shop", code="ebay")
    assert packer.get(path_of(other)).body == {"dispatches": []}
    answer = packer.post(f"{path_of(other)}confirm/", {"dispatch": "1"})
    assert (answer.status, "each is handed over alone" in answer.body["detail"]) == (422, True)


def test_the_page_asks_only_when_told_to_and_confirms_by_a_press(
    cast: Cast, market: Connection, there: Running
) -> None:
    order = sold(there, market)
    packer = Client()
    packer.force_login(cast.packer)
    before = shops.control(there, CODE, "calls")
    first = packer.get(PAGE).content.decode()
    assert "Nothing is asked yet" in first and shops.control(there, CODE, "calls") == before
    assert PAGE in packer.get("/fulfilment/").content.decode()
    page = packer.get(PAGE, {"shop": market.pk}).content.decode()
    assert order.number in page and "To be confirmed" in page
    number = page.split('name="dispatch" value="')[1].split('"')[0]
    done = packer.post(f"{PAGE}{market.pk}/confirm/", {"dispatch": number}, follow=True).content.decode()
    assert "The dispatch is confirmed." in done and "Print the act" in done
    again = packer.post(f"{PAGE}{market.pk}/confirm/", {"dispatch": number}, follow=True).content.decode()
    assert "It was confirmed before." in again
    act = packer.post(f"{PAGE}{market.pk}/act/", {"dispatch": number})
    assert (act["Content-Type"], act.content[:5]) == ("application/pdf", b"%PDF-")
    odd = packer.post(f"{PAGE}{market.pk}/act/", {"dispatch": "../../etc"})
    assert (odd.status_code, "did not do it" in odd.content.decode()) == (422, True)


def test_who_may_only_read_sees_no_button_and_confirms_nothing(cast: Cast, market: Connection, there: Running) -> None:
    sold(there, market)
    reader = Client()
    reader.force_login(cast.reader)
    page = reader.get(PAGE, {"shop": market.pk}).content.decode()
    assert "To be confirmed" in page and 'name="dispatch"' not in page
    assert reader.post(f"{PAGE}{market.pk}/confirm/", {"dispatch": "1"}).status_code == 403
