"""Writes a page: one statement per table, history rows with it, order numbers last."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Sum

from core.money import stored
from core.services.sets import insert_rows, run_bound, update_rows
from inventory.models import Reservation
from marketplaces.canonical.orders import Address
from marketplaces.canonical.orders import Order as Told
from marketplaces.models import Connection
from orders.models import Customer, MarketplaceOrder, MarketplaceOrderItem, Order, OrderItem, OrderStatusHistory
from orders.services.fee_estimate import Rules, rules_of
from orders.services.intake.arrivals import cut, plain
from orders.services.intake.family import Family, Line, Posting
from orders.services.intake.money import money_of
from orders.state import LEFT

POSTING = (
    "id", "order_id", "marketplace_order_id", "marketplace_order_number", "parent_remote_id", "status", "remote_status",
    "remote_substatus", "replaced_by_split", "customer_name", "customer_email", "customer_phone", "shipping_address",
    "shipping_method", "tracking_number", "currency", "total_amount", "marketplace_fees", "net_amount", "notes",
    "warehouse_remote_id", "remote_updated_at", "last_sync_at", "raw", "content_digest",
)  # fmt: skip
TOLD_LINE = (
    "id", "marketplace_order_id", "marketplace_product_id", "product_id", "variant_id", "quantity", "unit_price",
    "total_price", "marketplace_item_id", "marketplace_sku", "remote_product_id", "remote_variant_id",
)  # fmt: skip
LINE = (
    "id", "order_id", "marketplace_order_id", "remote_line_id", "position", "product_id", "variant_id", "listing_id",
    "product_name", "product_sku", "product_gtin", "product_image_url", "unit_price", "quantity", "cancelled_quantity",
    "shipped_quantity", "subtotal", "tax_amount", "discount_amount", "total", "is_digital",
    "marks_asked",
)  # fmt: skip
LINE_AGAIN = ("id", "quantity", "cancelled_quantity", "shipped_quantity", "subtotal", "total")
HISTORY = ("order_id", "from_status", "to_status", "changed_by", "reason", "metadata", "created_at")


class Page:
    """What all rows of a page have in common."""

    def __init__(self, shop: Connection, seen_at: datetime, cause: str, run_id: UUID | None) -> None:
        self.shop, self.seen_at, self.cause, self.run_id = shop, seen_at, cause, run_id
        self.reason = cause[:100]

    @cached_property
    def fee_rules(self) -> Rules:
        """The shop's rules for fees that are not told."""
        return rules_of(self.shop)

    def insert(
        self, model: Any, columns: tuple[str, ...], rows: Sequence[Sequence[Any]], **constants: Any
    ) -> set[UUID]:
        """New rows with the page's own times."""
        times = {"created_at": self.seen_at, "updated_at": self.seen_at, "deleted_at": None}
        return insert_rows(model, columns, rows, constants=times | constants, now=self.seen_at, reason=self.reason)

    def update(self, model: Any, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> set[UUID]:
        """Only what really differs."""
        return update_rows(model, columns, rows, now=self.seen_at, reason=self.reason)


def write_postings(page: Page, families: Sequence[Family]) -> None:
    """What the marketplace said: orders and lines."""
    fresh: list[tuple[Any, ...]] = []
    known: list[tuple[Any, ...]] = []
    for family in families:
        for posting in family.postings.values():
            if posting.told is not None:
                (fresh if posting.fresh else known).append(_posting_row(family, posting, posting.told, page))
    shop = page.shop
    page.insert(
        MarketplaceOrder, POSTING, fresh, store_id=shop.store_id, connection_id=shop.pk,
        marketplace_id=shop.marketplace_id, first_seen_by=page.cause[:20],
    )  # fmt: skip
    page.update(MarketplaceOrder, POSTING, known)
    lines = [line for family in families for line in family.lines if line.posting.told is not None]
    page.insert(MarketplaceOrderItem, TOLD_LINE[1:], [_told_row(line)[1:] for line in lines if line.fresh])
    page.update(MarketplaceOrderItem, TOLD_LINE, [_told_row(line) for line in lines if not line.fresh and line.item_id])


def _posting_row(family: Family, posting: Posting, told: Told, page: Page) -> tuple[Any, ...]:
    buyer, to = told.buyer, told.shipping_address
    assert posting.arrival is not None
    return (
        posting.id, family.id, told.remote_id, cut(told.number, 100), told.parent_remote_id, posting.word,
        cut(told.remote_status, 100), cut(told.remote_substatus, 100), told.replaced_by_split,
        cut(buyer.name or to.name, 200), cut(buyer.email or to.email, 254), cut(buyer.phone or to.phone, 40),
        written_address(to), cut(told.shipping_method, 150), cut(told.tracking_number, 100), told.currency,
        stored(posting.total), told.fees, told.net, told.buyer_note, cut(told.warehouse_remote_id, 60),
        told.updated_at, page.seen_at, plain(told.raw), posting.arrival.digest,
    )  # fmt: skip


def _told_row(line: Line) -> tuple[Any, ...]:
    source = line.source
    return (
        line.item_id, line.posting.id, line.listing_id, line.product_id, line.variant_id, line.told,
        stored(line.unit_price), stored(line.unit_price * line.told), line.remote_id, line.sku,
        cut(source.remote_product_id, 100) if source else "", cut(source.remote_variant_id, 100) if source else "",
    )  # fmt: skip


def written_address(address: Address) -> str:
    """As it would stand on a parcel."""
    town = " ".join(part for part in (address.postcode, address.city) if part)
    parts = (address.name, address.line1, address.line2, town, address.region, address.country)
    return "\n".join(part for part in parts if part)


class Buyer(NamedTuple):
    """A customer as we know them."""

    pk: UUID
    name: str
    email: str
    phone: str


KNOWN_BUYERS = """
    SELECT remote_id, id, name, email, phone FROM customers
    WHERE connection_id = %(connection)s AND remote_id = ANY(%(buyers)s::text[])
"""


def write_customers(page: Page, families: Sequence[Family]) -> dict[str, UUID]:
    """Buyers by their id there. What a marketplace hides by now is not forgotten."""
    buyers = {told.buyer.remote_id: told for told in _told(families) if 0 < len(told.buyer.remote_id) <= 100}
    if not buyers:
        return {}
    # One array instead of five hundred values: Django and psycopg would go through each of them.
    rows = run_bound(KNOWN_BUYERS, {"connection": page.shop.pk, "buyers": list(buyers)})
    known = {remote_id: Buyer(*rest) for remote_id, *rest in rows}
    ids = {remote_id: known[remote_id].pk if remote_id in known else uuid4() for remote_id in buyers}
    fresh, changed = [], []
    for remote_id, told in buyers.items():
        old = known.get(remote_id)
        words = _buyer_words(told, old)
        if old is None:
            fresh.append((ids[remote_id], remote_id, *words))
        elif words != (old.name, old.email, old.phone):
            changed.append((old.pk, *words))
    page.insert(
        Customer, ("id", "remote_id", "name", "email", "phone"), fresh, store_id=page.shop.store_id,
        connection_id=page.shop.pk,
    )  # fmt: skip
    page.update(Customer, ("id", "name", "email", "phone"), changed)
    return ids


def _buyer_words(told: Told, old: Buyer | None) -> tuple[str, str, str]:
    buyer, to = told.buyer, told.shipping_address
    name, email, phone = buyer.name or to.name, buyer.email or to.email, buyer.phone or to.phone
    if old is not None:
        name, email, phone = name or old.name, email or old.email, phone or old.phone
    return cut(name, 200), cut(email, 254), cut(phone, 40)


def _told(families: Iterable[Family]) -> Iterable[Told]:
    return (posting.told for family in families for posting in family.postings.values() if posting.told is not None)


def write_lines(page: Page, families: Sequence[Family]) -> None:
    """Our lines: new ones whole; of known ones what was told again, and what a split changed."""
    fresh, told, shared = [], [], []
    for family in families:
        for line in family.lines:
            if line.fresh:
                fresh.append(_line_row(family, line))
            elif line.source is not None:
                told.append(_line_row(family, line))
            elif line.touched:
                goods = stored(line.unit_price * line.quantity)
                shared.append((line.id, line.quantity, line.cancelled, line.shipped, goods, goods))
    page.insert(OrderItem, LINE, fresh)
    page.update(OrderItem, LINE, told)
    page.update(OrderItem, LINE_AGAIN, shared)


def _line_row(family: Family, line: Line) -> tuple[Any, ...]:
    source = line.source
    assert source is not None
    goods = line.unit_price * line.quantity
    return (
        line.id, family.id, line.posting.id, line.remote_id, line.position, line.product_id, line.variant_id,
        line.listing_id, line.title, line.sku, source.gtin if len(source.gtin) <= 14 else "",
        source.image_url if len(source.image_url) <= 1000 else "", stored(line.unit_price), line.quantity,
        line.cancelled, line.shipped, stored(goods), stored(source.tax), stored(source.discount),
        stored(goods - source.discount), line.is_digital, line.marks,
    )  # fmt: skip


HEAD = (
    "id", "channel_order_url", "customer_id", "customer_name", "customer_email", "customer_phone", "shipping_address",
    "billing_address", "currency", "subtotal", "shipping_cost", "tax_amount", "discount_amount", "cancelled_amount",
    "total", "fees", "net_amount", "fees_estimated", "money_unbalanced", "status", "scheme", "remote_scheme",
    "requires_shipping", "is_fully_digital", "cancel_requested", "cancel_reason", "ordered_at", "paid_at",
    "confirmed_at", "ship_by", "shipped_at", "delivered_at", "fulfilled_at", "shipping_method", "tracking_number",
    "carrier", "buyer_note", "unlinked_lines", "short_units", "archived_at", "last_synced_at", "search_text",
)  # fmt: skip
FRESH = (*HEAD, "number", "channel_order_id")


def write_orders(page: Page, families: Sequence[Family], customers: dict[str, UUID], short: dict[UUID, int]) -> None:
    """Our orders; news of an archived one brings it back. Numbers come last: they lock the store's row."""
    fresh = [family for family in families if family.order is None]
    known = [family for family in families if family.order is not None]
    heads = [_head(family, family.main, customers, short, page) for family in known if family.main]
    page.update(Order, HEAD, heads)
    numbers = _take_numbers(page.shop.store_id, len(fresh))
    rows = []
    for family, number in zip(fresh, numbers, strict=True):
        family.number = number
        assert family.main is not None
        head = _head(family, family.main, customers, short, page)
        rows.append((*head[:-1], f"{number} {head[-1]}", number, family.channel_order_id))
    shop = page.shop
    page.insert(
        Order, FRESH, rows, store_id=shop.store_id, connection_id=shop.pk, channel=shop.marketplace.code,
        sync_status="synced", tags="[]",
    )  # fmt: skip


def _take_numbers(store_id: UUID, count: int) -> list[str]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE stores SET next_order_number = next_order_number + %s WHERE id = %s RETURNING next_order_number",
            [count, store_id],
        )
        after = cursor.fetchone()[0]
    return [f"O-{number}" for number in range(after - count, after)]


