"""Orders and what the marketplaces said of them, for staff: looked at, with their history. The services move them."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin, WatchedAdmin
from orders.models import (
    BulkAct,
    Customer,
    DeskSetting,
    FeeRule,
    Invoice,
    MarketplaceOrder,
    MarketplaceOrderItem,
    Order,
    OrderItem,
    OrderRefund,
    OrderRefundLine,
    OrderReturn,
    OrderReturnLine,
    OrderStatusHistory,
    SavedView,
    Seller,
)


@admin.register(Order)
class OrderAdmin(WatchedAdmin):
    """Our orders."""

    list_display = ("number", "channel", "channel_order_id", "status", "total", "currency", "ordered_at", "store")
    list_filter = ("status", "channel", "scheme")
    list_select_related = ("store",)
    search_fields = ("number", "channel_order_id", "customer_name")


@admin.register(OrderItem)
class OrderItemAdmin(WatchedAdmin):
    """Lines; neither a key nor its address is read from the database here."""

    list_display = ("product_name", "product_sku", "order", "quantity", "shipped_quantity", "unit_price", "variant")
    list_filter = (("variant", admin.EmptyFieldListFilter),)
    list_select_related = ("order", "variant")
    search_fields = ("product_sku", "order__number")
    exclude = ("license_key", "download_url")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the secrets, so that no error page can hold them either."""
        return super().get_queryset(request).defer("license_key", "download_url")


@admin.register(Customer)
class CustomerAdmin(WatchedAdmin):
    """Buyers."""

    list_display = ("__str__", "store", "created_at")
    list_select_related = ("store",)


@admin.register(OrderStatusHistory)
class OrderStatusHistoryAdmin(ReadOnlyAdmin):
    """Which order went from which status to which, who and why."""

    list_display = ("created_at", "order", "from_status", "to_status", "changed_by", "reason")
    list_filter = ("to_status",)
    list_select_related = ("order",)
    search_fields = ("order__number",)


@admin.register(MarketplaceOrder)
class MarketplaceOrderAdmin(WatchedAdmin):
    """What the marketplaces said."""

    list_display = ("marketplace_order_id", "connection", "order", "status", "remote_status", "remote_updated_at")
    list_filter = ("status", "marketplace")
    list_select_related = ("connection", "order")
    search_fields = ("marketplace_order_id", "order__number")


@admin.register(MarketplaceOrderItem)
class MarketplaceOrderItemAdmin(WatchedAdmin):
    """Their lines."""

    list_display = ("__str__", "marketplace_order", "variant")
    list_select_related = ("marketplace_order", "variant")


@admin.register(OrderReturn)
class OrderReturnAdmin(WatchedAdmin):
    """What came back, or is to."""

    list_display = ("remote_id", "connection", "order", "status", "remote_status", "remote_updated_at")
    list_filter = ("status",)
    list_select_related = ("connection", "order")
    search_fields = ("remote_id", "order__number", "order_remote_id")


@admin.register(OrderReturnLine)
class OrderReturnLineAdmin(WatchedAdmin):
    """What became of the goods."""

    list_display = ("__str__", "order_return", "order_item", "decision", "decided_by")
    list_select_related = ("order_return", "order_item")


@admin.register(OrderRefund)
class OrderRefundAdmin(WatchedAdmin):
    """What the seller gave back without a return."""

    list_display = ("order", "amount", "currency", "reason", "status", "remote_id", "asked_by", "created_at")
    list_filter = ("status",)
    list_select_related = ("order",)
    search_fields = ("order__number", "remote_id")


@admin.register(OrderRefundLine)
class OrderRefundLineAdmin(WatchedAdmin):
    """What of it is for one line."""

    list_display = ("order_refund", "order_item", "quantity", "amount")
    list_select_related = ("order_refund", "order_item")


@admin.register(FeeRule)
class FeeRuleAdmin(WatchedAdmin):
    """What is estimated until a marketplace tells its fees."""

    list_display = ("connection", "starts_on", "percent", "fixed", "currency", "made_by", "created_at")
    list_select_related = ("connection",)


@admin.register(SavedView)
class SavedViewAdmin(WatchedAdmin):
    """Views of the order list that members keep."""

    list_display = ("name", "owner", "is_shared", "store")
    list_select_related = ("owner", "store")


@admin.register(DeskSetting)
class DeskSettingAdmin(ReadOnlyAdmin):
    """Which columns members hide."""

    list_display = ("user", "store", "hidden_columns")
    list_select_related = ("user", "store")


@admin.register(BulkAct)
class BulkActAdmin(ReadOnlyAdmin):
    """What was done to many orders at once."""

    list_display = ("created_at", "kind", "__str__", "status", "started_by", "store")
    list_filter = ("kind", "status")
    list_select_related = ("started_by", "store")


@admin.register(Seller)
class SellerAdmin(WatchedAdmin):
    """Who sells, as it stands on invoices."""

    list_display = ("legal_name", "store", "vat_id", "invoice_prefix", "credit_prefix")
    list_select_related = ("store",)


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    """What was issued; nobody changes it."""

    list_display = ("number", "kind", "order", "issued_on", "total", "currency", "store")
    list_filter = ("kind",)
    list_select_related = ("order", "store")
    search_fields = ("number", "order__number")
