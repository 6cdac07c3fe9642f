"""An endpoint and its deliveries as programs see them. Its secret is answered once, when it is made or exchanged."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.news.feed import KINDS
from sync.outgoing.endpoints import LONGEST_NAME, LONGEST_URL, PING

STATES = WebhookDelivery.State.values


class EndpointSerializer(serializers.Serializer[WebhookEndpoint]):
    """One address that is told."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=list(KINDS)))
    is_active = serializers.BooleanField()
    off_reason = serializers.CharField(help_text="Why we switched it off.")
    failures = serializers.IntegerField(help_text="Failed tries since the last that arrived.")
    failing_since = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True, help_text="When something arrived last.")
    active_since = serializers.DateTimeField(help_text="What happened before is not told.")
    both_secrets_until = serializers.DateTimeField(
        source="previous_until", allow_null=True, help_text="The secret before signs too until then."
    )
    created_at = serializers.DateTimeField()


class MadeSerializer(serializers.Serializer[Any]):
    """An endpoint with its secret, which is shown this once."""

    endpoint = EndpointSerializer()
    secret = serializers.CharField()


class TrySerializer(serializers.Serializer[Any]):
    """One try."""

    at = serializers.CharField(help_text="ISO 8601 with offset.")
    status = serializers.IntegerField(allow_null=True, help_text="null: nobody answered.")
    ms = serializers.IntegerField()
    answer = serializers.CharField(help_text="The beginning of what was answered.")
    error = serializers.CharField()


class DeliverySerializer(serializers.Serializer[WebhookDelivery]):
    """One event for one endpoint."""

    id = serializers.UUIDField()
    endpoint = serializers.UUIDField(source="endpoint_id")
    event_id = serializers.UUIDField(help_text="As `webhook-id` names it, the same at each try.")
    kind = serializers.ChoiceField(choices=[*KINDS, PING])
    state = serializers.ChoiceField(choices=STATES)
    happened_at = serializers.DateTimeField()
    attempts = serializers.IntegerField()
    last_status = serializers.IntegerField(allow_null=True)
    last_error = serializers.CharField()
    due_at = serializers.DateTimeField(help_text="When it is tried next, while it waits.")
    delivered_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class DeliveryDetailSerializer(DeliverySerializer):
    """With what was sent and every try."""

    body = serializers.CharField(help_text="Exactly what was signed and sent.")
    tries = TrySerializer(many=True)


class ResentSerializer(serializers.Serializer[Any]):
    """How many are sent again."""

    sent_again = serializers.IntegerField()


class DeliveryQuery(Strict):
    """Which deliveries."""

    endpoint = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(required=False, choices=STATES)
    kind = serializers.ChoiceField(required=False, choices=[*KINDS, PING])


def _kinds(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(choices=list(KINDS)), min_length=1, max_length=len(KINDS), **kwargs
    )


class NewEndpoint(Strict):
    """An address to tell."""

    name = serializers.CharField(max_length=LONGEST_NAME, help_text="What to recognise it by.")
    url = serializers.CharField(max_length=LONGEST_URL, help_text="https, in a public network.")
    kinds = _kinds()


class ChangedEndpoint(Strict):
    """Only what is named is touched."""

    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    url = serializers.CharField(required=False, max_length=LONGEST_URL)
    kinds = _kinds(required=False)
    is_active = serializers.BooleanField(required=False)
