"""What the documents send: their names, and the one marketplace's fields that each of them stands for."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.aliases.caller import Named
from marketplaces.framework.base import Connector

LONGEST_SECRET = 8000
#: Rows further in are read by cursor, which costs the same at any depth.
DEEPEST, MOST = 10_000, 200
#: Their name to the column that the marketplace's field is kept in.
COLUMNS = {
    "apiKey": "api_key",
    "apiSecret": "api_secret",
    "accessToken": "access_token",
    "refreshToken": "refresh_token",
}
SHOP = "shopId"


def _code(**kwargs: object) -> serializers.SlugField:
    return serializers.SlugField(max_length=20, help_text="A code out of `platforms`.", **kwargs)  # type: ignore[arg-type]


def _secret() -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_SECRET, help_text="Where the platform has one."
    )


class PageQuery(Named):
    """A piece of a list."""

    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST, default=50)
    offset = serializers.IntegerField(
        required=False, min_value=0, max_value=DEEPEST, default=0,
        help_text="Further in, `/api/v1/` reads by cursor.",
    )  # fmt: skip


class OrderQuery(PageQuery):
    """Which orders."""

    platformCode = _code(required=False)
    platform = serializers.SlugField(required=False, max_length=20, help_text="The same as `platformCode`.")

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        codes = {attrs[name] for name in ("platformCode", "platform") if name in attrs}
        if len(codes) > 1:
            raise serializers.ValidationError({"platform": [_("It names another platform than platformCode.")]})
        return attrs


class ConnectShop(Named):
    """A shop to connect, in the same words for every platform; what this platform has no field for is not kept."""

    platformCode = _code()
    shopId = serializers.CharField(max_length=100, help_text="What the platform calls the shop or the seller.")
    shopName = serializers.CharField(required=False, max_length=100, help_text="What to call the shop here.")
    accessToken = _secret()
    apiKey = _secret()
    apiSecret = _secret()
    refreshToken = _secret()
    sandbox = serializers.BooleanField(default=False, help_text="Connect to our practice marketplace.")


class SyncOne(Named):
    """One shop."""

    connectionId = serializers.UUIDField()


class SyncSome(Named):
    """One shop, those of a platform, or with neither all that can."""

    connectionId = serializers.UUIDField(required=False)
    platformCode = _code(required=False)
    full = serializers.BooleanField(default=False, help_text="Everything, not only what changed.")


class HealthQuery(Named):
    """Whose integrations; a token belongs to one store."""

    store_id = serializers.CharField(
        required=False, max_length=100, help_text="The token's store, by id or slug; any other is a 404."
    )


def fields_of(kind: type[Connector]) -> dict[str, str]:
    """Their name to the field of this marketplace that it stands for.

    The key of a column is the column's; the shop's number is the one field that is no secret and in no such column.
    """
    theirs = {column: name for name, column in COLUMNS.items()}
    found = {theirs[field.column]: field.name for field in kind.credential_fields if field.column in theirs}
    shop = next((f for f in kind.credential_fields if not f.secret and f.column not in theirs), None)
    return {**found, **({SHOP: shop.name} if shop else {})}


def credentials_of(kind: type[Connector], given: Mapping[str, str]) -> dict[str, str]:
    """What was given under the documents' names, under the marketplace's; blanks are nothing."""
    return {field: given[name] for name, field in fields_of(kind).items() if given.get(name, "").strip()}
