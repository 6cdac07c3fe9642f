"""A supply of several orders: made, filled, and handed over with exactly those that belong in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.statuses import OrderStatus
from marketplaces.canonical.supplies import SuppliedOrder, SupplyRequest
from marketplaces.framework.errors import ConnectorError, DataProblem, NotFound, Rejected
from marketplaces.framework.results import RefusedItem, SupplyResult

from . import handover, marks
from .client import MARKS_PER_CALL, SUPPLIES_PER_PAGE, WildberriesClient
from .errors import PULL_ORDER
from .labels import decoded, pdf
from .mapping import status_of
from .reading import Json, identifier, is_number, listed, mapping, needed_text, page_of, rows, text
from .walks import statuses

MOST_ADDED = 100
#: What all orders of a supply have in common, as orders and as the supply itself call it.
KIND = (("cargoType", "cargoType"), ("crossBorderType", "crossBorderType"), ("officeId", "destinationOfficeId"))
OTHER_KIND = "Put it into another supply: one holds goods of one size for one office."


def keep(client: WildberriesClient, request: SupplyRequest) -> SupplyResult:
    """1. Make it. 2. Move out what was taken out. 3. Add what is missing. 4. Tell codes. 5. Hand it over."""
    supply = request.remote_id or _made(client, request)
    there, inside = _read(client, supply)
    if there.get("done") is True:
        return SupplyResult(remote_id=supply, inside=frozenset(inside), handed_over=True)
    for order in sorted(set(request.without) & inside):
        handover.new_supply(client, order, "confirm_shipment")
        inside.discard(order)
    refused = _fill(client, supply, there, inside, request)
    if not request.hand_over or refused:
        return SupplyResult(remote_id=supply, inside=frozenset(inside), refused=refused)
    _check_nothing_else(inside, request)
    told = _codes_told(client, request)
    if told and _are_being_checked(client, sorted(told)):
        return SupplyResult(remote_id=supply, inside=frozenset(inside), progress={"marks": told})
    client.deliver_supply(supply)
    there, inside = _read(client, supply)
    return SupplyResult(remote_id=supply, inside=frozenset(inside), handed_over=there.get("done") is True)


def sheet(client: WildberriesClient, supply: str) -> bytes:
    """Its code on a page of a sticker's size; there is none before it was handed over."""
    return pdf([decoded(page_of(client.supply_barcode(supply), "file").get("file"), "file")])


def _made(client: WildberriesClient, request: SupplyRequest) -> str:
    found = _find(client, request.name) if request.maybe_made else ""
    return found or identifier(page_of(client.create_supply(request.name, "confirm_shipment"), "id").get("id"), "id")


def _find(client: WildberriesClient, name: str) -> str:
    """By its name: the oldest stand first, so the list is read to its end."""
    after, found = 0, ""
    while True:
        answer = page_of(client.supplies(after), "supplies")
        page = rows(answer.get("supplies"), "supplies")
        named = [row for row in page if row.get("name") == name]
        found = identifier(named[-1].get("id"), "supplies[].id") if named else found
        following = answer.get("next")
        if len(page) < SUPPLIES_PER_PAGE or not isinstance(following, int) or following <= after:
            return found
        after = following


def _read(client: WildberriesClient, supply: str) -> tuple[Json, set[str]]:
    there = mapping(client.supply(supply), "supply")
    inside = page_of(client.supply_orders(supply), "orderIds").get("orderIds")
    return there, {text(number) for number in listed(inside, "orderIds")}


def _fill(
    client: WildberriesClient, supply: str, there: Json, inside: set[str], request: SupplyRequest
) -> list[RefusedItem]:
    """Add what is missing; what can be seen not to fit is refused without a call, for a refused call costs ten."""
    missing = [order for order in request.orders if order.order_remote_id not in inside]
    refused = dict[str, ConnectorError]()
    kind = _kind_of_supply(there) if inside else None
    fitting = list[SuppliedOrder]()
    for order in _still_open(client, missing, refused, left_is_fine=request.hand_over):
        own = _kind_of(order.order_raw)
        kind = kind or own
        if own and kind and own != kind:
            refused[order.order_remote_id] = _other_kind(order.order_remote_id)
        else:
            fitting.append(order)
    for start in range(0, len(fitting), MOST_ADDED):
        added = _add(client, supply, fitting[start : start + MOST_ADDED], refused)
        inside |= added
        _tidy(client, [order for order in fitting if order.order_remote_id in added], supply)
    return [RefusedItem(remote_id=number, error=error) for number, error in sorted(refused.items())]