def _head(
    family: Family, told: Told, customers: dict[str, UUID], short: dict[UUID, int], page: Page
) -> tuple[Any, ...]:
    buyer, to, old = told.buyer, told.shipping_address, family.order
    money = money_of(family, told, page.fee_rules).row()
    times = _times(family, told, page)
    digital = bool(family.lines) and all(line.is_digital for line in family.lines)
    name, email, phone = (cut(*pair) for pair in (
        (buyer.name or to.name, 200), (buyer.email or to.email, 254), (buyer.phone or to.phone, 40)))  # fmt: skip
    if old is not None:  # what a marketplace hides by now is not forgotten
        name, email, phone = name or old.customer_name, email or old.customer_email, phone or old.customer_phone
    customer = customers.get(buyer.remote_id) or (old.customer_id if old else None)
    tracking = told.tracking_number or (old.tracking_number if old else "")
    carrier = told.carrier or (old.carrier if old else "")
    unlinked = sum(1 for line in family.lines if line.variant_id is None and line.quantity)
    search = _search_text(family, told, (name, email, phone, tracking))
    return (
        family.id, told.url if len(told.url) <= 500 else "", customer, name, email, phone,
        to, told.billing_address, told.currency, *money,
        family.status, told.scheme.value, cut(told.remote_scheme, 30), not digital, digital, told.cancel_requested,
        cut(told.cancel_reason, 250), told.placed_at, *times, cut(told.shipping_method, 150), cut(tracking, 100),
        cut(carrier, 100), told.buyer_note, min(unlinked, 32767), short.get(family.id, 0), None, page.seen_at,
        f"{old.number} {search}" if old else search,
    )  # fmt: skip


