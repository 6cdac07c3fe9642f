"""The sync command as people script it: options, exit codes, keys, and being stopped in the middle."""

import threading
from typing import Any

import pytest
from django.db import connection as database

from orders.models import Order
from sync import executor, runs
from sync.models import MarketplaceSyncLog
from tests.trial.conftest import Customer, Said, command
from tests.trial.ozon import ozon, posting

KEYS = [
    "sync_log", "connection", "marketplace", "sync_type", "status", "total_records", "processed_records",
    "failed_records", "created", "updated", "unchanged", "parked", "errors", "start_time", "end_time",
]  # fmt: skip


def test_one_line_of_json_per_run_with_the_stable_keys(customer: Customer) -> None:
    shop = customer.connect("ozon", ozon(posting("1-1-1"), posting("2-2-2", status=None)))
    said = customer.sync(shop)
    assert (said.code, len(said.out.splitlines()), said.err) == (1, 1, "")
    assert list(said.line) == KEYS
    assert list(said.line["errors"][0]) == ["item", "reason"]


@pytest.mark.parametrize("since", ["", "yesterday", "2026-13-45", "2026-11-19T25:00", "-1"])
def test_a_since_that_is_no_moment_is_refused_before_any_run(customer: Customer, since: str) -> None:
    shop = customer.connect("ozon", ozon())
    said = customer.sync(shop, "orders", f"--since={since}")
    assert said.code == 2
    assert "2026-11-20T08:00:00Z" in said.err
    assert not MarketplaceSyncLog.objects.exists()


@pytest.mark.parametrize("which", [["--all"], ["--store", "trial"], ["--store", "none"], ["--marketplace", "ozon"],
                                   ["--connection", "123"]])  # fmt: skip
def test_nothing_to_sync_is_said(customer: Customer, which: list[str]) -> None:
    said = command("sync", "orders", *which, "--json")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(("No connection fits", "There is no"))


def test_a_since_at_the_beginning_of_the_calendar_reads_what_there_is(customer: Customer) -> None:
    shop = customer.connect("ozon", ozon(posting("1-1-1")))
    said = customer.sync(shop, "orders", "--since=0001-01-01")
    assert (said.code, said.line["total_records"]) == (0, 1)


@pytest.mark.parametrize("since", ["9999-12-31T23:59:59+00:00", "2099-01-01"])
def test_a_since_that_has_not_come_is_refused_before_any_run(customer: Customer, since: str) -> None:
    shop = customer.connect("ozon", ozon(posting("1-1-1")))
    said = customer.sync(shop, "orders", f"--since={since}")
    assert (said.code, said.out) == (2, "") and "it has not come yet" in said.err
    assert not MarketplaceSyncLog.objects.exists()


def test_an_unknown_marketplace_is_told_with_the_known_ones(customer: Customer) -> None:
    customer.connect("ozon", ozon())
    said = command("sync", "orders", "--marketplace", "nowhere")
    assert said.code == 2
    assert "no marketplace “nowhere”. Known: " in said.err and ", ozon, " in said.err


@pytest.mark.parametrize(("kind", "word"), [("orders", "received"), ("inventory", "sent"), ("prices", "sent")])
def test_what_goes_out_is_told_as_sent(customer: Customer, kind: str, word: str) -> None:
    shop = customer.connect("ozon", ozon())
    said = command("sync", kind, "--connection", str(shop.pk))
    assert f"0 {word} = " in said.out


def test_a_run_that_failed_at_once_is_told_without_counts(customer: Customer) -> None:
    shop = customer.connect("ozon", ozon())
    shop.base_url = "http://127.0.0.1:9"
    shop.save()
    said = command("sync", "products", "--connection", str(shop.pk))
    assert said.code == 2
    assert "failed." in said.out
    assert "= 0 new" not in said.out


def test_a_run_that_is_interrupted_ends_at_once_and_the_next_one_does_not_wait(customer: Customer) -> None:
    shop = customer.connect("ozon", ozon(posting("1-1-1")))

    def pressed(_run: Any) -> None:
        raise KeyboardInterrupt

    entry = runs.start(connection=shop, sync_type="orders", cause="command")
    with pytest.raises(KeyboardInterrupt):
        executor.run_now(entry, listener=pressed)
    entry.refresh_from_db()
    assert (entry.status, entry.lease_owner) == ("stopped", None)
    assert Order.objects.count() == 1
    assert customer.sync(shop).code == 0


def test_two_syncs_of_one_shop_at_once_make_every_order_once(customer: Customer) -> None:
    shop = customer.connect("ozon", ozon(*(posting(f"{at}-1-1") for at in range(30))))
    ended: list[Said] = []

    def run() -> None:
        try:
            ended.append(customer.sync(shop))
        finally:
            database.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [said.code for said in ended] == [0, 0]
    assert Order.objects.count() == 30
