"""Accepting and declining: each piece is decided by itself, and only once."""

from collections.abc import Sequence

from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentLine
from marketplaces.framework.errors import AlreadyDone, ConnectorError, NotFound, Rejected

from .client import LetzshopClient
from .errors import AlreadyDecided, item_error
from .mapping import UNAVAILABLE, UNCONFIRMED, grouped, unit_ids
from .reading import Json, rows
from .walks import CONFIRMED, DECLINED, find

REASONS = (CancelReason(code="unavailable", title="Not available"),)
THERE = "Write to support@letzshop.lu: after the confirmation Letzshop has no call for it."


def accept(client: LetzshopClient, number: str) -> None:
    """Confirm every piece that is still open. AlreadyDone where none is."""
    shipment = find(client, number, order=(UNCONFIRMED, CONFIRMED, DECLINED), operation="confirm_shipment")
    if shipment is None:
        raise NotFound(f"Letzshop has no shipment {number}")
    if shipment.get("state") == DECLINED:
        raise Rejected("This shipment was declined before", fix="Cancel the order here as well.")
    open_units = unit_ids(rows(shipment.get("inventoryUnits"), "inventoryUnits"), state=UNCONFIRMED)
    if not open_units:
        raise AlreadyDone("This shipment was confirmed before", marketplace="Letzshop")
    if not decide(client, open_units, available=True, operation="confirm_shipment"):
        raise AlreadyDone("This shipment was confirmed before", marketplace="Letzshop")


def decline(client: LetzshopClient, request: CancelRequest) -> None:
    """Decline all pieces, or some of some lines. Only what is not confirmed yet can be declined."""
    number = request.order_remote_id
    shipment = find(client, number, order=(UNCONFIRMED, DECLINED, CONFIRMED), operation="cancel")
    if shipment is None:
        raise NotFound(f"Letzshop has no shipment {number}")
    if shipment.get("state") == DECLINED:
        raise AlreadyDone("This shipment was declined before", marketplace="Letzshop")
    if shipment.get("state") != UNCONFIRMED:
        raise Rejected("This shipment is confirmed, so it cannot be declined any more", fix=THERE)
    chosen = _chosen(rows(shipment.get("inventoryUnits"), "inventoryUnits"), request.lines)
    if not decide(client, chosen, available=False, operation="cancel"):
        raise _decided_before(client, number, chosen)


def _decided_before(client: LetzshopClient, number: str, chosen: Sequence[str]) -> ConnectorError:
    """By this very call where its first answer was lost, else by somebody else; the pieces tell which."""
    shipment = find(client, number, order=(DECLINED, CONFIRMED, UNCONFIRMED), operation="cancel") or {}
    units = rows(shipment.get("inventoryUnits", []), "inventoryUnits")
    if set(chosen) <= set(unit_ids(units, state=UNAVAILABLE)):
        return AlreadyDone("These pieces were declined before", marketplace="Letzshop")
    return Rejected("Its pieces were decided in the meantime", fix="Pull the order again and look what became of it.")


def decide(client: LetzshopClient, units: Sequence[str], *, available: bool, operation: str) -> bool:
    """Tell the decision. False where it had been taken before; raises for any other refusal."""
    payload = client.decide(units, available=available, operation=operation)
    problems = [item_error(each) for each in rows(payload.get("errors"), "errors")]
    other = next((each for each in problems if not isinstance(each, AlreadyDecided)), None)
    if other is not None:
        raise other
    return not problems


def first_problem(payload: Json) -> ConnectorError | None:
    """The first error inside a mutation's payload."""
    return next((item_error(each) for each in rows(payload.get("errors"), "errors")), None)


def _chosen(units: Sequence[Json], lines: Sequence[ShipmentLine]) -> list[str]:
    """The open pieces of these lines, as many as are named; of all lines where none is."""
    if not lines:
        return unit_ids(units, state=UNCONFIRMED)
    held, chosen = grouped(units), list[str]()
    for line in lines:
        free = unit_ids(held.get(line.remote_line_id, ()), state=UNCONFIRMED)
        if len(free) < line.quantity:
            name = line.sku or line.remote_line_id
            raise Rejected(
                f"Letzshop has {len(free)} undecided pieces of {name}, not {line.quantity}",
                fix="Pull the order again, then decline what is left.",
            )
        chosen += free[: line.quantity]
    return chosen
