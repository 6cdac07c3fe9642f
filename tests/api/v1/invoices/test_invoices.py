"""Invoices by program."""

from __future__ import annotations

import pytest

from orders.models import Invoice, Order, Seller
from sync import bulk
from tests.api.conftest import Program
from tests.dashboard import world
from tests.dashboard.conftest import Cast

PATH = "/api/v1/invoices/"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that is busy elsewhere an act is carried out at once all the same."""
    monkeypatch.setattr(bulk, "PATIENCE", 60.0)


@pytest.fixture
def order(cast: Cast) -> Order:
    Seller.objects.create(store=cast.store, legal_name="Atelier Lumen", address="Rue du Fort 3")
    return world.order(world.connection(cast.store, code="ebay"))


def test_it_is_issued_once_read_and_taken_back(owner: Program, order: Order) -> None:
    made = owner.post(PATH, {"order": str(order.pk)})
    assert made.status == 201, made.body
    assert (made.body["number"], made.body["total"], made.body["currency"]) == ("INV-00001", "6200.00", "RUB")
    assert made.body["lines"][0]["quantity"] == 1 and made.body["seller"]["legal_name"] == "Atelier Lumen"
    assert owner.post(PATH, {"order": str(order.pk)}).body["id"] == made.body["id"]
    where = f"{PATH}{made.body['id']}/"
    assert owner.post(f"{where}credit/", {}).status == 422
    note = owner.post(f"{where}credit/", {"amount": "200", "reason": "Scratched"})
    assert note.status == 201 and (note.body["total"], note.body["corrects"]) == ("-200.00", made.body["id"])
    assert owner.get(where).body == made.body
    for query, numbers in (
        ({}, ["CN-00001", "INV-00001"]), ({"kind": "credit"}, ["CN-00001"]), ({"until": "2020-01-01"}, []),
        ({"order": str(order.pk), "kind": "invoice"}, ["INV-00001"]),
    ):  # fmt: skip
        assert [row["number"] for row in owner.get(PATH, query).body["results"]] == numbers


def test_many_are_issued_by_one_act_of_whoever_manages(owner: Program, packer: Program, order: Order) -> None:
    body = {"act": "invoice", "orders": [str(order.pk)]}
    assert packer.post("/api/v1/orders/acts/", body).status == 403
    assert not Invoice.objects.exists()
    assert owner.post("/api/v1/orders/acts/", body).status == 201
    assert Invoice.objects.get().order == order


def test_a_packer_reads_none_and_issues_none(owner: Program, packer: Program, order: Order) -> None:
    made = owner.post(PATH, {"order": str(order.pk)}).body
    for answer in (packer.get(PATH), packer.get(f"{PATH}{made['id']}/"), packer.post(PATH, {"order": str(order.pk)})):
        assert answer.status == 403
