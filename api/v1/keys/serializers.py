"""The key pool as programs see it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from fulfillment.selectors.keys import Pool
from fulfillment.services.keys.withdrawing import SHORTEST_REASON

TEXT = "One key a line, or a table with a heading: key, and if wanted sku, expires. As the file of the page."
#: A body may be of 1 MB, and a sign of any alphabet takes up to twelve bytes of it.
MOST_SIGNS = 80_000


class LoadKeys(Strict):
    """Keys for the pool. They are stored encrypted, and told by no answer."""

    text = serializers.CharField(max_length=MOST_SIGNS, trim_whitespace=False, help_text=TEXT)
    sku = serializers.CharField(
        required=False, max_length=100, help_text="What they are of, where the text names no SKU."
    )


class RevokeKeys(Strict):
    """Keys of the pool that are given to nobody any more."""

    text = serializers.CharField(max_length=MOST_SIGNS, trim_whitespace=False, help_text=TEXT)
    why = serializers.CharField(min_length=SHORTEST_REASON, max_length=80, help_text="Kept with your name.")


class RefusedLineSerializer(serializers.Serializer[Any]):
    """A line that was not taken, and why."""

    line = serializers.IntegerField(help_text="Of the text, from 1.")
    problem = serializers.CharField()


class KeysTakenSerializer(serializers.Serializer[Any]):
    """What came of a list of keys; one refused line fails no other."""

    done = serializers.IntegerField()
    refused = RefusedLineSerializer(many=True)


class PoolSerializer(serializers.Serializer[Pool]):
    """One SKU of keys: own ones by how they stand, and what suppliers have. No key is ever told."""

    variant_id = serializers.UUIDField()
    sku = serializers.CharField()
    title = serializers.CharField()
    pool = serializers.IntegerField(help_text="Own keys that belong to no order and last for another day.")
    reserved = serializers.IntegerField(help_text="Assigned to an order, not handed over yet.")
    gone = serializers.IntegerField(help_text="Handed over to buyers.")
    withdrawn = serializers.IntegerField(help_text="Replaced or revoked: given to nobody any more.")
    ends_first = serializers.DateTimeField(allow_null=True, help_text="When the first key of the pool ends.")
    handed_over_at = serializers.DateTimeField(allow_null=True, help_text="When one was handed over last.")
    bought_open = serializers.IntegerField(help_text="Purchases that are not settled yet.")
    at_supplier = serializers.IntegerField(allow_null=True, help_text="Null: no supplier is linked.")
    owed = serializers.IntegerField(help_text="What open orders still lack.")
    available = serializers.IntegerField(
        help_text="Own keys and what can be bought now, less what is owed: what channels may be told."
    )


class SupplierSerializer(serializers.Serializer[Any]):
    """What can be spent at one supplier, and how long it lasts by the spending of the last weeks."""

    connection = serializers.UUIDField()
    name = serializers.CharField()
    own = serializers.CharField(allow_null=True, help_text="Own money; null before it was read.")
    credit = serializers.CharField(allow_null=True)
    to_spend = serializers.CharField(allow_null=True, help_text="Both together, as the supplier says.")
    currency = serializers.CharField()
    spent = serializers.CharField(help_text="In the last 28 days, in this currency.")
    per_day = serializers.CharField(help_text="On average.")
    days = serializers.IntegerField(allow_null=True, help_text="How many days it lasts; null where nothing is spent.")
    waiting = serializers.IntegerField(help_text="Keys that are being asked for.")
    is_low = serializers.BooleanField(help_text="Less than a week is left, or purchases wait and nothing is left.")
    read_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(help_text="Why it could not be read the last time.")
