"""Stickers, whichever way an order goes."""

from collections.abc import Sequence

from marketplaces.framework.errors import DataProblem, NotFound, Rejected

from .. import labels
from ..client import STICKERS_PER_CALL
from ..errors import PULL_ORDER
from ..labels import decoded, pdf, pictures
from ..reading import is_number, page_of, rows
from ..walks import statuses
from .client import DoorClient
from .standing import statuses as door_statuses
from .ways import DBS, DBW, Way

NONE_YET = "Accept the order first: a sticker is made when it is being packed."
ALONE = "Print the stickers of orders for pickup points one by one."


def label(client: DoorClient, orders: Sequence[str]) -> bytes:
    """One page an order, in the order asked for; what goes to a pickup point has a page made by Wildberries."""
    odd = [order for order in orders if not is_number(order)]
    if odd:
        raise NotFound(f"Wildberries has no order {odd[0]}", said=f"no order {odd[0]}", fix=PULL_ORDER)
    known = statuses(client, [int(order) for order in orders], "label")
    others = [order for order in orders if order not in known]
    if not others:
        return labels.label(client, orders)
    brought = _of(client, DBS, others)
    if brought:
        return _page(client, orders)
    found = _pictures(client, [order for order in orders if order in known], None)
    found |= _pictures(client, _of(client, DBW, others), DBW)
    missing = [order for order in orders if order not in found]
    if missing:
        named = ", ".join(missing)
        raise Rejected(f"Wildberries has no sticker for order {named} yet", said="no sticker", fix=NONE_YET)
    return pdf([found[order] for order in orders])


def _of(client: DoorClient, way: Way, orders: Sequence[str]) -> list[str]:
    """Those of this way; a seller who does not have it may be refused the question."""
    try:
        known = door_statuses(client, way, [int(order) for order in orders], "label")
    except DataProblem:
        return []
    return [order for order in orders if order in known]


def _pictures(client: DoorClient, orders: Sequence[str], way: Way | None) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for start in range(0, len(orders), STICKERS_PER_CALL):
        part = [int(order) for order in orders[start : start + STICKERS_PER_CALL]]
        found |= pictures(client.door_stickers(way, part) if way else client.stickers(part))
    return found


def _page(client: DoorClient, orders: Sequence[str]) -> bytes:
    """What the seller brings to a pickup point; to the buyer himself nothing goes that Wildberries would read."""
    if len(orders) > 1:
        raise Rejected("Wildberries makes these stickers as pages of their own", said="several", fix=ALONE)
    answer = page_of(client.door_stickers(DBS, [int(orders[0])]), "stickers")
    pages = rows(answer.get("stickers"), "stickers")
    if not pages:
        raise Rejected(
            f"Wildberries has no sticker for order {orders[0]}", said="no sticker",
            fix="It makes them for orders to pickup points only, once they are being packed.",
        )  # fmt: skip
    return decoded(pages[0].get("file"), "stickers[].file")
