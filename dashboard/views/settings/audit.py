"""Who changed what, newest first: every change of the store, old beside new."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from core.models import Membership
from dashboard.access import membership_of, needing
from dashboard.context import region_of
from dashboard.formats import moments, numbers
from dashboard.formats.region import Region
from dashboard.forms.settings_audit import AuditForm
from dashboard.views.settings.tabs import drawn
from sync import audits
from sync.audits import Audit

SIZE = 50
#: So many changes of one entry stand open; the rest unfolds.
OPEN = 4
#: Longer texts are cut; the thing itself shows them whole.
LONGEST = 160
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@needing("see_audit")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The feed, narrowed by kind, person and days."""
    me = membership_of(request)
    assert isinstance(me, Membership)
    words = {name: _word(name) for name in audits.types(me)}
    people = list(audits.people(me.store))
    form = AuditForm(request.GET, words, people)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        places = {name: request.GET.get(name, "") for name in ("after", "before")}
        feed: Any = audits.feed(me, form.asked(me.store.zone))
        page = audits.NEWEST.page(feed, size=SIZE, **places)
        shown = Shown(region_of(me), {str(user.pk): str(user) for user in people})
        context |= {
            "rows": [_drawn(entry, words, shown) for entry in page.rows],
            "filtered": form.filtered,
            "next_url": _address(request, after=page.next),
            "earlier_url": _address(request, before=page.earlier),
        }
    return drawn(request, "settings_audit", "audit", context, status=422 if form.errors else 200)


def _word(table: str) -> str:
    return WORDS[table]() if table in WORDS else str(audits.audited_models()[table]._meta.verbose_name).capitalize()


def _address(request: HttpRequest, **place: str) -> str:
    if not any(place.values()):
        return ""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("after", "before") and value]
    return f"?{urlencode([*kept, *place.items()])}"


def _drawn(entry: Audit, words: Mapping[str, str], shown: Shown) -> dict[str, Any]:
    old, new = entry.old_values or {}, entry.new_values or {}
    changes = [
        {"name": _name(name), "old": shown.value(old.get(name), words), "new": shown.value(new.get(name), words)}
        for name in dict.fromkeys([*new, *old])
        for words in (_choices(entry.auditable_type, name),)
    ]
    return {
        "entry": entry,
        "word": words[entry.auditable_type],
        "event": EVENTS[entry.event](),
        "changes": changes[:OPEN],
        "more": changes[OPEN:],
    }


def _name(field: str) -> str:
    """What a field is called on the pages; the rest by its own name."""
    return str(NAMES[field]) if field in NAMES else field.replace("_", " ")


def _choices(table: str, name: str) -> Mapping[str, str]:
    """The words of a field that has a fixed set of values."""
    known = {field.name: field for field in audits.audited_models()[table]._meta.fields}
    return {str(key): str(word) for key, word in known[name].flatchoices} if name in known else {}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a value is written for people: moments in the store's time, people by name, long texts cut."""

    region: Region
    people: Mapping[str, str]

    def value(self, value: Any, words: Mapping[str, str]) -> str:
        """One value of an entry, by its word where it has one."""
        if value in (None, "", [], {}):
            return numbers.MISSING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dict | list):
            value = json.dumps(value, ensure_ascii=False)
        text = words.get(str(value), str(value))
        if text in self.people:
            return self.people[text]
        moment = parse_datetime(text) if MOMENT.match(text) else None
        if moment is not None:
            return moments.stamp(moment, self.region, seconds=True)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


#: Where a field's own name is not a page's word.
NAMES = {
    "last_synced_at": lazy("last read"),
    "last_sync_at": lazy("last seen there"),
    "remote_status": lazy("status there"),
    "remote_updated_at": lazy("changed there"),
    "marketplace_sku": lazy("SKU there"),
    "marketplace_url": lazy("address there"),
    "sync_status": lazy("sync"),
    "safety_stock": lazy("buffer"),
    "unlinked_lines": lazy("lines not linked"),
    "short_units": lazy("units short"),
    "order_id": lazy("order"),
    "customer_id": lazy("customer"),
    "variant_id": lazy("variant"),
    "product_id": lazy("product"),
}
#: Where the model's own word is not a page's.
WORDS = {
    "api_tokens": lambda: _("API token"),
    "marketplace_connections": lambda: _("Connection"),
    "marketplace_products": lambda: _("Listing"),
    "memberships": lambda: _("Member"),
    "outbound_changes": lambda: _("Change to send"),
    "inventory_sync_configs": lambda: _("Stock rule"),
    "scheduled_jobs": lambda: _("Schedule"),
}
EVENTS = {
    "created": lambda: (_("Made"), "green", "plus"),
    "updated": lambda: (_("Changed"), "blue", "note"),
    "deleted": lambda: (_("Removed"), "red", "x"),
    "status_changed": lambda: (_("Status"), "violet", "circle-dot"),
    "synced": lambda: (_("Synced"), "grey", "refresh"),
}
