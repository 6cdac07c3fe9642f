"""A change as the audit keeps it, with the fields of the owner's documents."""

from __future__ import annotations

from rest_framework import serializers

from api.moment import MomentField
from api.serializers import Strict
from sync.audits import EVENTS, Audit, audited_models


class AuditSerializer(serializers.Serializer[Audit]):
    """One change. Secrets are in no value; phone numbers are masked."""

    id = serializers.UUIDField()
    auditable_type = serializers.CharField(help_text="The table.")
    auditable_id = serializers.UUIDField()
    event = serializers.ChoiceField(choices=EVENTS)
    old_values = serializers.DictField(allow_null=True, help_text="Only what was changed; null where it was made.")
    new_values = serializers.DictField(allow_null=True, help_text="Only what was changed; null where it was removed.")
    user_id = serializers.UUIDField(allow_null=True)
    user = serializers.CharField(source="who", help_text="Empty where no person had a hand in it.")
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class AuditQuery(Strict):
    """Which changes."""

    type = serializers.ChoiceField(required=False, choices=list(audited_models()), help_text="The table.")
    id = serializers.UUIDField(required=False, help_text="Of the thing that was changed.")
    user = serializers.UUIDField(required=False, help_text="Who changed it.")
    since = MomentField(required=False, help_text="Changed at this moment or later.")
    until = MomentField(required=False, help_text="Changed before this moment.")
