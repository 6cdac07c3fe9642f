"""What the pages of Settings share: the row of tabs, of which a role sees its own, and how a page is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET

from core.roles import Act
from dashboard import nav
from dashboard.access import may, store_of, store_page
from marketplaces.models import Connection


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of Settings: the name of its URL, its word, and what one must be allowed to see it."""

    name: str
    word: str
    act: Act = "see"


#: One is drawn only once its page exists, so the table may run ahead of the pages.
TABS = (
    Tab("settings_you", noop("You")),
    Tab("settings_signing_in", noop("Signing in")),
    Tab("settings_notifications", noop("Notifications")),
    Tab("settings_mails", noop("Mails"), "manage_store"),
    Tab("settings_store", noop("Store")),
    Tab("settings_invoices", noop("Invoices")),
    Tab("settings_members", noop("Members"), "manage_members"),
    Tab("settings_tokens", noop("API tokens"), "manage_tokens"),
    Tab("settings_hooks", noop("Webhook addresses"), "see_addresses"),
    Tab("settings_endpoints", noop("Outgoing webhooks"), "see_addresses"),
    Tab("settings_schedules", noop("Schedules")),
    Tab("settings_stock_files", noop("Stock files"), "see_addresses"),
    Tab("settings_sandboxes", noop("Sandboxes"), "manage_connections"),
    Tab("settings_privacy", noop("Privacy"), "erase"),
    Tab("settings_audit", noop("Audit"), "see_audit"),
)


@store_page
@require_GET
def first(request: HttpRequest) -> HttpResponse:
    """Settings begin with what everybody has."""
    return redirect("dashboard:settings_you")


def drawn(
    request: HttpRequest, name: str, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of Settings with its tabs; `name` is the tab it belongs to."""
    path = f"dashboard/settings/{template}.html"
    return render(request, path, {**context, "tabs": tabs(request, name)}, status=status)


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The tabs of this member; practice marketplaces have one only where there are some."""
    shown = [tab for tab in TABS if nav.address(tab.name) and may(request, tab.act)]
    if not practises(request):
        shown = [tab for tab in shown if tab.name != "settings_sandboxes"]
    return [
        {"url": nav.address(tab.name), "word": _(tab.word), "count": None, "current": tab.name == current}
        for tab in shown
    ]


def practises(request: HttpRequest) -> bool:
    """Whether this store has shops at the practice marketplaces."""
    return Connection.objects.filter(store=store_of(request), is_sandbox=True).exclude(status="disconnected").exists()
