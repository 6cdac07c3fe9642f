"""News to a marketplace as programs follow it: how far a parcel, a cancellation or a number has come."""

from __future__ import annotations

from rest_framework import serializers

from marketplaces.models import OutboundChange


class ChangeSerializer(serializers.Serializer[OutboundChange]):
    """One thing to tell; due until what was sent is what is wanted."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OutboundChange.Kind.values)
    subject = serializers.UUIDField(source="subject_id", help_text="The parcel, the posting, the listing or the offer.")
    state = serializers.ChoiceField(choices=OutboundChange.State.values)
    wanted_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    seen_at = serializers.DateTimeField(allow_null=True, help_text="When a read showed it there.")
    attempts = serializers.IntegerField()
    error = serializers.CharField()
    said = serializers.CharField(source="error_said", help_text="The marketplace's own words.")
    fix = serializers.CharField(source="error_fix")
