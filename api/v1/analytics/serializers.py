"""Figures of a range of days as programs read them: one block per currency, nothing is ever converted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rest_framework import serializers

from api.serializers import MoneyField, Strict
from core.period import EARLIEST, LONGEST, Period
from marketplaces.models import Connection
from orders.selectors.sums import GROUPS, Block, Left, Row, Sums
from sync.performance import Performance

MOST_GROUPS = 1_000
USUAL_GROUPS = 100


def _share(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=24, decimal_places=6, allow_null=True, rounding="ROUND_HALF_UP", **more)


def _money(**more: Any) -> MoneyField:
    return MoneyField(max_digits=28, **more)


def _told(name: str, **more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(source=f"row.told.{name}", allow_null=True, **more)


class SumsSerializer(serializers.Serializer[Sums]):
    """What some orders add up to. net = sales − fees; sales = gross − refunds; cancelled units are in none of them."""

    orders = serializers.IntegerField()
    units = serializers.IntegerField(help_text="Counted by product only.")
    gross = _money(help_text="What buyers were to pay.")
    cancelled = _money(help_text="What was cancelled of these orders; it is in no other amount.")
    refunds = _money()
    part_refunds = _money(help_text="Part of the refunds: of orders that were refunded in part.")
    estimated_refunds = _money(help_text="Part of the refunds: the price of the goods, where no amount was told.")
    sales = _money()
    fees = _money()
    net = _money()
    estimated_fees = _money(help_text="Part of the fees.")
    estimated = serializers.IntegerField(help_text="Orders whose fees are estimated.")
    untold = serializers.IntegerField(help_text="Orders whose fees the marketplace did not tell yet.")
    untold_gross = _money()
    refunded = serializers.IntegerField()
    part_refunded = serializers.IntegerField()
    refund_untold = serializers.IntegerField(help_text="Of them those of which no amount is told; they count whole.")
    promised = serializers.IntegerField(help_text="Orders that were sent and had a deadline.")
    sent_late = serializers.IntegerField()
    fee_share = _share(help_text="Fees of sales, from 0 to 1.")
    late_share = _share(help_text="Sent late of promised.")
    average = _money(help_text="Sales of an order.")


class LeftOutSerializer(serializers.Serializer[Left]):
    """Orders that are not counted, for one reason."""

    orders = serializers.IntegerField()
    gross = _money()


class SalesRowSerializer(serializers.Serializer[Row]):
    """One group. `others` holds all smaller ones together, `rest` what belongs to no product."""

    key = serializers.CharField(help_text="A code, an id or a country; none where an order has none.")
    name = serializers.CharField()
    code = serializers.CharField(help_text="Of the marketplace, where the group is a shop.")
    sums = SumsSerializer()
    merged = serializers.IntegerField(help_text="Groups that stand together here.")


class BarSerializer(serializers.Serializer[Any]):
    """One day, or one week of a long range, by its first day."""

    day = serializers.DateField()
    sums = SumsSerializer()


class SalesBlockSerializer(serializers.Serializer[Block]):
    """Everything of one currency."""

    currency = serializers.CharField()
    sums = SumsSerializer()
    before = SumsSerializer(help_text="The range before.")
    left_out = serializers.DictField(source="left", child=LeftOutSerializer(), help_text="By reason.")
    rows = SalesRowSerializer(many=True)
    bars = BarSerializer(many=True)


class RangeSerializer(serializers.Serializer[Period]):
    """Whole days as the store lives them, both within."""

    since = serializers.DateField(source="first")
    until = serializers.DateField(source="last")


class SalesSerializer(serializers.Serializer[Any]):
    """The sales of a range beside those of the range before."""

    period = RangeSerializer()
    before = RangeSerializer()
    by = serializers.ChoiceField(choices=GROUPS)
    practice = serializers.BooleanField(help_text="All of it is practice: no real shop is connected.")
    blocks = SalesBlockSerializer(many=True)


class TheirFiguresSerializer(serializers.Serializer[Any]):
    """One listing: what its marketplace counts, and what came in here in the same days."""

    listing = serializers.UUIDField(source="row.listing.id")
    connection = serializers.UUIDField(source="shop.connection.id")
    sku = serializers.CharField(source="row.listing.marketplace_sku")
    title = serializers.CharField(source="row.listing.title")
    since = serializers.DateField(source="shop.first", help_text="The first day that the marketplace told.")
    until = serializers.DateField(source="shop.last")
    time_zone = serializers.CharField(source="shop.zone", help_text="Whose days these are.")
    currency = serializers.CharField(source="row.currency")
    ordered_units = _told("ordered_units", help_text="Cancelled since or not.")
    revenue = _money(source="row.told.revenue", help_text="What was ordered, as the marketplace tells it.")
    views = _told("views")
    sessions = _told("sessions")
    cart_adds = _told("cart_adds")
    cancelled_units = _told("cancelled_units")
    delivered_units = _told("delivered_units")
    returned_units = _told("returned_units")
    our_units = serializers.IntegerField(source="row.our_units", help_text="Of the orders that came in here.")
    our_revenue = _money(source="row.our_revenue")
    unit_difference = serializers.IntegerField(
        source="row.unit_difference", allow_null=True, help_text="Ours less theirs."
    )


class RunsSerializer(serializers.Serializer[Any]):
    """Runs that were begun."""

    runs = serializers.IntegerField()
    failed = serializers.IntegerField()
    records = serializers.IntegerField()
    refused = serializers.IntegerField()
    error_rate = _share(help_text="Refused of records.")
    seconds = serializers.SerializerMethodField()

    def get_seconds(self, runs: Any) -> float | None:
        """How long one took on average."""
        return _seconds(runs.took)


class CallsSerializer(serializers.Serializer[Any]):
    """Calls to the marketplace."""

    calls = serializers.IntegerField()
    failed = serializers.IntegerField()
    error_rate = _share(help_text="Failed of all.")
    seconds = serializers.SerializerMethodField()
    waited = serializers.SerializerMethodField()

    def get_seconds(self, calls: Any) -> float | None:
        """How long an answer took on average."""
        return _seconds(calls.took)

    def get_waited(self, calls: Any) -> float | None:
        """How long the marketplace's limit held a call, on average."""
        return _seconds(calls.waited)


