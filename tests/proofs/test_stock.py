"""Many processes sell, cancel, send, count and die over one shelf: nothing is promised twice, nothing goes below zero.

`make prove-stock` does a million operations on a thousand articles and prints what it counted. An operation
is one order told, or one article changed at the shelf.
"""

import multiprocessing
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, connections, transaction

from inventory.models import Product, Variant
from inventory.services.bundles import set_parts
from inventory.services.stock_many import Wanted, change_many
from marketplaces.models import Connection
from orders.services.intake import import_orders
from tests.orders.world import NOON, World, make_world
from tests.proofs.traffic import PAGE, Traffic

FORK = multiprocessing.get_context("fork")

#: What must never be, as questions whose answer is 0. `%(store)s` is the shop's owner.
NEVER = {
    "units below zero": "SELECT count(*) FROM stock WHERE store_id = %(store)s AND (on_hand < 0 OR reserved < 0)",
    "promised more than there is": "SELECT count(*) FROM stock WHERE store_id = %(store)s AND reserved > on_hand",
    "shelf is not the sum of its ledger": """
        SELECT count(*) FROM stock s WHERE s.store_id = %(store)s AND s.on_hand <> (
            SELECT coalesce(sum(c.delta), 0) FROM inventory_changes c
            WHERE c.variant_id = s.variant_id AND c.location_id = s.location_id)""",
    "promised is not the sum of the grants": """
        SELECT count(*) FROM stock s WHERE s.store_id = %(store)s AND s.reserved <> (
            SELECT coalesce(sum(r.granted), 0) FROM reservations r
            WHERE r.variant_id = s.variant_id AND r.location_id = s.location_id)""",
    "a line holds more than was bought": """
        SELECT count(*) FROM (
            SELECT order_item_id, sum(asked + consumed) AS held, max(per_unit) AS each FROM reservations
            WHERE store_id = %(store)s GROUP BY order_item_id, variant_id
        ) r JOIN order_items i ON i.id = r.order_item_id WHERE r.held > i.quantity * r.each""",
    "a bundle holds its parts unevenly": """
        SELECT count(*) FROM (
            SELECT order_item_id FROM (
                SELECT order_item_id, sum(asked) AS asked, max(per_unit) AS each FROM reservations
                WHERE store_id = %(store)s GROUP BY order_item_id, variant_id
            ) r GROUP BY order_item_id HAVING max(asked / each) <> min(asked / each) OR bool_or(asked %% each <> 0)
        ) t""",
    "a bundle has units of its own": """
        SELECT count(*) FROM stock s JOIN product_variants v ON v.id = s.variant_id AND v.is_bundle
        WHERE s.store_id = %(store)s AND (s.on_hand <> 0 OR s.reserved <> 0)""",
    "units left twice": """
        SELECT count(*) FROM (
            SELECT order_item_id, sum(consumed) AS units FROM reservations WHERE store_id = %(store)s GROUP BY 1
        ) r LEFT JOIN (
            SELECT order_item_id, -sum(delta) AS units FROM inventory_changes
            WHERE store_id = %(store)s AND cause = 'shipped' GROUP BY 1
        ) c USING (order_item_id) WHERE r.units <> coalesce(c.units, 0)""",
    "short although units are free": """
        SELECT count(*) FROM stock s WHERE s.store_id = %(store)s AND s.on_hand > s.reserved AND EXISTS (
            SELECT 1 FROM reservations r
            WHERE r.variant_id = s.variant_id AND r.location_id = s.location_id AND r.short > 0)""",
    "an order twice": """
        SELECT count(*) FROM (
            SELECT 1 FROM marketplace_orders WHERE store_id = %(store)s
            GROUP BY connection_id, marketplace_order_id HAVING count(*) > 1) t""",
}


@dataclass
class House:
    """The store, its shops, and what its hands did so far."""

    world: World
    shops: list[Connection]
    traffic: Traffic
    done: list[int] = field(default_factory=list)
    deaths: int = 0


