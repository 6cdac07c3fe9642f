"""A process of ours is killed at every named point, in the middle of its work: nothing is lost, nothing is doubled."""

import itertools
import json
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from core import checkpoints
from core.models import NeedsYou, Store
from inventory.services.stock import adjust
from marketplaces.models import Connection, OutboundChange
from orders.models import MarketplaceOrder
from sync.models import MarketplaceWebhook
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.reckoning import books_balance, orders_agree, shipments_agree, stock_agrees
from tests.proofs.shops import best_stocked, listing, open_shop, place, ship_one
from tests.proofs.virtual import pass_time


@dataclass(frozen=True)
class Kill:
    """Where to die, on the how-manieth passage, doing what."""

    point: str
    code: str = "ozon"
    after: int = 1
    kind: str = "orders"

    def __str__(self) -> str:
        return f"{self.point} {self.code} {self.kind} {self.after}"


PULLS = [Kill("pull.before_commit"), Kill("pull.after_commit")]
PUSHES = [
    Kill(point, kind="inventory")
    for point in ("push.after_claim", "push.before_call", "push.after_call", "push.after_settle")
]
SHIPS = [Kill("ship.after_call", kind="fulfillment")]
TOKENS = [Kill("token.before_call", "shopee"), Kill("token.after_call", "shopee")]
HOOKS = [Kill("webhook.after_store", kind="hook"), Kill("webhook.before_done", kind="hook")]
SOME = PULLS + PUSHES + SHIPS + TOKENS + HOOKS
MORE = (
    [Kill(each.point, "ozon", after) for each in PULLS for after in (2, 3)]
    + [Kill(each.point, "shopee") for each in PULLS]
    + [Kill(each.point, "shopee", kind="inventory") for each in PUSHES]
    + [Kill(each.point, code, kind="fulfillment") for each in PUSHES if each.point != "push.after_call"
       for code in ("ozon", "shopee")]
    + [Kill("ship.after_call", "shopee", kind="fulfillment")]
    + [Kill(each.point, each.code, kind=kind) for each in TOKENS for kind in ("inventory", "fulfillment")]
    + [Kill(each.point, each.code, kind=kind) for each in PULLS for kind in ("products",)]
)  # fmt: skip


def test_the_kills_below_cover_every_named_point() -> None:
    assert checkpoints.POINTS
    assert {kill.point for kill in SOME} == set(checkpoints.POINTS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "kill",
    [*SOME, *(pytest.param(kill, marks=[pytest.mark.prove]) for kill in MORE)],
    ids=str,
)
def test_a_kill_loses_nothing_and_doubles_nothing(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], kill: Kill
) -> None:
    sandboxes.control("ozon", "settings", {"ship_delay": 0.1, "status_delay": 0.1})
    shop = open_shop(store, sandboxes, kill.code)
    sold = _work_is_there(shop, sandboxes, kill)
    message = {"message_type": "TYPE_NEW_POSTING", "posting_number": sold, "seller_id": 1001, "products": []}
    hook = {"path": f"/hooks/{kill.code}/{shop.webhook_token}/", "body": json.dumps(message)}

    dying = workers(die_at=kill.point, die_after=kill.after).ready()
    if kill.kind == "hook":
        dying.tell("push", **hook, process=True)
    else:
        dying.tell("run", connection=str(shop.pk), kind=kill.kind)
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL

    again = workers().ready()
    if kill.kind == "hook":
        assert again.ask("push", **hook)["status"] == 200  # they saw no answer, so they push again
        assert MarketplaceWebhook.objects.count() == 1
    _go_on(again)
    if kill.point == "token.after_call":
        _sign_in_again(shop, sandboxes)
        _go_on(again)
    _everything_is_right(shop, sandboxes, sold)


def _work_is_there(shop: Connection, sandboxes: Sandboxes, kill: Kill) -> str:
    """Something to read and something to tell: an order there, a count and a parcel here."""
    sku = best_stocked(sandboxes, kill.code)
    variant = listing(shop, sku).variant
    assert variant is not None
    adjust(store=shop.store, variant=variant, location=place(shop.store), delta=7, reason="delivery")
    ship_one(shop)
    sold = sandboxes.control(kill.code, "sell", {"sku": sku, "quantity": 1})["orders"][0]["id"]
    pass_time(60)
    if kill.point.startswith("token"):
        sandboxes.control(kill.code, "expire", {})
    return str(sold)


def _go_on(worker: Worker) -> None:
    """Some minutes of an ordinary process, at least four and until everything is told; their clock is the real one."""
    end = time.monotonic() + 15
    for minute in itertools.count():
        pass_time(400)
        assert worker.ask("quiet")["quiet"]
        on_its_way = OutboundChange.objects.filter(connection__status="active").exclude(state__in=["synced", "refused"])
        if minute >= 3 and (not on_its_way.exists() or time.monotonic() > end):
            return


def _sign_in_again(shop: Connection, sandboxes: Sandboxes) -> None:
    """The one kill that cannot be survived: the merchant is told what to do, does it, and everything goes on."""
    shop.refresh_from_db()
    assert (shop.status, shop.status_kind) == (Connection.Status.STOPPED, "login_expired")
    told = NeedsYou.objects.get(store=shop.store, kind=NeedsYou.Kind.SIGNED_OUT, settled_at__isnull=True)
    assert "Sign in at Shopee" in told.fix
    open_shop(shop.store, sandboxes, shop.marketplace.code, ready=False)
    told.refresh_from_db()
    assert told.settled_at is not None


def _everything_is_right(shop: Connection, sandboxes: Sandboxes, sold: str) -> None:
    assert MarketplaceOrder.objects.filter(connection=shop, marketplace_order_id=sold).count() == 1
    waiting = OutboundChange.objects.exclude(state=OutboundChange.State.SYNCED)
    assert not waiting.exists(), list(waiting.values("kind", "state", "error", "attempts"))
    orders_agree(shop, sandboxes)
    books_balance(shop.store_id)
    stock_agrees(shop, sandboxes)
    assert shipments_agree(shop, sandboxes) == 1
