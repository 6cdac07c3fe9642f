"""Stock is told in several calls side by side: killed, refused, signed out or stopped in the middle, nothing is lost.

Every proof looks first that there really were several calls under way, in the marketplace's own count.
"""

import signal
import time
from collections.abc import Callable

import pytest
from django.db import connection

from core.models import Store
from inventory.models import MarketplaceProduct
from inventory.selectors.stock import told
from inventory.services.stock import adjust
from marketplaces.models import ApiCall, Connection, MarketplaceCredential, OutboundChange
from sync import executor, runs
from sync.models import MarketplaceSyncLog
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.shops import open_shop, place
from tests.proofs.virtual import pass_time

CODE, OPERATION, PATH = "lazada", "push_stock", "/rest/product/stock/sellable/update"
#: Seconds that a call of stock stays under way, enough for how many calls of how many there is, and so many go at once.
LASTS, CALLS, PER_CALL, ABREAST = 0.4, 7, 20, 4
State = OutboundChange.State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(store: Store, sandboxes: Sandboxes) -> Connection:
    """Every number of it is to be told, and each call takes its time."""
    sandboxes.fresh(CODE, products=130, orders=0)
    opened = open_shop(store, sandboxes, CODE)
    _change_all(opened)
    assert len(_due(opened)) > PER_CALL * (CALLS - 1)
    _slow(sandboxes)
    return opened


def _slow(sandboxes: Sandboxes) -> None:
    sandboxes.control(CODE, "faults", {"kind": "slow", "path": PATH, "seconds": LASTS})


def _change_all(shop: Connection, by: int = 3) -> None:
    for listing in MarketplaceProduct.objects.select_related("variant").filter(connection=shop, variant__isnull=False):
        assert listing.variant is not None
        adjust(store=shop.store, variant=listing.variant, location=place(shop.store), delta=by, reason="delivery")


def _due(shop: Connection) -> list[OutboundChange]:
    return list(OutboundChange.objects.filter(connection=shop, kind="stock").exclude(state__in=["synced", "accepted"]))


def _run(shop: Connection, listener: Callable[..., None] | None = None) -> MarketplaceSyncLog:
    return executor.run_now(
        runs.start(connection=shop, sync_type="inventory", cause="button", options={}), listener=listener
    )


def _arrived(sandboxes: Sandboxes) -> int:
    """Calls of stock that the marketplace has carried out or refused."""
    counts: dict[str, int] = sandboxes.control(CODE, "calls", method="GET")["calls"]
    return sum(number for name, number in counts.items() if PATH in name)


def _most_together(shop: Connection) -> int:
    """So many calls were under way at one time, by the records of those that were answered."""
    calls = ApiCall.objects.filter(connection=shop, operation=OPERATION, http_status__isnull=False, duration_ms__gt=300)
    ends = [(each.at.timestamp() - each.duration_ms / 1000, each.at.timestamp()) for each in calls]
    return max(
        (sum(begin < at < end for begin, end in ends) for at, _end in [(a + 0.001, b) for a, b in ends]), default=0
    )


def _tell_the_rest(shop: Connection, sandboxes: Sandboxes) -> None:
    """An ordinary later run tells what is left; afterwards they show what we would tell."""
    for _ in range(4):
        pass_time(700)
        entry = _run(shop)
        assert entry.status in ("completed", "partially_completed"), entry.error_message
        if not _due(shop):
            break
    assert not _due(shop)
    assert not OutboundChange.objects.filter(lease_owner__isnull=False).exists()
    theirs = {
        row["sku"]: next(iter(row["stock"].values()))["available"]
        for row in sandboxes.state(CODE, "&orders=0")["products"]
    }
    listings = MarketplaceProduct.objects.filter(connection=shop, variant__isnull=False)
    skus = dict(listings.values_list("pk", "marketplace_sku"))
    ours = {skus[pk]: tell.total for pk, tell in told(list(skus)).items()}
    assert ours == {sku: theirs[sku] for sku in ours}
    assert len(ours) > PER_CALL * (CALLS - 1)


def test_several_calls_are_under_way_at_once_and_each_number_arrives(shop: Connection, sandboxes: Sandboxes) -> None:
    sessions = _sessions()
    entry = _run(shop)
    assert (entry.status, entry.failed_records) == ("completed", 0)
    assert 1 < _most_together(shop) <= ABREAST
    assert _sessions() <= sessions + 1  # the limiter's own, at most
    _tell_the_rest(shop, sandboxes)


