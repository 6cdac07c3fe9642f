"""An order as programs see it: the row of a list, and the whole of it. A packer sees no money and no phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers import MoneyField
from api.v1.change import ChangeSerializer
from api.v1.returns.serializers import ReturnSerializer
from api.v1.shipments.serializers import ShipmentSerializer
from core.models import NeedsYou
from core.phone import masked
from core.roles import Member
from fulfillment.selectors.order_page import Line, OrderPage
from marketplaces.canonical.marks import MarkKind, MarkWish
from marketplaces.canonical.statuses import OrderStatus
from orders.models import MarketplaceOrder, Order, OrderItem, OrderRefund, OrderStatusHistory
from orders.selectors.phones import phone_for, sees_phone
from orders.selectors.return_list import return_list


class OrderLineSerializer(serializers.Serializer[OrderItem]):
    """A line in short."""

    id = serializers.UUIDField()
    sku = serializers.CharField(source="product_sku")
    name = serializers.CharField(source="product_name")
    quantity = serializers.IntegerField()
    open_quantity = serializers.IntegerField(help_text="Units that still have to leave.")


class OrderSerializer(serializers.Serializer[Order]):
    """One order in a list."""

    id = serializers.UUIDField()
    number = serializers.CharField(help_text="Ours.")
    marketplace = serializers.CharField(source="channel", help_text="The marketplace's code.")
    connection = serializers.UUIDField(source="connection_id", allow_null=True)
    remote_id = serializers.CharField(source="channel_order_id", help_text="The marketplace's number.")
    remote_url = serializers.CharField(source="channel_order_url")
    status = serializers.ChoiceField(choices=Order.Status.values)
    scheme = serializers.ChoiceField(choices=Order.Scheme.values, help_text="Who ships it.")
    remote_scheme = serializers.CharField(help_text="Their word: FBS, FBO …")
    customer_name = serializers.CharField()
    currency = serializers.CharField()
    total = MoneyField()
    lines = OrderLineSerializer(source="items.all", many=True)
    tags = serializers.ListField(child=serializers.CharField())
    requires_shipping = serializers.BooleanField()
    cancel_requested = serializers.BooleanField(help_text="The buyer wants to cancel.")
    unlinked_lines = serializers.IntegerField(help_text="Lines of which nobody knows which product they are.")
    short_units = serializers.IntegerField()
    held_at = serializers.DateTimeField(allow_null=True)
    held_reason = serializers.CharField()
    sync_status = serializers.CharField(help_text="synced, pending or error.")
    sync_error = serializers.CharField()
    ordered_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    ship_by = serializers.DateTimeField(allow_null=True)
    shipped_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    archived_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class HeldUnitsSerializer(serializers.Serializer[Any]):
    """Units held for a line at a place; `asked` = `granted` + `short`."""

    location = serializers.UUIDField(source="location_id")
    location_name = serializers.CharField(source="location.name")
    asked = serializers.IntegerField()
    granted = serializers.IntegerField()
    short = serializers.IntegerField()


class AskedCodeSerializer(serializers.Serializer[MarkWish]):
    """A marking code that each unit of a line needs or has."""

    kind = serializers.ChoiceField(choices=[kind.value for kind in MarkKind])
    is_required = serializers.BooleanField(source="required", help_text="Without it the units do not leave.")


class KeptCodeSerializer(serializers.Serializer[Any]):
    """A marking code as it is kept."""

    unit = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in MarkKind])
    code = serializers.CharField()


class OrderLineDetailSerializer(serializers.Serializer[Line]):
    """A line with what is held for it."""

    id = serializers.UUIDField(source="item.id")
    posting = serializers.UUIDField(source="item.marketplace_order_id", allow_null=True)
    remote_id = serializers.CharField(source="item.remote_line_id")
    sku = serializers.CharField(source="item.product_sku")
    gtin = serializers.CharField(source="item.product_gtin")
    name = serializers.CharField(source="item.product_name")
    image_url = serializers.CharField(source="item.product_image_url")
    product = serializers.UUIDField(source="item.product_id", allow_null=True)
    variant = serializers.UUIDField(source="item.variant_id", allow_null=True)
    listing = serializers.UUIDField(source="item.listing_id", allow_null=True)
    quantity = serializers.IntegerField(source="item.quantity", help_text="As the marketplace says it now.")
    cancelled_quantity = serializers.IntegerField(source="item.cancelled_quantity")
    shipped_quantity = serializers.IntegerField(source="item.shipped_quantity")
    open_quantity = serializers.IntegerField(source="item.open_quantity", help_text="Units that still have to leave.")
    reserved = serializers.IntegerField()
    short = serializers.IntegerField(help_text="Units that are missing; of what was never counted nobody knows.")
    is_uncounted = serializers.BooleanField(help_text="It holds nothing because nobody has counted yet.")
    is_parked = serializers.BooleanField(help_text="Nobody knows which of our products it is.")
    is_digital = serializers.BooleanField(source="item.is_digital")
    held = HeldUnitsSerializer(source="reservations", many=True)
    codes_asked = AskedCodeSerializer(source="mark_kinds", many=True)
    codes = serializers.SerializerMethodField()
    unit_price = MoneyField(source="item.unit_price")
    discount_amount = MoneyField(source="item.discount_amount")
    tax_amount = MoneyField(source="item.tax_amount")
    total = MoneyField(source="item.total")

    @extend_schema_field(KeptCodeSerializer(many=True))
    def get_codes(self, line: Line) -> list[dict[str, Any]]:
        """Marking codes of its units, as they were scanned."""
        return [
            {"unit": unit, "kind": kind.value, "code": code}
            for unit, codes in sorted(line.marks.items())
            for kind, code in codes.items()
        ]


class OrderMoneySerializer(serializers.Serializer[Order]):
    """The sums of an order, all in its currency."""

    subtotal = MoneyField()
    shipping_cost = MoneyField()
    tax_amount = MoneyField()
    discount_amount = MoneyField()
    cancelled_amount = MoneyField(help_text="Taken off what was told, for cancelled units.")
    total = MoneyField(help_text="What the buyer pays, without cancelled units.")
    refunded_amount = MoneyField(source="refund", help_text="What went back to the buyer.")
    refund_estimated = serializers.BooleanField(help_text="Some of it is the price of the goods: no refund was told.")
    fees = MoneyField(
        source="fee", help_text="What the marketplace keeps; null until it says so or a rule estimates it."
    )
    fees_estimated = serializers.BooleanField(help_text="By the fee rule of the shop, until the marketplace tells.")
    net = MoneyField(help_text="total − refunded_amount − fees; null as long as the fees are.")
    net_amount = MoneyField(help_text="The payout as the marketplace told it.")
    unbalanced = serializers.BooleanField(source="money_unbalanced", help_text="The sums told do not add up.")


class PostingSerializer(serializers.Serializer[MarketplaceOrder]):
    """What the marketplace says of the order, or of one part of it, in its own words."""

    id = serializers.UUIDField()
    remote_id = serializers.CharField(source="marketplace_order_id")
    number = serializers.CharField(source="marketplace_order_number")
    parent_remote_id = serializers.CharField(help_text="The one it was split from.")
    replaced_by_split = serializers.BooleanField()
    status = serializers.ChoiceField(choices=[status.value for status in OrderStatus])
    remote_status = serializers.CharField(help_text="Their word.")
    remote_substatus = serializers.CharField()
    shipping_method = serializers.CharField()
    tracking_number = serializers.CharField()
    warehouse_remote_id = serializers.CharField()
    currency = serializers.CharField()
    total = MoneyField(source="total_amount")
    fees = MoneyField(source="marketplace_fees")
    net_amount = MoneyField()
    remote_updated_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(source="last_sync_at")


class OrderStepSerializer(serializers.Serializer[OrderStatusHistory]):
    """One change of its status."""

    at = serializers.DateTimeField(source="created_at")
    from_status = serializers.CharField()
    to_status = serializers.CharField()
    by = serializers.SerializerMethodField()
    reason = serializers.CharField()

    def get_by(self, step: OrderStatusHistory) -> str:
        """The person's name, marketplace:<code> or system."""
        return str(self.context.get("people", {}).get(step.changed_by, step.changed_by))


