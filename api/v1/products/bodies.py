"""What may be asked of products, and what they and their variants may be given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.pagination import SHORT_SEARCH
from api.serializers import Strict
from inventory.models import Product
from inventory.selectors.product_list import VIEWS
from inventory.selectors.texts import languages_of
from inventory.services.bundles import MOST_EACH, MOST_PARTS
from inventory.services.product_fields import LARGEST_NUMBER

#: Also of a body that is small enough.
MOST_IMAGES = 50
LONGEST_TEXT = 100_000


class ProductQuery(Strict):
    """Which products."""

    view = serializers.ChoiceField(choices=list(VIEWS), default="all")
    q = serializers.CharField(
        required=False, max_length=200, help_text="Part of a title or SKU, start of a GTIN." + SHORT_SEARCH
    )
    status = serializers.ChoiceField(
        required=False, choices=Product.Status.values, help_text="Archived ones are left out unless asked for."
    )
    kind = serializers.ChoiceField(required=False, choices=Product.Kind.values)
    connection = serializers.UUIDField(required=False, help_text="Listed at this shop.")
    language = serializers.CharField(required=False, max_length=10, help_text="Of the titles that are given.")

    def validate_language(self, language: str) -> str:
        """One that the store has: whoever mistypes it would be given another language's titles unasked."""
        known = languages_of(self.context["access"].store)
        if language not in known:
            sentence = _("This store has no texts in “%(language)s”. Known: %(names)s.")
            raise serializers.ValidationError(sentence % {"language": language, "names": ", ".join(known)})
        return language


def _amount(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=15, decimal_places=4, min_value=0, required=False, allow_null=True, **more
    )


def _whole(**more: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=0, max_value=LARGEST_NUMBER, required=False, **more)


class VariantFields(Strict):
    """What a variant may be given."""

    gtin = serializers.CharField(required=False, max_length=20, allow_blank=True)
    options = serializers.DictField(child=serializers.CharField(max_length=100), required=False)
    price = _amount(help_text="Told to its listings, except those with a price of their own.")
    currency = serializers.RegexField("^[A-Z]{3}$", required=False, help_text="The store's unless named.")
    cost = _amount()
    weight_g = _whole(allow_null=True)
    low_stock_at = _whole()
    image_url = serializers.CharField(required=False, max_length=1000, allow_blank=True)


class NewVariant(VariantFields):
    """One more SKU of a product."""

    sku = serializers.CharField(max_length=100, help_text="Listings with the same SKU are linked.")


class ChangedVariant(VariantFields):
    """Only what is named is changed."""

    sku = serializers.CharField(max_length=100, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _something(attrs)


class Part(Strict):
    """So many of a variant are in each unit."""

    variant = serializers.UUIDField()
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_EACH, default=1)


class Parts(Strict):
    """All that a bundle is made of; none makes it an article of its own again."""

    parts = serializers.ListField(child=Part(), max_length=MOST_PARTS)

    def validate_parts(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each once: nobody knows which of two numbers is meant."""
        if len({part["variant"] for part in parts}) < len(parts):
            raise serializers.ValidationError(_("A part is named twice. Name it once, with how many are in it."))
        return parts


class ProductFields(Strict):
    """What a product may be given."""

    description = serializers.CharField(required=False, max_length=LONGEST_TEXT, allow_blank=True)
    brand = serializers.CharField(required=False, max_length=150, allow_blank=True)
    category = serializers.CharField(required=False, max_length=250, allow_blank=True)
    kind = serializers.ChoiceField(required=False, choices=Product.Kind.values)
    status = serializers.ChoiceField(required=False, choices=Product.Status.values)
    images = serializers.ListField(
        child=serializers.CharField(max_length=1000), required=False, max_length=MOST_IMAGES, help_text="Addresses."
    )
    attributes = serializers.DictField(child=serializers.CharField(max_length=1000, allow_blank=True), required=False)


class NewProduct(ProductFields):
    """A product with its first variant; title and SKU are enough."""

    title = serializers.CharField(max_length=500)
    language = serializers.CharField(required=False, max_length=10, help_text="Of title and description.")
    sku = serializers.CharField(max_length=100, help_text="Listings with the same SKU are linked.")
    variant = VariantFields(required=False, help_text="What else is known of its first variant.")
    opening_count = _whole(help_text="How many are there. Left out, nobody is told before it was counted.")
    location = serializers.UUIDField(required=False, help_text="Where they were counted; the store's first place else.")


class ChangedProduct(ProductFields):
    """Only what is named is changed."""

    title = serializers.CharField(required=False, max_length=500)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return _something(attrs)


def _something(attrs: dict[str, Any]) -> dict[str, Any]:
    if not attrs:
        raise serializers.ValidationError("Name what is to be changed.")
    return attrs
