"""Who changed what, newest first: every change of the store, old beside new."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.models import Membership
from dashboard.access import membership_of, needing
from dashboard.audit_words import FOLDED, field, thing
from dashboard.context import region_of
from dashboard.formats import moments, numbers
from dashboard.formats.region import Region
from dashboard.forms.settings_audit import AuditForm
from dashboard.views.settings.tabs import drawn
from inventory.models import Location, Product, Variant
from marketplaces.models import Connection, Marketplace
from orders.models import Customer, Order
from sync import audits
from sync.audits import Audit

SIZE = 50
#: So many changes of one entry stand open; the rest unfolds.
OPEN = 4
#: Longer texts are cut; the thing itself shows them whole.
LONGEST = 160
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: Numbers of theirs may look like ours, and are told whole.
THEIRS = re.compile(r"remote|marketplace_.*id|channel_|sku|tracking|reference")
#: So much of an id is enough to tell two apart.
SHORT = 8
#: As money is kept; what is less than a hundredth is said only where there is any.
AMOUNT = re.compile(r"-?\d+\.\d\d00")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@needing("see_audit")
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The feed, narrowed by kind, person and days."""
    me = membership_of(request)
    assert isinstance(me, Membership)
    words = {name: thing(name, audits.audited_models()[name]) for name in audits.types(me)}
    people = list(audits.people(me.store))
    form = AuditForm(request.GET, words, people)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        places = {name: request.GET.get(name, "") for name in ("after", "before")}
        feed: Any = audits.feed(me, form.asked(me.store.zone))
        page = audits.NEWEST.page(feed, size=SIZE, **places)
        shown = Shown(region_of(me), {str(user.pk): str(user) for user in people} | _named(page.rows))
        context |= {
            "rows": [_drawn(entry, words, shown) for entry in page.rows],
            "filtered": form.filtered,
            "next_url": _address(request, after=page.next),
            "earlier_url": _address(request, before=page.earlier),
        }
    return drawn(request, "settings_audit", "audit", context, status=422 if form.errors else 200)


def _address(request: HttpRequest, **place: str) -> str:
    if not any(place.values()):
        return ""
    kept = [(name, value) for name, value in request.GET.items() if name not in ("after", "before") and value]
    return f"?{urlencode([*kept, *place.items()])}"


def _drawn(entry: Audit, words: Mapping[str, str], shown: Shown) -> dict[str, Any]:
    old, new = entry.old_values or {}, entry.new_values or {}
    changes = [
        {
            "name": field(name),
            "old": shown.value(old.get(name), words, name),
            "new": shown.value(new.get(name), words, name),
        }
        for name in sorted(dict.fromkeys([*new, *old]), key=lambda name: name in FOLDED)
        for words in (_choices(entry.auditable_type, name),)
    ]
    stand = min(OPEN, sum(name not in FOLDED for name in {*new, *old}))
    return {
        "entry": entry,
        "word": words[entry.auditable_type],
        "event": EVENTS[entry.event](),
        "changes": changes[:stand],
        "more": changes[stand:],
    }


def _named(entries: Sequence[Audit]) -> dict[str, str]:
    """What the values of a page point at, by id: one query for each kind of thing that has a name."""
    wanted: dict[type[Model], set[Any]] = {}
    for entry in entries:
        for column in audits.audited_models()[entry.auditable_type]._meta.fields:
            model = column.related_model
            if isinstance(model, type) and model in NAMED:
                values = ((side or {}).get(column.name) for side in (entry.old_values, entry.new_values))
                wanted.setdefault(model, set()).update(value for value in values if value)
    return {
        str(pk): str(called)
        for model, ids in wanted.items()
        if ids
        for pk, called in model._base_manager.filter(pk__in=ids).values_list("pk", NAMED[model])
    }


def _spoken(value: Any) -> str:
    """A list or an address as it is read aloud."""
    if isinstance(value, dict):
        told = ((str(key).replace("_", " "), _spoken(item)) for key, item in value.items())
        return ", ".join(f"{name}: {words}" if name else words for name, words in told)
    if isinstance(value, list):
        return ", ".join(_spoken(item) for item in value)
    return str(value)


def _choices(table: str, name: str) -> Mapping[str, str]:
    """The words of a field that has a fixed set of values."""
    known = {field.name: field for field in audits.audited_models()[table]._meta.fields}
    return {str(key): str(word) for key, word in known[name].flatchoices} if name in known else {}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a value is written for people: moments in the store's time, things and people by name, long texts cut."""

    region: Region
    names: Mapping[str, str]

    def value(self, value: Any, words: Mapping[str, str], name: str = "") -> str:
        """One value of an entry, by its word where it has one."""
        if value in (None, "", [], {}):
            return numbers.MISSING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dict | list):
            value = _spoken(value)
        text = words.get(str(value), str(value))
        if text in self.names:
            return self.names[text]
        if ID.fullmatch(text) and not THEIRS.search(name):
            return f"{text[:SHORT]}…"
        if AMOUNT.fullmatch(text):
            return text[:-2]
        moment = parse_datetime(text) if MOMENT.match(text) else None
        if moment is not None:
            return moments.stamp(moment, self.region, seconds=True)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


#: Things that a value may point at, and the column that they are called by.
NAMED: dict[Any, str] = {
    Connection: "name", Marketplace: "name", Location: "name", Order: "number", Product: "title", Variant: "sku",
    Customer: "name",
}  # fmt: skip
EVENTS = {
    "created": lambda: (_("Made"), "green", "plus"),
    "updated": lambda: (_("Changed"), "blue", "note"),
    "deleted": lambda: (_("Removed"), "red", "x"),
    "status_changed": lambda: (_("Status"), "violet", "circle-dot"),
    "synced": lambda: (_("Synced"), "grey", "refresh"),
}
