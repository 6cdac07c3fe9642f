"""Where orders to the door stand, and what a call that changes them answers of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.framework.errors import DataProblem, NotFound, UnexpectedPayload

from ..client import STATUSES_PER_CALL
from ..errors import PULL_ORDER, meant
from ..mapping import status_of
from ..reading import Json, is_number, needed_text, page_of, rows, text
from .client import DoorClient
from .ways import WAYS, Way


def statuses(client: DoorClient, way: Way, numbers: Sequence[int], operation: str) -> dict[str, Json]:
    """By number, in the words of the other orders; those that are not of this way are left out."""
    found: dict[str, Json] = {}
    for start in range(0, len(numbers), STATUSES_PER_CALL):
        answer = page_of(client.door_statuses(way, numbers[start : start + STATUSES_PER_CALL], operation), "orders")
        for row in rows(answer.get("orders"), "orders"):
            if row.get("supplierStatus"):  # else its errors say that there is no such order
                found[number_of(row)] = row
    return found


def number_of(row: Mapping[str, Any]) -> str:
    """Spelt in three ways."""
    return next((text(row[name]) for name in ("orderId", "orderID", "id") if row.get(name)), "")


def standing(client: DoorClient, way: Way, number: str, operation: str) -> OrderStatus:
    """Where it stands now. Raises NotFound for one that is not of this way."""
    row = statuses(client, way, [int(number)], operation).get(number) if is_number(number) else None
    if row is None:
        raise NotFound(f"Wildberries has no order {number}", said=f"no order {number}", fix=PULL_ORDER)
    return status_of(needed_text(row.get("supplierStatus"), "orders[].supplierStatus"), text(row.get("wbStatus")))


def way_of(client: DoorClient, number: str, operation: str) -> Way:
    """Of an order that is none for Wildberries' warehouse. Raises NotFound where neither way knows it.

    A way that a seller does not have may refuse the question as a whole; the other one is asked all the same.
    """
    for way in WAYS.values():
        try:
            standing(client, way, number, operation)
        except DataProblem:
            continue
        return way
    raise NotFound(f"Wildberries has no order {number}", said=f"no order {number}", fix=PULL_ORDER)


def check_taken(answer: Any, number: str) -> None:
    """Raise what the answer says of this order: the call itself succeeds also where nothing was done."""
    found = rows(page_of(answer, "results").get("results"), "results")
    row = next((each for each in found if number_of(each) == number), None)
    if row is None:
        raise UnexpectedPayload("results[].orderId", number)
    if row.get("isError"):
        raise _refusal(row)


def _refusal(row: Json) -> Exception:
    errors = rows(row.get("errors"), "results[].errors")
    first: Json = errors[0] if errors else {}
    wrong = [
        f"{text(each.get('key'))}: {text(each.get('decision'))}"
        for each in rows(first.get("metaDetails"), "results[].errors[].metaDetails")
    ]
    code = text(first.get("detail"))
    return meant(code, ", ".join(wrong) or code)
