"""`/api/v1/connections/{id}/attributes/`: what a category of a shop asks of goods, and what ours say to it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Whole
from api.serializers import Strict
from api.v1.categories.views import ShopViews
from inventory.models import AttributeChoice, CategoryAttributes
from inventory.selectors.attribute_map import Asked, attribute_maps
from inventory.services.attribute_map import choose_attribute, keep_attributes
from marketplaces.services.connectors import open_connector


class AttributeSerializer(serializers.Serializer[Asked]):
    """A characteristic of theirs, with what goods of ours say to it."""

    category = serializers.CharField(help_text="Theirs.")
    name = serializers.CharField(source="theirs.name", help_text="As it is called there.")
    is_required = serializers.BooleanField(source="theirs.is_required")
    only_listed = serializers.BooleanField(source="theirs.only_listed", help_text="Only words of a list of theirs.")
    words = serializers.CharField(source="choice.words", help_text="What all of them say.")
    fact = serializers.CharField(source="choice.fact", help_text="The option or attribute of ours that each says.")
    goods = serializers.IntegerField(help_text="So many goods of this category were looked at.")
    saying = serializers.IntegerField(help_text="So many of them say something to it.")
    is_open = serializers.BooleanField(help_text="It must be said and is not by some: these cannot be sent.")
    chosen_by = serializers.CharField()


class ChosenAttribute(Strict):
    """Words for all goods of the category or a fact of each; neither takes the choice back."""

    category = serializers.CharField(max_length=250, help_text="Theirs, by its number or name.")
    name = serializers.CharField(max_length=250)
    words = serializers.CharField(max_length=250, allow_blank=True, required=False)
    fact = serializers.CharField(max_length=100, allow_blank=True, required=False)


class AttributeChoiceSerializer(serializers.Serializer[Any]):
    """What was chosen."""

    category = serializers.CharField()
    name = serializers.CharField()
    words = serializers.CharField()
    fact = serializers.CharField()
    chosen_by = serializers.CharField()


class AttributeQuery(Strict):
    """Without a category: of each that goods of yours go into or something was chosen for."""

    category = serializers.CharField(max_length=250, required=False)


class AskedCategory(Strict):
    """One of their categories, by its number or name."""

    category = serializers.CharField(max_length=250)


class ReadAttributesSerializer(serializers.Serializer[CategoryAttributes]):
    """How many were read."""

    category = serializers.CharField()
    attributes = serializers.SerializerMethodField()
    read_at = serializers.DateTimeField()

    def get_attributes(self, row: CategoryAttributes) -> int:
        """That the category knows."""
        return len(row.attributes)


class Attributes(ShopViews):
    """Characteristics of one category of a shop."""

    resource = "attributes"

    @endpoint(answer=AttributeSerializer, paged=True, query=AttributeQuery)
    def list(self, request: Request, pk: UUID) -> Whole:
        """What categories ask with what was chosen, in each those that must be said and are not first."""
        found = attribute_maps(self._shop(pk), self.asked.get("category", ""))
        return Whole([each for one in found for each in one.asked])

    @endpoint(answer=AttributeChoiceSerializer, body=ChosenAttribute, need="manage", errors=(422,))
    def choose(self, request: Request, pk: UUID) -> AttributeChoice:
        """Choose what goods say to one. New products that wait at the shop in this category are sent again."""
        return choose_attribute(shop=self._shop(pk), by=str(self.user), **self.given)

    @endpoint(answer=ReadAttributesSerializer, body=AskedCategory, need="manage", errors=(409, 422, 502, 503))
    def read(self, request: Request, pk: UUID) -> CategoryAttributes:
        """Ask the marketplace now what this category asks."""
        shop, category = self._shop(pk), self.given["category"]
        return keep_attributes(shop=shop, category=category, attributes=open_connector(shop).attributes(category))
