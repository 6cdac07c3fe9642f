"""Runs, cursors, webhooks and schedules for staff. What the engine writes is read-only."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from sync.models import (
    AskedKey,
    ColumnMap,
    Cursor,
    Drift,
    ImportSource,
    IntakeKey,
    MarketplaceSyncLog,
    MarketplaceWebhook,
    Publication,
    ReceivedOrder,
    ScheduledJob,
    StockFile,
    SyncLogItem,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookTally,
)


class ReadOnly(ModelAdmin):
    """Rows of the engine: to be looked at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(MarketplaceSyncLog)
class MarketplaceSyncLogAdmin(ReadOnly):
    """Runs."""

    list_display = (
        "sync_type",
        "connection",
        "status",
        "cause",
        "total_records",
        "failed_records",
        "start_time",
        "end_time",
    )
    list_filter = ("sync_type", "status", "cause", "marketplace")
    list_select_related = ("connection", "marketplace")
    show_full_result_count = False


@admin.register(ColumnMap)
class ColumnMapAdmin(ReadOnly):
    """What columns of foreign feeds are."""

    list_display = ("store", "source", "said_by", "updated_at")
    list_select_related = ("store",)


@admin.register(ImportSource)
class ImportSourceAdmin(ReadOnly):
    """Where feeds are fetched from. Its password is in no list and no form."""

    list_display = ("name", "store", "kind", "is_enabled", "last_result", "checked_at", "next_run_at")
    list_filter = ("kind", "last_result", "is_enabled")
    list_select_related = ("store",)
    exclude = ("password",)


@admin.register(Drift)
class DriftAdmin(ReadOnly):
    """What listings show otherwise than told."""

    list_display = ("connection", "what", "theirs", "ours", "cause", "state", "found_at")
    list_filter = ("state", "what", "cause")
    list_select_related = ("connection",)
    show_full_result_count = False


@admin.register(SyncLogItem)
class SyncLogItemAdmin(ReadOnly):
    """Refused and parked records."""

    list_display = ("item", "outcome", "kind", "reason", "created_at")
    list_filter = ("outcome", "kind")
    search_fields = ("item",)
    show_full_result_count = False


@admin.register(Cursor)
class CursorAdmin(ReadOnly):
    """How far connections are read."""

    list_display = ("connection", "stream", "position", "updated_at")


@admin.register(MarketplaceWebhook)
class MarketplaceWebhookAdmin(ReadOnly):
    """Pushes that came in."""

    list_display = ("kind", "connection", "topic", "status", "duplicates", "received_at", "processed_at")
    list_filter = ("topic", "status")
    show_full_result_count = False


@admin.register(WebhookTally)
class WebhookTallyAdmin(ReadOnly):
    """Pushes that were not believed."""

    list_display = ("connection", "day", "reason", "count", "last_at")


@admin.register(AskedKey)
class AskedKeyAdmin(ReadOnly):
    """Keys that marketplaces were asked for because a push named them."""

    list_display = ("key_id", "connection", "asked_at", "again_at")


@admin.register(IntakeKey)
class IntakeKeyAdmin(ReadOnly):
    """Keys of calls that shops made, while a repeat is given the same answer."""

    list_display = ("key", "connection", "status", "created_at", "answered_at", "expires_at")
    list_select_related = ("connection",)
    show_full_result_count = False


@admin.register(ReceivedOrder)
class ReceivedOrderAdmin(ReadOnly):
    """Orders as their shops told them last."""

    list_display = ("remote_id", "connection", "order", "received_at")
    list_select_related = ("connection", "order")
    show_full_result_count = False


@admin.register(ScheduledJob)
class ScheduledJobAdmin(SimpleHistoryAdmin, ModelAdmin):
    """Schedules may be changed by staff."""

    list_display = ("job_type", "connection", "is_enabled", "interval_minutes", "next_run_at", "last_run_status")
    list_filter = ("job_type", "is_enabled")
    list_select_related = ("connection__marketplace",)
    readonly_fields = ("store", "connection", "job_type", "lease_owner", "lease_until", "failures")
    exclude = ("cron_expression",)  # a schedule goes by its interval; what nothing reads is not offered

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly):
    """Addresses of merchants that are told what happens; their secrets are nobody's to see."""

    list_display = ("name", "store", "is_active", "failures", "arrived_at")
    list_filter = ("is_active",)
    exclude = ("url", "secret", "previous_secret")


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly):
    """What was told, and every try."""

    list_display = ("kind", "endpoint", "state", "attempts", "last_status", "due_at", "delivered_at")
    list_filter = ("state", "kind")
    list_select_related = ("endpoint",)
    show_full_result_count = False


@admin.register(StockFile)
class StockFileAdmin(ReadOnly):
    """Files of stock that are put onto servers; their secrets are nobody's to see."""

    list_display = ("name", "where", "host", "store", "is_active", "rows", "put_at", "held", "error")
    list_filter = ("where", "is_active")
    list_select_related = ("store",)
    exclude = ("password", "private_key")


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    """Files that marketplaces fetch; their address is shown to the store's own people alone."""

    list_display = ("connection", "rows", "rendered_at", "fetched_at", "put_at", "held")
    list_select_related = ("connection",)
    exclude = ("token",)