def _times(family: Family, told: Told, page: Page) -> tuple[datetime | None, ...]:
    """paid, confirmed, ship by, shipped, delivered, fulfilled: what was told, else when the step was first seen.

    An order that was never seen before it left, and is told without a moment, left nobody knows when.
    """
    old, status = family.order, family.status
    moved = told.changed_at or (page.seen_at if old else None)
    confirmed = old.confirmed_at if old else None
    if confirmed is None and status not in ("pending", "unknown", "cancelled"):
        confirmed = told.paid_at or told.placed_at
    shipped = (old.shipped_at if old else None) or told.shipped_at or (moved if status in LEFT else None)
    delivered = (old.delivered_at if old else None) or told.delivered_at
    if delivered is None and status == "delivered":
        delivered = moved
    fulfilled = old.fulfilled_at if old else None
    return (
        told.paid_at or (old.paid_at if old else None), confirmed, told.ship_by or (old.ship_by if old else None),
        shipped, delivered, fulfilled,
    )  # fmt: skip


def _search_text(family: Family, told: Told, words: Iterable[str]) -> str:
    names = [*(posting.remote_id for posting in family.postings.values()), told.number, told.shipping_address.name]
    goods = [word for line in family.lines for word in (line.sku, line.title)]
    return " ".join(dict.fromkeys(word for word in (*names, *words, *goods) if word))


