"""The table of what each marketplace can do, read from what its connector declares."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.kinds import Kind
from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import BRINGS_ORDERS, LISTS_PRODUCTS, Capability

#: Any one of the capabilities fills a cell.
COLUMNS: tuple[tuple[Any, Set[Capability]], ...] = (
    (gettext_lazy("Products in"), LISTS_PRODUCTS),
    (gettext_lazy("Orders in"), BRINGS_ORDERS),
    (gettext_lazy("Ship out"), {Capability.CONFIRM_SHIPMENT}),
    (gettext_lazy("Stock out"), {Capability.PUSH_STOCK}),
    (gettext_lazy("Price out"), {Capability.PUSH_PRICE}),
    (gettext_lazy("Cancel out"), {Capability.CANCEL}),
    (gettext_lazy("Returns in"), {Capability.REFUND}),
    (gettext_lazy("Labels"), {Capability.LABEL}),
    (gettext_lazy("Keys in"), {Capability.PURCHASE}),
    (gettext_lazy("Webhooks"), {Capability.WEBHOOK}),
)
WAYS = {
    "api_key": gettext_lazy("Keys from the portal"),
    "oauth2": gettext_lazy("Sign in there"),
    "bearer": gettext_lazy("Access token"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One marketplace of the table."""

    kind: Kind
    cells: tuple[bool, ...]
    several: bool
    way: str


def table() -> dict[str, Any]:
    """Head and rows."""
    return {"heads": [str(word) for word, _able in COLUMNS], "rows": [_row(kind) for kind in registry.connectors()]}


def _row(kind: type[Connector]) -> Row:
    able = kind.capabilities
    return Row(
        kind=Kind.of(kind),
        cells=tuple(bool(any_of & able) for _word, any_of in COLUMNS),
        several=Capability.CONFIRM_SHIPMENT in able and kind.partial_shipments,
        way=str(WAYS.get("api_key" if kind.keys_renew else kind.auth_type, "")) or _("Keys"),
    )
