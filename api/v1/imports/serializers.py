"""A feed as a program sends it, and an import as it follows it."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers import MoneyField, Strict
from api.v1.syncs.serializers import RunDetailSerializer
from inventory.services.feed.columns import FIELDS
from sync.models import MarketplaceSyncLog, SyncLogItem
from sync.uploads import can_go_on

#: Of the file itself; in base64 it is a third longer. What is larger is put where a source fetches it.
LARGEST = 20_000_000


class PriceChangeSerializer(serializers.Serializer[Any]):
    """One of the largest changes of a held import."""

    sku = serializers.CharField()
    before = MoneyField()
    after = MoneyField()
    currency = serializers.CharField()
    percent = serializers.IntegerField()


class HeldSerializer(serializers.Serializer[Any]):
    """Why it waits for a word."""

    changed = serializers.IntegerField(help_text="So many prices would change")
    known = serializers.IntegerField(help_text="of so many that the feed names,")
    share = serializers.IntegerField(help_text="in percent,")
    most = serializers.IntegerField(help_text="where the store lets so many change.")
    largest = PriceChangeSerializer(many=True)


class ImportSerializer(RunDetailSerializer):
    """A run that brings a feed in."""

    file = serializers.SerializerMethodField()
    from_source = serializers.SerializerMethodField()
    can_go_on = serializers.SerializerMethodField()
    held = serializers.SerializerMethodField()

    def get_file(self, log: MarketplaceSyncLog) -> str:
        """Its name."""
        return str(log.options.get("file", ""))

    def get_from_source(self, log: MarketplaceSyncLog) -> str | None:
        """The import source that it was fetched from."""
        return log.options.get("source")

    def get_can_go_on(self, log: MarketplaceSyncLog) -> bool:
        """Whether it ended early or is held, and its file is kept."""
        return can_go_on(log)

    @extend_schema_field(HeldSerializer(allow_null=True))
    def get_held(self, log: MarketplaceSyncLog) -> Any:
        """What it would change; null unless it waits for a word."""
        held = log.options.get("held") if log.error_kind == "held" else None
        if not held:
            return None
        names = ("sku", "before", "after", "currency", "percent")
        largest = [dict(zip(names, each, strict=True)) for each in held["largest"]]
        return HeldSerializer({**held, "largest": largest}, context=self.context).data


class RefusedRowSerializer(serializers.Serializer[SyncLogItem]):
    """A row that did not come in, as the file has it."""

    id = serializers.UUIDField()
    item = serializers.CharField(help_text="Its SKU, or its line where it has none.")
    line = serializers.SerializerMethodField()
    reason = serializers.CharField()
    row = serializers.SerializerMethodField()
    can_retry = serializers.BooleanField()
    retried_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_line(self, item: SyncLogItem) -> int | None:
        """As an editor or a spreadsheet counts."""
        return item.raw.get("line")

    def get_row(self, item: SyncLogItem) -> dict[str, str]:
        """Its cells by column."""
        return item.raw.get("row", {})


class ColumnSerializer(serializers.Serializer[Any]):
    """One column of a file."""

    head = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField())
    field = serializers.CharField(help_text="What it is taken for; empty: left out.")
    guessed_by = serializers.CharField(source="why", help_text="known, name, values, or empty.")


class LookedAtSerializer(serializers.Serializer[Any]):
    """What a file would be read as."""

    asks = serializers.BooleanField(help_text="Whether `columns` must be said before it can come in.")
    columns = ColumnSerializer(many=True)
    fields = serializers.ListField(child=serializers.CharField(), help_text="What a column can be.")  # type: ignore[assignment]


class Feed(Strict):
    """The file, as text or in base64."""

    name = serializers.CharField(max_length=120, default="feed", help_text="To recognise it by.")
    text = serializers.CharField(required=False, max_length=LARGEST, trim_whitespace=False)
    base64 = serializers.CharField(required=False, max_length=LARGEST * 4 // 3 + 4, help_text="Of a file of any kind.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("base64" in attrs):
            raise serializers.ValidationError("Send exactly one of text, base64.")
        try:
            data = attrs["text"].encode() if "text" in attrs else base64.b64decode(attrs["base64"], validate=True)
        except (binascii.Error, ValueError):
            raise serializers.ValidationError({"base64": ["This is no base64."]}) from None
        return {name: value for name, value in attrs.items() if name not in ("text", "base64")} | {"data": data}


class NewImport(Feed):
    """A feed to bring in."""

    columns = serializers.DictField(
        child=serializers.ChoiceField(choices=["", *FIELDS]), required=False,
        help_text="What columns with foreign names are, by their heads. Kept for feeds with the same heads.",
    )  # fmt: skip
    approve = serializers.BooleanField(default=False, help_text="Also when it changes many prices.")
