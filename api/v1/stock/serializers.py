"""Stock as programs see it: the numbers, the terms behind them, the ledger, and how shops are told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from inventory.models import InventoryChange, InventorySyncConfig, Location, PromotionHold, Stock, StoreStockRule
from inventory.selectors.channels import Channel
from inventory.selectors.stock_rules import ShopRule
from inventory.selectors.why import Part, Term, Trail, Why

KINDS = (
    "on_hand", "reserved", "parts", "keys", "supply", "owed", "held", "share", "buffer", "threshold", "override",
)  # fmt: skip


class ChannelSerializer(serializers.Serializer[Channel]):
    """A shop that sells it: what it is to show, what was sent, what was seen there."""

    listing = serializers.UUIDField(source="listing_id")
    connection = serializers.UUIDField(source="connection_id")
    marketplace = serializers.CharField(source="code")
    told = serializers.IntegerField(allow_null=True, help_text="What it should show; null where it is told nothing.")
    sent = serializers.IntegerField(allow_null=True)
    seen = serializers.IntegerField(allow_null=True)
    state = serializers.CharField(help_text="How far the number has come.")
    why = serializers.CharField()


class StockSerializer(serializers.Serializer[Any]):
    """One variant over all places, or at the one asked for. available = on_hand − reserved − buffer."""

    variant = serializers.UUIDField(source="id")
    product = serializers.UUIDField(source="product_id")
    sku = serializers.CharField()
    gtin = serializers.CharField()
    title = serializers.CharField(source="product__title")
    options = serializers.DictField(child=serializers.CharField())
    on_hand = serializers.IntegerField(help_text="Of digital goods: the keys that are there or can be bought.")
    reserved = serializers.IntegerField(help_text="For open orders; of digital goods the keys that those lack.")
    buffer = serializers.IntegerField(help_text="What every shop of it keeps back.")
    available = serializers.IntegerField()
    short = serializers.IntegerField(help_text="Units that open orders still miss.")
    low_stock_at = serializers.IntegerField(help_text="Reorder at; 0 is never.")
    cover_days = serializers.IntegerField(
        allow_null=True,
        help_text="How long on_hand − reserved lasts at the speed of the last four weeks; null if none left the shelf.",
    )
    counted_at = serializers.DateTimeField(source="opening_counted_at", allow_null=True)
    is_bundle = serializers.BooleanField(help_text="Made of parts: its numbers are those that its parts make.")
    channels = ChannelSerializer(many=True)


class StockPlaceSerializer(serializers.Serializer[Stock]):
    """How many at one place."""

    location = serializers.UUIDField(source="location_id")
    name = serializers.CharField(source="location.name")
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()


class StockPartSerializer(serializers.Serializer[Part]):
    """A place, an order line, a supplier or a rule that a term adds up."""

    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    amount = serializers.IntegerField()
    rows = serializers.IntegerField(
        help_text="Rows of the ledger or reservations behind it; of a supplier the keys that it says it has."
    )
    why = serializers.CharField(
        help_text="What keeps a supplier's keys from counting: paused, unread, sold_out, gone, dear, region, currency"
        " (cost and sale in two of them), other (one with more counts); money: its balance reaches for so many."
    )
    read_at = serializers.DateTimeField(allow_null=True, help_text="When a supplier's list was read.")


class StockTermSerializer(serializers.Serializer[Term]):
    """One term, with its sign: the terms add up to the result."""

    kind = serializers.ChoiceField(choices=KINDS)
    amount = serializers.IntegerField()
    parts = StockPartSerializer(many=True)
    level = serializers.CharField(
        help_text="Whose rule it is: listing, connection or store. Of buffer and threshold alone."
    )


class StockWhySerializer(serializers.Serializer[Why]):
    """The sum behind a number."""

    result = serializers.IntegerField(source="available")
    short = serializers.IntegerField(help_text="Units that open orders still miss.")
    terms = StockTermSerializer(many=True)


class StockDetailSerializer(StockSerializer):
    """One variant with its places, and the sum behind what is there in all of them before any shop's rule."""

    places = StockPlaceSerializer(many=True)
    why = StockWhySerializer()