class OrderNeedSerializer(serializers.Serializer[NeedsYou]):
    """Something about it that waits for a person."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=NeedsYou.Kind.values)
    title = serializers.CharField()
    tried = serializers.CharField()
    said = serializers.CharField(help_text="The marketplace's own words.")
    cost = serializers.CharField(help_text="What it costs to wait.")
    fix = serializers.CharField()
    deadline = serializers.DateTimeField(allow_null=True)


class RefundLineSerializer(serializers.Serializer[Any]):
    """What of a refund is for one line."""

    line = serializers.UUIDField(source="order_item_id")
    quantity = serializers.IntegerField(help_text="0: a part of the price, not that of whole units.")
    amount = MoneyField()


class RefundSerializer(serializers.Serializer[Any]):
    """Money given back by the seller without a return."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=OrderRefund.Status.values)
    amount = MoneyField()
    shipping = MoneyField(source="shipping_amount", help_text="Part of the amount.")
    currency = serializers.CharField()
    reason = serializers.CharField(help_text="The marketplace's own code.")
    reason_title = serializers.CharField()
    message = serializers.CharField()
    asked_by = serializers.CharField()
    lines = RefundLineSerializer(source="lines.all", many=True)
    remote_id = serializers.CharField(help_text="The marketplace's; empty until it took it.")
    remote_status = serializers.CharField()
    created_at = serializers.DateTimeField()
    settled_at = serializers.DateTimeField(allow_null=True)


