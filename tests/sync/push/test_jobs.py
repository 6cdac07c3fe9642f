"""Batches that are answered later: kept by name, asked about now and then, settled item by item."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from inventory.services.locations import default_location
from inventory.services.product_edit import edit_variant
from inventory.services.stock import recount
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import ConnectorError, LoginExpired, NotFound, Rejected, Unavailable
from marketplaces.framework.results import Awaited, ItemResult, Later
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.connectors import open_connector
from sync.push import jobs, queue
from sync.switches import switch
from tests.sync.push.conftest import CODE, Market

SKUS = ("JOB-1", "JOB-2", "JOB-3")


@dataclass
class Desk:
    """Takes batches of the shop at once and carries them out when `work` is called, as some marketplaces do."""

    carry_out: Callable[..., Sequence[ItemResult]]
    held: dict[str, list[Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, ItemResult]] = field(default_factory=dict)
    asked: list[tuple[str, Capability, list[str]]] = field(default_factory=list)
    error: ConnectorError | None = None

    def take(self, updates: Sequence[Any]) -> list[ItemResult]:
        job = f"job-{len(self.held) + 1}"
        self.held[job] = list(updates)
        return [ItemResult(ref=each.ref, ok=True, later=Later(job=job, item=each.sku)) for each in updates]

    def work(self, connector: Connector, **refused: ConnectorError) -> None:
        """All that was handed in is done; `refused` SKUs are not."""
        for job, updates in self.held.items():
            if job in self.answers:
                continue
            good = [each for each in updates if each.sku.replace("-", "_") not in refused]
            done = {each.ref: each for each in self.carry_out(connector, good)}
            names = {each.ref: each.sku for each in updates}
            self.answers[job] = {names[ref]: result for ref, result in done.items()}
            for each in updates:
                if error := refused.get(each.sku.replace("-", "_")):
                    self.answers[job][each.sku] = ItemResult(ref="", ok=False, error=error)

    def tell(self, job: str, items: Sequence[Awaited], of: Capability) -> list[ItemResult]:
        self.asked.append((job, of, [each.item for each in items]))
        if self.error:
            raise self.error
        if job not in self.answers:
            return [ItemResult(ref=each.ref, ok=True, later=Later(job=job, item=each.item)) for each in items]
        found = self.answers[job]
        return [ItemResult(ref=each.ref, ok=found[each.item].ok, error=found[each.item].error) for each in items]


@pytest.fixture
def desk(market: Market, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Three listings, stock and price sent; from now on the shop answers batches later."""
    for sku in SKUS:
        market.publish(market.variant(sku, units=5))
    market.run()
    switch(market.shop, "stock_out", on=True, by="test")
    switch(market.shop, "price_out", on=True, by="test")
    market.shop.refresh_from_db()
    for kind in ("inventory", "prices"):
        market.run(kind)
        settle(market, kind)
    return _slow(monkeypatch, "push_stock")


def _slow(monkeypatch: pytest.MonkeyPatch, operation: str) -> Desk:
    kind = registry.connector_class(CODE)
    desk = Desk(getattr(kind, operation))
    monkeypatch.setattr(kind, operation, lambda _self, updates: desk.take(updates))
    monkeypatch.setattr(kind, "ask_about", lambda _self, job, items, *, of: desk.tell(job, items, of))
    return desk


def settle(market: Market, kind: str) -> None:
    """Questions and looks are due."""
    market.due_now()
    market.run(kind)


def count(market: Market, sku: str, units: int) -> None:
    variant = market.listing(sku).variant
    assert variant is not None
    recount(store=market.store, variant=variant, location=default_location(market.store), counted=units)


def change(market: Market, sku: str, kind: str = "stock") -> OutboundChange:
    return OutboundChange.objects.get(kind=kind, subject_id=market.listing(sku).pk)


def under_way(market: Market, sku: str) -> dict[str, Any]:
    return dict(change(market, sku).progress.get("under_way", {}))


def works(desk: Desk, market: Market, **refused: ConnectorError) -> None:
    desk.work(open_connector(market.shop), **refused)


def shown(market: Market, sku: str) -> int:
    return int(market.there()[sku]["stock"][""]["available"])


