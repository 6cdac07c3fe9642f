"""Runs end in a sentence whatever goes wrong, and leave nothing locked."""

import pytest
from django.utils import timezone

from core.models import NeedsYou
from marketplaces.framework.errors import LoginExpired, PermissionMissing, Unavailable
from marketplaces.models import ApiCall, Connection, Marketplace, OutboundChange
from marketplaces.services.outbound import Subject, mark
from sync import accounts, executor, runs, tasks
from sync.models import MarketplaceSyncLog
from sync.run import Run, Stopped


def carried(
    shop: Connection, monkeypatch: pytest.MonkeyPatch, error: BaseException | None, *, kind: str = "orders",
    calls: int = 1,
) -> MarketplaceSyncLog:  # fmt: skip
    """A run whose work ends like that, after so many answered calls."""

    def work(run: Run) -> None:
        for _ in range(calls):
            ApiCall.objects.create(connection=shop, run_id=run.log.pk, operation="x", method="GET", at=timezone.now())
        run.page(created=2)
        if error is not None:
            raise error

    monkeypatch.setitem(executor.WORK, kind, work)
    return executor.run_now(runs.start(connection=shop, sync_type=kind, cause="button"))


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (None, "completed", ""),
        (Stopped(), "stopped", ""),
        (Unavailable("No answer"), "failed", "unavailable"),
        (LoginExpired("Keys refused"), "failed", "login_expired"),
        (ZeroDivisionError(), "failed", "our_fault"),
    ],
    ids=["well", "stopped", "passing", "account", "ours"],
)
def test_every_end_is_told_and_what_was_counted_stays(
    shop: Connection, monkeypatch: pytest.MonkeyPatch, error: BaseException | None, status: str, kind: str
) -> None:
    entry = carried(shop, monkeypatch, error)
    assert (entry.status, entry.error_kind, entry.created_records) == (status, kind, 2)
    assert entry.lease_owner is None and entry.end_time is not None
    assert bool(entry.error_message) == bool(kind)


def test_an_account_problem_stops_the_shop_and_a_good_run_mends_it(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark("stock", [Subject(shop.store_id, shop.pk, shop.pk)])
    carried(shop, monkeypatch, LoginExpired("Keys refused"))
    shop.refresh_from_db()
    assert shop.status == Connection.Status.STOPPED
    assert OutboundChange.objects.get().state == OutboundChange.State.PAUSED
    need = NeedsYou.objects.get(cause_key=accounts.cause_key(shop))
    assert need.settled_at is None and "Sign in again" in need.fix
    carried(shop, monkeypatch, None)
    shop.refresh_from_db()
    need.refresh_from_db()
    assert shop.status == Connection.Status.ACTIVE and need.settled_at is not None
    assert OutboundChange.objects.get().state == OutboundChange.State.WAITING


def test_a_run_that_asked_nobody_mends_nothing(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    carried(shop, monkeypatch, LoginExpired("Keys refused"))
    assert carried(shop, monkeypatch, None, kind="inventory", calls=0).status == "completed"
    shop.refresh_from_db()
    assert shop.status == Connection.Status.STOPPED
    assert NeedsYou.objects.get(cause_key=accounts.cause_key(shop)).settled_at is None


def test_reading_does_not_mend_a_permission_missed_in_sending(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried(shop, monkeypatch, PermissionMissing("May not send stock"), kind="inventory")
    carried(shop, monkeypatch, None)
    shop.refresh_from_db()
    assert shop.status == Connection.Status.STOPPED
    carried(shop, monkeypatch, None, kind="inventory")
    shop.refresh_from_db()
    assert shop.status == Connection.Status.ACTIVE


def test_a_shop_disconnected_while_a_run_goes_stays_so_and_calls_nobody(shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="disconnected")
    accounts.stop(shop, LoginExpired("Keys refused"))
    assert not NeedsYou.objects.filter(store=shop.store).exists()


def test_what_broke_through_a_fault_of_ours_is_not_started_every_second(
    shop: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    Connection.objects.filter(pk=shop.pk).update(stock_out=True)
    mark("stock", [Subject(shop.store_id, shop.pk, shop.pk)])
    monkeypatch.setattr(tasks, "wake_runs", lambda: None)
    carried(shop, monkeypatch, ZeroDivisionError(), kind="inventory")
    tasks.drain_outbound()
    assert MarketplaceSyncLog.objects.count() == 1
    MarketplaceSyncLog.objects.update(end_time=timezone.now() - tasks.REST_WHEN_BROKEN)
    tasks.drain_outbound()
    assert MarketplaceSyncLog.objects.count() == 2


def test_a_paused_shop_is_not_called(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="paused")
    entry = carried(shop, monkeypatch, None)
    assert entry.status == "failed" and "Resume it" in entry.error_message and entry.created_records == 0


@pytest.mark.parametrize(
    "error", [None, Unavailable("No answer"), ZeroDivisionError()], ids=["well", "passing", "ours"]
)
def test_connections_to_the_marketplace_are_given_back_however_a_run_ends(
    shop: Connection, monkeypatch: pytest.MonkeyPatch, error: BaseException | None
) -> None:
    closed = []

    def work(run: Run) -> None:
        monkeypatch.setattr(run.connector.context.transport.session, "close", lambda: closed.append(run.log.pk))
        if error is not None:
            raise error

    monkeypatch.setitem(executor.WORK, "orders", work)
    entry = executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button"))
    assert closed == [entry.pk]


def test_a_marketplace_switched_off_by_staff_stops_its_shops_with_a_reason_and_is_not_called(shop: Connection) -> None:
    Marketplace.objects.filter(pk=shop.marketplace_id).update(is_active=False)
    entry = executor.run_now(runs.start(connection=shop, sync_type="orders", cause="schedule"))
    shop.refresh_from_db()
    assert (entry.status, entry.error_kind) == ("failed", "switched_off")
    assert (shop.status, shop.status_kind) == (Connection.Status.STOPPED, "switched_off")
    assert not ApiCall.objects.filter(run_id=entry.pk).exists()
    assert "switched off here" in NeedsYou.objects.get(cause_key=accounts.cause_key(shop)).title
