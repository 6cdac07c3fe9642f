"""A pick list: what to take from which place, for these orders together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.models import Store
from inventory.models import Reservation
from inventory.selectors.texts import languages_of, reading, shown, words_of_products
from orders.models import Order, OrderItem

#: A sheet for more is nobody's round; the most urgent ones come first.
MOST = 200


@dataclass(slots=True, kw_only=True)
class Pick:
    """Units of one variant at one place. Without a variant it is a line that nobody has linked: found by its name."""

    place: str
    sku: str
    name: str
    language: str = ""
    gtin: str = ""
    options: str = ""
    pieces: int = 0
    uncounted: bool = False
    linked: bool = True
    due: datetime | None = None
    channels: dict[str, str] = field(default_factory=dict)
    orders: dict[uuid.UUID, str] = field(default_factory=dict)

    def add(self, units: int, order: Order) -> None:
        """So many more of it, for this order."""
        self.pieces += units
        self.orders.setdefault(order.pk, order.number)
        name = order.connection.marketplace.name if order.connection else order.channel.title()
        self.channels.setdefault(order.channel, name)
        if order.ship_by and (self.due is None or order.ship_by < self.due):
            self.due = order.ship_by


def pick_list(store: Store, orders: Sequence[Order], *, language: str) -> list[Pick]:
    """By place, then by SKU: the order of a walk. Four queries, however many orders; their shops come with them.

    Bundles are taken apart, since their parts are what is reserved; products are named in the reader's language.
    """
    by_id = {order.pk: order for order in orders}
    lines = [
        line for line in OrderItem.objects.filter(order__in=by_id, is_digital=False).order_by("position", "id")
        if line.open_quantity
    ]  # fmt: skip
    held = Reservation.objects.filter(order_item_id__in=[line.pk for line in lines], asked__gt=0)
    found: dict[tuple[str, str], Pick] = {}
    reserved: set[uuid.UUID] = set()
    of_line = {line.pk: by_id[line.order_id] for line in lines}
    rows = list(held.select_related("variant__product", "location"))
    names = _names(store, rows, language)
    for row in rows:
        reserved.add(row.order_item_id)
        title, spoken = names.get(row.variant.product_id, (row.variant.product.title, ""))
        pick = found.setdefault(
            (row.location.name, row.variant.sku),
            Pick(
                place=row.location.name, sku=row.variant.sku, gtin=row.variant.gtin, name=title, language=spoken,
                options=", ".join(str(value) for value in row.variant.options.values()),
            ),
        )  # fmt: skip
        pick.add(row.asked, of_line[row.order_item_id])
        pick.uncounted |= row.variant.opening_counted_at is None
    for line in lines:
        if line.pk not in reserved:
            key = ("", line.product_sku or line.product_name)
            pick = found.setdefault(key, Pick(place="", sku=line.product_sku, name=line.product_name, linked=False))
            pick.add(line.open_quantity, of_line[line.pk])
    return [found[key] for key in sorted(found, key=lambda key: (not found[key].linked, key))]


def _names(store: Store, rows: Sequence[Reservation], language: str) -> dict[uuid.UUID, tuple[str, str]]:
    """Title and its language by product."""
    languages = languages_of(store)
    nearest = reading(language, languages)
    words = words_of_products(store, {row.variant.product_id for row in rows})
    texts = {product: shown(told, nearest, languages)["title"] for product, told in words.items()}
    return {product: (text.value, text.language) for product, text in texts.items() if text.value}
