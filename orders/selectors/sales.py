"""Sales of a range of days: figures, groups and bars, one block per currency; nothing is ever converted.

Everything belongs to the day on which its order was placed, refunds and fees too, so that each figure is the sum over
orders that can be listed. The figures of a block are the sum of its rows, and the rows the sum of their bars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, F, Func, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from core.models import Store
from core.period import Period
from marketplaces.models import Connection
from orders.models import Order
from orders.selectors.product_sales import product_rows
from orders.selectors.standing import MONEY, SOLD, having, practice_shops, standing, with_columns
from orders.selectors.terms import NONE, PARTS

By = Literal["marketplace", "connection", "product", "country"]
GROUPS: tuple[By, ...] = ("marketplace", "connection", "product", "country")
KEYS: Mapping[str, str] = {"marketplace": "channel", "connection": "connection_id", "country": "country"}
NOTHING = Decimal(0)
#: The key of the row that belongs to no product.
REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What some orders add up to. `gross` is what buyers were to pay; `units` are counted by product only."""

    orders: int = 0
    units: int = 0
    gross: Decimal = NOTHING
    refunds: Decimal = NOTHING
    refunded: int = 0
    part_refunded: int = 0
    fees: Decimal = NOTHING
    estimated_fees: Decimal = NOTHING
    estimated: int = 0
    untold: int = 0
    untold_gross: Decimal = NOTHING
    promised: int = 0
    sent_late: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})

    def __sub__(self, other: Sums) -> Sums:
        return Sums(**{each.name: getattr(self, each.name) - getattr(other, each.name) for each in fields(self)})

    @property
    def sales(self) -> Decimal:
        """What buyers were to pay less what went back to them."""
        return self.gross - self.refunds

    @property
    def net(self) -> Decimal:
        """Sales less fees; where fees are not told yet, still with them."""
        return self.sales - self.fees

    @property
    def fee_share(self) -> Decimal | None:
        return self.fees / self.sales if self.sales else None

    @property
    def average(self) -> Decimal | None:
        return self.sales / self.orders if self.orders else None

    @property
    def late_share(self) -> Decimal | None:
        return Decimal(self.sent_late) / self.promised if self.promised else None


AMOUNTS = ("gross", "refunds", "fees", "estimated_fees", "untold_gross")


@dataclass(frozen=True, slots=True)
class Left:
    """Orders that are left out, for one reason."""

    orders: int = 0
    gross: Decimal = NOTHING

    def __add__(self, other: Left) -> Left:
        return Left(self.orders + other.orders, self.gross + other.gross)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A group, whole and by bar. `key` is what the order list is filtered by; an order without one has "".

    By product an order may stand in several rows. What is told of whole orders (shipping, their discount) and the
    rounding of shared fees stands in the row REST, which has in `orders` what all of them are.
    """

    key: str
    name: str = ""
    code: str = ""
    sums: Sums = Sums()
    bars: Sequence[Sums] = ()
    left: Mapping[str, Left] = field(default_factory=dict)
    orders: Sums | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Everything of one currency. Rows are sorted by net, the largest first."""

    currency: str
    sums: Sums
    before: Sums
    rows: Sequence[Row]
    bars: Sequence[Sums]
    left: Mapping[str, Left]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """Blocks with the store's own currency first, then by orders. `practice` says that all of it is practice."""

    period: Period
    before: Period
    by: By
    blocks: Sequence[Block]
    practice: bool


class Slot(Func):
    """The bar that a moment falls into, counted from one; the same edges as in Python, so no day is cut twice."""

    function = "width_bucket"
    output_field = IntegerField()

    def __init__(self, period: Period) -> None:
        super().__init__(F("ordered_at"), Value(period.edges(), output_field=ArrayField(DateTimeField())))


def sales(store: Store, period: Period, by: By = "marketplace", *, before: Period | None = None) -> Sales:
    """The sales of a period beside those of the one before: two statements over orders, three by product."""
    practice, before = practice_shops(store), before or period.before()
    placed = _placed(store, period, practice).annotate(slot=Slot(period))
    if by == "product":
        groups = _products(product_rows(placed.filter(having(SOLD, practice))), _summed(placed, "slot"), period)
    else:
        groups = _groups(_summed(placed.annotate(key=F(KEYS[by])), "slot", "key"), _names(store, by), period)
    earlier = {row["currency"]: _sums(row) for row in _summed(_placed(store, before, practice)) if _sold(row)}
    for currency in earlier.keys() - groups.keys():
        groups[currency] = [Row(key="", bars=[Sums()] * len(period.slots()))]
    blocks = [_block(currency, rows, earlier.get(currency, Sums())) for currency, rows in groups.items()]
    blocks.sort(key=lambda block: (block.currency != store.currency, -block.sums.orders, block.currency))
    only = not practice and Connection.objects.filter(store=store, is_sandbox=True).exists()
    return Sales(period=period, before=before, by=by, blocks=blocks, practice=only)


