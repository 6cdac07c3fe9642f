"""The bell and the list behind it: what this member was told, newest first, each with the way to its fix."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.keyset import Key, Keyset
from core.models import Membership, Notification
from core.services import notifications
from core.services.notifications import KINDS
from dashboard.access import membership_of, store_page

NEWEST = Keyset((Key("at", datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))
SIZE = 25
LISTS = ("unread", "all")
#: The glyph of each kind, and its tone: red is harm now, amber harm later, everything else is grey.
LOOKS = {
    "new_order": ("receipt", "blue"), "cancelled": ("circle-x", "grey"), "cancel_asked": ("circle-x", "amber"),
    "order_moved": ("truck", "grey"), "short": ("alert-triangle", "red"), "low_stock": ("building-warehouse", "amber"),
    "refused": ("alert-circle", "red"), "connection": ("plug-connected", "red"), "sync_failed": ("refresh", "red"),
    "not_linked": ("link-off", "amber"), "money": ("receipt-refund", "amber"), "odd": ("help-circle", "amber"),
}  # fmt: skip


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Unread ones, or all of three months; of one kind if asked."""
    member, now = member_of(request), timezone.now()
    name = request.GET.get("list") or "unread"
    if name not in LISTS:
        raise Http404
    kind = request.GET.get("kind", "")
    kind = kind if kind in notifications.kinds_for(member) else ""
    rows = notifications.unread(member) if name == "unread" else notifications.shown(member)
    rows = rows.filter(kind=kind) if kind else rows
    page = NEWEST.page(rows, after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE)
    context: dict[str, Any] = {
        "list": name,
        "kind": kind,
        "kinds": [(each, KINDS[each].word) for each in notifications.kinds_for(member)],
        "unread": notifications.unread(member).count(),
        "any": bool(page.rows) or notifications.shown(member).exists(),
        "page": page,
        "rows": [_row(row) for row in page.rows],
        "until": now.isoformat(),
    }
    if request.headers.get("HX-Target") == "rows":
        return render(request, "dashboard/notifications/_rows.html", context)
    return render(request, "dashboard/notifications/list.html", context)


def _row(row: Notification) -> dict[str, Any]:
    icon, tone = LOOKS.get(row.kind, ("info-circle", "grey"))
    mended = row.cause_key.startswith("mended:")
    return {
        "row": row,
        "icon": "circle-check" if mended else icon,
        "tone": "green" if mended else tone,
        "word": KINDS[row.kind].word if row.kind in KINDS else row.kind,
    }


@store_page
@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell by itself, asked for again and again; nothing while its number is the same."""
    unread = notifications.unread(member_of(request)).count()
    if request.GET.get("n") == str(unread):
        return HttpResponse(status=204)
    return render(request, "frame/bell.html", {"unread": unread})


@store_page
@require_POST
def opening(request: HttpRequest) -> HttpResponse:
    """Seen; go where it is mended. One that is only to be marked stays here."""
    row = _asked(request)
    stays = request.POST.get("stay") == "yes"
    return redirect(row.url if row.url and not stays else "dashboard:notifications")


@store_page
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All that was on the page when it was drawn."""
    try:
        until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        until = timezone.now()
    n = notifications.mark_all_read(member_of(request), until=until)
    messages.success(request, ngettext("%(n)d notification is read.", "%(n)d notifications are read.", n) % {"n": n})
    return redirect("dashboard:notifications")


def _asked(request: HttpRequest) -> Notification:
    """The one that was pressed, read from now on. Raises Http404 for somebody else's."""
    try:
        pk = uuid.UUID(request.POST.get("notification", ""))
    except ValueError:
        raise Http404 from None
    row = notifications.mark_read(member_of(request), pk)
    if row is None:
        raise Http404(_("There is no such notification."))
    return row


def member_of(request: HttpRequest) -> Membership:
    """Who reads. The page is behind `store_page`, so there is one."""
    member = membership_of(request)
    assert member is not None
    return member
