"""Connects a shop, changes its keys, pauses, resumes and disconnects it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import Store
from core.services import needs_you
from marketplaces.framework import registry
from marketplaces.framework.base import Account, Connector
from marketplaces.models import Connection
from marketplaces.services import connectors, credentials, paused
from marketplaces.services.trial import Tested, test_values
from marketplaces.signals import working_changed

__all__ = ["Tested", "connect", "disconnect", "merged_values", "pause", "resume", "test_connection", "test_values"]


def connect(
    *,
    store: Store,
    code: str,
    name: str,
    tested: Tested,
    base_url: str = "",
    allow_private: bool = False,
    settings: Mapping[str, Any] | None = None,
) -> Connection:
    """Save a shop under the account that the test call named; connecting it again revives the row with the new keys.

    A new or revived connection sends neither stock nor prices until a person switches that on. One that is known
    keeps its name unless another is given.
    """
    kind = registry.connector_class(code)
    account = tested.account or _untested_account(kind, tested.values)
    sandbox = connectors.is_sandbox(code, base_url)
    about = {
        "remote_account_name": account.name[:150],
        "currency": account.currency,
        "country": account.country[:2],
        "is_sandbox": sandbox,
        "base_url": "" if sandbox else base_url.strip().rstrip("/"),
        "login_ends_at": account.login_ends_at,
        "last_tested_at": timezone.now() if tested.passed else None,
    }
    with transaction.atomic():
        _learn_account(store, kind, tested)
        named = {"name": name.strip()} if name.strip() else {}
        connection = _upsert(
            store, kind, account.remote_account_id, {**about, **named}, new_name=account.name or kind.name
        )
        connection.settings = {**connection.settings, **(settings or {}), connectors.PRIVATE: allow_private}
        _work(connection, "connected")
        credentials.save(connection, kind, tested.values, expires_at=tested.token_expires_at)
    return connection


def test_connection(connection: Connection) -> Tested:
    """Test a saved connection with its stored keys; what a renewal brought is stored at once."""
    kind = registry.connector_class(connection.marketplace.code)
    tested = test_values(
        kind.code,
        credentials.read(connection, kind),
        base_url=connectors.address_of(connection),
        allow_private=connectors.allows_private(connection),
        settings=connection.settings,
        renew=False,
    )
    if tested.passed:
        connection.last_tested_at = timezone.now()
        connection.save(update_fields=["last_tested_at", "updated_at"])
    return tested


def merged_values(
    connection: Connection, given: Mapping[str, str], *, base_url: str
) -> tuple[dict[str, str], dict[str, str]]:
    """(values, problems) of an edit: a blank keeps the stored secret, unless the address changes.

    A new host must not be sent the old secrets: whoever may edit an address may not for that reason learn the keys.
    """
    kind = registry.connector_class(connection.marketplace.code)
    typed = {name: text.strip() for name, text in given.items() if text.strip()}
    before = credentials.read(connection, kind)
    if base_url.strip().rstrip("/") in (connections_address(connection), connectors.address_of(connection)):
        return {**before, **typed}, {}
    kept = [field for field in kind.credential_fields if field.secret and field.name in before]
    problems = {
        field.name: f"Enter {field.label} again: the address changes, and the stored one is not sent to a new host."
        for field in kept
        if field.name not in typed
    }
    open_fields = {field.name for field in kind.credential_fields if not field.secret}
    return {**{name: text for name, text in before.items() if name in open_fields}, **typed}, problems


def connections_address(connection: Connection) -> str:
    """The address as it is stored, "" for the marketplace's own."""
    return connection.base_url.rstrip("/")


def pause(connection: Connection) -> None:
    """Stop reading and sending until a person resumes; nothing that waits is lost."""
    with transaction.atomic():
        _lock(connection)
        paused.set_aside(connection, reason="paused")
        _set_status(connection, Connection.Status.PAUSED, "paused")


def resume(connection: Connection) -> None:
    """Go on where it stopped."""
    with transaction.atomic():
        _lock(connection)
        _work(connection, "resumed")


def disconnect(connection: Connection) -> None:
    """Forget the secrets; orders, listings and history stay, and connecting again revives the row."""
    with transaction.atomic():
        _lock(connection)
        credential = getattr(connection, "credential", None)
        if credential is not None:
            for column in ("api_key", "api_secret", "access_token", "refresh_token", "extra", "previous"):
                setattr(credential, column, "")
            credential.hints, credential.previous_until, credential.token_expires_at = {}, None, None
            credential.is_valid = credential.is_active = False
            credential.version += 1
            credential._change_reason = "disconnected"
            credential.save()
        connection.stock_out = connection.price_out = connection.products_out = False
        _set_status(connection, Connection.Status.DISCONNECTED, "disconnected")


def _lock(connection: Connection) -> None:
    """What somebody else switched a moment ago is not written back from our older copy."""
    Connection.all_objects.select_for_update().get(pk=connection.pk)
    connection.refresh_from_db()


def _learn_account(store: Store, kind: type[Connector], tested: Tested) -> None:
    """The same keys may have been saved without a test: that row learns its account, and no second one appears."""
    if tested.account is None:
        return
    shops, told = Connection.all_objects.filter(store=store, marketplace__code=kind.code), tested.account
    before = _untested_account(kind, tested.values).remote_account_id
    row = shops.select_for_update(of=("self",)).filter(remote_account_id=before).first()
    if row is not None and not shops.filter(remote_account_id=told.remote_account_id).exists():
        row.remote_account_id = told.remote_account_id
        row._change_reason = "account learnt"
        row.save(update_fields=["remote_account_id", "updated_at"])


def _upsert(
    store: Store, kind: type[Connector], account_id: str, about: Mapping[str, Any], *, new_name: str
) -> Connection:
    """By the unique constraint: of two that connect the same shop at once, the second updates the first's row."""
    key = {"store": store, "marketplace": connectors.marketplace_row(kind.code), "remote_account_id": account_id}
    connection = Connection.all_objects.select_for_update().filter(**key).first()
    if connection is None:
        try:
            with transaction.atomic():
                connection = Connection(**key, **{"name": new_name[:100], **about})
                connection._change_reason = "connected"
                connection.save()
                return connection
        except IntegrityError:
            connection = Connection.all_objects.select_for_update().get(**key)
    for name, value in about.items():
        setattr(connection, name, value)
    if connection.status == Connection.Status.DISCONNECTED or connection.deleted_at:
        connection.stock_out = connection.price_out = connection.products_out = False
    connection.deleted_at = None
    return connection


def _work(connection: Connection, why: str) -> None:
    """Active again: what was paused for it becomes due, and the open cause is settled."""
    connection.status_kind = connection.status_reason = ""
    _set_status(connection, Connection.Status.ACTIVE, why)
    paused.release(connection, reason=why)
    needs_you.settle_cause(store=connection.store, cause_key=f"account:{connection.pk}", how=why, by="")


def _set_status(connection: Connection, status: str, why: str) -> None:
    is_other = connection.status != status
    if is_other or connection.status_since is None:
        connection.status_since = timezone.now()
    connection.status = status
    connection._change_reason = why
    connection.save()
    if is_other:
        working_changed.send(Connection, connection=connection)


def _untested_account(kind: type[Connector], values: Mapping[str, str]) -> Account:
    """Without a test call: the field that names the account, else a fingerprint of the keys."""
    told = values.get(kind.account_field, "")
    digest = hashlib.sha256("\n".join(f"{name}={values[name]}" for name in sorted(values)).encode()).hexdigest()
    return Account(remote_account_id=told or f"untested-{digest[:16]}")
