"""Our categories beside those of a shop, as programs see and choose them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from inventory.models import CategoryTree
from inventory.selectors.category_map import Mapped, Theirs


class TheirCategorySerializer(serializers.Serializer[Theirs]):
    """A category of theirs."""

    id = serializers.CharField(help_text="What a card names it by.")
    path = serializers.CharField(help_text="Its name, and those above it.")


class CategorySerializer(serializers.Serializer[Mapped]):
    """A category of ours at one shop. `theirs` is empty until somebody chooses; then nothing is suggested."""

    ours = serializers.CharField()
    products = serializers.IntegerField(help_text="So many of ours are in it.")
    theirs = serializers.CharField()
    path = serializers.CharField(help_text="What it is called there, where that was read.")
    chosen_by = serializers.CharField()
    chosen_at = serializers.DateTimeField(allow_null=True)
    suggestions = TheirCategorySerializer(many=True, help_text="What may fit by its name, the likeliest first.")


class ChosenCategory(Strict):
    """An empty `theirs` takes the choice back."""

    ours = serializers.CharField(max_length=250)
    theirs = serializers.CharField(max_length=250, allow_blank=True)


class ChosenSerializer(serializers.Serializer[Any]):
    """What was chosen."""

    ours = serializers.CharField()
    theirs = serializers.CharField()
    path = serializers.CharField()
    chosen_by = serializers.CharField()


class TreeSerializer(serializers.Serializer[CategoryTree]):
    """How many categories of theirs were read."""

    categories = serializers.SerializerMethodField()
    read_at = serializers.DateTimeField()

    def get_categories(self, tree: CategoryTree) -> int:
        """That products can be put in."""
        return len(tree.leaves)
