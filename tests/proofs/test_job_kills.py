"""A process is killed around a batch that is answered later: nothing is lost, nothing handed over goes twice."""

import signal
from collections.abc import Callable
from typing import Any

import pytest

from core import checkpoints
from core.models import Store
from inventory.services.stock import recount
from marketplaces.models import Connection, OutboundChange
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.shops import open_shop, place
from tests.proofs.virtual import pass_time

CODE = "amazon"
#: More than are told one by one.
MANY = 160


def _at_length(point: str) -> Any:
    """All of them in the proofs; where a batch could be sent twice or an answer be lost, each time."""
    short = point in ("job.after_handover", "job.after_ask")
    return point if short else pytest.param(point, marks=[pytest.mark.prove])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", [*map(_at_length, ("push.after_call", *checkpoints.JOB_POINTS))])
def test_a_kill_around_a_batch_that_is_answered_later_is_survived(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], point: str
) -> None:
    sandboxes.fresh(CODE, products=MANY, orders=0)
    shop = open_shop(store, sandboxes, CODE)
    again = workers().ready()
    _go_on(again, shop)
    before = _files(sandboxes)
    wanted = _count_all(shop)
    _die(workers, shop, point)
    _go_on(again, shop)
    left = OutboundChange.objects.filter(connection=shop, kind="stock").exclude(state="synced")
    assert not left.exists(), list(left.values("state", "error", "progress")[:3])
    there = {row["sku"]: row["stock"] for row in sandboxes.state(CODE, "&orders=0")["products"]}
    assert {sku: _units(there[sku]) for sku in wanted} == wanted
    assert _files(sandboxes) - before == (2 if point == "push.after_call" else 1)  # its name was not stored


def _count_all(shop: Connection) -> dict[str, int]:
    """One unit more of everything that is told; what is to be seen there."""
    wanted = {}
    for change in OutboundChange.objects.filter(connection=shop, kind="stock"):
        listing = shop.listings.select_related("variant").get(pk=change.subject_id)
        units = int(change.last_sent["stock"][""]) + 1
        recount(store=shop.store, variant=listing.variant, location=place(shop.store), counted=units)
        wanted[listing.marketplace_sku] = units
    assert len(wanted) > 100
    return wanted


def _units(stock: dict[str, Any]) -> int:
    return sum(int(shelf["available"]) for shelf in stock.values())


def _files(sandboxes: Sandboxes) -> int:
    calls = sandboxes.control(CODE, "calls", method="GET")["calls"]
    return sum(count for call, count in calls.items() if call.startswith("POST ") and call.endswith("/feeds"))


def _die(workers: Callable[..., Worker], shop: Connection, point: str) -> None:
    dying = workers(die_at=point).ready()
    for _question in range(4):
        dying.tell("run", connection=str(shop.pk), kind="inventory")
        if dying.hear() is None:
            break
        pass_time(400)
    assert dying.end() == -signal.SIGKILL


def _go_on(worker: Worker, shop: Connection) -> None:
    """Ordinary minutes until all is told."""
    for _minute in range(8):
        pass_time(400)
        assert worker.ask("quiet")["quiet"]
        if not OutboundChange.objects.filter(connection=shop, kind="stock").exclude(state="synced").exists():
            return
