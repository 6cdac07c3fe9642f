"""A difference as programs see it, what is done with it, and what a shop heals by itself."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from api.serializers import MoneyField, Strict
from sync.drift.deciding import ACTS
from sync.drift.listing import VIEWS
from sync.models import Drift

HEALED = "True: told again by itself. False: it waits for a person."


class RiskSerializer(serializers.Serializer[Drift]):
    """Why so much is at risk: so many units, each for so much."""

    units = serializers.IntegerField(help_text="Sold too dear, too cheap, twice or not at all because of it.")
    each = serializers.SerializerMethodField()

    def get_each(self, drift: Drift) -> Decimal:
        """Per unit: of a price the difference, else what one brings there."""
        return each_of(drift)


class DriftSerializer(serializers.Serializer[Drift]):
    """A listing that shows something else than it was told."""

    id = serializers.UUIDField()
    connection = serializers.UUIDField(source="connection_id")
    marketplace = serializers.CharField(source="connection.marketplace.code")
    listing = serializers.UUIDField(source="listing_id")
    sku = serializers.CharField(source="listing.marketplace_sku")
    title = serializers.CharField(source="listing.title")
    what = serializers.ChoiceField(choices=Drift.What.values)
    cause = serializers.ChoiceField(choices=Drift.Cause.values, help_text="The likeliest one.")
    state = serializers.ChoiceField(choices=Drift.State.values)
    ours = serializers.CharField(help_text="What it should show: units, an amount or a state.")
    theirs = serializers.CharField(help_text="What it shows.")
    money = MoneyField(help_text="At risk.")
    currency = serializers.CharField()
    why = RiskSerializer(source="*")
    tries = serializers.IntegerField(help_text="How often it was told again by itself since it was found.")
    found_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(help_text="Met last.")
    over_at = serializers.DateTimeField(allow_null=True)
    decided_by = serializers.CharField(help_text="Empty: nobody, or the policy of its shop.")


class DriftQuery(Strict):
    """Which differences."""

    view = serializers.ChoiceField(choices=list(VIEWS), default="open")
    what = serializers.ChoiceField(choices=Drift.What.values, required=False)
    cause = serializers.ChoiceField(choices=Drift.Cause.values, required=False)
    connection = serializers.UUIDField(required=False)


class DriftDecision(Strict):
    """What is done with which of them."""

    act = serializers.ChoiceField(
        choices=list(ACTS), help_text="heal: tell ours again. accept: theirs becomes ours. watch: keep it on the list."
    )
    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=500)


class UndecidedSerializer(serializers.Serializer[Any]):
    """A difference that stays as it is, and why."""

    id = serializers.UUIDField(source="drift.id")
    sentence = serializers.CharField(source="why")


class DecidedSerializer(serializers.Serializer[Any]):
    """What became of each. What is neither done nor left is over, being told again, or was decided already."""

    done = serializers.IntegerField()
    left = UndecidedSerializer(many=True)


class PolicySerializer(serializers.Serializer[Any]):
    """What of a shop is told again by itself, once nothing there explains the difference."""

    stock = serializers.BooleanField(source="heal_stock", help_text=HEALED)
    price = serializers.BooleanField(source="heal_price", help_text=HEALED)
    status = serializers.BooleanField(
        source="heal_status", help_text=f"{HEALED} Only what was sent from here can be put on sale again."
    )


class ChangedPolicy(Strict):
    """What is not named stays."""

    stock = serializers.BooleanField(required=False)
    price = serializers.BooleanField(required=False)
    status = serializers.BooleanField(required=False)


def each_of(drift: Drift) -> Decimal:
    """What is at risk per unit."""
    return (drift.money / (drift.units or 1)).quantize(Decimal("0.0001"))
