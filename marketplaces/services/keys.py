"""Exchanges the keys of a connected shop: the old ones work until the new ones have passed."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.framework.credentials import checked
from marketplaces.models import Connection
from marketplaces.services import connect, connectors, credentials
from marketplaces.services.trial import Tested, test_values

UNTESTED = "untested-"


def untested(kind: type[Connector], given: Mapping[str, str], *, base_url: str, by_operator: bool = False) -> Tested:
    """What was entered, without a call; what the environment brings need not be entered."""
    clean, problems = checked(kind.credential_fields, given)
    full = credentials.with_environment(kind, clean, base_url=base_url, by_operator=by_operator)
    left = {name: text for name, text in problems.items() if name not in full or given.get(name, "").strip()}
    return Tested(code=kind.code, values=full, problems=left)


def with_made(kind: type[Connector], given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What was given and, where the shop has none of its own yet, what is made for it; the second part is that alone.

    Of a pair all is made or nothing: half of one belongs to whoever sent the other half.
    """
    made = [field for field in kind.credential_fields if field.made]
    if not made or any(given.get(field.name, "").strip() for field in made):
        return dict(given), {}
    new = {field.name: field.new_value() for field in made}
    return {**given, **new}, new


def try_exchange(connection: Connection, given: Mapping[str, str]) -> Tested:
    """Test new values beside the stored ones; nothing is stored. Keys of another shop are a problem, not a verdict."""
    kind = registry.connector_class(connection.marketplace.code)
    address = connectors.address_of(connection)
    values, problems = connect.merged_values(connection, given, base_url=address)
    if problems:
        return Tested(code=kind.code, values=values, problems=problems)
    tested = test_values(
        kind.code,
        values,
        base_url=address,
        allow_private=connectors.allows_private(connection),
        settings=connection.settings,
        renew=True,
    )
    return same_shop(connection, tested)


def exchange(connection: Connection, tested: Tested, *, name: str = "") -> Connection:
    """Store keys that have passed, at the address and under the name that the shop has; a paused shop stays paused."""
    was_paused = connection.status == Connection.Status.PAUSED
    with transaction.atomic():
        _take_account(connection, tested)
        shop = connect.connect(
            store=connection.store,
            code=connection.marketplace.code,
            name=name or connection.name,
            tested=tested,
            base_url=connectors.address_of(connection) if connection.is_sandbox else connection.base_url,
            allow_private=connectors.allows_private(connection),
        )
        if was_paused:
            connect.pause(shop)
    return shop


def same_shop(connection: Connection, tested: Tested) -> Tested:
    """Keys of another shop must not take this one over: its orders are those of this account."""
    account = tested.account
    unknown = connection.remote_account_id.startswith(UNTESTED)
    if account is None or unknown or account.remote_account_id == connection.remote_account_id:
        return tested
    sentence = _(
        "These keys belong to %(other)s, not to %(shop)s. Connect that one as a shop of its own, or enter the keys of "
        "%(shop)s."
    )
    other = account.name or account.remote_account_id
    return replace(tested, verdicts=(), problems={"": sentence % {"other": other, "shop": connection.name}})


def _take_account(connection: Connection, tested: Tested) -> None:
    """A shop saved without a test learns its account now, instead of leaving a second row behind."""
    if tested.account is None or not connection.remote_account_id.startswith(UNTESTED):
        return
    told = tested.account.remote_account_id
    known = Connection.all_objects.filter(
        store=connection.store, marketplace=connection.marketplace, remote_account_id=told
    )
    if not known.exists():
        connection.remote_account_id = told
        connection._change_reason = "account learnt"
        connection.save(update_fields=["remote_account_id", "updated_at"])
