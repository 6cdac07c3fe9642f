"""Needs you: what only a person can settle, the costliest first; list on the left, one whole on the right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.models import NeedsYou, Store
from core.services import needs_you as causes
from core.tenancy import get_for_store
from dashboard.access import may, require, store_of, store_page, writing
from dashboard.waiting import AGAIN, LATER, SIZE, Fix, counts, fix_of, in_list, shops_of, short_names
from marketplaces.models import Connection, OutboundChange
from sync.push import queue

LISTS = ("waiting", "later", "settled")


@store_page
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, with its first entry open; on a phone the list alone."""
    return _drawn(request, None)


@store_page
@require_GET
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry, whole."""
    return _drawn(request, get_for_store(NeedsYou, store_of(request), pk=pk))


def _drawn(request: HttpRequest, asked: NeedsYou | None) -> HttpResponse:
    store, now = store_of(request), timezone.now()
    name = request.GET.get("list", "") or (_list_of(asked, now) if asked else "waiting")
    if name not in LISTS:
        raise Http404
    rows = list(in_list(store, name, now)[:SIZE])
    need = asked or (rows[0] if rows else None)
    context: dict[str, Any] = {
        "list": name,
        "lists": _lists(store, now, name),
        "rows": rows,
        "shops": shops_of(store, [*rows, *([asked] if asked else [])]),
        "short": short_names(store, [*rows, *([asked] if asked else [])]),
        "need": need,
        "asked": asked is not None,
        "fix": _fix(request, need) if need else None,
        "later": LATER,
        "again": _again(need, may_manage=may(request, "manage")),
    }
    if request.headers.get("HX-Target") == "detail":
        return render(request, "dashboard/needs_you/_detail.html", context)
    return render(request, "dashboard/needs_you/inbox.html", context)


def _fix(request: HttpRequest, need: NeedsYou) -> Fix | None:
    """The way to its page, for whoever may see that page."""
    if need.subject_type in ("webhook_endpoint", "stock_file") and not may(request, "see_addresses"):
        return None
    return fix_of(store_of(request), need)


def _again(need: NeedsYou | None, *, may_manage: bool) -> str:
    """What the button that sends says; nothing where sending cannot help."""
    if need is None or need.settled_at:
        return ""
    if need.kind == NeedsYou.Kind.HELD_PUSH:
        return str(AGAIN[need.kind]) if may_manage else ""
    return str(AGAIN.get(need.subject_type, ""))


def _list_of(need: NeedsYou, now: datetime) -> str:
    if need.settled_at:
        return "settled"
    return "later" if need.snoozed_until and need.snoozed_until > now else "waiting"


def _lists(store: Store, now: datetime, current: str) -> list[dict[str, Any]]:
    found = counts(store, now)
    words = {"waiting": _("Waiting"), "later": _("Put off"), "settled": _("Settled")}
    return [{"name": name, "word": words[name], "count": found.get(name), "current": name == current} for name in LISTS]


@writing
@require_POST
def snooze(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide it until then; it comes back by itself."""
    need = get_for_store(NeedsYou, store_of(request), pk=pk)
    until = _until(request.POST.get("until", ""), store_of(request))
    if until is None:
        raise Http404
    causes.snooze(need, until=until)
    messages.success(request, _("Put off. It comes back by itself."))
    return redirect("dashboard:needs_you")


def _until(name: str, store: Store) -> datetime | None:
    now = timezone.now()
    if name == "hour":
        return now + timedelta(hours=1)
    if name == "tomorrow":
        local = now.astimezone(store.zone) + timedelta(days=1)
        return local.replace(hour=8, minute=0, second=0, microsecond=0)
    return None


@writing
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send what was refused once more, or, as a manager, let go what was held back: that may empty a shop."""
    store, by = store_of(request), str(request.user)
    need = get_for_store(NeedsYou, store, pk=pk)
    if need.kind == NeedsYou.Kind.HELD_PUSH:
        require(request, "manage")
        count = queue.let_go(get_for_store(Connection, store, pk=need.subject_id), by=by)
        messages.success(request, _("%(n)d numbers go out now.") % {"n": count})
    elif need.subject_type == "outbound_change":
        queue.try_again(get_for_store(OutboundChange, store, pk=need.subject_id), by=by)
        messages.success(request, _("It is sent again at once."))
    else:
        raise Http404
    return redirect("dashboard:needs_you")


@writing
@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person says it is done; who and when is kept. Met again, the cause opens anew."""
    need = get_for_store(NeedsYou, store_of(request), pk=pk)
    if need.settled_at is None:
        causes.settle(need, how=_("Settled by hand"), by=str(request.user))
    messages.success(request, _("Settled. If the cause is met again, it comes back."))
    return redirect("dashboard:needs_you")
