"""An import that ended early or is held: let go on, or dropped; its refused rows as a file to correct."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError
from core.models import User
from dashboard.access import managing
from dashboard.csv_file import csv_file
from dashboard.views.syncs.run import run_of
from sync import uploads
from sync.asking import ask_to_go_on
from sync.models import MarketplaceSyncLog


@managing
@require_POST
def go_on(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Behind the last stored row; one that was held is approved by this."""
    return _act(request, pk, ask_to_go_on)


@managing
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Never bring the rest in."""
    return _act(request, pk, uploads.drop)


@managing
@require_GET
def refused(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused rows as they were in the feed, each with its line and reason: correct it and import it again."""
    return csv_file(_lines(run_of(request, pk)), f"refused-{pk}")


def _lines(log: MarketplaceSyncLog) -> Iterator[Sequence[object]]:
    rows = list(log.items.order_by("created_at", "id").values_list("raw", "reason"))
    columns = list(dict.fromkeys(name for raw, _reason in rows for name in raw.get("row", {})))
    yield [*columns, "refused_line", "refused_reason"]
    for raw, reason in rows:
        row = raw.get("row", {})
        yield [*(row.get(name, "") for name in columns), raw.get("line", ""), reason]


def _act(request: HttpRequest, pk: UUID, act: Callable[..., None]) -> HttpResponse:
    log, user = run_of(request, pk), request.user
    assert isinstance(user, User)  # a guarded page
    try:
        act(log, by=user)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("dashboard:sync_run", pk)
