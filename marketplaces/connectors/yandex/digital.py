"""Digital goods: their keys are told, and the Market writes to the buyer; what a chat gave is told as delivered."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from marketplaces.canonical.digital import DeliveredLine, DigitalDelivery
from marketplaces.framework.errors import Rejected, Unavailable

from .client import YandexClient
from .errors import PULL_ORDER
from .handover import read
from .mapping import PROCESSING
from .reading import Json, mapping, rows, text
from .shops import Shop

OPERATION = "tell_digital"
#: Ways of giving it in which the Market sends the key, and those in which the shop gives it by itself.
BY_THE_MARKET = frozenset({"EMAIL", "ACTIVATION_CODE"})
GIVEN = frozenset({"DELIVERY", "DELIVERED", "PARTIALLY_RETURNED", "RETURNED"})
DELIVERED = "DELIVERED"
LONGEST_KEY, LONGEST_TEXT = 256, 10_000
#: Nothing but its status shows that an order has its keys, once the Market's letter has come: it is read again then.
LOOK_AGAIN = 60.0
#: Goes to buyers of the Market, whose language it is. The form of the connection has a place for the shop's own words.
INSTRUCTIONS = (
    "Введите ключ активации на сайте или в программе издателя. Если ключ не подошёл, напишите в чат магазина."
)
#: The Market asks for a day even where a key never ends: any far one (specification of the call).
NEVER = date(2099, 12, 31)


def sends_keys(order_raw: Mapping[str, Any]) -> bool:
    """Mail, and the list of the buyer's orders."""
    delivery = mapping(order_raw.get("delivery"), "delivery")
    return is_digital(delivery) and _way(delivery) in BY_THE_MARKET


def is_digital(delivery: Json) -> bool:
    return text(delivery.get("type")) == "DIGITAL"


def tell(client: YandexClient, shop: Shop, delivery: DigitalDelivery, *, instructions: str) -> None:
    """All keys of the order in one call, as the Market wants it; nothing where the buyer has them, or may soon."""
    number = delivery.order_remote_id
    order = read(client, shop, number, OPERATION)
    status = text(order.get("status"))
    _check_lines(order, delivery.lines)
    if status in GIVEN:
        return
    if status != PROCESSING:
        raise Rejected(f"The order's status at the Market is {status}, in which no key is taken", fix=PULL_ORDER)
    if _way(mapping(order.get("delivery"), "delivery")) not in BY_THE_MARKET:
        client.set_status(shop.number, number, {"status": DELIVERED}, OPERATION)
        return
    if delivery.in_doubt:
        raise Unavailable(
            "Nobody knows yet whether the Market has the keys of this order", fix="We look again by ourselves.",
            retry_after=LOOK_AGAIN, maybe_done=True,
        )  # fmt: skip
    items = [_item(line, instructions or INSTRUCTIONS) for line in delivery.lines]
    keys = [key for line in delivery.lines for key in line.keys]
    client.deliver_digital(shop.number, number, items, keys=keys)


def _way(delivery: Json) -> str:
    """An order that does not tell the way is one of mail, as all were before there were others."""
    return text(mapping(delivery.get("digitalGoods"), "delivery.digitalGoods").get("type")) or "EMAIL"


def _check_lines(order: Json, lines: Sequence[DeliveredLine]) -> None:
    there = {text(item.get("id")) for item in rows(order.get("items"), "items")}
    for line in lines:
        if line.remote_line_id not in there:
            raise Rejected(f"This order has no line {line.remote_line_id} at the Market", fix=PULL_ORDER)
    if missing := there - {line.remote_line_id for line in lines}:
        raise Rejected(
            "The Market takes the keys of an order only all together",
            said=f"{len(missing)} of {len(there)} lines have none yet",
            fix="Give the other lines their keys; all of them are told then.",
        )


def _item(line: DeliveredLine, instructions: str) -> Json:
    if len(line.keys) != line.quantity:
        raise Rejected(
            f"{len(line.keys)} of the {line.quantity} keys of {line.sku} are there", fix="Give the line its keys first."
        )
    if any(len(key) > LONGEST_KEY for key in line.keys):
        raise Rejected(
            f"A key of {line.sku} is longer than the {LONGEST_KEY} characters that the Market takes",
            fix="Replace it, or send it to the buyer in the chat of the Market cabinet.",
        )
    return {
        "id": int(line.remote_line_id), "codes": list(line.keys), "slip": instructions[:LONGEST_TEXT],
        "activate_till": (line.good_until or NEVER).isoformat(),
    }  # fmt: skip