class WholeOrder:
    """An order and its page as one thing to write down."""

    def __init__(self, page: OrderPage) -> None:
        self.page = page

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page.order, name)

    @property
    def changes(self) -> list[Any]:
        """All news of it to its marketplace: parcels, cancellations, refunds, the stock of its listings."""
        own = [parcel.change for parcel in self.page.parcels if parcel.change is not None]
        refunds = {refund.pk for refund in self.page.refunds}
        given = [change for change in self.page.answers if change.subject_id in refunds]
        return [*own, *self.page.cancels, *given, *(change for change, _sku in self.page.stock)]

    @property
    def returns(self) -> Any:
        """What the buyer sends back of it."""
        return return_list(self.page.order.store, order=self.page.order.pk).order_by("requested_at", "id")


class OrderDetailSerializer(OrderSerializer):
    """One order, whole."""

    lines = OrderLineDetailSerializer(source="page.lines", many=True)  # type: ignore[assignment]
    money = OrderMoneySerializer(source="*")
    customer_email = serializers.CharField()
    customer_phone = serializers.SerializerMethodField()
    orders_of_customer = serializers.IntegerField(source="page.orders_of_buyer")
    shipping_address = serializers.SerializerMethodField()
    billing_address = serializers.SerializerMethodField()
    shipping_method = serializers.CharField()
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    buyer_note = serializers.CharField()
    notes = serializers.CharField(help_text="The team's.")
    cancel_reason = serializers.CharField()
    warehouse = serializers.CharField(source="page.warehouse", help_text="The marketplace's, by its name.")
    can_ship = serializers.BooleanField(source="page.can_ship")
    can_cancel = serializers.BooleanField(source="page.can_cancel")
    can_hold = serializers.BooleanField(source="page.can_hold")
    postings = PostingSerializer(source="page.remotes", many=True)
    shipments = ShipmentSerializer(source="page.parcels", many=True)
    returns = ReturnSerializer(many=True)
    refunds = RefundSerializer(source="page.refunds", many=True)
    changes = ChangeSerializer(many=True, help_text="How far the news of it has come at the marketplace.")
    needs_you = OrderNeedSerializer(source="page.needs", many=True)
    history = serializers.SerializerMethodField()
    last_synced_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_customer_phone(self, order: WholeOrder) -> str | None:
        """Recognisable, not callable; null for packers but of an order to pack. `phone/` shows it in full."""
        return phone_for(order.page.order, self._member)

    def get_shipping_address(self, order: WholeOrder) -> dict[str, str]:
        """Where it goes, as the marketplace writes it."""
        return self._address(order, order.shipping_address)

    def get_billing_address(self, order: WholeOrder) -> dict[str, str] | None:
        """Whom the bill is for, where the marketplace says so."""
        return self._address(order, order.billing_address) if order.billing_address else None

    @extend_schema_field(OrderStepSerializer(many=True))
    def get_history(self, order: WholeOrder) -> list[dict[str, Any]]:
        """Every change of its status, oldest first."""
        context = {**self.context, "people": order.page.people}
        steps: Any = order.page.steps
        return list(OrderStepSerializer(steps, many=True, context=context).data)

    def _address(self, order: WholeOrder, address: Mapping[str, Any]) -> dict[str, str]:
        known = {name: str(value) for name, value in address.items() if value}
        if not sees_phone(order.page.order, self._member):
            known.pop("phone", None)
        if "phone" in known:
            known["phone"] = masked(known["phone"])
        return known

    @property
    def _member(self) -> Member | None:
        access = self.context.get("access")
        return access.membership if access else None
