"""Orders packed together by program."""

from __future__ import annotations

import pytest

from fulfillment.models import JointParcel, Shipment
from orders.models import Order
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/joint-parcels/"


@pytest.fixture
def pair(cast: Cast) -> list[Order]:
    shop, of = world.connection(cast.store, code="ebay"), world.variant(cast.store)
    made = [world.order(shop), world.order(shop)]
    for each in made:
        world.reserve(each.items.get(), of, granted=1)
    of.stock.update(reserved=2)
    return made


def test_what_is_suggested_is_packed_shipped_and_read(packer: Program, pair: list[Order]) -> None:
    [group] = packer.get(f"{PATH}suggestions/").body["suggestions"]
    ids = [row["order"] for row in group["orders"]]
    assert set(ids) == {str(order.pk) for order in pair}
    made = packer.post(PATH, {"orders": ids})
    assert made.status == 201, made.body
    where = f"{PATH}{made.body['id']}/"
    assert packer.post(PATH, {"orders": ids}).body["id"] == made.body["id"]
    assert [row["id"] for row in packer.get(PATH, {"state": "packed"}).body["results"]] == [made.body["id"]]
    sent = packer.post(
        f"{where}ship/",
        {"carrier": "DHL", "tracking_number": "A1", "numbers": [{"order": ids[0], "tracking_number": "B2"}]},
    )
    assert sent.status == 200, sent.body
    assert sent.body["shipped_at"] and {row["state"] for row in sent.body["orders"]} == {"shipped"}
    assert set(Shipment.objects.values_list("tracking_number", flat=True)) == {"A1", "B2"}
    assert packer.post(f"{where}part/").status == 422
    assert packer.get(PATH, {"state": "packed"}).body["results"] == []


def test_one_is_taken_out_and_all_travel_alone(packer: Program, pair: list[Order]) -> None:
    made = packer.post(PATH, {"orders": [str(order.pk) for order in pair]}).body
    left = packer.post(f"{PATH}{made['id']}/take-out/", {"order": str(pair[0].pk)})
    assert left.status == 200 and left.body["parted_at"] and left.body["orders"] == []
    assert packer.post(f"{PATH}{made['id']}/take-out/", {"order": str(pair[0].pk)}).status == 422
    again = packer.post(PATH, {"orders": [str(order.pk) for order in pair]}).body
    assert packer.post(f"{PATH}{again['id']}/part/").body["parted_at"]


def test_one_alone_and_one_of_another_store_are_refused(packer: Program, pair: list[Order], cast: Cast) -> None:
    answer = packer.post(PATH, {"orders": [str(pair[0].pk)]})
    assert answer.status == 422 and "at least two" in answer.body["detail"]
    foreign = world.order(world.connection(cast.elsewhere, code="ebay"))
    assert packer.post(PATH, {"orders": [str(pair[0].pk), str(foreign.pk)]}).status == 404
    assert not JointParcel.objects.exists()
