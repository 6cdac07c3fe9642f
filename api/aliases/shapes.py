"""What the documents' paths answer: the columns of the owner's tables, in camelCase."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import MoneyField
from api.v1.connections.serializers import VerdictSerializer
from marketplaces.framework.base import Connector
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from orders.models import Order, OrderItem
from orders.selectors.phones import phone_for
from sync.health import ShopHealth
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, SyncType

Shape = serializers.Serializer


class PlatformFieldShape(Shape[Any]):
    """One field that connecting takes; never a value."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field may not be called so, a column of ours is
    required = serializers.BooleanField()  # type: ignore[assignment]
    hint = serializers.CharField()


class PlatformShape(Shape[type[Connector]]):
    """One kind of marketplace."""

    code = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    apiVersion = serializers.CharField(source="api_version")
    documentationUrl = serializers.CharField(source="documentation_url")
    capabilities = serializers.SerializerMethodField()
    credentialFields = PlatformFieldShape(source="credential_fields", many=True)

    def get_capabilities(self, kind: type[Connector]) -> list[str]:
        """What it can do, by the names of the operations."""
        return [capability.value for capability in Capability if capability in kind.capabilities]


class ConnectionShape(Shape[Connection]):
    """One shop of the store."""

    id = serializers.UUIDField()
    platformCode = serializers.CharField(source="marketplace.code")
    platformName = serializers.CharField(source="marketplace.name")
    shopId = serializers.CharField(source="remote_account_id")
    shopName = serializers.CharField(source="name")
    status = serializers.ChoiceField(choices=Connection.Status.values)
    statusReason = serializers.CharField(source="status_reason")
    isActive = serializers.SerializerMethodField()
    isSandbox = serializers.BooleanField(source="is_sandbox")
    lastOrderSyncAt = serializers.DateTimeField(source="orders_read_at", allow_null=True)
    lastProductSyncAt = serializers.DateTimeField(source="products_read_at", allow_null=True)
    lastInventorySyncAt = serializers.DateTimeField(source="stock_sent_at", allow_null=True)
    createdAt = serializers.DateTimeField(source="created_at")

    def get_isActive(self, shop: Connection) -> bool:
        """Whether it is read and told now."""
        return shop.status == Connection.Status.ACTIVE


class SyncLogShape(Shape[MarketplaceSyncLog]):
    """One run; `/api/v1/syncs/<id>/` follows it."""

    id = serializers.UUIDField()
    connectionId = serializers.UUIDField(source="connection_id", allow_null=True)
    syncType = serializers.ChoiceField(source="sync_type", choices=SyncType.values)
    status = serializers.ChoiceField(choices=MarketplaceSyncLog.Status.values)
    totalRecords = serializers.IntegerField(source="total_records")
    processedRecords = serializers.IntegerField(source="processed_records")
    failedRecords = serializers.IntegerField(source="failed_records")
    startTime = serializers.DateTimeField(source="start_time", allow_null=True)
    endTime = serializers.DateTimeField(source="end_time", allow_null=True)
    errorMessage = serializers.CharField(source="error_message")
    createdAt = serializers.DateTimeField(source="created_at")


class OrderItemShape(Shape[OrderItem]):
    """One line."""

    id = serializers.UUIDField()
    marketplaceItemId = serializers.CharField(source="remote_line_id")
    marketplaceSku = serializers.CharField(source="product_sku")
    productId = serializers.UUIDField(source="product_id", allow_null=True)
    variantId = serializers.UUIDField(source="variant_id", allow_null=True)
    productName = serializers.CharField(source="product_name")
    quantity = serializers.IntegerField()
    unitPrice = MoneyField(source="unit_price")
    totalPrice = MoneyField(source="total")


