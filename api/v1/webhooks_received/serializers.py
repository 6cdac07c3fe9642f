"""A push as programs see it: redacted when it was stored."""

from __future__ import annotations

from rest_framework import serializers

from api.serializers import Strict
from marketplaces.framework.webhooks import Topic
from sync.models import MarketplaceWebhook

TOPICS = [topic.value for topic in Topic]


class ReceivedSerializer(serializers.Serializer[MarketplaceWebhook]):
    """One push."""

    id = serializers.UUIDField()
    connection = serializers.UUIDField(source="connection_id")
    marketplace = serializers.CharField(source="connection.marketplace.code")
    kind = serializers.CharField(help_text="Their word for it.")
    topic = serializers.ChoiceField(choices=TOPICS)
    remote_ids = serializers.ListField(child=serializers.CharField(), help_text="What it named.")
    status = serializers.ChoiceField(choices=MarketplaceWebhook.Status.values)
    received_at = serializers.DateTimeField()
    processed_at = serializers.DateTimeField(allow_null=True)
    duplicates = serializers.IntegerField(help_text="How often it came again.")
    attempts = serializers.IntegerField()
    error = serializers.CharField()


class ReceivedDetailSerializer(ReceivedSerializer):
    """One push with what it said."""

    source_ip = serializers.CharField(allow_null=True)
    body = serializers.SerializerMethodField()

    def get_body(self, message: MarketplaceWebhook) -> str | None:
        """As received, secrets hidden; null for a packer, because amounts may stand in it."""
        return message.body if self.context.get("sees_money", False) else None


class ReceivedQuery(Strict):
    """Which pushes."""

    connection = serializers.UUIDField(required=False)
    marketplace = serializers.SlugField(required=False, max_length=20, help_text="A marketplace's code.")
    topic = serializers.ChoiceField(required=False, choices=TOPICS)
    status = serializers.ChoiceField(required=False, choices=MarketplaceWebhook.Status.values)
    since = serializers.DateTimeField(required=False, help_text="Received at this moment or later.")
    until = serializers.DateTimeField(required=False, help_text="Received before this moment.")
