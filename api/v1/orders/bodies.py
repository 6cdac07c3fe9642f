"""What may be asked of orders: which ones, and what is to be done with one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.moment import MomentField
from api.pagination import SHORT_SEARCH
from api.serializers import Strict
from core.errors import DomainError
from fulfillment.services.marks import Place
from fulfillment.services.parcels import Parcel
from marketplaces.canonical.marks import MarkKind
from orders.models import Order
from orders.selectors.views import VIEWS
from orders.services.money_back import Part

MOST_PARCELS = 50
MOST_LINES = 500
MOST_UNITS = 1_000_000
MOST_BOXES = 100
MOST_CODES = 1000


class OrderQuery(Strict):
    """Which orders. `since` and `until` speak of when they were placed."""

    view = serializers.ChoiceField(
        choices=list(VIEWS), default="all", help_text="All by date; the others hold open orders, the most urgent first."
    )
    marketplace = serializers.SlugField(required=False, max_length=20, help_text="A marketplace's code.")
    connection = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(required=False, choices=Order.Status.values)
    scheme = serializers.ChoiceField(required=False, choices=Order.Scheme.values)
    since = MomentField(required=False, help_text="Placed at this moment or later.")
    until = MomentField(required=False, help_text="Placed before this moment.")
    updated_since = MomentField(
        required=False, help_text="Changed at this moment or later; sorts by change, the oldest first."
    )
    updated_until = MomentField(required=False, help_text="Changed before this moment; sorts by change too.")
    q = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Part of a number, a buyer's name, a SKU or a tracking number." + SHORT_SEARCH,
    )
    tag = serializers.CharField(required=False, max_length=40)
    archived = serializers.ChoiceField(
        required=False,
        choices=["only", "with"],
        help_text="Archived orders are left out unless asked for; in view all.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("archived") and attrs["view"] != "all":
            raise serializers.ValidationError({"archived": ["Archived orders are in the view all alone."]})
        return attrs


class ParcelLine(Strict):
    """Units of one line."""

    line = serializers.UUIDField(help_text="The order line's id.")
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_UNITS)
    box = serializers.IntegerField(
        required=False, default=1, min_value=1, max_value=MOST_BOXES,
        help_text="In which box of the parcel; told where the marketplace takes several.",
    )  # fmt: skip


class NewParcel(Strict):
    """What goes into one parcel, and how it travels. Without lines: everything that still has to leave."""

    lines = ParcelLine(many=True, required=False)
    carrier = serializers.CharField(required=False, max_length=100, allow_blank=True, default="")
    tracking_number = serializers.CharField(required=False, max_length=100, allow_blank=True, default="")
    note = serializers.CharField(required=False, max_length=2000, allow_blank=True, default="")

    def validate_lines(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each line once in a box."""
        if not lines:
            raise serializers.ValidationError("This parcel is empty. Name lines, or leave them out for everything.")
        if len({(line["line"], line["box"]) for line in lines}) < len(lines):
            raise serializers.ValidationError("A line is named twice. Name each once in a box, with all its units.")
        return lines