def _house(traffic: Traffic) -> House:
    world = make_world("load")
    shops = [world.shop]
    for number in range(1, traffic.shops):
        shops.append(
            Connection.objects.create(
                store=world.store,
                marketplace=world.shop.marketplace,
                name=f"Shop {number}",
                remote_account_id=f"{world.store.slug}-{number}",
                stock_out=True,
            )  # fmt: skip
        )
    with transaction.atomic():
        for number in range(traffic.articles):
            variant = world.put(traffic.sku(number), 10)
            world.offer(variant, shops[number % traffic.shops])
        for number in range(traffic.bundles):
            bundle = world.variants[traffic.bundle(number)] = _bundle(world, traffic, number)
            world.offer(bundle, shops[number % traffic.shops])
    return House(world, shops, traffic)


def _bundle(world: World, traffic: Traffic, number: int) -> Variant:
    sku = traffic.bundle(number)
    product = Product.objects.create(store=world.store, title=f"Bundle {sku}")
    made = Variant.objects.create(store=world.store, product=product, sku=sku)
    parts = {world.variants[part].pk: each for part, each in traffic.parts(number).items()}
    return set_parts(made, parts, by="proof")


def _hand(house: House, hand: int, hands: int, begin: int, pipe: Any) -> None:
    """Works from step `begin` on, and says after each step, once it is kept, how many operations it was."""
    try:
        traffic, world = house.traffic, house.world
        for step, kind, page in traffic.works(hand, hands, begin):
            pipe.send((step, _work(world, house.shops, traffic, kind, page)))
        pipe.send(None)
    finally:
        connection.close()


def _work(world: World, shops: list[Connection], traffic: Traffic, kind: str, page: int) -> int:
    if kind == "shelf":
        rows = [
            Wanted(variant=world.variants[sku], location=world.place, delta=delta, counted=counted, reason="proof")
            for sku, delta, counted in traffic.changes(page)
        ]
        return len(change_many(store=world.store, rows=rows))
    orders = traffic.first_words(page) if kind == "first" else traffic.last_words(page)
    with transaction.atomic():
        told = import_orders(
            connection=shops[traffic.shop_of(page)], orders=orders, seen_at=NOON + timedelta(minutes=page), cause="poll"
        )
    assert not told.refused and not told.parked, (told.refused, told.parked)
    return len(orders)


