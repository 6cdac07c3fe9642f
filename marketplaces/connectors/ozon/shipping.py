"""Tells Ozon that a parcel left: packing is asynchronous and may split the posting, so each step begins with a look."""

from collections.abc import Mapping, Sequence
from typing import Any

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import AlreadyDone, NotFound, Rejected

from .client import OzonClient
from .errors import OPEN_IN_OZON, row_error
from .mapping import SPLIT, quantities, status_word
from .reading import Json, listed, mapping, rows, text, whole_answer

#: Before packing, while Ozon works on it, packed, on the way.
TO_PACK = frozenset({"awaiting_packaging"})
IN_WORK = frozenset({"awaiting_registration"})
DISPUTED = frozenset({"arbitration", "client_arbitration", "not_accepted"})
END_DISPUTE = "awaiting_delivery"
PACKED = frozenset({"awaiting_deliver", "acceptance_in_progress"})
ON_THE_WAY = frozenset({"sent_by_seller", "driver_pickup", "delivering", "delivered"})
GONE = frozenset({"cancelled"})

FAILED = "ship_failed"
BUSY = "ship_async_in_process"

#: Parcels whose number we tell, and those whose progress we tell as well.
NUMBERED = frozenset({"3pl_tracking", "non_integrated"})
OURS = frozenset({"non_integrated"})

Packages = list[dict[str, Any]]


def confirm(client: OzonClient, request: ShipmentRequest) -> ShipmentResult:
    """Take the parcel as far as Ozon lets it go now.

    1. Find the posting that is this parcel (another one after a split). 2. Pack it, if that was not done.
    3. Tell the tracking number and that it is on the way, where the seller's own carrier has it.
    """
    posting = _find_parcel(client, request)
    status = status_word(posting.get("status"))
    if status in GONE:
        raise Rejected("Ozon has cancelled this posting", fix="Keep the parcel here and pull the order again.")
    if status in DISPUTED and END_DISPUTE in _actions(posting):
        client.end_dispute(_number(posting))
        return _waiting(posting)
    if status in TO_PACK:
        posting = _pack(client, request, posting)
        status = status_word(posting.get("status"))
    if status in TO_PACK | IN_WORK:
        return _waiting(posting)
    if status not in PACKED | ON_THE_WAY:
        raise Rejected(f"Ozon has not released this posting for packing (its status is {status})", fix=OPEN_IN_OZON)
    return _send(client, request, posting)


def _find_parcel(client: OzonClient, request: ShipmentRequest) -> Json:
    """The posting that holds this parcel's lines: the ordered one, or one that it was split into."""
    known = text(request.progress.get("parcel")) or request.parcel_remote_id
    found = _find(client, known) if known else None
    posting = found if found is not None else _read(client, request.order_remote_id)
    if status_word(posting.get("status")) != SPLIT and _holds(posting, request):
        return posting
    for number in _related(posting):
        other = _read(client, number)
        if status_word(other.get("status")) not in GONE | {SPLIT} and quantities(other) == _wanted(request):
            return other
    if status_word(posting.get("status")) in TO_PACK | GONE | IN_WORK:
        return posting  # packing it will say what is wrong with the quantities
    raise Rejected("Ozon has divided this posting in another way", fix="Pull the order again and ship what is open.")


def _holds(posting: Json, request: ShipmentRequest) -> bool:
    """A posting that still is to be packed must hold at least the parcel; a packed one exactly it."""
    inside, wanted = quantities(posting), _wanted(request)
    if status_word(posting.get("status")) in PACKED | ON_THE_WAY:
        return inside == wanted
    return all(inside.get(line, 0) >= units for line, units in wanted.items())


def _pack(client: OzonClient, request: ShipmentRequest, posting: Json) -> Json:
    """Send the packing order unless it is being worked on, and look what became of it."""
    if text(posting.get("substatus")).replace(" ", "_") != FAILED and BUSY in _actions(posting):
        return posting
    packages = _packages(posting, _wanted(request))
    try:
        answer = client.ship(_number(posting), packages)
    except AlreadyDone:
        return _read(client, _number(posting))
    number = _number_of_parcel(answer, packages[0], _number(posting))
    made = _find(client, number)  # a posting that comes of a split takes a while to be there
    return made if made is not None else {**posting, "posting_number": number}