def test_what_is_taken_is_kept_by_its_name_and_is_not_sent_again(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    before = change(market, "JOB-1")
    assert market.run("inventory").updated_records == 1
    row = change(market, "JOB-1")
    assert (row.state, row.sent_version, row.last_sent) == ("accepted", before.sent_version, before.last_sent)
    assert (row.progress["under_way"]["job"], row.lease_owner) == ("job-1", None)
    assert row.due_at > timezone.now() + timedelta(seconds=10)
    market.run("inventory")
    assert (len(desk.held), desk.asked) == (1, [])


def test_it_is_asked_about_more_and_more_seldom(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    waits = []
    for _ in range(8):
        settle(market, "inventory")
        waits.append((change(market, "JOB-1").due_at - timezone.now()).total_seconds())
    assert [round(each / 30) for each in waits] == [1, 2, 4, 8, 16, 20, 20, 20]
    assert len(desk.asked) == 8 and len(desk.held) == 1


def test_each_item_is_settled_by_its_own_answer(market: Market, desk: Desk) -> None:
    for sku in SKUS:
        count(market, sku, 9)
    market.run("inventory")
    works(desk, market, JOB_2=Rejected("No such size", said="SIZE"))
    market.due_now()
    entry = market.run("inventory")
    assert (entry.status, entry.failed_records) == ("partially_completed", 1)
    assert [(job, of, sorted(items)) for job, of, items in desk.asked] == [
        ("job-1", Capability.PUSH_STOCK, sorted(SKUS))
    ]
    bad = change(market, "JOB-2")
    assert (bad.state, bad.error, bad.error_said, bad.progress) == ("refused", "No such size", "SIZE", {})
    settle(market, "inventory")
    good = change(market, "JOB-1")
    assert (good.state, good.sent_version, good.seen_version) == ("synced", good.wanted_version, good.wanted_version)
    assert good.last_sent["stock"] == {"": 9} and good.progress == {}
    assert [shown(market, sku) for sku in SKUS] == [9, 5, 9]


def test_what_is_wished_meanwhile_waits_for_the_answer(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    count(market, "JOB-1", 3)
    row = change(market, "JOB-1")
    assert row.state == "accepted" and under_way(market, "JOB-1")["version"] == row.wanted_version - 1
    market.run("inventory")
    assert len(desk.held) == 1
    works(desk, market)
    settle(market, "inventory")
    assert [[each.quantity for each in updates] for updates in desk.held.values()] == [[9], [3]]
    works(desk, market)
    settle(market, "inventory")
    settle(market, "inventory")
    assert (change(market, "JOB-1").state, shown(market, "JOB-1")) == ("synced", 3)


def test_a_refusal_of_what_is_out_of_date_tells_nobody_and_the_newer_goes_out(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    count(market, "JOB-1", 3)
    works(desk, market, JOB_1=Rejected("No"))
    settle(market, "inventory")
    assert [[each.quantity for each in updates] for updates in desk.held.values()] == [[9], [3]]
    assert under_way(market, "JOB-1")["job"] == "job-2"


def test_a_shop_that_does_not_say_keeps_its_job_and_is_asked_later(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    desk.error = Unavailable("Not now")
    settle(market, "inventory")
    row = change(market, "JOB-1")
    assert (row.state, under_way(market, "JOB-1")["job"], row.attempts) == ("accepted", "job-1", 0)
    assert row.due_at > timezone.now() and queue.due_places() == []


def test_a_job_that_nobody_knows_any_more_gives_its_reason(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    desk.error = NotFound("No such job")
    settle(market, "inventory")
    assert (change(market, "JOB-1").state, change(market, "JOB-1").error) == ("refused", "No such job")


def test_a_lost_sign_in_keeps_the_job(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    desk.error = LoginExpired("Sign in again")
    settle(market, "inventory")
    assert Connection.objects.get(pk=market.shop.pk).status != Connection.Status.ACTIVE
    row = change(market, "JOB-1")
    assert (row.state, row.lease_owner, row.progress["under_way"]["job"]) == ("accepted", None, "job-1")


def test_who_has_not_answered_within_a_day_is_told_again(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    row = change(market, "JOB-1")
    row.progress["under_way"]["since"] = (timezone.now() - jobs.PATIENCE - timedelta(minutes=1)).isoformat()
    OutboundChange.objects.filter(pk=row.pk).update(progress=row.progress)
    settle(market, "inventory")
    assert change(market, "JOB-1").state == "retry"
    settle(market, "inventory")
    assert (len(desk.held), under_way(market, "JOB-1")["job"]) == (2, "job-2")


def test_what_two_jobs_carry_is_asked_of_both(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    row = change(market, "JOB-1")
    held = row.progress["under_way"]
    ref = held["items"][0][0]
    held["items"] = [[ref, "job-1", "JOB-1"], [f"{ref}b", "job-2", "JOB-1"]]
    OutboundChange.objects.filter(pk=row.pk).update(progress=row.progress)
    for job in ("job-1", "job-2"):
        assert under_way(market, "JOB-1")["job"] == job
        desk.answers[job] = {"JOB-1": ItemResult(ref="", ok=True)}
        settle(market, "inventory")
    assert [job for job, _of, _items in desk.asked] == ["job-1", "job-2"]
    assert under_way(market, "JOB-1") == {}


def test_a_price_is_answered_later_too(market: Market, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    prices = _slow(monkeypatch, "push_price")
    variant = market.listing("JOB-1").variant
    assert variant is not None
    edit_variant(variant=variant, by="mara", price=Decimal("77.00"))
    market.run("prices")
    assert change(market, "JOB-1", "price").state == "accepted"
    works(prices, market)
    settle(market, "prices")
    row = change(market, "JOB-1", "price")
    assert (row.state, row.last_sent["price"], row.sent_version) == ("synced", "77.00", row.wanted_version)
    assert Decimal(market.there()["JOB-1"]["price"]) == Decimal("77.00")
    assert [of for _job, of, _items in prices.asked] == [Capability.PUSH_PRICE]


def test_the_tick_asks_for_a_run_only_when_a_question_is_due(market: Market, desk: Desk) -> None:
    count(market, "JOB-1", 9)
    market.run("inventory")
    assert queue.due_places() == []
    market.due_now()
    assert (market.shop.pk, "stock") in queue.due_places()