def _broken(store_id: Any) -> dict[str, int]:
    """Every question of NEVER in one moment of the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found = {}
        for name, sql in NEVER.items():
            cursor.execute(sql, {"store": store_id})
            found[name] = cursor.fetchone()[0]
    return found


def _carry_out(house: House, hands: int, *, kill_every: float, look_every: float) -> dict[str, int]:
    """All hands to their end, some of them killed and replaced on the way; the worst answer to every question."""
    draw, worst = Random(house.traffic.seed), dict.fromkeys(NEVER, 0)  # noqa: S311
    crew = {hand: _start(house, hand, hands, 0) for hand in range(hands)}
    reached = dict.fromkeys(range(hands), 0)
    kill_at, look_at = time.monotonic() + kill_every, time.monotonic() + look_every
    while crew:
        for hand, (process, pipe) in list(crew.items()):
            said = _listen(house, hand, pipe, reached)
            if said == "through":
                process.join(30)
                assert process.exitcode == 0
                del crew[hand]
            elif said == "gone":
                process.join(30)
                assert process.exitcode == -signal.SIGKILL, f"hand {hand} ended with {process.exitcode}"
                crew[hand] = _start(house, hand, hands, reached[hand])
        if crew and time.monotonic() > kill_at:
            process = crew[draw.choice(sorted(crew))][0]
            house.deaths += process.is_alive()
            process.kill()
            kill_at = time.monotonic() + kill_every
        if time.monotonic() > look_at:
            worst = {name: max(worst[name], found) for name, found in _broken(house.world.store.pk).items()}
            look_at = time.monotonic() + look_every
        time.sleep(0.02)
    return worst


def _start(house: House, hand: int, hands: int, begin: int) -> tuple[Any, Any]:
    mine, theirs = FORK.Pipe(duplex=False)
    connections.close_all()
    process = FORK.Process(target=_hand, args=(house, hand, hands, begin, theirs))
    process.start()
    theirs.close()
    return process, mine


def _listen(house: House, hand: int, pipe: Any, reached: dict[int, int]) -> str:
    """Take what a hand said: it is `through`, `gone` without having said so, or `busy`."""
    try:
        while pipe.poll():
            said = pipe.recv()
            if said is None:
                return "through"
            reached[hand] = said[0] + 1
            house.done.append(said[1])
    except (EOFError, OSError):  # it was killed, perhaps in the middle of a word
        return "gone"
    return "busy"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("traffic", "hands", "kill_every"),
    [
        pytest.param(Traffic(seed=5, articles=30, shops=3, pages=6), 3, 0.5, id="a little"),
        pytest.param(
            Traffic(seed=7, articles=1000, shops=5, pages=4800), 6, 10.0, id="a million",
            marks=[pytest.mark.prove, pytest.mark.timeout(10_800)],
        ),
    ],
)  # fmt: skip
def test_nothing_is_promised_twice_and_nothing_is_lost(traffic: Traffic, hands: int, kill_every: float) -> None:
    house = _house(traffic)
    began = time.monotonic()
    worst = _carry_out(house, hands, kill_every=kill_every, look_every=kill_every)
    took = time.monotonic() - began
    for page in range(traffic.pages):  # what a hand that died had told is told again by the next poll
        _work(house.world, house.shops, traffic, "last", page)
    found = {name: max(worst[name], count) for name, count in _broken(house.world.store.pk).items()}
    _tell(house, found, took)
    assert found == dict.fromkeys(NEVER, 0)
    assert house.deaths, "nobody was killed"
    _orders_are_what_was_said(house)


def _orders_are_what_was_said(house: House) -> None:
    """Every order once, in the state of its last word; what it holds is what is open of it."""
    traffic = house.traffic
    wanted = {
        order.remote_id: (str(order.status), sum(line.quantity - line.cancelled_quantity for line in order.lines))
        for page in range(traffic.pages) for order in traffic.last_words(page)
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT m.marketplace_order_id, o.status, coalesce(sum(r.asked), 0), coalesce(sum(r.consumed), 0)
               FROM marketplace_orders m JOIN orders o ON o.id = m.order_id JOIN order_items i ON i.order_id = o.id
               LEFT JOIN (
                   SELECT order_item_id, max(asked) AS asked, max(consumed) AS consumed FROM (
                       SELECT order_item_id, sum(asked) / max(per_unit) AS asked,
                              ceil(sum(consumed)::numeric / max(per_unit)) AS consumed
                       FROM reservations GROUP BY order_item_id, variant_id) parts GROUP BY order_item_id
               ) r ON r.order_item_id = i.id WHERE m.store_id = %s GROUP BY 1, 2""",
            [house.world.store.pk],
        )
        rows = cursor.fetchall()
    assert len(rows) == len(wanted) == traffic.pages * PAGE
    for name, status, asked, consumed in rows:
        said, units = wanted[name]
        assert status == said, name
        assert asked == (units if said == "confirmed" else 0), name
        assert consumed <= (units if said == "shipped" else 0), name


def _tell(house: House, found: dict[str, int], took: float) -> None:
    done = sum(house.done)
    lines = [f"{done:,} operations on {house.traffic.articles:,} articles in {took:,.0f} s: {done / took:,.0f}/s"]
    lines += [f"{house.deaths} processes killed"]
    lines += [f"{count:>8}  {name}" for name, count in found.items()]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert Variant.objects.filter(store=house.world.store).count() == house.traffic.articles + house.traffic.bundles
