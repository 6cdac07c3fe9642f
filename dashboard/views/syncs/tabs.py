"""What all pages of the syncs share: the tabs, and the filter by shop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.models import Store
from marketplaces.models import Connection, OutboundChange

SIZE = 25


def shared(request: HttpRequest, store: Store, current: str) -> dict[str, Any]:
    """Tabs, shops to filter by, and the shop chosen."""
    shops = list(Connection.objects.filter(store=store).select_related("marketplace").order_by("name"))
    chosen = chosen_shop(request, shops)
    refused = OutboundChange.objects.filter(store=store, state=OutboundChange.State.REFUSED).count()
    tail = f"?connection={chosen.pk}" if chosen else ""
    words = {
        "syncs": (_("Runs"), None),
        "syncs_waiting": (_("Waiting to send"), refused or None),
        "syncs_schedules": (_("Schedules"), None),
        "syncs_webhooks": (_("Webhooks"), None),
        "syncs_calls": (_("Calls"), None),
    }
    tabs = [
        {
            "url": reverse(f"dashboard:{name}") + tail,
            "word": word,
            "count": count,
            "tone": "red",
            "current": name == current,
        }
        for name, (word, count) in words.items()
    ]
    return {"views": tabs, "shops": shops, "chosen": chosen}


def chosen_shop(request: HttpRequest, shops: list[Connection]) -> Connection | None:
    """The shop named in the address; one that is not ours is as if none were named."""
    asked = request.GET.get("connection", "")
    return next((shop for shop in shops if str(shop.pk) == asked), None)


def find_uuid(text: str) -> UUID | None:
    """An id out of an address, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def places(request: HttpRequest) -> dict[str, str]:
    """Where in a keyset list the page stands."""
    return {name: request.GET.get(name, "") for name in ("after", "before")}
