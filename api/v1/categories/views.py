"""`/api/v1/connections/{id}/categories/`: which category of a shop each of ours belongs in."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.categories import serializers as shapes
from api.views import StoreViews
from inventory.models import CategoryChoice, CategoryTree
from inventory.selectors.category_map import category_map
from inventory.services.category_map import choose_category, keep_tree
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_categories
from marketplaces.services.connectors import open_connector


class ShopViews(StoreViews):
    """What is asked of one shop."""

    area = "catalogue"

    def _shop(self, pk: UUID) -> Connection:
        return self.find(Connection.objects.select_related("marketplace", "store", "credential"), pk)


class Categories(ShopViews):
    """Our categories at one shop."""

    resource = "categories"

    @endpoint(answer=shapes.CategorySerializer, paged=True)
    def list(self, request: Request, pk: UUID) -> Whole:
        """Ours with what was chosen, those without a choice first. None where the shop takes ours as they are."""
        shop = self._shop(pk)
        return Whole(category_map(shop) if has_own_categories(shop) else [])

    @endpoint(answer=shapes.ChosenSerializer, body=shapes.ChosenCategory, need="manage", errors=(422,))
    def choose(self, request: Request, pk: UUID) -> CategoryChoice:
        """Choose for one of ours. New products that wait at the shop for their category are sent again."""
        return choose_category(shop=self._shop(pk), by=str(self.user), **self.given)

    @endpoint(answer=shapes.TreeSerializer, need="manage", errors=(409, 422, 502, 503))
    def read(self, request: Request, pk: UUID) -> CategoryTree:
        """Ask the marketplace for its categories now; suggestions come of them."""
        shop = self._shop(pk)
        return keep_tree(shop=shop, categories=open_connector(shop).categories())
