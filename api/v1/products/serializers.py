"""A product as programs see it: the row of a list, and the whole of it. A packer sees neither prices nor costs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers import MoneyField
from api.v1.listings.serializers import ListingSerializer
from api.v1.translations.serializers import TranslationSerializer, translations_of
from inventory.models import BundlePart, Product
from inventory.selectors.product_list import PriceRange
from inventory.selectors.product_page import Level, ProductDetail


class PriceRangeSerializer(serializers.Serializer[PriceRange]):
    """From the lowest to the highest price in one currency."""

    currency = serializers.CharField()
    lowest = MoneyField()
    highest = MoneyField()


class ProductSerializer(serializers.Serializer[Any]):
    """One product in a list. `title` is in the language asked for, else borrowed from `title_language`."""

    id = serializers.UUIDField()
    title = serializers.CharField(source="facts.title.value")
    title_language = serializers.CharField(source="facts.title.language")
    title_borrowed = serializers.BooleanField(source="facts.title.borrowed")
    missing_texts = serializers.IntegerField(source="facts.missing", help_text="Over all languages of the store.")
    brand = serializers.CharField()
    kind = serializers.ChoiceField(choices=Product.Kind.values)
    status = serializers.ChoiceField(choices=Product.Status.values)
    sku = serializers.CharField(source="facts.sku", help_text="Of its first variant.")
    variants = serializers.IntegerField(source="facts.variants")
    available = serializers.IntegerField(source="facts.available", help_text="On hand − reserved − buffer.")
    counted = serializers.BooleanField(source="facts.counted", help_text="Nothing is told before it was counted once.")
    prices = PriceRangeSerializer(source="facts.prices", many=True, help_text="Of its variants, by currency.")
    connections = serializers.SerializerMethodField()
    refused = serializers.IntegerField(source="facts.refused", help_text="Listings or numbers a shop refused.")
    differs = serializers.IntegerField(source="facts.differs", help_text="Listings that show another number.")
    updated_at = serializers.DateTimeField()

    def get_connections(self, row: Any) -> list[str]:
        """The shops it is listed at."""
        return [str(shop.connection_id) for shop in row["facts"].shops]


class PartSerializer(serializers.Serializer[BundlePart]):
    """What is in each unit of a bundle."""

    variant = serializers.UUIDField(source="part_id")
    sku = serializers.CharField(source="part.sku")
    quantity = serializers.IntegerField()


class VariantSerializer(serializers.Serializer[Level]):
    """What can be counted, reserved and sold: one SKU with its numbers over all places."""

    id = serializers.UUIDField(source="variant.id")
    product = serializers.UUIDField(source="variant.product_id")
    sku = serializers.CharField(source="variant.sku")
    gtin = serializers.CharField(source="variant.gtin")
    options = serializers.DictField(source="variant.options", child=serializers.CharField())
    price = MoneyField(source="variant.price")
    currency = serializers.CharField(source="variant.currency")
    cost = MoneyField(source="variant.cost", help_text="What it costs us, in the same currency.")
    weight_g = serializers.IntegerField(source="variant.weight_g", allow_null=True)
    image_url = serializers.CharField(source="variant.image_url")
    low_stock_at = serializers.IntegerField(source="variant.low_stock_at", help_text="Reorder at; 0 is never.")
    counted_at = serializers.DateTimeField(source="variant.opening_counted_at", allow_null=True)
    on_hand = serializers.IntegerField()
    reserved = serializers.IntegerField()
    available = serializers.IntegerField(help_text="On hand − reserved − buffer.")
    short = serializers.IntegerField()
    parts = PartSerializer(many=True, help_text="Of a bundle, whose numbers are what its parts make; else empty.")
    updated_at = serializers.DateTimeField(source="variant.updated_at")


class ProductDetailSerializer(serializers.Serializer[ProductDetail]):
    """One product with its texts, variants and listings."""

    id = serializers.UUIDField(source="product.id")
    title = serializers.CharField(source="product.title", help_text="In its own language.")
    description = serializers.CharField(source="product.description")
    language = serializers.CharField(source="own_language", help_text="Of title and description.")
    brand = serializers.CharField(source="product.brand")
    category = serializers.CharField(source="product.category")
    kind = serializers.ChoiceField(source="product.kind", choices=Product.Kind.values)
    status = serializers.ChoiceField(source="product.status", choices=Product.Status.values)
    images = serializers.ListField(source="product.images", child=serializers.CharField())
    attributes = serializers.DictField(source="product.attributes")
    feed_id = serializers.CharField(source="product.feed_id", help_text="Finds it again in a feed.")
    translations = serializers.SerializerMethodField()
    variants = VariantSerializer(source="levels", many=True)
    listings = ListingSerializer(many=True)
    created_at = serializers.DateTimeField(source="product.created_at")
    updated_at = serializers.DateTimeField(source="product.updated_at")

    @extend_schema_field(TranslationSerializer(many=True))
    def get_translations(self, detail: ProductDetail) -> list[dict[str, Any]]:
        """Its words in every language of the store, borrowed ones named."""
        found: Any = translations_of(detail)
        return list(TranslationSerializer(found, many=True).data)
