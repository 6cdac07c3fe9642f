"""A day in virtual time in which everything goes wrong that can; at its end the hub's state is the marketplaces'."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db.models import F, Q, QuerySet

from core.models import Store
from marketplaces.models import Connection, OutboundChange
from sync.push import queue
from tests.proofs.day import Day
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.reckoning import books_balance, orders_agree, shipments_agree, stock_agrees
from tests.proofs.shops import open_shop
from tests.proofs.virtual import pass_time

STEP = 15 * 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("steps", "seed"),
    [
        (8, 1),
        *(
            pytest.param(96, seed, marks=[pytest.mark.prove, pytest.mark.timeout(3600)], id=f"a day {seed}")
            for seed in (1, 2, 3)
        ),
    ],
)
def test_after_a_day_of_faults_the_hub_holds_what_the_marketplaces_hold(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], steps: int, seed: int
) -> None:
    for code in ("ozon", "shopee"):
        sandboxes.fresh(code, seed=seed)
    sandboxes.control("ozon", "settings", {"ship_delay": 60, "status_delay": 60})
    sandboxes.control("ozon", "clock", {"now": datetime.now(UTC).isoformat()})
    shops = [open_shop(store, sandboxes, code) for code in ("ozon", "shopee")]
    worker = _hub(workers, sandboxes, shops)
    day = Day(sandboxes, shops, seed)
    for step in range(steps):
        day.hour()
        sandboxes.control("ozon", "clock", {"advance": STEP})
        pass_time(STEP)
        worker.ask("ticks", times=2, pause=0.05)
        if steps > 50 and step % 12 == 11:  # and sometimes the process is killed
            worker.process.kill()
            worker = _hub(workers, sandboxes, shops)
    _calm_down(sandboxes, worker)
    try:
        for shop in shops:
            orders_agree(shop, sandboxes)
            stock_agrees(shop, sandboxes)
            shipments_agree(shop, sandboxes)
        books_balance(store.pk)
    except AssertionError as different:
        raise AssertionError("\n".join([*day.done[-60:], str(different)])) from different


def _hub(workers: Callable[..., Worker], sandboxes: Sandboxes, shops: list[Connection]) -> Worker:
    """A process of ours, to whose web the marketplaces push."""
    worker = workers().ready()
    address = worker.ask("serve")["url"]
    for shop in shops:
        code = shop.marketplace.code
        sandboxes.control(code, "webhook", method="DELETE")
        sandboxes.control(code, "webhook", {"url": f"{address}/hooks/{code}/{shop.webhook_token}/"})
    return worker


def _calm_down(sandboxes: Sandboxes, worker: Worker) -> None:
    """The faults end; a person presses *Try again* and *Send them* where one is asked; rounds until all is seen there.

    A slow call may arrive after a later one: it is found by the looks that follow a push, so these are waited for.
    """
    for code in ("ozon", "shopee"):
        sandboxes.control(code, "faults", method="DELETE")
        sandboxes.control(code, "deliver")
    for change in OutboundChange.objects.filter(state=OutboundChange.State.REFUSED):
        queue.try_again(change, by="proof")
    for turn in range(12):
        for shop in Connection.objects.filter(outbound_changes__state=OutboundChange.State.HELD).distinct():
            queue.let_go(shop, by="proof")
        sandboxes.control("ozon", "clock", {"advance": STEP})
        pass_time(90_000)
        assert worker.ask("quiet", seconds=60)["quiet"]
        if turn >= 3 and not _unseen().exists():
            break


def _unseen() -> QuerySet[OutboundChange]:
    """Stock that waits for a person, or that was taken and not yet found there."""
    held = Q(state=OutboundChange.State.HELD)
    return OutboundChange.objects.filter(held | Q(seen_version__lt=F("sent_version")), kind=OutboundChange.Kind.STOCK)