def figures(store: Store, period: Period) -> Mapping[str, Sums]:
    """The figures of a period alone, by currency."""
    rows = _summed(_placed(store, period, practice_shops(store)))
    return {row["currency"]: _sums(row) for row in rows if _sold(row)}


def _placed(store: Store, period: Period, practice: Sequence[UUID]) -> QuerySet[Order]:
    placed = Order.objects.filter(store=store, ordered_at__gte=period.start, ordered_at__lt=period.end)
    return with_columns(placed).annotate(standing=standing(practice)).order_by()


def _summed(rows: QuerySet[Order, Any], *keys: str) -> Sequence[Mapping[str, Any]]:
    """One row per currency, standing and keys."""
    some = {name: Count("pk", filter=PARTS[name]) for name in ("refunded", "part_refunded", "promised", "sent_late")}
    return list(
        rows.values("currency", "standing", *keys).annotate(
            orders=Count("pk"),
            gross=Sum("total"),
            refunds=Coalesce(Sum("refund"), NOTHING, output_field=MONEY),
            kept=Coalesce(Sum("fee"), NOTHING, output_field=MONEY),
            estimated_fees=Coalesce(Sum("fee", filter=Q(fees_estimated=True)), NOTHING, output_field=MONEY),
            estimated=Count("pk", filter=PARTS["estimated"]),
            untold=Count("pk", filter=PARTS["untold"]),
            untold_gross=Coalesce(Sum("total", filter=PARTS["untold"]), NOTHING, output_field=MONEY),
            **some,
        )
    )


def _sums(row: Mapping[str, Any]) -> Sums:
    known = {each.name for each in fields(Sums)} & set(row)
    return Sums(**{name: row[name] for name in known}, fees=row["kept"])


def _sold(row: Mapping[str, Any]) -> bool:
    return bool(row["standing"] == SOLD)


def _names(store: Store, by: By) -> Mapping[str, tuple[str, str]]:
    """The words of a group and its marketplace, by key; countries are the face's to name."""
    shops = Connection.all_objects.filter(store=store)
    known = shops.values_list("pk", "name", "marketplace__code", "marketplace__name")
    if by == "connection":
        return {str(pk): (name, code) for pk, name, code, _marketplace in known}
    return {code: (marketplace, code) for _pk, _name, code, marketplace in known} if by == "marketplace" else {}


Found = Iterable[Mapping[str, Any]]


def _groups(found: Found, names: Mapping[str, tuple[str, str]], period: Period) -> dict[str, list[Row]]:
    """Rows by currency."""
    groups: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        groups[each["currency"]][str(each["key"] or "")].append(each)
    return {
        currency: [_row(key, rows, period, *names.get(key, ("", ""))) for key, rows in keys.items()]
        for currency, keys in groups.items()
    }


def _products(found: Found, all_of_it: Found, period: Period) -> dict[str, list[Row]]:
    """Rows of products by currency, each list ending with what is told of whole orders and belongs to no product."""
    named = [{**each, "key": each["product_id"] or NONE} for each in found]
    names = {str(each["key"]): (each["name"], "") for each in named}
    products, whole = _groups(named, names, period), _groups([{**each, "key": ""} for each in all_of_it], {}, period)
    for currency, (orders,) in whole.items():
        lines = products.get(currency, [])
        rest = [_rest(bar, [row.bars[at] for row in lines]) for at, bar in enumerate(orders.bars)]
        last = Row(key=REST, sums=sum(rest, Sums()), bars=rest, left=orders.left, orders=orders.sums)
        products[currency] = [*lines, last]
    return products


def _rest(whole: Sums, parts: Iterable[Sums]) -> Sums:
    """The money of some orders that none of their lines brought; it counts no order, the lines do."""
    rest = whole - sum(parts, Sums())
    return Sums(**{name: getattr(rest, name) for name in AMOUNTS})


def _row(key: str, rows: Sequence[Mapping[str, Any]], period: Period, name: str, code: str) -> Row:
    bars, left = [Sums()] * len(period.slots()), dict[str, Left]()
    for each in rows:
        if _sold(each):
            bars[each["slot"] - 1] += _sums(each)
        else:
            left[each["standing"]] = left.get(each["standing"], Left()) + Left(each["orders"], each["gross"])
    return Row(key=key, name=name, code=code, sums=sum(bars, Sums()), bars=bars, left=left)


def _block(currency: str, rows: Sequence[Row], before: Sums) -> Block:
    left: dict[str, Left] = {}
    for row in rows:
        for name, some in row.left.items():
            left[name] = left.get(name, Left()) + some
    total = sum((row.sums for row in rows), Sums())
    counted = next((row.orders for row in rows if row.orders), total)
    shown = [row for row in rows if any(bar != Sums() for bar in row.bars)]
    return Block(
        currency=currency,
        sums=replace(counted, units=total.units, **{name: getattr(total, name) for name in AMOUNTS}),
        before=before,
        rows=sorted(shown, key=lambda row: (row.key == REST, -row.sums.net, row.name, row.key)),
        bars=[sum(bars, Sums()) for bars in zip(*(row.bars for row in rows), strict=True)],
        left=left,
    )
