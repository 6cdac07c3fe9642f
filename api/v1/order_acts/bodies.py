"""What may be done to many orders at once, and what must be said with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.serializers import Strict
from sync.bulk import MOST

#: The word of a single order's own address to that of the service.
KINDS = {
    "ship": "ship", "hold": "hold", "release": "release", "confirm": "confirm", "archive": "archive",
    "restore": "bring_back", "invoice": "invoice", "retry": "retry", "tag": "tag", "untag": "untag",
}  # fmt: skip
#: What only owners and managers may have done.
MANAGED = ("invoice",)
#: What an act takes besides the orders; the first is asked for where it is among NEEDED.
TAKES: dict[str, tuple[str, ...]] = {
    "hold": ("reason",), "tag": ("tag",), "untag": ("tag",), "ship": ("carrier", "tracking_numbers"),
}  # fmt: skip
NEEDED = ("reason", "tag")
OPTIONS = ("reason", "tag", "carrier", "tracking_numbers")


class NewOrderAct(Strict):
    """One act and the orders it is meant for. Each order has its own answer; one that refuses stops no other."""

    act = serializers.ChoiceField(choices=list(KINDS))
    orders = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST, help_text="Their ids, each once."
    )
    reason = serializers.CharField(required=False, max_length=200, help_text="For hold: why they wait.")
    tag = serializers.CharField(required=False, max_length=40, help_text="For tag and untag.")
    carrier = serializers.CharField(required=False, max_length=100, allow_blank=True, help_text="For ship: of all.")
    tracking_numbers = serializers.DictField(
        child=serializers.CharField(max_length=100, allow_blank=True), required=False,
        help_text="For ship: order id to its parcel's number.",
    )  # fmt: skip

    def validate_orders(self, orders: list[UUID]) -> list[UUID]:
        """Each once: an order cannot have two answers."""
        if len(set(orders)) < len(orders):
            raise serializers.ValidationError(_("An order is named twice. Name each once."))
        return orders

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        takes = TAKES.get(attrs["act"], ())
        wrong = {
            name: [_("“%(act)s” takes none. Leave it out.") % {"act": attrs["act"]}]
            for name in OPTIONS
            if name in attrs and name not in takes
        }
        wrong |= {
            name: [_("“%(act)s” needs one.") % {"act": attrs["act"]}]
            for name in takes
            if name in NEEDED and name not in attrs
        }
        if stray := set(attrs.get("tracking_numbers", {})) - {str(pk) for pk in attrs["orders"]}:
            sentence = _("%(order)s is not among the orders. Write ids as they were read.") % {"order": min(stray)}
            wrong["tracking_numbers"] = [sentence]
        if wrong:
            raise serializers.ValidationError(wrong)
        return attrs


def options_of(given: dict[str, Any]) -> dict[str, Any]:
    """As the service takes them."""
    named = {name: given[name] for name in ("reason", "tag", "carrier") if name in given}
    return named | ({"tracking": given["tracking_numbers"]} if "tracking_numbers" in given else {})
