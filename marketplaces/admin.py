"""Marketplaces, connections and the queue, for staff. No secret is ever shown, not even encrypted."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from core.admin import AuditedAdmin, ReadOnlyAdmin, WatchedAdmin
from marketplaces.models import (
    ApiCall,
    CallPlace,
    Connection,
    Marketplace,
    MarketplaceCredential,
    OutboundChange,
    RateBucket,
)
from marketplaces.models.credential import SECRET_COLUMNS


@admin.register(Marketplace)
class MarketplaceAdmin(AuditedAdmin):
    """Kinds. The rows come from the connectors; the address, the switch and the description are an admin's."""

    list_display = ("name", "code", "api_version", "auth_type", "is_active")
    search_fields = ("name", "code")
    readonly_fields = ("code", "name", "api_version", "auth_type", "rate_limit", "documentation_url")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Connection)
class ConnectionAdmin(AuditedAdmin):
    """Shops. Keys, switches and state are changed on the connection's own page, which does what follows from it.

    None is deleted: its orders would go with it, and what they hold on the shelf would be held for ever.
    """

    list_display = ("name", "marketplace", "store", "status", "stock_out", "price_out", "is_sandbox", "orders_read_at")
    list_filter = ("status", "marketplace", "is_sandbox")
    list_select_related = ("marketplace", "store")
    search_fields = ("name", "remote_account_id", "store__name")
    readonly_fields = (
        "store", "marketplace", "remote_account_id", "base_url", "is_sandbox", "settings", "orders_read_at",
        "products_read_at", "stock_sent_at", "last_tested_at", "status_since", "status", "status_kind",
        "status_reason", "stock_out", "price_out", "products_out", "orders_in", "products_in", "fulfilment_out",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(MarketplaceCredential)
class MarketplaceCredentialAdmin(WatchedAdmin):
    """Whose keys are stored since when and until when; the keys themselves are not read from the database here."""

    list_display = ("connection", "marketplace", "is_valid", "is_active", "token_expires_at", "last_validated_at")
    list_filter = ("is_valid", "marketplace")
    list_select_related = ("connection", "marketplace")
    exclude = (*SECRET_COLUMNS, "lease_owner", "lease_until")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the encrypted columns, so that no error page can hold them either."""
        return super().get_queryset(request).defer(*SECRET_COLUMNS)


@admin.register(OutboundChange)
class OutboundChangeAdmin(WatchedAdmin):
    """What waits to be sent, and why; never deleted (law 4)."""

    list_display = ("kind", "subject_id", "connection", "state", "wanted_version", "sent_version", "attempts", "due_at")
    list_filter = ("state", "kind", "error_kind")
    list_select_related = ("connection",)
    search_fields = ("=subject_id", "request_id")


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    """Every call; filtered by outcome it is the error log."""

    list_display = (
        "at",
        "connection",
        "operation",
        "method",
        "path",
        "http_status",
        "outcome",
        "attempt",
        "duration_ms",
    )
    list_filter = ("outcome", "operation")
    list_select_related = ("connection",)
    search_fields = ("=request_id", "=run_id")
    ordering = ("-at",)


@admin.register(RateBucket)
class RateBucketAdmin(ReadOnlyAdmin):
    """How far each limit is used; deleting a row would let a burst go at once."""

    list_display = ("key", "tat", "blocked_until", "window_ends", "window_spent", "window_most")
    search_fields = ("key",)


@admin.register(CallPlace)
class CallPlaceAdmin(ReadOnlyAdmin):
    """Calls that are under way, of marketplaces that allow so many at once; one whose time is over is free."""

    list_display = ("key", "until")
    search_fields = ("key",)