KILLS = [("push.before_call", ABREAST + 1), ("push.after_call", 1), ("push.after_settle", 1)]
MORE = [(point, after) for point, _after in KILLS for after in (2, 3, ABREAST + 2)]


@pytest.mark.parametrize(
    ("point", "after"), [*KILLS, *(pytest.param(*each, marks=[pytest.mark.prove]) for each in MORE)]
)
def test_a_kill_with_several_calls_under_way_loses_and_doubles_nothing(
    shop: Connection, sandboxes: Sandboxes, workers: Callable[..., Worker], point: str, after: int
) -> None:
    before = _arrived(sandboxes)
    due = len(_due(shop))
    dying = workers(die_at=point, die_after=after).ready()
    dying.tell("run", connection=str(shop.pk), kind="inventory")
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL
    left = len(_due(shop))
    time.sleep(LASTS * 2)  # what was under way arrives there all the same
    arrived = _arrived(sandboxes) - before
    assert arrived > (due - left + PER_CALL - 1) // PER_CALL + (point == "push.after_call"), "one call was under way"

    _change_all(shop, by=2)  # and what was told before must not be the last word
    _tell_the_rest(shop, sandboxes)


def test_a_limit_answer_stops_all_and_loses_nothing(shop: Connection, sandboxes: Sandboxes) -> None:
    sandboxes.control(CODE, "faults", {"kind": "rate_limit", "path": PATH})
    due, before = len(_due(shop)), _arrived(sandboxes)
    entry = _run(shop)
    assert (entry.status, entry.error_kind) == ("failed", "rate_limited")
    assert _arrived(sandboxes) - before <= ABREAST * 3  # those under way, each tried as often as a call is
    assert len(_due(shop)) == due
    assert not OutboundChange.objects.filter(lease_owner__isnull=False).exists()
    waits = OutboundChange.objects.filter(connection=shop, kind="stock").values_list("due_at", flat=True)
    assert entry.start_time is not None and min(waits) > entry.start_time
    sandboxes.control(CODE, "faults", method="DELETE")
    _tell_the_rest(shop, sandboxes)


def test_a_grant_that_dies_is_asked_for_once_and_everything_waits(shop: Connection, sandboxes: Sandboxes) -> None:
    sandboxes.control(CODE, "expire", {"refresh": True})
    due = len(_due(shop))
    entry = _run(shop)
    assert (entry.status, entry.error_kind) == ("failed", "login_expired")
    shop.refresh_from_db()
    assert shop.status == Connection.Status.STOPPED
    assert len(_due(shop)) == due
    assert not OutboundChange.objects.filter(attempts__gt=0).exists()
    assert not OutboundChange.objects.filter(lease_owner__isnull=False).exists()
    assert ApiCall.objects.filter(connection=shop, operation="token").exclude(outcome="ok").count() == 1


def test_a_token_that_ends_under_several_calls_is_renewed_once(shop: Connection, sandboxes: Sandboxes) -> None:
    sandboxes.control(CODE, "expire", {})
    renewed = ApiCall.objects.filter(connection=shop, operation="token").count()
    entry = _run(shop)
    assert (entry.status, entry.failed_records) == ("completed", 0)
    assert ApiCall.objects.filter(connection=shop, operation="token").count() == renewed + 1
    assert MarketplaceCredential.objects.get(connection=shop).lease_owner is None
    _tell_the_rest(shop, sandboxes)


def test_a_wish_to_stop_settles_what_has_left_and_sends_no_more(shop: Connection, sandboxes: Sandboxes) -> None:
    due = len(_due(shop))
    before = _arrived(sandboxes)

    def stop(run: executor.Run) -> None:
        if run.log.updated_records:
            runs.request_stop(run.log)

    entry = _run(shop, listener=stop)
    assert entry.status == "stopped"
    arrived = _arrived(sandboxes) - before
    assert 1 < arrived < CALLS
    assert due - len(_due(shop)) == entry.updated_records > PER_CALL * (arrived - 1)
    _tell_the_rest(shop, sandboxes)


def _sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
