"""Supplies by program: opened, filled, handed over, and printed at the practice Wildberries."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from django.utils import timezone

from fulfillment.models import SuppliedOrder, Supply
from inventory.models import Stock
from inventory.services.locations import default_location
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running, running
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import Order
from sync import executor, runs
from tests.api.conftest import Program
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/supplies/"


@pytest.fixture
def orders(cast: Cast) -> list[Order]:
    wb = world.connection(cast.store, "WB", code="wildberries")
    thing = world.variant(cast.store, on_hand=9)
    made = [world.order(wb, told="new") for _ in range(2)]
    for order in made:
        world.reserve(order.items.get(), thing, granted=1)
    Stock.objects.filter(variant=thing).update(reserved=2)
    return made


def test_it_is_opened_filled_and_handed_over(packer: Program, orders: list[Order]) -> None:
    shop = orders[0].connection_id
    made = packer.post(PATH, {"connection": str(shop), "name": "Morning"})
    assert (made.status, made.body["status"], made.body["orders"]) == (201, "open", [])
    one = f"{PATH}{made.body['id']}/"
    postings = [str(order.marketplace_orders.get().pk) for order in orders]
    filled = packer.post(f"{one}fill/", {"postings": postings, "codes": ["nothing"]})
    assert sorted(filled.body["put"]) == sorted(order.number for order in orders)
    assert "No open order" in filled.body["refused"]["nothing"]
    assert [row["put_at"] for row in filled.body["supply"]["orders"]] == [None, None]
    early = packer.post(f"{one}hand-over/")
    assert (early.status, "has not heard of 2 orders" in early.body["detail"]) == (422, True)
    out = packer.post(f"{one}take-out/", {"postings": postings[:1]})
    assert [row["posting"] for row in out.body["orders"]] == postings[1:]
    SuppliedOrder.objects.update(put_at=timezone.now())
    gone = packer.post(f"{one}hand-over/")
    assert (gone.body["status"], gone.body["change"]["state"]) == ("leaving", "waiting")
    assert packer.get(PATH, {"status": "leaving"}).body["results"][0]["orders_count"] == 1
    assert packer.get(PATH, {"connection": str(shop), "status": "open"}).body["results"] == []


@pytest.fixture(scope="module")
def there() -> Iterator[Running]:
    with running(None, codes=["wildberries"]) as server:
        yield server


@pytest.mark.django_db(transaction=True)
def test_labels_and_the_code_come_as_files(packer: Program, cast: Cast, there: Running, settings: object) -> None:
    settings.SANDBOX_URL = there.url  # type: ignore[attr-defined]
    keys = shops.control(there, "wildberries", "credentials")
    address = f"{there.url}/wildberries"
    tested = try_values("wildberries", keys, base_url=address)
    shop = connect(store=cast.store, code="wildberries", name="WB", tested=tested, base_url=address)
    did(shop, "products", create_missing=True)
    take_opening_counts(connection=shop, location=default_location(cast.store), actor_label="proof")
    (sold,) = shops.control(there, "wildberries", "sell", {"quantity": 1})["orders"]
    did(shop, "orders", remote_ids=[str(sold["id"])])
    made = packer.post(PATH, {"connection": str(shop.pk)}).body
    one = f"{PATH}{made['id']}/"
    assert packer.post(f"{one}labels/").status == 422
    packer.post(f"{one}fill/", {"codes": [str(sold["id"])]})
    did(shop, "fulfillment")
    file = packer.post(f"{one}labels/").body
    assert base64.b64decode(file["content"]).startswith(b"%PDF-") and file["media_type"] == "application/pdf"
    assert packer.post(f"{one}code/").status == 422
    packer.post(f"{one}hand-over/")
    did(shop, "fulfillment")
    assert base64.b64decode(packer.post(f"{one}code/").body["content"]).startswith(b"%PDF-")
    said = list(Supply.objects.get().history.values_list("history_change_reason", flat=True))
    assert [why for why in said if why and "printed" in why][0].startswith("code printed for")


def did(shop: Connection, kind: str, **options: object) -> None:
    entry = executor.run_now(runs.start(connection=shop, sync_type=kind, cause="button", options=options))
    assert entry.status == "completed", entry.error_message