def _still_open(
    client: WildberriesClient, orders: Sequence[SuppliedOrder], refused: dict[str, ConnectorError], *,
    left_is_fine: bool,
) -> list[SuppliedOrder]:  # fmt: skip
    """Those that may be put in; what has left by itself needs no supply that leaves."""
    numbers = [int(order.order_remote_id) for order in orders if is_number(order.order_remote_id)]
    known = statuses(client, numbers, "confirm_shipment") if numbers else {}
    found = list[SuppliedOrder]()
    for order in orders:
        row = known.get(order.order_remote_id)
        if row is None:
            refused[order.order_remote_id] = NotFound(
                f"Wildberries has no order {order.order_remote_id}", said="no such order", fix=PULL_ORDER
            )
            continue
        where = status_of(needed_text(row.get("supplierStatus"), "orders[].supplierStatus"), text(row.get("wbStatus")))
        if where in (OrderStatus.PENDING, OrderStatus.PROCESSING):
            found.append(order)
        elif left_is_fine and where in handover.ON_ITS_WAY:
            continue
        else:
            refused[order.order_remote_id] = Rejected(
                f"Order {order.order_remote_id} is {where} at Wildberries", said=str(where), fix=PULL_ORDER
            )
    return found


def _kind_of(raw: Mapping[str, Any]) -> tuple[Any, ...]:
    """Empty where the row does not tell all of it: then Wildberries judges."""
    return tuple(raw[name] for name, _ in KIND) if all(raw.get(name) is not None for name, _ in KIND) else ()


def _kind_of_supply(there: Json) -> tuple[Any, ...]:
    return tuple(there[name] for _, name in KIND) if all(there.get(name) is not None for _, name in KIND) else ()


def _other_kind(order: str) -> Rejected:
    return Rejected(f"Order {order} is of another size or for another office than this supply", fix=OTHER_KIND)


def _add(
    client: WildberriesClient, supply: str, orders: Sequence[SuppliedOrder], refused: dict[str, ConnectorError]
) -> set[str]:
    """All or none at Wildberries: a refused half is asked about in halves, until each order has its own answer."""
    if not orders:
        return set()
    numbers = [order.order_remote_id for order in orders]
    try:
        client.put_into_supply(supply, [int(number) for number in numbers], "confirm_shipment")
    except DataProblem as error:
        if len(orders) == 1:
            refused[numbers[0]] = error
            return set()
        middle = len(orders) // 2
        first, rest = _add(client, supply, orders[:middle], refused), _add(client, supply, orders[middle:], refused)
        return first | rest
    return set(numbers)


def _tidy(client: WildberriesClient, moved: Sequence[SuppliedOrder], supply: str) -> None:
    """The supplies of one order, made when they were accepted, are empty now: nobody needs to see them any more."""
    for before in sorted({text(order.order_raw.get("supplyId")) for order in moved} - {"", supply}):
        try:
            there, inside = _read(client, before)
        except NotFound:
            continue
        if not inside and there.get("done") is False and handover.is_ours(text(there.get("name"))):
            client.delete_supply(before, "confirm_shipment")


def _check_nothing_else(inside: set[str], request: SupplyRequest) -> None:
    """Handing over takes along whatever lies in it, so nothing may that nobody here knows of."""
    strange = sorted(inside - {order.order_remote_id for order in request.orders})
    if strange:
        named = ", ".join(strange[:5])
        raise Rejected(
            f"The supply also holds {len(strange)} orders that are not in it here: {named}", said=named,
            fix="Add them here, or move them to another supply in the Wildberries portal, then try again.",
        )  # fmt: skip


def _codes_told(client: WildberriesClient, request: SupplyRequest) -> dict[str, Any]:
    """The codes of each order that has some; those that were told by an earlier try are not told again."""
    before = mapping(request.progress.get("marks") or {}, "progress.marks")
    told: dict[str, Any] = {order.order_remote_id: dict(order.marks) for order in request.orders if order.marks}
    for number, codes in told.items():
        if codes != before.get(number):
            marks.put(client, number, codes)
    return told


def _are_being_checked(client: WildberriesClient, numbers: Sequence[str]) -> bool:
    answers = [
        marks.are_being_checked(client, numbers[start : start + MARKS_PER_CALL])
        for start in range(0, len(numbers), MARKS_PER_CALL)
    ]
    return any(answers)