class PerformanceSerializer(serializers.Serializer[Performance]):
    """How the syncing of one shop went."""

    connection = serializers.UUIDField(source="shop.id")
    name = serializers.CharField(source="shop.name")
    marketplace = serializers.CharField(source="shop.marketplace.code")
    status = serializers.ChoiceField(source="shop.status", choices=Connection.Status.values)
    runs = RunsSerializer()
    calls = CallsSerializer()
    waiting = serializers.IntegerField(source="waiting.changes", help_text="Things to send now.")
    waiting_since = serializers.DateTimeField(source="waiting.since", allow_null=True)
    lag_seconds = serializers.SerializerMethodField()
    stock_seconds = serializers.SerializerMethodField()

    def get_lag_seconds(self, found: Performance) -> float | None:
        """19 of 20 orders were here within so many seconds."""
        return _seconds(found.lag.most) if found.lag else None

    def get_stock_seconds(self, found: Performance) -> float | None:
        """19 of 20 changes of stock, a sale elsewhere for one, were accepted there within so many seconds."""
        return _seconds(found.stock.most) if found.stock else None


def _seconds(took: timedelta | None) -> float | None:
    return None if took is None else round(took.total_seconds(), 3)


class RangeQuery(Strict):
    """Which days; the last thirty unless named."""

    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name, other in (("since", "until"), ("until", "since")):
            if name in attrs and other not in attrs:
                raise serializers.ValidationError({other: ["Name both days, or none."]})
        if "since" not in attrs:
            return attrs
        if not EARLIEST <= attrs["since"] <= attrs["until"]:
            raise serializers.ValidationError({"until": [f"Name a range that begins after {EARLIEST} and then ends."]})
        if (attrs["until"] - attrs["since"]).days >= LONGEST:
            raise serializers.ValidationError({"until": [f"Name a range of at most {LONGEST} days."]})
        if attrs["until"].year > 2100:
            raise serializers.ValidationError({"until": ["Name an earlier day."]})
        return attrs


class SalesQuery(RangeQuery):
    """Which days, and how they are grouped."""

    by = serializers.ChoiceField(choices=GROUPS, default="marketplace")
    groups = serializers.IntegerField(
        min_value=2, max_value=MOST_GROUPS, default=USUAL_GROUPS, help_text="At most so many one by one."
    )
