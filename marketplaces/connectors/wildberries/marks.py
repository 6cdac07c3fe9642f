"""Marking codes: what an order still lacks, what we have for it, and what Wildberries makes of that."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from marketplaces.canonical.marks import MarkKind, Marks, MarkWish
from marketplaces.canonical.shipments import ShipmentRequest
from marketplaces.framework.errors import Rejected

from .client import WildberriesClient
from .errors import MARK
from .reading import Json, listed, page_of, rows, text

#: Their words for the kinds.
KINDS: Mapping[str, MarkKind] = {
    "sgtin": MarkKind.SGTIN, "uin": MarkKind.UIN, "imei": MarkKind.IMEI, "gtin": MarkKind.GTIN,
    "expiration": MarkKind.EXPIRATION, "customsDeclaration": MarkKind.CUSTOMS,
}  # fmt: skip
#: Where each goes, and how.
PLACES: Mapping[MarkKind, tuple[str, Callable[[str], Json]]] = {
    MarkKind.SGTIN: ("/api/v3/orders/{}/meta/sgtin", lambda code: {"sgtins": [code]}),
    MarkKind.UIN: ("/api/v3/orders/{}/meta/uin", lambda code: {"uin": code}),
    MarkKind.IMEI: ("/api/v3/orders/{}/meta/imei", lambda code: {"imei": code}),
    MarkKind.GTIN: ("/api/v3/orders/{}/meta/gtin", lambda code: {"gtin": code}),
    MarkKind.EXPIRATION: (
        "/api/v3/orders/{}/meta/expiration", lambda code: {"expiration": f"{date.fromisoformat(code):%d.%m.%Y}"},
    ),
    MarkKind.CUSTOMS: (
        "/api/marketplace/v3/orders/{}/meta/customs-declaration", lambda code: {"customsDeclaration": code},
    ),
}  # fmt: skip
#: With these a supply leaves; `pending` is being checked, any other word says what is wrong.
GOOD = frozenset({
    "filled", "optional", "deadlineExceeded", "imeiMaySell", "imeiSoldB2B", "uinMaySell", "sgtinIntroduced",
    "sgtinSoldB2B",
})  # fmt: skip
MISSING, PENDING, OPTIONAL = "required", "pending", "optional"


def of_new(row: Any) -> tuple[MarkWish, ...] | None:
    """What a row of the new orders says; None where the row says nothing of codes."""
    if not isinstance(row, Mapping) or "requiredMeta" not in row:
        return None
    must, may = (listed(row.get(name), f"orders[].{name}") for name in ("requiredMeta", "optionalMeta"))
    return (
        *(MarkWish(KINDS[text(word)]) for word in must if text(word) in KINDS),
        *(MarkWish(KINDS[text(word)], required=False) for word in may if text(word) in KINDS),
    )


def lacking(answer: Any) -> dict[str, tuple[MarkWish, ...]]:
    """By order: codes that are missing or were not taken."""
    return {
        text(row.get("id")): tuple(
            MarkWish(KINDS[kind], required=decision != OPTIONAL)
            for kind, decision in _decisions(row)
            if kind in KINDS and (decision == OPTIONAL or decision not in GOOD | {PENDING})
        )
        for row in rows(page_of(answer, "orders").get("orders"), "orders")
    }


def _decisions(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = rows(row.get("metaDetails"), "orders[].metaDetails")
    return [(text(each.get("key")), text(each.get("decision"))) for each in found]


def given(request: ShipmentRequest) -> Marks:
    """The codes of the order's one unit."""
    return next((marks for line in request.lines for marks in line.marks if marks), {})


def put(client: WildberriesClient, order: str, codes: Marks) -> None:
    """Codes are taken only of an order that lies in a supply."""
    for kind, code in codes.items():
        if kind in PLACES:
            place, body = PLACES[kind]
            client.put_mark(int(order), place, body(code))


def are_being_checked(client: WildberriesClient, orders: Sequence[str]) -> bool:
    """Whether Wildberries still checks one of theirs. Raises Rejected for codes that it does not take."""
    told = client.marks([int(order) for order in orders], "confirm_shipment")
    return judged(told, several=len(orders) > 1)


def judged(answer: Any, *, several: bool) -> bool:
    """What such an answer says; of several orders each wrong code is named with its own."""
    told = rows(page_of(answer, "orders").get("orders"), "orders")
    found = [(text(row.get("id")), kind, decision) for row in told for kind, decision in _decisions(row)]
    wrong = [(order, f"{kind}: {decision}") for order, kind, decision in found if decision not in GOOD | {PENDING}]
    if wrong:
        named = [f"{order} {words}" if several else words for order, words in wrong]
        raise Rejected("Wildberries does not take a marking code", said=", ".join(named), fix=MARK)
    return any(decision == PENDING for _order, _kind, decision in found)