class StockTrailSerializer(serializers.Serializer[Trail]):
    """How far a shop's number has come: wanted, sent, accepted, seen there."""

    channel = ChannelSerializer()
    wanted_at = serializers.DateTimeField(allow_null=True)
    sent = serializers.IntegerField(allow_null=True)
    sent_by_warehouse = serializers.DictField(child=serializers.IntegerField(), allow_null=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    accepted = serializers.BooleanField()
    seen_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()
    fix = serializers.CharField()


class ListingStockSerializer(serializers.Serializer[Any]):
    """Why a shop is told what it is told; null for a listing that is not linked."""

    why = StockWhySerializer(allow_null=True)
    trail = StockTrailSerializer(allow_null=True)


class StockChangeSerializer(serializers.Serializer[InventoryChange]):
    """One row of the ledger: the balance is that of the place."""

    id = serializers.UUIDField()
    variant = serializers.UUIDField(source="variant_id")
    sku = serializers.CharField(source="variant.sku")
    location = serializers.UUIDField(source="location_id")
    location_name = serializers.CharField(source="location.name")
    delta = serializers.IntegerField()
    on_hand_before = serializers.IntegerField()
    on_hand_after = serializers.IntegerField()
    reserved_after = serializers.IntegerField()
    cause = serializers.ChoiceField(choices=InventoryChange.Cause.values)
    reason = serializers.CharField()
    note = serializers.CharField()
    by = serializers.CharField(source="actor_label")
    line = serializers.UUIDField(source="order_item_id", allow_null=True, help_text="The order line it left with.")
    shipment = serializers.UUIDField(source="shipment_id", allow_null=True)
    run = serializers.UUIDField(source="run_id", allow_null=True, help_text="The run that changed it.")
    created_at = serializers.DateTimeField()


class StockRowErrorSerializer(serializers.Serializer[Any]):
    """Why a row was refused."""

    field = serializers.CharField()
    message = serializers.CharField()


class StockRowResultSerializer(serializers.Serializer[Any]):
    """What became of one row: 201 written, 400 not right, 404 no such goods or place, 422 refused."""

    row = serializers.IntegerField(help_text="Its place in what was sent, from 0.")
    status = serializers.ChoiceField(choices=[201, 400, 404, 422])
    sku = serializers.CharField()
    change = StockChangeSerializer(allow_null=True)
    errors = StockRowErrorSerializer(many=True)  # type: ignore[assignment]


class StockChangedSerializer(serializers.Serializer[Any]):
    """An answer for each row, in their order."""

    changed = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = StockRowResultSerializer(many=True)


class LocationSerializer(serializers.Serializer[Location]):
    """A place with goods in it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    is_default = serializers.BooleanField(help_text="Meant where no place is named.")


class PromotionHoldSerializer(serializers.Serializer[PromotionHold]):
    """Units that one shop alone hears of; `left` falls with what it sells."""

    connection = serializers.UUIDField(source="connection_id")
    variant = serializers.UUIDField(source="variant_id")
    quantity = serializers.IntegerField()
    left = serializers.IntegerField()
    until = serializers.DateTimeField()


class StockRuleSerializer(serializers.Serializer[ShopRule]):
    """How a shop is told. told = max(0, on hand − reserved − buffer); below the threshold it hears 0."""

    is_enabled = serializers.BooleanField(source="rule.is_enabled", help_text="Off: it is told nothing.")
    strategy = serializers.ChoiceField(source="rule.strategy", choices=InventorySyncConfig.Strategy.values)
    interval_minutes = serializers.IntegerField(source="rule.interval_minutes", help_text="Counts for scheduled.")
    buffer = serializers.IntegerField(source="spoken.buffer", help_text="What counts, its own or the store's.")
    buffer_of = serializers.ChoiceField(
        source="spoken.buffer_of", choices=["connection", "store"], help_text="Whose word that is."
    )
    threshold = serializers.IntegerField(source="spoken.threshold")
    threshold_of = serializers.ChoiceField(source="spoken.threshold_of", choices=["connection", "store"])
    send_zero = serializers.BooleanField(source="rule.send_zero", help_text="Off: it hears nothing instead of 0.")
    share = serializers.IntegerField(
        source="rule.share_percent",
        help_text="Percent of the stock; shops below 100 take parts of the same and never more than is there.",
    )
    priority = serializers.IntegerField(
        source="rule.priority", help_text="Of shops that share: the lowest gets the last units."
    )


class StoreRuleSerializer(serializers.Serializer[StoreStockRule]):
    """What every shop keeps back where neither it nor the listing says otherwise."""

    buffer = serializers.IntegerField()
    threshold = serializers.IntegerField(help_text="With fewer available, shops hear 0; 0 switches it off.")
