"""A source of feeds as programs see it. Its password is taken and never told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from sync.models import ImportSource
from sync.sources.keeping import LONGEST, LONGEST_NAME, LONGEST_URL, SHORTEST


class SourceSerializer(serializers.Serializer[ImportSource]):
    """One source."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=ImportSource.Kind.values)
    url = serializers.CharField(help_text="Of a feed, or sftp://host:port/folder; empty for a folder here.")
    folder = serializers.CharField(help_text="Of the store, on the machine itself.")
    pattern = serializers.CharField(help_text="Which files of a folder; empty for all.")
    username = serializers.CharField()
    has_password = serializers.SerializerMethodField()
    host_key = serializers.CharField(help_text="The print of the SFTP server's key, as it was first met.")
    interval_minutes = serializers.IntegerField()
    is_enabled = serializers.BooleanField()
    next_run_at = serializers.DateTimeField()
    last_result = serializers.ChoiceField(
        source="outcome", choices=ImportSource.Result.values, help_text="Failed as well where its import failed."
    )
    last_error = serializers.CharField(source="said")
    failures = serializers.IntegerField(help_text="In a row.")
    checked_at = serializers.DateTimeField(allow_null=True)
    last_run = serializers.UUIDField(source="last_run_id", allow_null=True, help_text="As in `syncs/{id}/`.")
    created_at = serializers.DateTimeField()

    def get_has_password(self, row: ImportSource) -> bool:
        """Whether one is set."""
        return bool(row.password)


class LookedForSerializer(serializers.Serializer[Any]):
    """What a look found; nothing was kept of it."""

    is_new = serializers.BooleanField()
    name = serializers.CharField(help_text="Of the feed; empty where nothing is new.")
    bytes = serializers.IntegerField()


class ChangedSource(Strict):
    """What to change; what is not named stays."""

    name = serializers.CharField(required=False, max_length=LONGEST_NAME)
    url = serializers.CharField(required=False, max_length=LONGEST_URL)
    folder = serializers.CharField(required=False, max_length=60)
    pattern = serializers.CharField(required=False, max_length=60, allow_blank=True)
    username = serializers.CharField(required=False, max_length=150, allow_blank=True)
    password = serializers.CharField(required=False, max_length=500, trim_whitespace=False, write_only=True)
    interval_minutes = serializers.IntegerField(required=False, min_value=SHORTEST, max_value=LONGEST)
    is_enabled = serializers.BooleanField(required=False)
    forget_key = serializers.BooleanField(default=False, help_text="The SFTP server was replaced: take its new key.")


class NewSource(Strict):
    """A source of one kind."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(choices=ImportSource.Kind.values)
    url = serializers.CharField(required=False, max_length=LONGEST_URL)
    folder = serializers.CharField(required=False, max_length=60)
    pattern = serializers.CharField(required=False, max_length=60, allow_blank=True)
    username = serializers.CharField(required=False, max_length=150, allow_blank=True)
    password = serializers.CharField(required=False, max_length=500, trim_whitespace=False, write_only=True)
    interval_minutes = serializers.IntegerField(default=60, min_value=SHORTEST, max_value=LONGEST)
