"""An invoice or a credit note as programs see it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import MoneyField, Strict
from orders.models import Invoice


class InvoiceSellerSerializer(serializers.Serializer[dict[str, Any]]):
    """Who sold, as the settings said when it was issued."""

    legal_name = serializers.CharField()
    address = serializers.CharField()
    vat_id = serializers.CharField()
    registration = serializers.CharField()
    note = serializers.CharField()


class InvoiceBuyerSerializer(serializers.Serializer[dict[str, Any]]):
    """Who bought, as the order said then."""

    name = serializers.CharField()
    address = serializers.DictField(help_text="line1, line2, postcode, city, region, country; what is known.")


class InvoiceLineSerializer(serializers.Serializer[dict[str, Any]]):
    """What was sold. `total` has its tax included."""

    name = serializers.CharField()
    sku = serializers.CharField()
    quantity = serializers.IntegerField()
    net = MoneyField()
    tax = MoneyField()
    total = MoneyField()


class InvoiceSerializer(serializers.Serializer[Invoice]):
    """A document as it was issued; it never changes. The amounts of a credit note have a minus."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    kind = serializers.ChoiceField(choices=Invoice.Kind.values)
    order = serializers.UUIDField(source="order_id")
    order_number = serializers.CharField(source="order.number")
    corrects = serializers.UUIDField(source="corrects_id", allow_null=True, help_text="The invoice it takes back.")
    reason = serializers.CharField()
    issued_at = serializers.DateTimeField()
    issued_on = serializers.DateField(help_text="The day in the store's zone.")
    supplied_on = serializers.DateField()
    issued_by = serializers.CharField()
    currency = serializers.CharField()
    net = MoneyField()
    tax = MoneyField()
    total = MoneyField()
    seller = InvoiceSellerSerializer()
    buyer = InvoiceBuyerSerializer()
    lines = InvoiceLineSerializer(many=True)


class InvoiceQuery(Strict):
    """Which documents."""

    order = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(required=False, choices=Invoice.Kind.values)
    since = serializers.DateField(required=False, help_text="Issued on this day of the store or later.")
    until = serializers.DateField(required=False, help_text="Issued on this day of the store or before.")


class IssueInvoice(Strict):
    """The order that is invoiced."""

    order = serializers.UUIDField()


class CreditInvoice(Strict):
    """How much is taken back. Left out: what the buyer was refunded since."""

    amount = serializers.DecimalField(required=False, max_digits=15, decimal_places=4, min_value=0)
    reason = serializers.CharField(required=False, default="", max_length=250, allow_blank=True)
