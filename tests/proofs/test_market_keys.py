"""Keys that the Market sends to buyers, over the wire: an answer that is lost is asked about before they go again."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from core.models import Store
from fulfillment.services.keys import files, pool
from marketplaces.models import ApiCall, Connection, OutboundChange
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import Order
from sync import accounts, executor, runs
from sync.keys import working
from sync.push.digital import LEFT_AT, SURELY_COME
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import did
from tests.proofs.virtual import pass_time

pytestmark = pytest.mark.django_db(transaction=True)
CODE, SHOP = "yandex", "21000002"


@pytest.fixture
def shop(store: Store, sandboxes: Sandboxes) -> Iterator[Connection]:
    """Its letters are under way for an hour."""
    sandboxes.fresh(CODE, orders=0)
    keys = sandboxes.control(CODE, "credentials", method="GET") | {"campaign_id": SHOP}
    address = f"{sandboxes.url}/{CODE}"
    tested = try_values(CODE, keys, base_url=address, allow_private=True)
    opened = connect(store=store, code=CODE, name="Market", tested=tested, base_url=address, allow_private=True)
    did(opened, "products", create_missing=True)
    sandboxes.control(CODE, "letters", {"seconds": 3600})
    yield opened
    sandboxes.control(CODE, "letters", {"seconds": 0})
    sandboxes.control(CODE, "faults", method="DELETE")


@pytest.fixture
def order(sandboxes: Sandboxes, shop: Connection) -> Order:
    """Two keys are sold and handed over here: to be told to the Market."""
    number = str(sandboxes.control(CODE, "sell", {"quantity": 2, "digital": True})["orders"][0]["id"])
    did(shop, "orders", remote_ids=[number])
    found = Order.objects.get(channel_order_id=number)
    rows = files.read(b"WORD-AAAA-1\nWORD-BBBB-2", zone=shop.store.zone)
    pool.load(store=shop.store, rows=rows, variant=found.items.get().variant, by="Anna")
    working.work()
    return found


def path_of(order: Order) -> str:
    return f"/v2/campaigns/{SHOP}/orders/{order.channel_order_id}/deliverDigitalGoods"


def given(sandboxes: Sandboxes, order: Order) -> int:
    """How often the Market was given keys for it."""
    calls: dict[str, int] = sandboxes.control(CODE, "calls", method="GET")["calls"]
    return calls.get(f"POST {path_of(order)}", 0)


def tell(shop: Connection) -> OutboundChange:
    """A run that finds the change due."""
    OutboundChange.objects.filter(kind="digital").update(due_at=timezone.now())
    executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button"))
    for waiting in runs.waiting():
        executor.execute(waiting)
    return OutboundChange.objects.get(kind="digital")


def test_keys_whose_answer_was_lost_are_looked_for_and_not_sent_again(
    sandboxes: Sandboxes, shop: Connection, order: Order
) -> None:
    fault = {"kind": "error500", "path": path_of(order), "when": "after", "times": 1}
    sandboxes.control(CODE, "faults", fault)
    for _ in range(3):
        change = tell(shop)
        assert (change.state, given(sandboxes, order)) == ("retry", 1)
    assert "WORD-" not in f"{change.__dict__} {list(change.history.values())} {list(ApiCall.objects.values())}"
    sandboxes.control(CODE, "move", {"order": order.channel_order_id, "status": "DELIVERED"})
    change = tell(shop)
    assert (change.state, change.last_sent, change.progress) == ("synced", {"lines": 1}, {})
    assert given(sandboxes, order) == 1


def test_keys_that_no_letter_came_of_go_again_when_one_would_surely_have_come(
    sandboxes: Sandboxes, shop: Connection, order: Order
) -> None:
    sandboxes.control(CODE, "faults", {"kind": "error500", "path": path_of(order), "times": 1})
    assert tell(shop).progress[LEFT_AT]
    assert tell(shop).state == "retry"
    assert given(sandboxes, order) == 1
    OutboundChange.objects.update(progress={LEFT_AT: (timezone.now() - SURELY_COME).isoformat()})
    assert tell(shop).state == "synced"
    assert given(sandboxes, order) == 2


@pytest.mark.parametrize("kind", ["rate_limit", "forbidden"])
def test_keys_that_were_refused_are_in_no_doubt(
    sandboxes: Sandboxes, shop: Connection, order: Order, kind: str
) -> None:
    sandboxes.control(CODE, "faults", {"kind": kind, "path": path_of(order)})
    assert not tell(shop).progress.get(LEFT_AT)
    tries = given(sandboxes, order)
    sandboxes.control(CODE, "faults", method="DELETE")
    shop.refresh_from_db()
    if shop.status == Connection.Status.STOPPED:
        accounts.mend(shop, how="The right is given", by="Anna")
    pass_time(700)
    assert tell(shop).state == "synced"
    assert given(sandboxes, order) == tries + 1


def test_a_kill_before_they_leave_is_looked_for_first_too(sandboxes: Sandboxes, shop: Connection, order: Order) -> None:
    """What is written down before the call is all that a killed worker leaves behind."""
    OutboundChange.objects.filter(kind="digital").update(progress={LEFT_AT: timezone.now().isoformat()})
    assert tell(shop).state == "retry"
    assert given(sandboxes, order) == 0
