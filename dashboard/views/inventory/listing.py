"""The stock list: how many, how many are spoken for, and what each channel shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from core.models import Store
from core.tenancy import get_for_store
from dashboard import status
from dashboard.access import store_of, store_page, writing
from dashboard.forms.inventory import StockFilters
from inventory.models import Location, Variant
from inventory.selectors.channels import Channel
from inventory.selectors.inventory_list import VIEWS, Filters, InventoryPage, inventory_list, view_counts
from inventory.services.outbound import mark_stock
from marketplaces.models import Connection

SIZE = 25
MOST_AT_ONCE = 500
TONES = {"low": "amber", "short": "red", "differs": "red", "uncounted": "amber"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel as it is drawn: the number it shows and where the news of ours stands."""

    channel: Channel
    look: status.Look
    words: str

    @property
    def number(self) -> str:
        found = self.channel.seen if self.channel.seen is not None else self.channel.sent
        return "–" if found is None else str(found)


@store_page
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """One page of a view; htmx asks for the rows alone."""
    store = store_of(request)
    places = list(Location.objects.filter(store=store).order_by("name"))
    shops = list(Connection.objects.filter(store=store).exclude(status="disconnected").order_by("name"))
    form = StockFilters(request.GET, places, shops)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "all"
    q, filters = form.asked()
    cursors = {name: request.GET.get(name, "") for name in ("after", "before")}
    found = inventory_list(store, view, q=q, filters=filters, size=SIZE, **cursors)
    context = {
        "form": form,
        "view": view,
        "rows": _rows(found),
        "page": found.page,
        "filtered": bool(q) or filters != Filters(),
        "shops": shops,
        "acts": [{"value": "send", "word": _("Send stock now"), "icon": "send", "primary": True}],
    }
    if request.headers.get("HX-Target") == "rows":
        return render(request, "dashboard/inventory/_rows.html", context)
    return render(request, "dashboard/inventory/list.html", context | _counted(store, view))


def _rows(found: InventoryPage) -> list[dict[str, Any]]:
    rows = []
    for row in found.page.rows:
        buffer = found.buffers.get(row["id"], 0)
        left = row["on_hand"] - row["reserved"] - buffer
        rows.append(
            {
                **row,
                "buffer": buffer,
                "available": left,
                "low": _is_low(row),
                "cover": found.covers.get(row["id"]),
                "channels": shown(found.channels.get(row["id"], ())),
            }
        )
    return rows


def _is_low(row: Mapping[str, Any]) -> bool:
    return bool(row["low_stock_at"]) and row["on_hand"] - row["reserved"] <= row["low_stock_at"]


def shown(channels: Sequence[Channel]) -> list[Shown]:
    """Channels with their glyph and words."""
    looks = [(channel, status.look("sync", channel.state)) for channel in channels]
    return [
        Shown(channel, look, ": ".join(part for part in (str(look.word), channel.why) if part))
        for channel, look in looks
    ]


def _counted(store: Store, view: str) -> dict[str, Any]:
    counts = view_counts(store)
    words = {
        "all": _("All"),
        "low": _("Low"),
        "short": _("Short"),
        "differs": _("Differs at a channel"),
        "uncounted": _("Never counted"),
        "bundles": _("Bundles"),
    }
    views = [
        {
            "url": f"?{urlencode({'view': name})}",
            "word": words[name],
            "count": counts[name],
            "tone": TONES.get(name, "") if counts[name] else "",
            "current": name == view,
        }
        for name in VIEWS
    ]
    return {"views": views, "counts": counts}


@writing
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Tell every channel of the ticked products their numbers again."""
    ids = [found for found in map(_uuid, request.POST.getlist("variant")[:MOST_AT_ONCE]) if found]
    known = list(Variant.objects.filter(store=store_of(request), pk__in=ids).values_list("pk", flat=True))
    if known:
        mark_stock(known, reason=f"Sent by {request.user}"[:100])
        words = ngettext(
            "The stock of %(n)d product is sent to its channels.",
            "The stock of %(n)d products is sent to their channels.",
            len(known),
        )
        messages.success(request, words % {"n": len(known)})
    else:
        messages.warning(request, _("No product was ticked. Tick at least one, then press the button again."))
    where = request.POST.get("next", "")
    return redirect(where if where.startswith("/inventory/") else "dashboard:inventory")


@writing
@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tell every channel of one product its number again."""
    variant = get_for_store(Variant, store_of(request), pk=pk)
    mark_stock([variant.pk], reason=f"Sent by {request.user}"[:100])
    messages.success(request, _("The stock of %(sku)s is sent to its channels.") % {"sku": variant.sku})
    return redirect("dashboard:ledger", pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
