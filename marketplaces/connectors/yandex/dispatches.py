"""The first mile: the Market puts the orders of a day together, we confirm, and print what both sides sign."""

from collections.abc import Mapping, Sequence
from datetime import date

from marketplaces.canonical.dispatches import Dispatch, DispatchStatus
from marketplaces.framework.errors import AlreadyDone, ConnectorError, Rejected, UnexpectedPayload
from marketplaces.framework.pagination import by_cursor

from .client import YandexClient
from .labels import pdf
from .reading import Json, find_moment, mapping, needed_text, next_token, page_of, result_of, rows, text, whole
from .shops import Shop

STATUSES: Mapping[str, DispatchStatus] = {
    "OUTBOUND_CREATED": DispatchStatus.FORMING,
    "OUTBOUND_READY_FOR_CONFIRMATION": DispatchStatus.READY,
    "OUTBOUND_CONFIRMED": DispatchStatus.CONFIRMED,
    "OUTBOUND_SIGNED": DispatchStatus.CONFIRMED,  # the act is signed electronically; it still leaves
    "ACCEPTED": DispatchStatus.ACCEPTED,
    "FINISHED": DispatchStatus.ACCEPTED,
    "ACCEPTED_WITH_DISCREPANCIES": DispatchStatus.DIFFERS,
    "ERROR": DispatchStatus.FAILED,
}
CONFIRM, ACT, BROUGHT = "CONFIRM", "DOWNLOAD_ACT", "IMPORT"
SAID = frozenset(
    {DispatchStatus.CONFIRMED, DispatchStatus.ACCEPTED, DispatchStatus.DIFFERS}
)  # confirmed, whatever came of it
LATER = "The Market opens the confirmation by the schedule of your warehouse in its cabinet; try again then."


def on_days(client: YandexClient, shop: Shop, first: date, last: date) -> Sequence[Dispatch]:
    """All of these days, both included, the soonest first."""

    def fetch(token: str) -> tuple[Json, str]:
        holder = page_of(result_of(client.dispatches(shop.number, first, last, token)), "shipments")
        return holder, next_token(holder)

    pages = by_cursor(fetch, path="result.paging.nextPageToken")
    found = [_dispatch(row) for holder in pages for row in rows(holder.get("shipments"), "result.shipments")]
    return sorted(found, key=lambda each: (each.starts_at, each.remote_id))


def confirm(client: YandexClient, shop: Shop, number: str) -> None:
    """Reads it first: only what is offered is confirmed. What a lost answer said is told by reading it again."""
    status, actions = _standing(client, shop, number)
    if status in SAID:
        raise AlreadyDone("This dispatch was confirmed before")
    if CONFIRM not in actions:
        raise Rejected("The Market does not let this dispatch be confirmed yet", fix=LATER)
    try:
        client.confirm_dispatch(shop.number, number)
    except ConnectorError:
        if _standing(client, shop, number)[0] not in SAID:
            raise


def act(client: YandexClient, shop: Shop, number: str) -> bytes:
    """Asked for only where it is offered: of one that is not confirmed there is none."""
    _, actions = _standing(client, shop, number)
    if ACT not in actions:
        raise Rejected("The Market has no act of this dispatch yet", fix="Confirm it first, then print the act.")
    return pdf(client.dispatch_act(shop.number, number))


def _standing(client: YandexClient, shop: Shop, number: str) -> tuple[DispatchStatus, frozenset[str]]:
    row = result_of(client.dispatch(shop.number, number))
    said = text(mapping(row.get("currentStatus"), "result.currentStatus").get("status"))
    offered = row.get("availableActions")
    if not isinstance(offered, list):
        raise UnexpectedPayload("result.availableActions", offered)
    return STATUSES.get(said, DispatchStatus.UNKNOWN), frozenset(map(str, offered))


def _dispatch(row: Json) -> Dispatch:
    said = text(row.get("status"))
    starts, ends = (find_moment(row.get(name), name) for name in ("planIntervalFrom", "planIntervalTo"))
    orders = row.get("orderIds")
    if starts is None or ends is None or not isinstance(orders, list):
        raise UnexpectedPayload("planIntervalFrom, planIntervalTo, orderIds", orders)
    brought = text(row.get("shipmentType")) == BROUGHT
    place = mapping(row.get("warehouseTo" if brought else "warehouse"), "warehouse")
    return Dispatch(
        remote_id=needed_text(row.get("id"), "id"),
        status=STATUSES.get(said, DispatchStatus.UNKNOWN),
        remote_status=said,
        starts_at=starts,
        ends_at=ends,
        order_remote_ids=tuple(str(each) for each in orders),
        raw=row,
        brought=brought,
        place=", ".join(filter(None, (text(place.get("name")), text(place.get("address"))))),
        planned=whole(row.get("plannedCount"), "plannedCount"),
        counted=whole(row.get("factCount"), "factCount"),
    )
