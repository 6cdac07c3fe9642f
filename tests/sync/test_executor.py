"""Runs end in a sentence whatever goes wrong, and leave nothing locked."""

import pytest

from core.models import NeedsYou
from marketplaces.framework.errors import LoginExpired, Unavailable
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.outbound import Subject, mark
from sync import accounts, executor, runs
from sync.models import MarketplaceSyncLog
from sync.run import Run, Stopped


def carried(shop: Connection, monkeypatch: pytest.MonkeyPatch, error: BaseException | None) -> MarketplaceSyncLog:
    """A run whose work ends like that."""

    def work(run: Run) -> None:
        run.page(created=2)
        if error is not None:
            raise error

    monkeypatch.setitem(executor.WORK, "orders", work)
    return executor.run_now(runs.start(connection=shop, sync_type="orders", cause="button"))


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


def test_a_paused_shop_is_not_called(shop: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="paused")
    entry = carried(shop, monkeypatch, None)
    assert entry.status == "failed" and "Resume it" in entry.error_message and entry.created_records == 0