class ShipOrder(NewParcel):
    """One parcel, or several that leave together. An empty body ships all that is left."""

    parcels = NewParcel(many=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "parcels" in attrs and (
            "lines" in attrs or any(attrs[name] for name in ("carrier", "tracking_number", "note"))
        ):
            raise serializers.ValidationError({"parcels": ["Name either parcels or what one parcel holds, not both."]})
        if "parcels" in attrs and not 1 <= len(attrs["parcels"]) <= MOST_PARCELS:
            raise serializers.ValidationError({"parcels": [f"Name 1 to {MOST_PARCELS} parcels."]})
        return attrs


def parcels_of(given: dict[str, Any]) -> list[Parcel]:
    """As the service takes them."""
    return [_parcel(each) for each in given.get("parcels") or [given]]


def _parcel(given: dict[str, Any]) -> Parcel:
    takes: dict[UUID, int] = {}
    boxes: dict[int, dict[UUID, int]] = {}
    for line in given.get("lines", ()):
        takes[line["line"]] = takes.get(line["line"], 0) + line["quantity"]
        boxes.setdefault(line["box"], {})[line["line"]] = line["quantity"]
    return Parcel(
        takes=takes, boxes=[boxes[number] for number in sorted(boxes)], carrier=given["carrier"],
        tracking_number=given["tracking_number"], note=given["note"],
    )  # fmt: skip


class UnitCode(Strict):
    """One marking code of one unit."""

    line = serializers.UUIDField(help_text="The order line's id.")
    unit = serializers.IntegerField(min_value=1, max_value=MOST_UNITS, help_text="Unit 1, 2 … of the line.")
    kind = serializers.ChoiceField(choices=[kind.value for kind in MarkKind])
    code = serializers.CharField(
        max_length=200, allow_blank=True, help_text="As scanned, with its separators; empty takes the code away."
    )


class KeepCodes(Strict):
    """Codes that are kept; what is not named stays."""

    codes = UnitCode(many=True)

    def validate_codes(self, codes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each place once."""
        if not 1 <= len(codes) <= MOST_CODES:
            raise serializers.ValidationError(f"Name 1 to {MOST_CODES} codes.")
        if len({(each["line"], each["unit"], each["kind"]) for each in codes}) < len(codes):
            raise serializers.ValidationError("A unit is named twice for one kind of code.")
        return codes


def codes_of(given: dict[str, Any]) -> dict[Place, str]:
    """As the service takes them."""
    return {Place(each["line"], each["unit"], MarkKind(each["kind"])): each["code"] for each in given["codes"]}


class CancelOrder(Strict):
    """Why, by one of the marketplace's own reasons."""

    reason = serializers.CharField(max_length=100, help_text="A code of `cancel-reasons/`.")
    message = serializers.CharField(required=False, max_length=250, allow_blank=True, default="")


class RefundLine(Strict):
    """What is given back for one line: an amount, or the price of units."""

    line = serializers.UUIDField(help_text="The order's line.")
    quantity = serializers.IntegerField(required=False, min_value=0, default=0)
    amount = serializers.DecimalField(
        max_digits=15, decimal_places=4, required=False, min_value=Decimal("0.0001"),
        help_text="In the order's currency; without one it is the price of the units.",
    )  # fmt: skip


class RefundOrder(Strict):
    """A return to refund, the one that waits unless named; or, with `reason`, money to give back without a return."""

    order_return = serializers.UUIDField(required=False, help_text="One of the order's `returns`.")
    amount = serializers.DecimalField(
        max_digits=15, decimal_places=4, required=False, min_value=Decimal("0.0001"),
        help_text="Of the order's only line; no marketplace here refunds a part of a return.",
    )  # fmt: skip
    reason = serializers.CharField(required=False, max_length=100, help_text="A code of `refund-reasons/`.")
    message = serializers.CharField(required=False, max_length=250, allow_blank=True, default="")
    lines = RefundLine(many=True, required=False, allow_empty=False)
    shipping = serializers.DecimalField(
        max_digits=15, decimal_places=4, required=False, min_value=Decimal(0), default=Decimal(0),
        help_text="Of what the buyer paid for shipping.",
    )  # fmt: skip


def parts_of(given: dict[str, Any], order: Order) -> list[Part]:
    """What is asked for each line; an amount alone is of the only line, of several nobody knows which."""
    lines = [
        Part(item=each["line"], quantity=each["quantity"], amount=each.get("amount"))
        for each in given.get("lines") or ()
    ]
    if "amount" not in given:
        return lines
    items = list(order.items.values_list("pk", flat=True)[:2])
    if lines or len(items) != 1:
        raise DomainError(
            _("Say by line what is given back: the order has several, or lines are named."), field="amount"
        )
    return [Part(item=items[0], amount=given["amount"])]


class AnswerBuyer(Strict):
    """To a buyer who wants to cancel."""

    accept = serializers.BooleanField()


class HoldOrder(Strict):
    """Why it waits."""

    reason = serializers.CharField(max_length=200, help_text="The next person reads it on the order.")


class OrderNotes(Strict):
    """Only what is named is replaced."""

    notes = serializers.CharField(required=False, max_length=4000, allow_blank=True)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=50)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Name notes, tags or both.")
        return attrs


class PrintLabel(Strict):
    """Which label, and whether a kept one will do."""

    posting = serializers.UUIDField(
        required=False, help_text="One of the order's postings; needed only where it goes in several."
    )
    anew = serializers.BooleanField(default=False, help_text="Ask the marketplace again, even where one is kept.")
