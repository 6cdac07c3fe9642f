"""What each marketplace can do (F34), read from what its connector declares; the contract suite holds it to that."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import BRINGS_ORDERS, LISTS_PRODUCTS, TELLS_PRODUCTS, Capability

#: By calls, by files that the marketplace fetches, by changes of what is there alone, only where a connection is set up
#: for it, or not at all.
Cell = Literal["yes", "file", "changes", "set_up", ""]
#: Any one of the capabilities fills a cell.
COLUMNS: tuple[tuple[Any, Set[Capability]], ...] = (
    (gettext_lazy("Products in"), LISTS_PRODUCTS),
    (gettext_lazy("Products out"), TELLS_PRODUCTS),
    (gettext_lazy("Orders in"), BRINGS_ORDERS),
    (gettext_lazy("Ship out"), {Capability.CONFIRM_SHIPMENT}),
    (gettext_lazy("Stock out"), {Capability.PUSH_STOCK}),
    (gettext_lazy("Price out"), {Capability.PUSH_PRICE}),
    (gettext_lazy("Cancel out"), {Capability.CANCEL}),
    (gettext_lazy("Returns in"), {Capability.REFUND}),
    (gettext_lazy("Refunds out"), {Capability.GIVE_REFUND, Capability.CONFIRM_RETURN}),
    (gettext_lazy("Labels"), {Capability.LABEL}),
    (gettext_lazy("Keys in"), {Capability.PURCHASE}),
    (gettext_lazy("Their figures"), {Capability.ANALYTICS}),
    (gettext_lazy("Webhooks"), {Capability.WEBHOOK}),
)
WORDS: dict[Cell, Any] = {
    "yes": gettext_lazy("Yes"), "file": gettext_lazy("By file"), "changes": gettext_lazy("Changes only"),
    "set_up": gettext_lazy("If set up"), "": gettext_lazy("No"),
}  # fmt: skip
WAYS = {
    "api_key": gettext_lazy("Keys from the portal"),
    "oauth2": gettext_lazy("Sign in there"),
    "bearer": gettext_lazy("Access token"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One marketplace of the table."""

    kind: type[Connector]
    cells: tuple[Cell, ...]
    several: Cell
    way: str


def rows() -> Sequence[Row]:
    """Every marketplace that there is a connector for."""
    return [_row(kind) for kind in registry.connectors()]


def _row(kind: type[Connector]) -> Row:
    several = Capability.CONFIRM_SHIPMENT in kind.able({}) and kind.partial_shipments
    return Row(
        kind=kind,
        cells=tuple(_cell(kind, any_of) for _word, any_of in COLUMNS),
        several="yes" if several else "",
        way=str(WAYS.get("api_key" if kind.keys_renew else kind.auth_type, "")) or _("Keys"),
    )


def _cell(kind: type[Connector], any_of: Set[Capability]) -> Cell:
    there = any_of & kind.capabilities
    if not there:
        return ""
    if not there & kind.able({}):
        return "set_up"
    if kind.publication is not None and there <= kind.publication.carries:
        return "file"
    return "changes" if there == {Capability.CHANGE_CARDS} else "yes"
