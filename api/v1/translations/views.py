"""`/api/v1/products/<id>/translations/`: its words by language, with the fallback in sight."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.translations.serializers import NewTranslation, TranslationSerializer, translation_of, translations_of
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from inventory.models import Product
from inventory.selectors.product_page import ProductDetail, product_detail
from inventory.selectors.texts import FIELDS
from inventory.services.texts import remove_texts, save_texts


class Translations(StoreViews):
    """The texts of one product."""

    area, resource = "catalogue", "translations"

    @endpoint(answer=TranslationSerializer, paged=True)
    def list(self, request: Request, pk: UUID) -> Whole:
        """Its words in every language of the store."""
        return Whole(translations_of(self._detail(pk)))

    @endpoint(answer=TranslationSerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID, language: str) -> Tagged:
        """Its words in one language."""
        return self._tagged(pk, language)

    @endpoint(
        answer=TranslationSerializer, body=NewTranslation, need="manage", versioned=True, errors=(422,)
    )  # fmt: skip
    def write(self, request: Request, pk: UUID, language: str) -> Tagged:
        """Write both texts of a language. In the product's own language they are its own title and description."""
        product, own = self._product(pk), self._own(pk, language)
        must_match(request, tag_of(own))
        expected = own if versions.is_asked(request) else None
        save_texts(product=product, language=language, by=str(self.user), expected=expected, **self.given)
        return self._tagged(pk, language)

    @endpoint(answer=TranslationSerializer, need="manage", versioned=True, errors=(422,))
    def remove(self, request: Request, pk: UUID, language: str) -> Tagged:
        """Let a language borrow its texts again. The product's own language cannot: something must be there."""
        product, own = self._product(pk), self._own(pk, language)
        must_match(request, tag_of(own))
        expected = own if versions.is_asked(request) else None
        remove_texts(product=product, language=language, by=str(self.user), expected=expected)
        return self._tagged(pk, language)

    def _product(self, pk: UUID) -> Product:
        return self.find(Product.objects.select_related("store"), pk)

    def _detail(self, pk: UUID) -> ProductDetail:
        return product_detail(self._product(pk))

    def _own(self, pk: UUID, language: str) -> dict[str, str]:
        """The texts that this language has itself, blank where borrowed. 404 for a language the store has not."""
        detail = self._detail(pk)
        if language not in detail.languages:
            raise Http404
        return {field: detail.words.get(language, {}).get(field, "") for field in FIELDS}

    def _tagged(self, pk: UUID, language: str) -> Tagged:
        own = self._own(pk, language)
        found: dict[str, Any] = translation_of(self._detail(pk), language)
        return Tagged(found, tag_of(own))
