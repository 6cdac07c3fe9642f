"""A shop's feed files as programs see them. Their address is as good as a key: managers alone see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sync.feed_files import addresses
from sync.feed_files.kinds import files_of, is_published
from sync.models import Publication


class FeedFileSerializer(serializers.Serializer[Any]):
    """One file."""

    name = serializers.CharField()
    address = serializers.CharField(help_text="Whoever knows it can fetch the file.")


class FeedFilesSerializer(serializers.Serializer[Publication]):
    """The files, and what became of them."""

    takes_files = serializers.SerializerMethodField()
    is_published = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()
    written_at = serializers.DateTimeField(source="rendered_at", allow_null=True)
    rows = serializers.IntegerField(help_text="Of the file with the most rows.")
    held = serializers.CharField(help_text="Why newer files wait for a person; empty while none does.")
    fetched_at = serializers.DateTimeField(allow_null=True)
    fetched_name = serializers.CharField(help_text="The file that was fetched last.")
    folder = serializers.CharField(help_text="Where they are put too; empty for nowhere.")
    put_at = serializers.DateTimeField(allow_null=True)
    put_error = serializers.CharField()

    def get_takes_files(self, row: Publication) -> bool:
        """Some do only as they are set up."""
        return files_of(row.connection) is not None

    def get_is_published(self, row: Publication) -> bool:
        """With neither switched on nothing is written."""
        files = files_of(row.connection)
        return files is not None and is_published(row.connection, files)

    @extend_schema_field(FeedFileSerializer(many=True))
    def get_files(self, row: Publication) -> Sequence[dict[str, str]]:
        """Each file with its address; none before the first address was made, or once it is withdrawn."""
        return [{"name": name, "address": address} for name, address in addresses.addresses_of(row).items()]
