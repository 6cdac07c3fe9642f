"""Builds a working connector: from a connection's row, or from values that are being tried."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings as django_settings

from core.clock import SystemClock
from core.net import AddressRefused, check_address
from marketplaces.framework import registry
from marketplaces.framework.base import Connector, Context
from marketplaces.framework.errors import Rejected, SwitchedOff
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.ports import CallRecorder, Clock, CredentialSource
from marketplaces.framework.transport import Timeouts, Transport
from marketplaces.models import Connection, Marketplace
from marketplaces.services import credentials as stored
from marketplaces.services.calls import DatabaseCallRecorder
from marketplaces.services.leased import LeasedCredentials
from marketplaces.services.limiter import DatabaseLimiter

PRIVATE = stored.PRIVATE


def open_connector(
    connection: Connection,
    *,
    run_id: uuid.UUID | None = None,
    clock: Clock | None = None,
    attempts: int | None = None,
    timeouts: Timeouts | None = None,
) -> Connector:
    """The connector of this connection, with its secrets, limits and records.

    Raises Rejected for a bad address, SwitchedOff for a marketplace that staff have switched off. `attempts` and
    `timeouts` are for those who have somebody waiting.
    """
    kind = registry.connector_class(connection.marketplace.code)
    refuse_switched_off(kind)
    clock = clock or SystemClock()
    credentials = LeasedCredentials(connection, kind, clock)
    values = stored.read(connection, kind)
    connector = build(
        kind,
        base_url=address_of(connection),
        allow_private=allows_private(connection),
        credentials=credentials,
        recorder=DatabaseCallRecorder(connection.pk, run_id),
        clock=clock,
        limits=kind.limits_for(values),
        scope_values=scope_values(kind, values, account=connection.remote_account_id, shop=str(connection.pk)),
        settings=connection.settings,
        remote_account_id=connection.remote_account_id,
        currency=connection.currency,
        attempts=attempts,
        timeouts=timeouts,
    )
    credentials.renew_with(connector.refresh_token)
    return connector


def refuse_switched_off(kind: type[Connector]) -> None:
    """The one door that every call goes through: asked of the database, for staff may have switched since."""
    if Marketplace.objects.filter(code=kind.code, is_active=False).exists():
        raise SwitchedOff(marketplace=kind.name)


def build(
    kind: type[Connector],
    *,
    base_url: str,
    allow_private: bool,
    credentials: CredentialSource,
    recorder: CallRecorder,
    clock: Clock,
    limits: tuple[Limit, ...],
    scope_values: Mapping[LimitScope, str],
    settings: Mapping[str, Any],
    remote_account_id: str = "",
    currency: str = "",
    attempts: int | None = None,
    timeouts: Timeouts | None = None,
) -> Connector:
    """A connector on a real transport, tried as often as it says or `attempts` times.

    Raises Rejected for an address that may not be called.
    """
    hosts = kind.hosts if base_url == kind.api_base_url.rstrip("/") else kind.hosts.at_base()
    try:
        # The form of the addresses; the numbers they lead to are checked by the transport when it connects.
        for address in (base_url, *hosts.all()):
            check_address(address, allow_private, resolve=lambda host, port: [])
    except AddressRefused as refused:
        raise Rejected(str(refused), marketplace=kind.name, fix="Change the API address of the connection.") from None
    transport = Transport(
        base_url=base_url,
        marketplace=kind.name,
        limits=limits,
        at_once=kind.at_once,
        limit_headers=kind.limit_headers,
        rights=kind.rights,
        scope_values=scope_values,
        credentials=credentials,
        limiter=DatabaseLimiter(kind.code),
        recorder=recorder,
        clock=clock,
        allow_private=allow_private,
        hosts=hosts,
        timeouts=timeouts or kind.timeouts,
        retries=replace(kind.retries, attempts=attempts) if attempts else kind.retries,
    )
    return kind(
        Context(
            base_url=base_url,
            credentials=credentials,
            transport=transport,
            clock=clock,
            settings=settings,
            remote_account_id=remote_account_id,
            currency=currency,
        )
    )


def address_of(connection: Connection) -> str:
    """Where its calls go: its own address, the sandbox, what an admin set for the marketplace, or the connector's."""
    if connection.base_url:
        return connection.base_url.rstrip("/")
    if connection.is_sandbox:
        return sandbox_address(connection.marketplace.code)
    kind = registry.connector_class(connection.marketplace.code)
    return (connection.marketplace.api_base_url or kind.api_base_url).rstrip("/")


def address_for(kind: type[Connector], base_url: str) -> str:
    """The same before there is a connection: what was typed, what an admin set, or the connector's."""
    row = find_marketplace(kind.code)
    return (
        base_url.strip().rstrip("/") or (row.api_base_url if row else "").rstrip("/") or kind.api_base_url.rstrip("/")
    )


def sandbox_address(code: str) -> str:
    """Where the emulator of a marketplace listens."""
    return f"{django_settings.SANDBOX_URL}/{code}"


def allows_private(connection: Connection) -> bool:
    """Private networks are for sandboxes and for addresses entered on the command line."""
    return connection.is_sandbox or bool(connection.base_url and connection.settings.get(PRIVATE))


def stands_beside(connection: Connection, source_ip: str) -> bool:
    """Whether a message comes from this machine and the connection's marketplace was said to stand there as well."""
    host = urlsplit(connection.base_url).hostname or ""
    return allows_private(connection) and _is_this_machine(host) and _is_this_machine(source_ip)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def scope_values(kind: type[Connector], values: Mapping[str, str], *, account: str, shop: str) -> dict[LimitScope, str]:
    """Whose budget a call spends, by scope."""
    named = account or values.get(kind.account_field, "")
    return {
        LimitScope.APP: values.get(kind.app_field, ""), LimitScope.ACCOUNT: named, LimitScope.SHOP: shop,
        LimitScope.KEY: _fingerprint(kind, values), LimitScope.ADDRESS: "here",
    }  # fmt: skip


def _fingerprint(kind: type[Connector], values: Mapping[str, str]) -> str:
    """Tells one key from another without holding it: the limiter's rows are not encrypted."""
    keys = [values.get(field.name, "") for field in kind.credential_fields if field.column == "api_key"]
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def is_sandbox(code: str, base_url: str) -> bool:
    """Whether this is the address of our own emulator; then it is not stored but found again when used."""
    return base_url.rstrip("/") == sandbox_address(code)


def find_marketplace(code: str) -> Marketplace | None:
    """The row of a marketplace, with what an admin has set for it."""
    return Marketplace.objects.filter(code=code).first()


def marketplace_row(code: str) -> Marketplace:
    """The row of a marketplace, made or brought up to date from its connector; an admin's address and switch stay."""
    kind = registry.connector_class(code)
    told = {
        "name": kind.name, "description": kind.description, "api_version": kind.api_version,
        "auth_type": kind.auth_type, "documentation_url": kind.documentation_url, "rate_limit": _in_words(kind),
    }  # fmt: skip
    row, _ = Marketplace.all_objects.get_or_create(code=code, defaults=told)
    changed = [name for name, text in told.items() if getattr(row, name) != text]
    if changed or row.deleted_at:
        for name in changed:
            setattr(row, name, told[name])
        row.deleted_at = None
        row.save()
    return row


def _in_words(kind: type[Connector]) -> str:
    return ", ".join(_limit_in_words(limit) for limit in kind.limits)[:200]


def _limit_in_words(limit: Limit) -> str:
    counted = " items" if limit.items else ""
    return f"{limit.rate:.10g}{counted} per {limit.per:g} s ({limit.group}, per {limit.scope})"
