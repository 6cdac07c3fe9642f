"""`/api/v1/products/…/publish/`: send products to shops, by the same services as the pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.offers import serializers as shapes
from api.views import StoreViews
from inventory.models import Product, Variant
from inventory.selectors.offering import Terms, plan, shops_for, standings, variants_of
from marketplaces.models import Connection
from sync import publishing


class Offers(StoreViews):
    """What is sent to shops, and what would be."""

    area, resource = "catalogue", "offers"

    @endpoint(answer=shapes.OfferSerializer, paged=True)
    def list(self, request: Request, pk: UUID) -> Whole:
        """Where a product was sent from here or taken out, and how far that has come."""
        product = self.find(Product, pk)
        return Whole(standings(self.store, product_ids=[product.pk]))

    @endpoint(answer=shapes.PlannedSerializer, paged=True, query=shapes.PlanQuery)
    def preview(self, request: Request, pk: UUID) -> Whole:
        """What sending a product would do: each variant at each shop, with what is missing."""
        product = self.find(Product, pk)
        named = [self.asked["connection"]] if "connection" in self.asked else None
        shops = self._shops(named) if named else shops_for(self.store)
        return Whole(plan(self.store, variants_of(self.store, [product.pk]), shops))

    @endpoint(answer=shapes.PublishedSerializer, body=shapes.Publish, status=202, need="manage", errors=(404,))
    def publish(self, request: Request, pk: UUID) -> dict[str, Any]:
        """Offer a product at shops, or bring what they show up to date.

        It goes out in a moment, each variant with its own answer; `left` is what cannot go, with the reason. Stock and
        the price of what is there are told by their own changes.
        """
        product = self.find(Product, pk)
        rows = variants_of(self.store, [product.pk])
        if "variants" in self.given:
            wanted = set(self.given["variants"])
            rows = rows.filter(pk__in=wanted)
            if len(rows) != len(wanted):
                raise Http404
        return self._publish(list(rows))

    @endpoint(answer=shapes.PublishedSerializer, body=shapes.PublishMany, status=202, need="manage", errors=(404,))
    def publish_many(self, request: Request) -> dict[str, Any]:
        """The same for many products at once."""
        wanted = set(self.given["products"])
        if Product.objects.filter(store=self.store, pk__in=wanted).count() != len(wanted):
            raise Http404
        return self._publish(list(variants_of(self.store, wanted)))

    def _publish(self, variants: Any) -> dict[str, Any]:
        rows: list[Variant] = variants
        shops = self._shops(self.given["connections"])
        terms = {
            shop.pk: Terms(
                category=self.given.get("categories", {}).get(str(shop.pk), ""),
                price=self.given.get("prices", {}).get(str(shop.pk)),
            )
            for shop in shops
        }
        sent = publishing.publish(
            store=self.store, variants=rows, shops=shops, by=str(self.user), user=self.user, terms=terms, cause="api",
        )  # fmt: skip
        ids = {offer.pk for offer in sent.offers}
        standing = standings(self.store, product_ids={offer.variant.product_id for offer in sent.offers})
        return {
            "offers": [each for each in standing if each.offer.pk in ids],
            "runs": [run.pk for run in sent.runs],
            "left": sent.left,
        }

    def _shops(self, ids: Any) -> Any:
        """All that are named, each of this store; else 404."""
        wanted = list(dict.fromkeys(ids))
        rows = Connection.objects.filter(store=self.store, pk__in=wanted).select_related("marketplace", "store")
        found = {row.pk: row for row in rows}
        if len(found) != len(wanted):
            raise Http404
        return [found[pk] for pk in wanted]
