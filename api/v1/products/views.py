"""`/api/v1/products/` and `/api/v1/variants/`: made, changed and archived by hand; the pages' own services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from rest_framework.request import Request

from api import versions
from api.endpoint import endpoint
from api.pagination import Listing
from api.v1.products import bodies
from api.v1.products.serializers import ProductDetailSerializer, ProductSerializer, VariantSerializer
from api.versions import Tagged, must_match, tag_of
from api.views import StoreViews
from inventory.models import Location, Product, Variant
from inventory.selectors.product_list import COLUMNS, Filters, facts_of, ordered
from inventory.selectors.product_page import Level, levels_of, product_detail
from inventory.services import bundles, product_edit
from inventory.services.archive import archive, restore
from inventory.services.product_fields import VARIANT
from orders.services import goods

NARROWED = ("q", "status", "kind", "connection")
PRODUCT = ("title", "description", "brand", "category", "kind", "status", "images", "attributes")


class Products(StoreViews):
    """Products of the store."""

    area, resource = "catalogue", "products"

    @endpoint(answer=ProductSerializer, paged=True, query=bodies.ProductQuery)
    def list(self, request: Request) -> Listing:
        """Products of a view by title, narrowed and searched."""
        asked = self.asked
        narrowed = Filters(**{name: asked[name] for name in NARROWED if name in asked})
        keys, rows = ordered(self.store, asked["view"], narrowed)
        return Listing(rows.values(*COLUMNS), keys, self._with_facts)

    @endpoint(answer=ProductDetailSerializer, body=bodies.NewProduct, status=201, need="manage", errors=(404,))
    def create(self, request: Request) -> Any:
        """Make a product with its first variant. Listings and order lines that waited for its SKU are linked."""
        given = dict(self.given)
        if place := given.pop("location", None):
            given["location"] = self.find(Location, place)
        made = goods.create_product(store=self.store, by=str(self.user), actor=self.user, **given)
        return product_detail(made)

    @endpoint(answer=ProductDetailSerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID) -> Tagged:
        """One product with its texts, variants and listings."""
        return self._tagged(self._product(pk))

    @endpoint(
        answer=ProductDetailSerializer, body=bodies.ChangedProduct, need="manage", versioned=True, errors=(422,)
    )  # fmt: skip
    def change(self, request: Request, pk: UUID) -> Tagged:
        """Change what is named."""
        product = self._product(pk)
        must_match(request, _version(product, PRODUCT))
        product_edit.edit_product(
            product=product, by=str(self.user), expected=_expected(request, product, self.given), **self.given
        )
        return self._tagged(product)

    @endpoint(answer=ProductDetailSerializer, need="manage")
    def archive(self, request: Request, pk: UUID) -> Any:
        """Put it away. Its listings, its stock and its orders stay as they are."""
        return self._moved(archive, pk)

    @endpoint(answer=ProductDetailSerializer, need="manage")
    def restore(self, request: Request, pk: UUID) -> Any:
        """Bring it back as an active one."""
        return self._moved(restore, pk)

    @endpoint(answer=VariantSerializer, body=bodies.NewVariant, status=201, need="manage")
    def add_variant(self, request: Request, pk: UUID) -> Level:
        """One more SKU of it. Listings and order lines that waited for the SKU are linked."""
        made = goods.add_variant(product=self._product(pk), by=str(self.user), **self.given)
        return level_of(self, made)

    def _product(self, pk: UUID) -> Product:
        return self.find(Product.objects.select_related("store"), pk)

    def _moved(self, act: Any, pk: UUID) -> Any:
        act(store=self.store, product_ids=[self._product(pk).pk], by=str(self.user), user_id=self.user.pk)
        return product_detail(self._product(pk))

    def _tagged(self, product: Product) -> Tagged:
        return Tagged(product_detail(product), _version(product, PRODUCT))

    def _with_facts(self, rows: Sequence[Any]) -> Sequence[Any]:
        facts = facts_of(self.store, rows, self.asked.get("language", ""))
        return [{**row, "facts": facts[row["id"]]} for row in rows]


class Variants(StoreViews):
    """Variants of the store's products."""

    area, resource = "catalogue", "variants"

    @endpoint(answer=VariantSerializer, versioned=True)
    def retrieve(self, request: Request, pk: UUID) -> Tagged:
        """One variant with its numbers over all places."""
        return self._tagged(self._variant(pk))

    @endpoint(answer=VariantSerializer, body=bodies.ChangedVariant, need="manage", versioned=True, errors=(422,))
    def change(self, request: Request, pk: UUID) -> Tagged:
        """Change what is named. A new price is told to its listings, except those with a price of their own."""
        variant = self._variant(pk)
        must_match(request, _version(variant, VARIANT))
        product_edit.edit_variant(
            variant=variant, by=str(self.user), expected=_expected(request, variant, self.given), **self.given
        )
        return self._tagged(variant)

    @endpoint(answer=VariantSerializer, body=bodies.Parts, need="manage", errors=(422,))
    def set_parts(self, request: Request, pk: UUID) -> Level:
        """Make it a bundle of these parts, or with none an article of its own again.

        Its stock is what its parts make from then on; orders that came in before keep what they were promised.
        """
        parts = {self.find(Variant, part["variant"]).pk: part["quantity"] for part in self.given["parts"]}
        bundles.set_parts(self._variant(pk), parts, by=str(self.user))
        return level_of(self, self._variant(pk))

    def _variant(self, pk: UUID) -> Variant:
        return self.find(Variant.objects.select_related("product", "store"), pk)

    def _tagged(self, variant: Variant) -> Tagged:
        return Tagged(level_of(self, variant), _version(variant, VARIANT))


def level_of(view: StoreViews, variant: Variant) -> Level:
    """A variant with its numbers."""
    return next(level for level in levels_of(view.store, variant.product) if level.variant.pk == variant.pk)


def _version(row: Any, names: Sequence[str]) -> str:
    return tag_of([getattr(row, name) for name in names])


def _expected(request: Request, row: Any, given: Any) -> dict[str, Any] | None:
    """What was read, for the service to compare under its lock."""
    return {name: getattr(row, name) for name in given} if versions.is_asked(request) else None
