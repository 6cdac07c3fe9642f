"""Cancelling at Lazada: units by number, with a reason that Lazada offers for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.shipments import CancelReason, CancelRequest
from marketplaces.connectors.lazada import mapping, reading
from marketplaces.connectors.lazada.client import LazadaClient
from marketplaces.connectors.lazada.shipping import PACKED, TO_PACK
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected

Json = Mapping[str, Any]

CANCELLABLE = TO_PACK | PACKED | {"ready_to_ship"}
#: Contract section 7: with these Lazada sets the stock of the goods to nothing.
EMPTIES_STOCK = frozenset({"10000021", "10000023"})
WARNING = " (Lazada sets the stock of these goods to 0)"
DONE = "success"


def reasons(client: LazadaClient, order_id: str) -> tuple[CancelReason, ...]:
    """What Lazada offers for the units that can still be cancelled."""
    ids = _ids(_open(items_of(client, order_id)))
    options = reading.rows(client.cancel_reasons(order_id, ids), "reason_options")
    return tuple(
        CancelReason(code=code, title=reading.text(row, "reason_name") + (WARNING if code in EMPTIES_STOCK else ""))
        for row in options
        if (code := reading.text(row, "reason_id"))
    )


def cancel(client: LazadaClient, request: CancelRequest) -> None:
    """Cancel all that is open, or some units of lines; a package of which some units stay is undone first."""
    items = items_of(client, request.order_remote_id)
    units = _asked(request, items) if request.lines else _open(items)
    _undo_packages(client, units, items)
    answer = client.cancel(request.order_remote_id, _ids(units), reason=request.reason)
    told = reading.text(answer, "tip_type").lower()
    if told and told != DONE:
        raise Rejected(said=reading.text(answer, "tip_content") or told, remote_code=told, marketplace="Lazada")


def answer(client: LazadaClient, order_id: str, *, accept: bool) -> None:
    """Answer a buyer who asked to cancel; each of his requests has a number of its own."""
    asked = {
        reading.text(item, "reverse_order_id")
        for item in items_of(client, order_id)
        if reading.flag(item, "is_cancel_pending")
    } - {"", "0"}
    if not asked:
        raise AlreadyDone("Nobody asks to cancel this order any more", marketplace="Lazada")
    for number in sorted(asked):
        client.decide_cancellation(number, agree=accept)


def items_of(client: LazadaClient, order_id: str) -> Sequence[Json]:
    """As the units stand now: what was received earlier is not good enough to write by."""
    for row in client.get_items([order_id], operation="cancel"):
        return reading.rows(row, "order_items")
    raise NotFound(f"Lazada has no order {order_id} for this shop", marketplace="Lazada")


def _open(items: Sequence[Json]) -> list[Json]:
    if all(_status(item) == mapping.CANCELLED for item in items):
        raise AlreadyDone("This order was cancelled before", marketplace="Lazada")
    found = [item for item in items if _status(item) in CANCELLABLE]
    if not found:
        raise _too_late({_status(item) for item in items})
    return found


def _asked(request: CancelRequest, items: Sequence[Json]) -> list[Json]:
    """Units of the asked lines: the least advanced first, for they need no package to be undone."""
    chosen: list[Json] = []
    for line in request.lines:
        units = mapping.units_of(line.remote_line_id, items)
        if not units:
            raise Rejected(
                f"This order has no line {line.remote_line_id} at Lazada",
                marketplace="Lazada",
                fix="Read the order again.",
            )
        left = sorted((unit for unit in units if _status(unit) in CANCELLABLE), key=lambda unit: _rank(_status(unit)))
        if len(left) < line.quantity:
            if all(_status(unit) == mapping.CANCELLED for unit in units):
                raise AlreadyDone("These units were cancelled before", marketplace="Lazada")
            raise _too_late({_status(unit) for unit in units})
        chosen += left[: line.quantity]
    return chosen


def _undo_packages(client: LazadaClient, units: Sequence[Json], items: Sequence[Json]) -> None:
    """Cancelling one packed unit would take its whole package along (contract section 7)."""
    going = set(_ids(units))
    shared = {
        package
        for unit in units
        if (package := reading.text(unit, "package_id"))
        and any(
            reading.text(item, "package_id") == package
            and _status(item) != mapping.CANCELLED
            and reading.whole(item, "order_item_id") not in going
            for item in items
        )
    }
    if not shared:
        return
    if any(_status(unit) not in PACKED for unit in units if reading.text(unit, "package_id") in shared):
        raise Rejected(
            "These units are in a package that is ready to be sent; cancelling them would cancel all of it",
            marketplace="Lazada",
            fix="Cancel the whole package, or let it go and take these units back as a return.",
        )
    client.repack(sorted(shared))


def _rank(status: str) -> int:
    return mapping.ADVANCE.index(mapping.ITEM_STATUS[status])


def _too_late(words: set[str]) -> Rejected:
    return Rejected(
        f"Lazada does not cancel what is {', '.join(sorted(words))}",
        marketplace="Lazada",
        fix="Once it is on its way only a return helps.",
    )


def _ids(units: Sequence[Json]) -> list[int]:
    return [reading.whole(unit, "order_item_id") for unit in units]


def _status(item: Json) -> str:
    return reading.needed_text(item, "status")
