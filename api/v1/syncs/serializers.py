"""A run as programs follow it, and what they may ask for."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from api.serializers import Strict
from core.errors import DomainError
from sync import progress
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.since import checked_since

TYPES = [kind.value for kind in SyncType if kind != SyncType.IMPORT]
CAUSES = ["button", "command", "schedule", "webhook", "change", "api"]
MOST_CONNECTIONS = 200


class RunErrorSerializer(serializers.Serializer[MarketplaceSyncLog]):
    """Why the run itself failed; empty texts when it did not."""

    kind = serializers.CharField(source="error_kind")
    message = serializers.CharField(source="error_message")
    said = serializers.CharField(source="error_said", help_text="The marketplace's own words.")
    fix = serializers.CharField(source="error_fix")


class RunSerializer(serializers.Serializer[MarketplaceSyncLog]):
    """One run. total = created + updated + unchanged + parked + failed."""

    id = serializers.UUIDField()
    connection = serializers.UUIDField(source="connection_id", allow_null=True)
    marketplace = serializers.CharField(source="marketplace.code", default=None, allow_null=True)
    sync_type = serializers.ChoiceField(choices=SyncType.values)
    status = serializers.ChoiceField(choices=MarketplaceSyncLog.Status.values)
    phase = serializers.ChoiceField(choices=["", *MarketplaceSyncLog.Phase.values])
    cause = serializers.CharField(help_text="button, command, schedule, webhook, change or api.")
    full = serializers.SerializerMethodField()
    since = serializers.SerializerMethodField()
    create_missing = serializers.SerializerMethodField()
    stop_requested = serializers.BooleanField()
    expected_records = serializers.IntegerField(allow_null=True, help_text="Where the marketplace tells.")
    total_records = serializers.IntegerField()
    processed_records = serializers.IntegerField()
    created_records = serializers.IntegerField()
    updated_records = serializers.IntegerField()
    unchanged_records = serializers.IntegerField()
    parked_records = serializers.IntegerField()
    failed_records = serializers.IntegerField()
    balances = serializers.SerializerMethodField()
    percent = serializers.SerializerMethodField()
    seconds_left = serializers.SerializerMethodField()
    error = RunErrorSerializer(source="*")
    created_at = serializers.DateTimeField()
    start_time = serializers.DateTimeField(allow_null=True)
    end_time = serializers.DateTimeField(allow_null=True)

    def get_full(self, log: MarketplaceSyncLog) -> bool:
        """Everything, not only what changed."""
        return bool(log.options.get("full"))

    def get_since(self, log: MarketplaceSyncLog) -> str | None:
        """Changed since this moment at the marketplace, where that was asked."""
        return log.options.get("since")

    def get_create_missing(self, log: MarketplaceSyncLog) -> bool:
        """Products are made of listings that have none."""
        return bool(log.options.get("create_missing"))

    def get_balances(self, log: MarketplaceSyncLog) -> bool:
        """Whether the sum holds."""
        return progress.balances(log)

    def get_percent(self, log: MarketplaceSyncLog) -> int | None:
        """How far, where the marketplace told how many there are."""
        return progress.percent(log)

    def get_seconds_left(self, log: MarketplaceSyncLog) -> float | None:
        """At the pace so far."""
        return progress.left(log, timezone.now())


class RunLineSerializer(serializers.Serializer[Any]):
    """One thing that the run said."""

    at = serializers.CharField(help_text="ISO 8601 with offset.")
    text = serializers.CharField()


class RunDetailSerializer(RunSerializer):
    """One run with what it said."""

    messages = serializers.SerializerMethodField()

    def get_messages(self, log: MarketplaceSyncLog) -> list[dict[str, str]]:
        """The lines of its log, oldest first."""
        return [{"at": str(at), "text": str(text)} for at, text in log.messages]


class StartedSerializer(serializers.Serializer[Any]):
    """The runs that were asked for; each is followed under its id."""

    runs = RunSerializer(many=True)


class ItemSerializer(serializers.Serializer[SyncLogItem]):
    """One record that was refused or parked, with its reason."""

    id = serializers.UUIDField()
    item = serializers.CharField(help_text="Their number or SKU.")
    outcome = serializers.ChoiceField(choices=SyncLogItem.Outcome.values)
    kind = serializers.CharField()
    reason = serializers.CharField()
    said = serializers.CharField(help_text="The marketplace's own words.")
    fix = serializers.CharField()
    can_retry = serializers.BooleanField()
    subject_id = serializers.UUIDField(allow_null=True)
    retried_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class RunQuery(Strict):
    """Which runs."""

    connection = serializers.UUIDField(required=False)
    marketplace = serializers.SlugField(required=False, max_length=20, help_text="A marketplace's code.")
    sync_type = serializers.ChoiceField(required=False, choices=SyncType.values)
    status = serializers.ChoiceField(required=False, choices=MarketplaceSyncLog.Status.values)
    cause = serializers.ChoiceField(required=False, choices=CAUSES)
    since = serializers.DateTimeField(required=False, help_text="Asked for at this moment or later.")
    until = serializers.DateTimeField(required=False, help_text="Asked for before this moment.")


class ItemQuery(Strict):
    """Which records."""

    outcome = serializers.ChoiceField(required=False, choices=SyncLogItem.Outcome.values)


class StartSync(Strict):
    """What to sync, and exactly one way to say where."""

    sync_type = serializers.ChoiceField(choices=TYPES)
    connection = serializers.UUIDField(required=False)
    connections = serializers.ListField(
        child=serializers.UUIDField(), required=False, min_length=1, max_length=MOST_CONNECTIONS
    )
    marketplace = serializers.SlugField(required=False, max_length=20, help_text="All shops of it that can.")
    all = serializers.BooleanField(default=False, help_text="All shops that can.")
    full = serializers.BooleanField(default=False, help_text="Everything, not only what changed.")
    since = serializers.DateTimeField(required=False, help_text="Changed since this moment at the marketplace.")
    create_missing = serializers.BooleanField(
        default=False, help_text="Make products of listings that have none; for owners and managers."
    )

    def validate_since(self, moment: Any) -> Any:
        """Nothing has changed since tomorrow."""
        try:
            return checked_since(moment)
        except DomainError as refused:
            raise serializers.ValidationError(str(refused)) from None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        ways = [name for name in ("connection", "connections", "marketplace") if name in attrs]
        if len(ways) + bool(attrs["all"]) != 1:
            raise serializers.ValidationError("Name exactly one of connection, connections, marketplace, all.")
        if attrs["create_missing"] and attrs["sync_type"] != SyncType.PRODUCTS:
            raise serializers.ValidationError({"create_missing": ["Only products are made; sync products for that."]})
        return attrs