def write_history(page: Page, families: Sequence[Family]) -> None:
    """From, to, who and why, for every order that moved or is new."""
    rows = []
    for family in families:
        if family.status != family.status_before:
            told = family.main
            rows.append((
                family.id, family.status_before, family.status, f"marketplace:{page.shop.marketplace.code}",
                cut(told.remote_status, 250) if told else "",
                {"cause": page.cause, "run": page.run_id, "remote_id": told.remote_id if told else ""}, page.seen_at,
            ))  # fmt: skip
    insert_rows(OrderStatusHistory, HISTORY, rows, constants={}, now=page.seen_at)


def short_units(families: Sequence[Family], asked: dict[UUID, Any]) -> dict[UUID, int]:
    """Missing units per order after all steps. Of a product that was never counted nobody knows what is missing."""
    owner = {line.id: family.id for family in families for line in family.lines}
    looked_at = [line.id for family in families if family.order is not None for line in family.lines]
    looked_at += [item_id for item_id, grant in asked.items() if grant.short]
    short: dict[UUID, int] = defaultdict(int)
    if looked_at:
        missing = Reservation.all_objects.filter(
            order_item_id__in=looked_at, short__gt=0, variant__opening_counted_at__isnull=False
        )
        for item_id, units in missing.values_list("order_item_id").annotate(units=Sum("short")):
            short[owner[item_id]] += units
    return short
