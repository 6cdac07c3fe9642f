"""What may be asked of stock, and what a count or a difference says."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.moment import MomentField
from api.pagination import SHORT_SEARCH
from api.serializers import Strict
from inventory.models import InventoryChange, InventorySyncConfig
from inventory.selectors.cover import LONGEST
from inventory.selectors.inventory_list import VIEWS
from inventory.services.product_fields import LARGEST_NUMBER
from inventory.services.stock import LARGEST

MOST_ROWS = 500
LONGEST_PACE = 1440


class StockQuery(Strict):
    """Which variants."""

    view = serializers.ChoiceField(choices=list(VIEWS), default="all")
    q = serializers.CharField(
        required=False, max_length=200, help_text="Part of a SKU or title, start of a GTIN." + SHORT_SEARCH
    )
    location = serializers.UUIDField(required=False, help_text="Only what is at this place, with its numbers there.")
    connection = serializers.UUIDField(required=False, help_text="Listed at this shop.")
    cover = serializers.IntegerField(
        required=False, min_value=0, max_value=LONGEST, help_text="Lasts so many days or fewer at the speed of sales."
    )


class LedgerQuery(Strict):
    """Which changes of a variant."""

    cause = serializers.ChoiceField(required=False, choices=InventoryChange.Cause.values)
    location = serializers.UUIDField(required=False)
    since = MomentField(required=False, help_text="Changed at this moment or later.")
    until = MomentField(required=False, help_text="Changed before this moment.")


class ChangesQuery(LedgerQuery):
    """Which changes of the store."""

    variant = serializers.UUIDField(required=False)


class _Change(Strict):
    location = serializers.UUIDField(required=False, help_text="The store's first place unless named.")
    note = serializers.CharField(required=False, max_length=2000, allow_blank=True, default="")


class AdjustStock(_Change):
    """Units that came in or went out."""

    delta = serializers.IntegerField(min_value=-LARGEST, max_value=LARGEST)
    reason = serializers.CharField(max_length=200, help_text="Kept in the ledger.")


class RecountStock(_Change):
    """How many are there, reserved ones included."""

    counted = serializers.IntegerField(min_value=0, max_value=LARGEST)
    reason = serializers.CharField(required=False, max_length=200, allow_blank=True, default="")


class StockRow(_Change):
    """One change of many: the goods by SKU or id, and either a difference or a count."""

    sku = serializers.CharField(required=False, max_length=100)
    variant = serializers.UUIDField(required=False)
    delta = serializers.IntegerField(required=False, min_value=-LARGEST, max_value=LARGEST)
    counted = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST)
    reason = serializers.CharField(required=False, max_length=200, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for one, other in (("sku", "variant"), ("delta", "counted")):
            if (one in attrs) == (other in attrs):
                raise serializers.ValidationError(f"Name either {one} or {other}.")
        return attrs


class ChangeStock(Strict):
    """Up to 500 changes. Each has its own answer: one that is wrong never fails the rest."""

    rows = serializers.ListField(
        child=serializers.DictField(),
        min_length=1,
        max_length=MOST_ROWS,
        help_text="Each: sku or variant; delta or counted; and if wanted location, reason, note.",
    )


class KeptUnits(Strict):
    """How many, and until when."""

    quantity = serializers.IntegerField(min_value=1, max_value=LARGEST_NUMBER)
    until = serializers.DateTimeField()


class ChangedRule(Strict):
    """Only what is named is changed; a buffer or threshold of null follows the store's rule."""

    is_enabled = serializers.BooleanField(required=False)
    strategy = serializers.ChoiceField(required=False, choices=InventorySyncConfig.Strategy.values)
    interval_minutes = serializers.IntegerField(required=False, min_value=1, max_value=LONGEST_PACE)
    buffer = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=LARGEST_NUMBER)
    threshold = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=LARGEST_NUMBER)
    send_zero = serializers.BooleanField(required=False)
    share = serializers.IntegerField(required=False, min_value=1, max_value=100)
    priority = serializers.IntegerField(required=False, min_value=1, max_value=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Name what is to be changed.")
        return attrs


class ChangedStoreRule(Strict):
    """Only what is named is changed."""

    buffer = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER)
    threshold = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Name what is to be changed.")
        return attrs