class OrderShape(Shape[Order]):
    """One order; its `id` is ours, and `/api/v1/orders/<id>/` reads it whole."""

    id = serializers.UUIDField()
    orderNumber = serializers.CharField(source="number")
    platformCode = serializers.CharField(source="channel")
    connectionId = serializers.UUIDField(source="connection_id", allow_null=True)
    marketplaceOrderId = serializers.CharField(source="channel_order_id")
    status = serializers.ChoiceField(choices=Order.Status.values)
    customerName = serializers.CharField(source="customer_name")
    customerEmail = serializers.CharField(source="customer_email")
    customerPhone = serializers.SerializerMethodField()
    shippingMethod = serializers.CharField(source="shipping_method")
    trackingNumber = serializers.CharField(source="tracking_number")
    currency = serializers.CharField()
    totalAmount = MoneyField(source="total")
    marketplaceFees = MoneyField(source="fee")
    feesEstimated = serializers.BooleanField(source="fees_estimated")
    netAmount = MoneyField(source="net")
    items = OrderItemShape(source="items.all", many=True)
    orderedAt = serializers.DateTimeField(source="ordered_at")
    lastSyncAt = serializers.DateTimeField(source="last_synced_at", allow_null=True)
    createdAt = serializers.DateTimeField(source="created_at")

    def get_customerPhone(self, order: Order) -> str | None:
        """Recognisable, not callable; null for packers but of an order to pack."""
        access = self.context.get("access")
        return phone_for(order, access.membership if access else None)


class WebhookShape(Shape[MarketplaceWebhook]):
    """One push that came from a marketplace."""

    id = serializers.UUIDField()
    connectionId = serializers.UUIDField(source="connection_id")
    platformCode = serializers.CharField(source="connection.marketplace.code")
    eventType = serializers.CharField(source="kind")
    topic = serializers.CharField()
    remoteIds = serializers.ListField(source="remote_ids", child=serializers.CharField())
    status = serializers.ChoiceField(choices=MarketplaceWebhook.Status.values)
    receivedAt = serializers.DateTimeField(source="received_at")
    processedAt = serializers.DateTimeField(source="processed_at", allow_null=True)
    attempts = serializers.IntegerField()
    errorMessage = serializers.CharField(source="error")


class ShopShape(Shape[ShopHealth]):
    """How one shop is, in the measures that the documents name."""

    connectionId = serializers.UUIDField(source="connection.pk")
    platformCode = serializers.CharField(source="connection.marketplace.code")
    shopName = serializers.CharField(source="connection.name")
    status = serializers.ChoiceField(source="connection.status", choices=Connection.Status.values)
    healthy = serializers.BooleanField()
    alerts = serializers.ListField(child=serializers.CharField())
    orderImportLagSeconds = serializers.FloatField(source="order_import_lag.value", allow_null=True)
    inventorySyncLagSeconds = serializers.FloatField(source="inventory_sync_lag.value", allow_null=True)
    fulfillmentSyncQueueDepth = serializers.FloatField(source="fulfilment_queue.value")
    syncErrorRate = serializers.FloatField(source="error_rate.value", allow_null=True)
    digitalFulfillmentSuccessRate = serializers.FloatField(source="key_success_rate.value", allow_null=True)
    lastError = serializers.CharField(source="last_error")


# What each path answers ---------------------------------------------------------------------------------------------
class PlatformsShape(Shape[Any]):
    """All kinds."""

    platforms = PlatformShape(many=True)


class ConnectionsShape(Shape[Any]):
    """All shops."""

    connections = ConnectionShape(many=True)


class ConnectedShape(Shape[Any]):
    """The shop that was saved, and what the test of its keys said."""

    connection = ConnectionShape()
    verdicts = VerdictSerializer(many=True)


class SyncsShape(Shape[Any]):
    """The runs that were asked for."""

    syncs = SyncLogShape(many=True)


class PieceShape(Shape[Any]):
    """Where in the list this is."""

    limit = serializers.IntegerField()
    offset = serializers.IntegerField()
    hasMore = serializers.BooleanField()


class OrdersShape(PieceShape):
    """A piece of the orders, newest first."""

    orders = OrderShape(many=True)


class WebhooksShape(PieceShape):
    """A piece of what was pushed, newest first."""

    webhooks = WebhookShape(many=True)


class StatusShape(Shape[Any]):
    """All connected shops."""

    status = serializers.ChoiceField(choices=["ok", "attention"])
    connections = ShopShape(many=True)
