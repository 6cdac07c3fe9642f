"""Links to keys are told to a shop of one's own, over the wire: once, whatever is lost, and never with a key."""

import re
import signal
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from core.models import NeedsYou, Store
from fulfillment.models import KeyDelivery, LicenseKey
from fulfillment.services.keys import delivering, files, pool, withdrawing
from inventory.models import Product, Variant
from marketplaces.canonical.orders import Buyer
from marketplaces.models import ApiCall, Connection, OutboundChange
from orders.models import Order
from orders.services.intake import import_orders
from sync import executor, runs
from sync.keys import working
from tests.contract.shop import as_placed
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.shops import open_shop
from tests.proofs.virtual import pass_time

pytestmark = pytest.mark.django_db(transaction=True)
CODE, SKU, WORD = "storefront", "DIG-1", "WORD-"


@pytest.fixture
def shop(store: Store, sandboxes: Sandboxes) -> Connection:
    sandboxes.fresh(CODE, orders=0)
    product = Product.objects.create(store=store, title="Gift card", kind=Product.Kind.DIGITAL)
    variant = Variant.objects.create(store=store, product=product, sku=SKU)
    rows = files.read("\n".join(f"{WORD}{number}" for number in range(4)).encode(), zone=store.zone)
    pool.load(store=store, rows=rows, variant=variant, by="Anna")
    return open_shop(store, sandboxes, CODE, ready=False)


def sold(sandboxes: Sandboxes, shop: Connection, *, email: str = "ana@buyer.example") -> Order:
    """Two cards, paid."""
    (placed,) = sandboxes.control(CODE, "sell", {"quantity": 2, "digital": True, "send": False})["orders"]
    told = replace(as_placed(placed), buyer=Buyer(name="Ana", email=email))
    import_orders(connection=shop, orders=[told], seen_at=timezone.now(), cause="poll")
    return Order.objects.get(channel_order_id=placed["id"])


def there(sandboxes: Sandboxes, order: Order) -> dict[str, Any]:
    rows = sandboxes.state(CODE, "&products=0")["orders"]
    return next(dict(row) for row in rows if row["id"] == order.channel_order_id)


def catch_up(shop: Connection) -> None:
    executor.run_now(runs.start(connection=shop, sync_type="fulfillment", cause="button"))
    for waiting in runs.waiting():
        executor.execute(waiting)


def opened_by(link: str) -> KeyDelivery:
    """The hand-over that a link opens."""
    found = delivering.find_delivery(re.split("/keys/open/", link)[1].rstrip("/"))
    assert found is not None, "the link opens nothing"
    return found


def test_a_shop_is_told_the_link_and_nothing_of_ours_tells_a_key(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    working.work()
    catch_up(shop)
    told = there(sandboxes, order)
    (link,) = told["links"]
    assert (told["hub_status"], opened_by(link).order_id) == ("fulfilled", order.pk)
    change = OutboundChange.objects.get(kind="digital")
    assert (change.state, change.last_sent) == ("synced", {"lines": 1})
    kept = f"{change.__dict__} {list(change.history.values())} {list(ApiCall.objects.values())}"
    assert WORD not in kept and link not in kept and "/keys/open/" not in kept
    assert WORD not in str(sandboxes.state(CODE))
    assert not NeedsYou.objects.filter(settled_at__isnull=True).exists()


def test_a_link_in_place_of_another_is_told_too(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    working.work()
    catch_up(shop)
    delivering.send_again(order, by="Anna")
    catch_up(shop)
    old, new = there(sandboxes, order)["links"]
    with pytest.raises(AssertionError, match="opens nothing"):
        opened_by(old)
    assert opened_by(new).withdrawn_at is None
    key = LicenseKey.objects.filter(order_item__order=order).order_by("position").first()
    assert key is not None
    withdrawing.replace(key, by="Anna", why="it was used before")
    catch_up(shop)
    assert len(there(sandboxes, order)["links"]) == 3
    assert OutboundChange.objects.get(kind="digital").state == "synced"


def test_what_was_handed_over_by_hand_is_told_without_a_link(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop, email="")
    working.work()
    assert not OutboundChange.objects.filter(kind="digital").exists()
    delivering.hand_over(order.pk, by="Anna")
    catch_up(shop)
    assert (there(sandboxes, order)["links"], there(sandboxes, order)["hub_status"]) == ([], "fulfilled")


def test_an_order_that_was_paid_back_meanwhile_gets_no_link(sandboxes: Sandboxes, shop: Connection) -> None:
    order = sold(sandboxes, shop)
    working.work()
    row = Order.objects.get(pk=order.pk)
    row.status = "refunded"
    row.save()
    catch_up(shop)
    assert (there(sandboxes, order)["links"], there(sandboxes, order)["hub_status"]) == ([], "refunded")


@pytest.mark.parametrize(("when", "after_one"), [("after", 1), ("before", 0)])
def test_a_lost_answer_tells_one_link(sandboxes: Sandboxes, shop: Connection, when: str, after_one: int) -> None:
    order = sold(sandboxes, shop)
    working.work()
    sandboxes.control(CODE, "faults", {"kind": "error500", "times": 2, "when": when})
    catch_up(shop)
    change = OutboundChange.objects.get(kind="digital")
    assert (change.state, len(there(sandboxes, order)["links"])) == ("retry", after_one)
    pass_time(200)
    catch_up(shop)
    change.refresh_from_db()
    assert (change.state, len(there(sandboxes, order)["links"])) == ("synced", 1)


@pytest.mark.parametrize("point", ["push.after_claim", "push.before_call", "push.after_call"])
def test_killed_anywhere_one_link_is_told(
    sandboxes: Sandboxes, shop: Connection, workers: Callable[..., Worker], point: str
) -> None:
    order = sold(sandboxes, shop)
    working.work()
    dying = workers(die_at=point).ready()
    dying.tell("run", connection=str(shop.pk), kind="fulfillment")
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL
    again = workers().ready()
    for _minute in range(3):
        pass_time(400)
        assert again.ask("quiet")["quiet"]
    assert len(there(sandboxes, order)["links"]) == 1
    assert OutboundChange.objects.get(kind="digital").state == "synced"
