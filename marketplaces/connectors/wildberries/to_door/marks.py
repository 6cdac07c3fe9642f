"""Marking codes of orders to the door: asked for and told by calls of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.marks import MarkKind, Marks, MarkWish
from marketplaces.framework.errors import Rejected

from .. import marks
from ..errors import MARK
from ..reading import Json, listed, page_of, rows, text
from .client import DoorClient
from .standing import check_taken, number_of
from .ways import DBS, Way

WORDS: Mapping[MarkKind, str] = {kind: word for word, kind in marks.KINDS.items()}
#: Of these DBW has a call of its own for each order.
ONE_BY_ONE = frozenset({MarkKind.UIN, MarkKind.IMEI, MarkKind.GTIN})
TAKEN = {DBS.name: ONE_BY_ONE | {MarkKind.SGTIN}, "dbw": ONE_BY_ONE | {MarkKind.SGTIN}}


def wishes(client: DoorClient, way: Way, found: Sequence[Json], operation: str) -> dict[str, tuple[MarkWish, ...]]:
    """What each of these orders still lacks. A row names what it may carry, the decision says whether it must."""
    asked = [row for row in found if listed(row.get("requiredMeta"), "orders[].requiredMeta")]
    if not asked:
        return {}
    told = details(client, way, [number_of(row) for row in asked], operation)
    known = marks.lacking({"orders": told})
    return {number_of(row): known.get(number_of(row), _offered(row)) for row in asked}


def _offered(row: Json) -> tuple[MarkWish, ...]:
    """Nothing tells whether they must be there: they can be typed, and Wildberries says no where one is missing."""
    words = [text(word) for word in listed(row.get("requiredMeta"), "orders[].requiredMeta")]
    return tuple(MarkWish(marks.KINDS[word], required=False) for word in words if word in marks.KINDS)


def details(client: DoorClient, way: Way, numbers: Sequence[str], operation: str) -> list[dict[str, Any]]:
    """Rows as those of the other orders; an order that it could not tell of is left out."""
    answer = page_of(client.door_marks(way, [int(number) for number in numbers], operation), "orders")
    return [
        {"id": number_of(row), "metaDetails": row.get("metaDetails")}
        for row in rows(answer.get("orders"), "orders")
        if not row.get("isError")
    ]


def put(client: DoorClient, way: Way, number: str, codes: Marks) -> None:
    """Codes are taken only of an order that is being packed."""
    for kind, code in codes.items():
        if kind not in TAKEN[way.name]:
            # A declaration goes with the country it came from, and an expiry day has no call here.
            raise Rejected(
                "Wildberries takes this marking code on its own pages only", said=WORDS.get(kind, str(kind)), fix=MARK
            )
        word = WORDS[kind]
        if way is DBS or kind is MarkKind.SGTIN:
            value = {"sgtins": [code]} if kind is MarkKind.SGTIN else {word: code}
            check_taken(client.put_door_marks(way, word, {"orderId": int(number), **value}), number)
        else:
            client.put_door_mark(way, int(number), word, code)


def are_being_checked(client: DoorClient, way: Way, number: str) -> bool:
    """Whether Wildberries still checks one. Raises Rejected for a code that it does not take."""
    return marks.judged({"orders": details(client, way, [number], "confirm_shipment")}, several=False)