def _packages(posting: Json, wanted: Mapping[str, int]) -> Packages:
    """This parcel, and all that stays behind as a second one: Ozon wants every unit named."""
    inside = quantities(posting)
    too_many = [line for line, units in wanted.items() if units > inside.get(line, 0)]
    if too_many:
        raise Rejected(
            f"The posting does not hold that many units of {', '.join(too_many)}",
            fix="Pull the order again and ship what is open.",
        )
    rest = {line: units - wanted.get(line, 0) for line, units in inside.items()}
    return [_package(lines) for lines in (wanted, rest) if any(lines.values())]


def _package(lines: Mapping[str, int]) -> dict[str, Any]:
    per_sku: dict[int, int] = {}
    for line, units in lines.items():
        if units:
            sku = int(line.partition("#")[0])
            per_sku[sku] = per_sku.get(sku, 0) + units
    return {"products": [{"product_id": sku, "quantity": units} for sku, units in per_sku.items()]}


def _number_of_parcel(answer: Json, package: Json, ordered: str) -> str:
    """The posting that became this parcel: by its contents where Ozon tells them, else the first it names."""
    wanted = {str(row["product_id"]): row["quantity"] for row in package["products"]}
    for told in rows(answer.get("additional_data"), "additional_data"):
        if _per_sku(quantities(told)) == wanted and told.get("posting_number"):
            return text(told["posting_number"])
    numbers = [text(number) for number in listed(answer.get("result"), "result")]
    return next((number for number in numbers if number), ordered)


def _per_sku(lines: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line, units in lines.items():
        sku = line.partition("#")[0]
        found[sku] = found.get(sku, 0) + units
    return found


def _send(client: OzonClient, request: ShipmentRequest, posting: Json) -> ShipmentResult:
    """The steps after packing; only parcels with a carrier of the seller's own have any."""
    number, carrier = _number(posting), text(posting.get("tpl_integration_type")).lower()
    tracking, under_way = request.tracking_number, status_word(posting.get("status")) in ON_THE_WAY
    told = text(posting.get("tracking_number"))
    if tracking and carrier in NUMBERED and told != tracking:
        _checked(client.set_tracking(number, tracking))
        told = tracking
    if carrier in OURS and not under_way:
        _checked(client.set_delivering(number))
        under_way = status_word(_read(client, number).get("status")) in ON_THE_WAY
        return _result(posting, visible=under_way, tracking=told)
    return _result(posting, visible=True, tracking=told)


def _checked(answer: Json) -> None:
    """Rows of a step carry their own errors inside the 200."""
    for row in rows(answer.get("result"), "result"):
        if row.get("result") is not True:
            error = row.get("error")
            said = text(error) if isinstance(error, str) else ""
            found = row_error("", said)
            if not isinstance(found, AlreadyDone):
                raise found


def _read(client: OzonClient, number: str) -> Json:
    posting = whole_answer(client.fbs_get(number))
    if not posting.get("posting_number"):
        raise NotFound(f"Ozon does not know the posting {number}", fix=OPEN_IN_OZON)
    return posting


def _find(client: OzonClient, number: str) -> Json | None:
    try:
        return _read(client, number)
    except NotFound:
        return None


def _waiting(posting: Json) -> ShipmentResult:
    return _result(posting, visible=False, tracking=text(posting.get("tracking_number")))


def _result(posting: Json, *, visible: bool, tracking: str) -> ShipmentResult:
    number = _number(posting)
    method = mapping(posting.get("delivery_method"), "delivery_method")
    return ShipmentResult(
        visible=visible,
        parcel_remote_id=number,
        tracking_number=tracking,
        carrier=text(method.get("tpl_provider")),
        progress={"parcel": number},
    )


def _wanted(request: ShipmentRequest) -> dict[str, int]:
    wanted: dict[str, int] = {}
    for line in request.lines:
        wanted[line.remote_line_id] = wanted.get(line.remote_line_id, 0) + line.quantity
    return wanted


def _number(posting: Json) -> str:
    return text(posting.get("posting_number"), "posting_number")


def _actions(posting: Json) -> Sequence[str]:
    return [text(action) for action in listed(posting.get("available_actions"), "available_actions")]


def _related(posting: Json) -> list[str]:
    related = mapping(posting.get("related_postings"), "related_postings")
    numbers = [text(number) for number in listed(related.get("related_posting_numbers"), "related_posting_numbers")]
    parent = text(posting.get("parent_posting_number"))
    return [number for number in dict.fromkeys((*numbers, parent)) if number and number != _number(posting)]
