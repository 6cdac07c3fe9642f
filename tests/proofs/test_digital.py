"""Digital lines are told to practice marketplaces, over the wire: like any change, once, with the reason kept."""

import pytest

from core.models import NeedsYou, Store
from fulfillment.services.keys import assigning, delivering, files, pool
from marketplaces.models import ApiCall, Connection, OutboundChange
from marketplaces.services.connect import connect
from marketplaces.services.connect import test_values as try_values
from orders.models import Order
from sync import executor, runs
from sync.keys import working
from sync.push import queue
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import did, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "lazada"


@pytest.fixture
def shop(store: Store, sandboxes: Sandboxes) -> Connection:
    sandboxes.fresh(CODE, orders=0)
    sandboxes.control(CODE, "faults", method="DELETE")
    shop = open_shop(store, sandboxes, CODE, ready=False)
    did(shop, "products", create_missing=True)
    return shop


def sold(sandboxes: Sandboxes, shop: Connection) -> Order:
    """One digital unit, paid, with a key that is assigned to it."""
    number = str(sandboxes.control(CODE, "sell", {"quantity": 1, "digital": True})["orders"][0]["id"])
    did(shop, "orders", remote_ids=[number])
    order = Order.objects.get(channel_order_id=number)
    item = order.items.get()
    rows = files.read(f"KEY-{number}".encode(), zone=shop.store.zone)
    pool.load(store=shop.store, rows=rows, variant=item.variant, by="Anna")
    assert assigning.assign(item.pk) == 0
    return order


def catch_up(shop: Connection) -> None:
    executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button"))
    for waiting in runs.waiting():
        executor.execute(waiting)


def test_a_key_that_was_handed_over_is_told_and_the_order_is_delivered_there(
    sandboxes: Sandboxes, shop: Connection
) -> None:
    order = sold(sandboxes, shop)
    assert not OutboundChange.objects.filter(kind="digital").exists()
    delivering.hand_over(order.pk, by="Anna")
    change = OutboundChange.objects.get(kind="digital")
    assert (change.state, change.subject_id) == ("waiting", order.marketplace_orders.get().pk)
    catch_up(shop)
    change.refresh_from_db()
    assert (change.state, change.last_sent) == ("synced", {"lines": 1})
    assert order.marketplace_orders.get().status == "delivered", "It was read right after."
    assert not NeedsYou.objects.filter(kind="refused", settled_at__isnull=True).exists()


def test_what_lazada_does_not_take_is_kept_with_its_reason_and_tried_again(
    sandboxes: Sandboxes, shop: Connection
) -> None:
    order = sold(sandboxes, shop)
    sandboxes.control(CODE, "move", {"order": order.channel_order_id, "status": "unpaid"})
    delivering.hand_over(order.pk, by="Anna")
    catch_up(shop)
    change = OutboundChange.objects.get(kind="digital")
    assert (change.state, "has not paid" in change.error) == ("refused", True)
    need = NeedsYou.objects.get(subject_id=change.pk, settled_at__isnull=True)
    assert "was not told that the buyer of" in need.title
    sandboxes.control(CODE, "move", {"order": order.channel_order_id, "status": "pending"})
    queue.try_again(change, by="Anna")
    catch_up(shop)
    change.refresh_from_db()
    assert change.state == "synced"


def test_the_market_is_told_the_keys_that_it_sends_to_the_buyer_itself(store: Store, sandboxes: Sandboxes) -> None:
    """Nobody presses anything: a round of the keys hands them over, and no row of ours tells what they say."""
    market = "yandex"
    sandboxes.fresh(market, orders=0)
    keys = sandboxes.control(market, "credentials", method="GET") | {"campaign_id": "21000002"}
    address = f"{sandboxes.url}/{market}"
    tested = try_values(market, keys, base_url=address, allow_private=True)
    shop = connect(store=store, code=market, name="Market", tested=tested, base_url=address, allow_private=True)
    did(shop, "products", create_missing=True)
    number = str(sandboxes.control(market, "sell", {"quantity": 2, "digital": True})["orders"][0]["id"])
    did(shop, "orders", remote_ids=[number])
    order = Order.objects.get(channel_order_id=number)
    item = order.items.get()
    assert item.is_digital
    rows = files.read(b"WORD-AAAA-1\nWORD-BBBB-2", zone=store.zone)
    pool.load(store=store, rows=rows, variant=item.variant, by="Anna")
    working.work()
    catch_up(shop)
    change = OutboundChange.objects.get(kind="digital")
    assert (change.state, change.last_sent) == ("synced", {"lines": 1})
    assert "WORD-" not in f"{change.__dict__} {list(change.history.values())} {list(ApiCall.objects.values())}"
    assert order.marketplace_orders.get().status == "delivered"
    assert not NeedsYou.objects.filter(subject_id=order.pk, settled_at__isnull=True).exists()
