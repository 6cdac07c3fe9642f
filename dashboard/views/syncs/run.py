"""One run while it goes and after: stages, the sum that balances, what was refused, its pace and its log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.models import User
from core.tenancy import get_for_store
from dashboard.access import require, store_of, store_page, writing
from dashboard.views.syncs.held import held_of
from dashboard.views.syncs.runs import cause_word
from marketplaces.models import ApiCall
from sync import runs as service
from sync.asking import ask
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.progress import balances, left, percent
from sync.retrying import OUTBOUND, retry_all, retry_item, waiting_for_retry
from sync.uploads import can_go_on

Status = MarketplaceSyncLog.Status
GOING = (Status.PENDING, Status.IN_PROGRESS)
PHASES = ("downloading", "parsing", "upserting", "checking")
MOST_ITEMS = 100
MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the five steps of a run."""

    word: str
    state: str  # done, now, next


def run_of(request: HttpRequest, pk: UUID) -> MarketplaceSyncLog:
    """The run of this store, else 404."""
    rows = MarketplaceSyncLog.objects.select_related("connection__marketplace", "started_by")
    return get_for_store(rows, store_of(request), pk=pk)


@store_page
@require_GET
def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page; until the run has ended htmx asks for its live part twice a second, and for what to say aloud less."""
    log = run_of(request, pk)
    context = _context(log, timezone.now(), store_of(request).zone)
    if request.headers.get("HX-Target") == "said":
        return render(request, "dashboard/syncs/_said.html", context)
    if request.headers.get("HX-Request"):
        return render(request, "dashboard/syncs/_live.html", context | {"swapped": True})
    return render(request, "dashboard/syncs/run.html", context)


def _context(log: MarketplaceSyncLog, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    items = list(log.items.order_by("created_at")[:MOST_ITEMS])
    return {
        "run": log,
        "going": log.status in GOING,
        "state": log.phase or log.status if log.status == Status.IN_PROGRESS else log.status,
        "who": str(log.started_by) if log.started_by else cause_word(log.cause),
        "stages": stages(log),
        "percent": percent(log),
        "left": left(log, now),
        "took": ((log.end_time or now) - log.start_time).total_seconds() if log.start_time else None,
        "parts": _parts(log),
        "balances": balances(log),
        "nothing": log.status == Status.COMPLETED and not log.total_records,
        "sends": log.sync_type in OUTBOUND,
        "again": waiting_for_retry(log.items.all()).count(),
        "before": list(_before(log)),
        "refused": [item for item in items if item.outcome == SyncLogItem.Outcome.REFUSED],
        "parked": [item for item in items if item.outcome == SyncLogItem.Outcome.PARKED],
        "held": held_of(log),
        "can_go_on": can_go_on(log),
        "has_rows": log.sync_type == SyncType.IMPORT and any(item.raw.get("row") for item in items),
        "pace": _pace(log),
        "lines": _lines(log, zone),
    }


def _before(log: MarketplaceSyncLog) -> QuerySet[MarketplaceSyncLog]:
    earlier = MarketplaceSyncLog.objects.filter(
        connection=log.connection_id, sync_type=log.sync_type, created_at__lt=log.created_at
    )
    return earlier.order_by("-created_at")[:5]


def _parts(log: MarketplaceSyncLog) -> list[dict[str, Any]]:
    return [
        {"word": _("New"), "n": log.created_records, "tone": ""},
        {"word": _("Sent") if log.sync_type in OUTBOUND else _("Changed"), "n": log.updated_records, "tone": ""},
        {"word": _("Unchanged"), "n": log.unchanged_records, "tone": ""},
        {"word": _("Parked"), "n": log.parked_records, "tone": "amber" if log.parked_records else ""},
        {"word": _("Refused"), "n": log.failed_records, "tone": "red" if log.failed_records else ""},
    ]


def stages(log: MarketplaceSyncLog) -> list[Stage]:
    """The five steps: where it is, what is behind it."""
    words = [_("Waiting"), _("Downloading"), _("Reading"), _("Storing"), _("Checking")]
    at = 0 if log.status == Status.PENDING else 1 + (PHASES.index(log.phase) if log.phase in PHASES else 0)
    if log.status in (Status.COMPLETED, Status.PARTIALLY_COMPLETED):
        at = len(words)
    return [Stage(word, "done" if place < at else "now" if place == at else "next") for place, word in enumerate(words)]


def _pace(log: MarketplaceSyncLog) -> dict[str, Any]:
    pace = ApiCall.objects.filter(run_id=log.pk).aggregate(
        calls=Count("pk"),
        failed=Count("pk", filter=~Q(outcome="ok")),
        waited=Sum("waited_ms"),
        average=Avg("duration_ms"),
    )
    return pace | {"seconds": (pace["waited"] or 0) / 1000}


def _lines(log: MarketplaceSyncLog, zone: ZoneInfo) -> list[tuple[str, str]]:
    """What the run said and its calls, newest first; the list of calls has their parameters too."""
    said = [(datetime.fromisoformat(at), text) for at, text in log.messages]
    calls = ApiCall.objects.filter(run_id=log.pk).order_by("-at")[:MOST_LINES]
    made = [
        (
            call.at,
            f"{call.method} {call.path.partition('?')[0]} {call.http_status or call.outcome} {call.duration_ms} ms",
        )
        for call in calls
    ]
    lines = sorted([*said, *made], key=lambda line: line[0], reverse=True)[:MOST_LINES]
    return [(f"{at.astimezone(zone):%H:%M:%S}", text) for at, text in lines]


@writing
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop after the batch in hand."""
    log = run_of(request, pk)
    service.request_stop(log)
    messages.info(request, _("It stops after this batch. What is stored stays."))
    return redirect("dashboard:sync_run", pk)


@writing
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same run once more."""
    log = run_of(request, pk)
    if log.connection is None or not log.connection.is_working:
        messages.warning(request, _("This shop is paused or stopped. Resume it, then try again."))
        return redirect("dashboard:sync_run", pk)
    options = {name: value for name, value in log.options.items() if name != "restarts"}
    if options.get("create_missing"):
        require(request, "manage")
    fresh = ask(connection=log.connection, sync_type=log.sync_type, by=_user(request), options=options)
    return redirect("dashboard:sync_run", fresh.pk)


@writing
@require_POST
def retry(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    """One refused record once more."""
    log = run_of(request, pk)
    if log.sync_type == SyncType.IMPORT:
        require(request, "manage")
    found = log.items.filter(pk=item, can_retry=True).first()
    user = _user(request)
    if found is None or user is None:
        messages.warning(request, _("Trying this again cannot help until it is changed."))
        return redirect("dashboard:sync_run", pk)
    try:
        fresh = retry_item(found, by=user)
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("dashboard:sync_run", pk)
    return redirect("dashboard:sync_run", fresh.pk)


@writing
@require_POST
def retry_refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every refused record that a repeat can help, in one run."""
    log, user = run_of(request, pk), _user(request)
    assert user is not None  # a guarded page
    if log.sync_type == SyncType.IMPORT:
        require(request, "manage")
    try:
        fresh = retry_all(log, by=user)
    except DomainError as refused:
        messages.warning(request, str(refused))
        return redirect("dashboard:sync_run", pk)
    return redirect("dashboard:sync_run", fresh.pk)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
