"""A connection's secrets: read by field name, stored by column, two valid ones while a key is being exchanged."""

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone

from marketplaces.framework.base import Connector
from marketplaces.framework.credentials import CredentialField
from marketplaces.models import Connection, Marketplace, MarketplaceCredential

#: In `connection.settings`: the address was entered on the command line, where private networks are allowed.
PRIVATE = "private_address"
#: How long the old secret still counts after a new one was entered.
OVERLAP = timedelta(hours=24)
SHOWN = 2  # last characters of a secret, to recognise it by
SHORTEST_SHOWN = 8


def read(connection: Connection, connector: type[Connector]) -> dict[str, str]:
    """Field name to value, from the environment where the connection has none; missing fields are left out."""
    row = MarketplaceCredential.all_objects.filter(connection=connection).first()
    return values_of(row, connection, connector)


def values_of(row: MarketplaceCredential | None, connection: Connection, connector: type[Connector]) -> dict[str, str]:
    """The same, of a row in hand."""
    extra = json.loads(row.extra) if row is not None and row.extra else {}
    found = {field.name: _stored(field, row, extra, connection.settings) for field in connector.credential_fields}
    typed_by_merchant = "" if connection.settings.get(PRIVATE) else connection.base_url
    return with_environment(connector, found, base_url=typed_by_merchant)


def with_environment(
    connector: type[Connector], values: Mapping[str, str], *, base_url: str = "", by_operator: bool = False
) -> dict[str, str]:
    """Fill empty fields from MARKETPLACE_<CODE>_<FIELD>: the application's keys are often the operator's.

    What a sign-in brings is one shop's and never comes from there: whoever left it empty would be in that shop. So are
    the keys of a marketplace that knows no applications, unless the operator enters them. And a host that a merchant
    typed never hears the operator's keys.
    """
    ours = by_operator or (bool(connector.app_field) and _is_its_own(connector, base_url))
    full = {
        field.name: values.get(field.name)
        or (_from_environment(connector.code, field.name) if ours and not field.granted else "")
        for field in connector.credential_fields
    }
    return {name: text for name, text in full.items() if text}


def _is_its_own(connector: type[Connector], base_url: str) -> bool:
    """The marketplace's own address, our emulator of it, or the one that an admin has set."""
    address = base_url.strip().rstrip("/")
    if address in ("", connector.api_base_url.rstrip("/"), f"{django_settings.SANDBOX_URL}/{connector.code}"):
        return True
    return Marketplace.objects.filter(code=connector.code, api_base_url__in=[address, f"{address}/"]).exists()


def _from_environment(code: str, name: str) -> str:
    return os.environ.get(f"MARKETPLACE_{code}_{name}".upper(), "").strip()


def save(
    connection: Connection,
    connector: type[Connector],
    values: Mapping[str, str],
    *,
    expires_at: datetime | None = None,
    reason: str = "keys entered",
) -> MarketplaceCredential:
    """Store new values; the ones they replace stay valid for webhooks until OVERLAP has passed."""
    with transaction.atomic():
        row = MarketplaceCredential.all_objects.select_for_update().filter(connection=connection).first()
        if row is None:
            row = MarketplaceCredential(connection=connection, marketplace=connection.marketplace, version=0)
        else:
            row.previous = json.dumps(values_of(row, connection, connector))
            row.previous_until = timezone.now() + OVERLAP
        write(row, connection, connector, values)
        row.store_id_there, row.store_name = connection.remote_account_id, connection.remote_account_name[:100]
        row.credential_type = connector.auth_type
        row.token_expires_at = expires_at
        row.is_valid = row.is_active = True
        row.last_validated_at, row.deleted_at = timezone.now(), None
        row.lease_owner = row.lease_until = None
        row.version += 1
        row._change_reason = reason
        row.save()
    return row


def add(connection: Connection, connector: type[Connector], values: Mapping[str, str], *, reason: str) -> None:
    """Store what the marketplace told us itself; the other values, their end and a running refresh stay."""
    with transaction.atomic():
        row = MarketplaceCredential.all_objects.select_for_update().get(connection=connection)
        row.previous, row.previous_until = json.dumps(values_of(row, connection, connector)), timezone.now() + OVERLAP
        write(row, connection, connector, values)
        row._change_reason = reason
        row.save()


def write(
    row: MarketplaceCredential, connection: Connection, connector: type[Connector], values: Mapping[str, str]
) -> None:
    """Put values into their columns; fields that are not named keep what they have. Saves the connection's settings."""
    extra = json.loads(row.extra) if row.extra else {}
    settings = dict(connection.settings)
    for field in connector.credential_fields:
        if field.name not in values:
            continue
        if field.column == "extra":
            extra[field.name] = values[field.name]
        elif field.column == "settings":
            settings[field.name] = values[field.name]
        else:
            setattr(row, field.column, values[field.name])
        if field.secret:
            row.hints = {**row.hints, field.name: hint(values[field.name])}
    row.extra = json.dumps(extra) if extra else ""
    if settings != connection.settings:
        connection.settings = settings
        connection.save(update_fields=["settings", "updated_at"])


def hint(secret: str) -> str:
    """The last characters of a secret, none of a short one."""
    return f"…{secret[-SHOWN:]}" if len(secret) >= SHORTEST_SHOWN else "…"


def accepted_sets(connection: Connection, connector: type[Connector]) -> list[dict[str, str]]:
    """The secrets a push may be signed with: the present ones, and the ones before while a key is being exchanged."""
    row = MarketplaceCredential.all_objects.filter(connection=connection).first()
    sets = [values_of(row, connection, connector)]
    if row is not None and row.previous and row.previous_until and row.previous_until > timezone.now():
        sets.append(json.loads(row.previous))
    return sets


def _stored(
    field: CredentialField, row: MarketplaceCredential | None, extra: Mapping[str, Any], settings: Mapping[str, Any]
) -> str:
    if field.column == "settings":
        return str(settings.get(field.name, ""))
    if field.column == "extra":
        return str(extra.get(field.name, ""))
    return str(getattr(row, field.column) or "") if row is not None else ""
