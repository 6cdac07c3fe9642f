"""Marking codes: what units of an order still lack, what we have for them, and what the Market makes of that."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.marks import MarkKind, Marks, MarkWish
from marketplaces.canonical.shipments import ShipmentLine
from marketplaces.framework.errors import Rejected, Unavailable

from .client import YandexClient
from .errors import MARK_CODES, WAIT
from .reading import Json, listed, result_of, rows, text, whole

WISHES: Mapping[str, MarkWish] = {
    "CIS": MarkWish(MarkKind.SGTIN),
    "CIS_OPTIONAL": MarkWish(MarkKind.SGTIN, required=False),
    "UIN": MarkWish(MarkKind.UIN),
    "RNPT": MarkWish(MarkKind.RNPT),
    "GTD": MarkWish(MarkKind.CUSTOMS),
}
#: Their names. The Market takes one code a unit: the first of these.
FIELDS: Mapping[MarkKind, str] = {
    MarkKind.SGTIN: "cis", MarkKind.UIN: "uin", MarkKind.RNPT: "rnpt", MarkKind.CUSTOMS: "gtd",
}  # fmt: skip
CHECKED = ("cis", "uin")
PENDING = frozenset({"IN_PROGRESS", "NOT_ON_VALIDATION"})
OK, FAILED, INVALID = "OK", "FAILED", "INVALID"


def lacking(item: Json) -> tuple[MarkWish, ...]:
    """What a line's units need as long as not all of them have a code."""
    told = rows(item.get("instances"), "items[].instances")
    if len(told) >= whole(item.get("count"), "items[].count"):
        return ()
    asked = listed(item.get("requiredInstanceTypes"), "items[].requiredInstanceTypes")
    return tuple(WISHES[text(word)] for word in asked if text(word) in WISHES)


def instances(units: Sequence[Marks]) -> list[Json]:
    """One entry for each unit that has a code."""
    return [found for marks in units if (found := _instance(marks))]


def _instance(marks: Marks) -> Json:
    return next(({name: marks[kind]} for kind, name in FIELDS.items() if marks.get(kind)), {})


def of_lines(lines: Sequence[ShipmentLine]) -> list[Json]:
    """Lines with codes, as the call for the shop's own couriers takes them."""
    found = [(line.remote_line_id, instances(line.marks)) for line in lines]
    return [{"id": int(line), "instances": codes} for line, codes in found if codes]


def are_being_checked(client: YandexClient, shop: str, order: str) -> bool:
    """Whether the Market still checks one of them. Raises Rejected for one that it does not take."""
    answer = result_of(client.marks_status(shop, order))
    told: list[tuple[str, Mapping[str, Any]]] = [
        (kind, each)
        for item in rows(answer.get("items"), "result.items")
        for kind in CHECKED
        for each in rows(item.get(kind), f"result.items[].{kind}")
    ]
    for kind, each in told:
        status = text(each.get("status"))
        if status == INVALID or (status == FAILED and kind == "uin"):
            said = f"{text(each.get('substatus')) or status}: {text(each.get('value'))[:31]}"
            raise Rejected("The Market does not take a marking code", said=said, fix=MARK_CODES)
        if status == FAILED:
            raise Unavailable("The Market could not check a marking code", said=status, fix=WAIT)
    return any(text(each.get("status")) in PENDING for _kind, each in told)
