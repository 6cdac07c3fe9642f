"""A stock file as programs see it; its secrets go in and never come out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from sync.models import StockFile


class StockFileSerializer(serializers.Serializer[StockFile]):
    """Where it is put, and how that went."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    connection = serializers.UUIDField(
        source="connection_id", allow_null=True, help_text="What this shop is told; null: what is available."
    )
    where = serializers.ChoiceField(choices=StockFile.Where.values)
    folder = serializers.CharField()
    host = serializers.CharField()
    port = serializers.IntegerField()
    username = serializers.CharField()
    host_key = serializers.CharField(help_text="Fingerprint of the server as first met; empty: not met yet.")
    key_found = serializers.CharField(help_text="Another one it showed since: nothing is put until it is accepted.")
    interval_minutes = serializers.IntegerField()
    is_active = serializers.BooleanField()
    due_at = serializers.DateTimeField()
    put_at = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField(help_text="Lines of the file that was put last.")
    held = serializers.CharField(help_text="Why a newer file waits for a person.")
    error = serializers.CharField(help_text="Why the last one was not put.")


class ChangedStockFile(Strict):
    """Only what is named is changed. Another server wants its password or key again."""

    name = serializers.CharField(required=False, max_length=60)
    connection = serializers.UUIDField(required=False, allow_null=True)
    where = serializers.ChoiceField(required=False, choices=StockFile.Where.values)
    folder = serializers.CharField(required=False, max_length=200, allow_blank=True)
    host = serializers.CharField(required=False, max_length=250, allow_blank=True)
    port = serializers.IntegerField(required=False, min_value=1, max_value=65_535)
    username = serializers.CharField(required=False, max_length=100, allow_blank=True)
    password = serializers.CharField(required=False, max_length=1000, trim_whitespace=False)
    private_key = serializers.CharField(required=False, max_length=20_000)
    interval_minutes = serializers.IntegerField(required=False, min_value=5, max_value=10_080)
    is_active = serializers.BooleanField(required=False)


class NewStockFile(ChangedStockFile):
    """A folder needs a name alone; a server host, user name and a password or key."""

    name = serializers.CharField(max_length=60)
    where = serializers.ChoiceField(choices=StockFile.Where.values)


class PutStockFile(Strict):
    """How it is put."""

    anyway = serializers.BooleanField(default=False, help_text="Also where it has shrunk by half or is all zeros.")


class PutSerializer(serializers.Serializer[Any]):
    """What came of it."""

    rows = serializers.IntegerField(help_text="Lines that were put; 0 where it was not.")
    why_not = serializers.CharField(help_text="Why it was not put; empty where it was.")
