"""An offer as programs follow it, what sending would do, and what may be asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from api.serializers import MoneyField, Strict
from api.v1.change import ChangeSerializer
from inventory.models import Offer
from inventory.selectors.offering import Lack, Planned, Standing

MOST_PRODUCTS, MOST_CONNECTIONS = 500, 50


class OfferSerializer(serializers.Serializer[Standing]):
    """A variant that is wanted at a shop, or wanted out of it; `listing` is what it became there."""

    id = serializers.UUIDField(source="offer.id")
    connection = serializers.UUIDField(source="offer.connection_id")
    marketplace = serializers.CharField(source="offer.connection.marketplace.code")
    product = serializers.UUIDField(source="offer.variant.product_id")
    variant = serializers.UUIDField(source="offer.variant_id")
    sku = serializers.CharField(source="offer.variant.sku")
    listing = serializers.UUIDField(source="offer.listing_id", allow_null=True)
    wanted = serializers.ChoiceField(source="offer.wanted", choices=Offer.Wish.values)
    category = serializers.CharField(source="offer.category", help_text="Theirs, where one was named.")
    asked_by = serializers.CharField(source="offer.asked_by")
    change = ChangeSerializer(allow_null=True, help_text="How far the news of it has come.")


class LackSerializer(serializers.Serializer[Lack]):
    """What keeps a card from being taken."""

    field = serializers.CharField()
    message = serializers.CharField(source="sentence")


class PlannedSerializer(serializers.Serializer[Planned]):
    """What sending a variant to a shop would do now."""

    connection = serializers.UUIDField(source="shop.id")
    variant = serializers.UUIDField(source="variant.id")
    sku = serializers.CharField(source="variant.sku")
    listing = serializers.UUIDField(source="listing.id", default=None, allow_null=True)
    act = serializers.SerializerMethodField()
    goes = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it stays; empty where it goes.")
    missing = LackSerializer(source="lacks", many=True)
    title = serializers.CharField(source="card.title")
    description = serializers.CharField(source="card.description")
    brand = serializers.CharField(source="card.brand")
    category = serializers.CharField(source="card.category")
    gtin = serializers.CharField(source="card.gtin")
    images = serializers.ListField(source="card.images", child=serializers.CharField())
    price = MoneyField(source="card.price", help_text="Of a new one; what is there is priced by its own changes.")
    currency = serializers.CharField(source="card.currency")

    def get_act(self, line: Planned) -> str:
        """create or change."""
        return "create" if line.is_new else "change"


class LeftSerializer(serializers.Serializer[Planned]):
    """What stays here, and why."""

    connection = serializers.UUIDField(source="shop.id")
    variant = serializers.UUIDField(source="variant.id")
    sku = serializers.CharField(source="variant.sku")
    reason = serializers.CharField()
    missing = LackSerializer(source="lacks", many=True)


class PublishedSerializer(serializers.Serializer[Any]):
    """The offers that go out, the runs that carry them, and what stays."""

    offers = OfferSerializer(many=True)
    runs = serializers.ListField(child=serializers.UUIDField())
    left = LeftSerializer(many=True)


class PlanQuery(Strict):
    """At which shop; all that take products unless one is named."""

    connection = serializers.UUIDField(required=False)


def _connections() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_CONNECTIONS, help_text="Their ids, each once."
    )


def _categories() -> serializers.DictField:
    return serializers.DictField(
        child=serializers.CharField(max_length=250), required=False,
        help_text="Connection id to the category there, where it asks for one of its own.",
    )  # fmt: skip


def _prices() -> serializers.DictField:
    return serializers.DictField(
        child=serializers.DecimalField(max_digits=15, decimal_places=4, min_value=Decimal("0.0001")), required=False,
        help_text="Connection id to the price of new listings of products that have none in its currency.",
    )  # fmt: skip


class Publish(Strict):
    """Where to, and which variants; all of the product unless some are named."""

    connections = _connections()
    variants = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=200, required=False)
    categories = _categories()
    prices = _prices()


class PublishMany(Strict):
    """Which products, and where to."""

    products = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_PRODUCTS, help_text="Their ids, each once."
    )
    connections = _connections()
    categories = _categories()
    prices = _prices()
