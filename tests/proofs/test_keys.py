"""Whoever buys keys and hands them over is killed at every named point, and the supplier loses answers and lies.

Keys bought are keys owed: none doubled, none lost, none to another buyer. `make prove-keys` prints the table.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass

import pytest
from django.conf import settings

from core import checkpoints
from core.models import OutgoingMail
from fulfillment.models import KeyDelivery, LicenseKey, SupplierOrder
from fulfillment.services.keys import files, pool, purchases
from orders.models import Order
from tests.proofs.processes import Sandboxes, Worker, soon
from tests.sync.keys.supply import SUPPLIER, Supply, make_supply

pytestmark = pytest.mark.django_db(transaction=True)
#: What the supplier does beside: nothing, it loses the answer (done or not done), it gives one key too few.
TROUBLES = ("none", "lost, done", "lost, not done", "short")
OWED, OWN = 3, 1  # of each order; the second of two orders finds no key of ours left


@dataclass
class Row:
    """A line of the table."""

    point: str
    trouble: str
    owed: int
    own: int
    bought: int
    doubled: int
    lost: int
    wrong_buyer: int


TABLE: list[Row] = []
HEADS = "killed at", "supplier", "owed", "own", "bought", "doubled", "lost", "wrong buyer"
CASES = [(point, trouble) for trouble in TROUBLES for point in ("", *checkpoints.KEY_POINTS)]


def tenth(case: tuple[str, str]) -> bool:
    """Of the suite: every point once, each with another trouble in turn."""
    point, trouble = case
    at = checkpoints.KEY_POINTS.index(point) if point else -1
    return TROUBLES[at % len(TROUBLES)] == trouble and point in ("", *checkpoints.KEY_POINTS[1:6:2])


@pytest.fixture
def supply(transactional_db: None, sandbox_process: Sandboxes) -> Iterator[Supply]:
    sandbox_process.fresh(SUPPLIER, products=16, orders=0)
    settings.SANDBOX_URL = sandbox_process.url
    made = make_supply(f"{sandbox_process.url}/{SUPPLIER}")
    made.desk("pace", {"seconds": 0})
    made.desk("lose", {"times": 0})
    yield made


@pytest.fixture(scope="module", autouse=True)
def printed() -> Iterator[None]:
    yield
    lines = [HEADS, *(astuple(row) for row in TABLE)] if TABLE else []
    for line in lines:
        sys.stdout.write("\n" + " | ".join(f"{each or '-'!s:>20}" for each in line))


@pytest.mark.parametrize(
    ("point", "trouble"),
    [case if tenth(case) else pytest.param(*case, marks=pytest.mark.prove) for case in CASES],
)
def test_keys_bought_are_keys_owed(supply: Supply, workers: Callable[..., Worker], point: str, trouble: str) -> None:
    orders = _two_orders(supply)
    _make_trouble(supply, trouble)
    dying = workers(die_at=point).ready()
    if point:
        assert _dies(supply, dying), "the worker outlived the point"
        assert dying.end() == -signal.SIGKILL
    else:
        dying.ask("keys")
    _go_on(supply, workers().ready(), trouble)
    row = _reckoned(supply, orders, point, trouble)
    TABLE.append(row)
    assert (row.doubled, row.lost, row.wrong_buyer) == (0, 0, 0), row
    assert row.owed == row.own + row.bought
    done = Order.objects.filter(pk__in=[each.pk for each in orders], status="fulfilled").count()
    assert done == (1 if trouble == "short" else 2), "a line that lacks a paid key waits; every other is done"


@pytest.mark.parametrize("trouble", ["none", pytest.param("lost, done", marks=pytest.mark.prove)])
def test_doubled_clicks_and_two_workers_at_once_buy_once(
    supply: Supply, workers: Callable[..., Worker], trouble: str
) -> None:
    orders = _two_orders(supply)
    _make_trouble(supply, trouble)
    crew = [workers().ready() for _ in range(2)]
    at = soon()
    for worker in crew:
        worker.tell("keys", at=at)
        worker.tell("keys", at=at)
    for worker in [*crew, *crew]:
        assert worker.hear() is not None
    _go_on(supply, crew[0], trouble)
    row = _reckoned(supply, orders, "two at once", trouble)
    TABLE.append(row)
    assert (row.doubled, row.lost, row.wrong_buyer, row.owed) == (0, 0, 0, row.own + row.bought), row


def _two_orders(supply: Supply) -> list[Order]:
    variant = supply.product(units=OWED * 4)
    rows = files.read("\n".join(f"OWN-{n}" for n in range(OWN)).encode(), zone=supply.store.zone)
    pool.load(store=supply.store, rows=rows, variant=variant, by="proof")
    return [supply.order(variant, OWED) for _ in range(2)]


def _make_trouble(supply: Supply, trouble: str) -> None:
    if trouble.startswith("lost"):
        supply.desk("lose", {"how": "error500", "done": trouble == "lost, done"})
    if trouble == "short":
        supply.desk("short", {"keys": 1})


def _dies(supply: Supply, worker: Worker) -> bool:
    """At its first round, or once a person let what was not bought be sent again: only then is anything bought."""
    for _round in range(8):
        worker.tell("keys")
        if worker.hear() is None:
            return True
        supply.now_due()
        _a_person_decides(supply)
    return False


def _a_person_decides(supply: Supply) -> None:
    """What stays in doubt and is not in the supplier's books is sent again."""
    for row in SupplierOrder.objects.filter(state="in_doubt", looks__gt=2):
        supply.now_due()
        row.refresh_from_db()
        if not supply.bought_there().get(row.reference):
            purchases.decide(row, what="again", by="proof")


def _go_on(supply: Supply, worker: Worker, trouble: str) -> None:
    """Minutes of an ordinary process; a person looks at the supplier for what stays in doubt."""
    for _round in range(8):
        supply.now_due()
        worker.ask("keys")
        _a_person_decides(supply)
        waiting = SupplierOrder.objects.exclude(state="received").exists()
        if not waiting and not Order.objects.exclude(status="fulfilled").exists():
            return


def _reckoned(supply: Supply, orders: list[Order], point: str, trouble: str) -> Row:
    """By the supplier's books and by ours."""
    bought = supply.bought_there()
    asked = {row.reference: row.quantity for row in SupplierOrder.objects.all()}
    keys = list(LicenseKey.objects.select_related("order_item__order", "delivery"))
    texts = [key.key for key in keys]
    here = LicenseKey.objects.filter(supplier_order__isnull=False).count()
    missing = 1 if trouble == "short" else 0  # the one that was paid for and never given
    own = sum(key.supplier_order_id is None and key.order_item_id is not None for key in keys)
    sent_to = {delivery.pk: delivery.order_id for delivery in KeyDelivery.objects.all()}
    wrong = sum(
        key.delivery_id is not None and key.order_item is not None
        and sent_to[key.delivery_id] != key.order_item.order_id
        for key in keys
    )  # fmt: skip
    mails = list(OutgoingMail.objects.filter(kind="keys").values_list("key", flat=True))
    assert sorted(mails) == sorted(f"keys:{pk}" for pk in sent_to), "one mail a delivery"
    doubled = len(texts) - len(set(texts)) + sum(max(0, n - asked.get(ref, 0)) for ref, n in bought.items())
    return Row(
        point=point, trouble=trouble, owed=OWED * len(orders), own=own, bought=sum(bought.values()), doubled=doubled,
        lost=sum(bought.values()) - here - missing, wrong_buyer=wrong,
    )  # fmt: skip
