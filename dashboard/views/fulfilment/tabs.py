"""What all tabs of fulfilment share: the tabs with their counts, and the sentence above them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import Store
from dashboard.formats.region import Region
from fulfillment.selectors.to_pack import Load, load
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from marketplaces.services.abilities import able
from orders.selectors.lanes import HOURS

#: Tabs that only stores with such a shop have.
OFFERED = {"fulfilment_supplies": Capability.SUPPLY, "fulfilment_dispatches": Capability.DISPATCH}


def shared(store: Store, current: str, now: datetime, region: Region) -> dict[str, Any]:
    """One query for all counts, one for what the shops of the store can."""
    found = load(store, now)
    shops = list(Connection.objects.filter(store=store).select_related("marketplace"))
    offered = [name for name, ability in OFFERED.items() if name == current or any(able(s, ability) for s in shops)]
    return {"load": found, "views": _tabs(found, current, offered), "sentence": _sentence(found, current, now, region)}


def _tabs(found: Load, current: str, offered: list[str]) -> list[dict[str, Any]]:
    tabs = (
        ("fulfilment", _("To pack"), found.packable, "red" if found.late else "amber" if found.pressing else ""),
        ("fulfilment_waiting", _("Waiting for stock"), found.waiting, "red" if found.waiting else ""),
        ("fulfilment_together", _("Pack together"), None, ""),
        ("fulfilment_shipments", _("Shipments"), None, ""),
        ("fulfilment_supplies", _("Supplies"), None, ""),
        ("fulfilment_dispatches", _("Dispatches"), None, ""),
        ("key_pool", _("Key pool"), None, ""),
    )
    return [
        {
            "url": reverse(f"dashboard:{name}"), "word": word, "count": count, "tone": tone,
            "current": name == current,
        }
        for name, word, count, tone in tabs
        if name not in OFFERED or name in offered
    ]  # fmt: skip


def _sentence(found: Load, current: str, now: datetime, region: Region) -> str:
    """Of the tab that is open: what is packed how soon, how many wait, what has left."""
    if current == "key_pool":
        return _("Own keys first; what the pool lacks is bought where you allow it. No key is shown here.")
    if current == "fulfilment_together":
        return _("Several orders of one buyer to one address leave in one parcel; each channel hears of its own.")
    if current == "fulfilment_supplies":
        return _("Several orders that go to the marketplace in one trip.")
    if current == "fulfilment_dispatches":
        return _("What a marketplace has put together by itself is confirmed, and its act printed.")
    if current == "fulfilment_shipments":
        return _("Every parcel that left, newest first.")
    if current == "fulfilment_waiting" and found.waiting:
        words = ngettext("%(n)d order waits for stock.", "%(n)d orders wait for stock.", found.waiting)
        return words % {"n": found.waiting}
    return _("No order waits for stock.") if current == "fulfilment_waiting" else _to_pack(found, now, region)


def _to_pack(found: Load, now: datetime, region: Region) -> str:
    """How soon: "1 late, 3 due before 15:00, 10 more today." """
    soon = f"{(now + HOURS).astimezone(region.zone):%H:%M}"
    parts = []
    if found.late:
        parts.append(_("%(n)d late") % {"n": found.late})
    if found.soon:
        parts.append(_("%(n)d due before %(time)s") % {"n": found.soon, "time": soon})
    if found.today:
        more = ngettext("%(n)d more today", "%(n)d more today", found.today)
        parts.append((more if parts else _("%(n)d today")) % {"n": found.today})
    if parts:
        return ", ".join(parts) + "."
    if found.packable:
        words = ngettext(
            "Nothing leaves today; %(n)d has time.", "Nothing leaves today; %(n)d have time.", found.packable
        )
        return words % {"n": found.packable}
    return _("Nothing is to be packed.")
