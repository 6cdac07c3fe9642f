"""A product's words in one language; what it lacks is borrowed from another, and said to be."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from inventory.selectors.product_page import ProductDetail
from inventory.selectors.texts import Text
from inventory.services.texts import LONGEST


class TextSerializer(serializers.Serializer[Text]):
    """A text as a reader of the language sees it. `language` is that of the value; `borrowed` when it is another's."""

    value = serializers.CharField()
    language = serializers.CharField()
    borrowed = serializers.BooleanField()


class TranslationSerializer(serializers.Serializer[Any]):
    """Title and description in one language."""

    language = serializers.CharField()
    is_own = serializers.BooleanField(help_text="The product's own language; the others fall back to it at last.")
    title = TextSerializer()
    description = TextSerializer()
    missing = serializers.IntegerField(help_text="How many of the two are missing in this language.")


class NewTranslation(Strict):
    """Both texts. A blank one, or one equal to what is borrowed, stays borrowed."""

    title = serializers.CharField(max_length=LONGEST["title"], allow_blank=True)
    description = serializers.CharField(max_length=LONGEST["description"], allow_blank=True, default="")


def translations_of(detail: ProductDetail) -> list[dict[str, Any]]:
    """Every language of the store, in the order in which they stand in for one another."""
    return [translation_of(detail, language) for language in detail.languages]


def translation_of(detail: ProductDetail, language: str) -> dict[str, Any]:
    """One language."""
    return {
        "language": language,
        "is_own": language == detail.own_language,
        "missing": detail.missing.get(language, 0),
        **detail.texts(language),
    }
