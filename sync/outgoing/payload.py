"""What is said of an event: the same bytes however often it is sent."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings

from core import redact
from core.models import Store
from sync.news.feed import Event

#: Where a program reads more of what an event is about; what needs a person is a page.
PLACES = {
    "order": "/api/v1/orders/{}/",
    "variant": "/api/v1/stock/{}/",
    "listing": "/api/v1/listings/{}/",
    "run": "/api/v1/syncs/{}/",
    "connection": "/api/v1/connections/{}/",
    "needs_you": "/needs-you/{}/",
}
#: A marketplace's own words may quote a buyer: they stay here, behind the address.
LEFT_OUT = ("said",)


def written(event: Event, store: Store) -> str:
    """The body, as it is signed."""
    data = {name: _plain(value) for name, value in event.data.items() if name not in LEFT_OUT}
    said = {
        "id": str(event.id),
        "kind": event.kind,
        "at": event.at.isoformat(),
        "store": store.slug,
        "subject": {"type": event.subject_type, "id": str(event.subject_id), "url": _address(event)},
        "data": data,
    }
    return orjson.dumps(said).decode()


def _address(event: Event) -> str:
    return settings.PUBLIC_URL.rstrip("/") + PLACES[event.subject_type].format(event.subject_id)


def _plain(value: Any) -> Any:
    """Secrets never leave, wherever somebody wrote them."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return redact.text(value) if isinstance(value, str) else value
