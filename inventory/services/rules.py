"""How shops are told about stock: buffer, threshold, pace. A change makes them hear everything once more."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.errors import DomainError
from core.meanwhile import check
from core.models import Store
from inventory.models import InventorySyncConfig, StoreStockRule
from inventory.services.outbound import mark_connection_stock
from marketplaces.models import Connection

FIELDS = (
    "is_enabled",
    "strategy",
    "interval_minutes",
    "safety_stock",
    "out_of_stock_threshold",
    "send_zero",
    "share_percent",
    "priority",
)
#: Whether what was changed there is told again by itself, by what it is; else it waits for a person.
HEALS = {"stock": "heal_stock", "price": "heal_price", "status": "heal_status"}


STORE_FIELDS = ("buffer", "threshold")


def store_rule_of(store: Store) -> StoreStockRule:
    """What is kept back where nothing nearer says so; one that was never changed is not stored and keeps nothing."""
    return StoreStockRule.objects.filter(store=store).first() or StoreStockRule(store=store)


def set_store_rule(store: Store, *, by: str, expected: Mapping[str, Any] | None = None, **wanted: int) -> int:
    """Change the store's rule; returns how many listings are to be told because of it. `expected` as for `set_rule`.

    Shops that have a buffer and a threshold of their own hear nothing new.
    """
    with transaction.atomic():
        Store.objects.select_for_update().get(pk=store.pk)
        rule = store_rule_of(store)
        if not rule._state.adding:  # what was never stored, nobody changed meanwhile
            check(rule, wanted, expected)
        changed = [name for name in STORE_FIELDS if name in wanted and getattr(rule, name) != wanted[name]]
        if not changed:
            return 0
        for name in changed:
            setattr(rule, name, wanted[name])
        rule._change_reason = f"rule changed by {by}"[:100]
        rule.save()
        return sum(mark_connection_stock(shop, reason="Rule of the store changed") for shop in _following(store))


def _following(store: Store) -> list[Connection]:
    own = InventorySyncConfig.objects.filter(
        store=store, safety_stock__isnull=False, out_of_stock_threshold__isnull=False
    )
    shops = Connection.objects.filter(store=store, stock_out=True, deleted_at__isnull=True)
    return list(shops.exclude(pk__in=own.values("connection")).order_by("pk"))


def rule_of(connection: Connection) -> InventorySyncConfig:
    """The rule of a shop; one that was never changed is not stored."""
    return InventorySyncConfig.objects.filter(connection=connection).first() or InventorySyncConfig(
        connection=connection, store_id=connection.store_id
    )


def set_rule(connection: Connection, *, by: str, expected: Mapping[str, Any] | None = None, **wanted: Any) -> int:
    """Change the rule; returns how many listings are to be told because of it, none where nothing changed.

    `expected` is the rule as it was when asked: raises ChangedMeanwhile where somebody else was quicker.
    """
    unknown = wanted.keys() - set(FIELDS)
    if unknown:
        raise DomainError(f"A stock rule has no {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        rule = rule_of(connection)
        check(rule, wanted, expected)
        changed = [name for name, value in wanted.items() if getattr(rule, name) != value]
        if not changed and not rule._state.adding:
            return 0
        for name in changed:
            setattr(rule, name, wanted[name])
        rule._change_reason = f"rule changed by {by}"[:100]
        rule.save()
        told = mark_connection_stock(connection, reason="Rule changed")
        if {"share_percent", "priority", "is_enabled"} & set(changed):
            _tell_sharers(connection)
        return told


def _tell_sharers(connection: Connection) -> None:
    """The other shops that take a part of the same stock: what one takes, another does not get."""
    rules = InventorySyncConfig.objects.filter(store=connection.store_id, share_percent__lt=100)
    for rule in rules.exclude(connection=connection).select_related("connection").order_by("connection_id"):
        mark_connection_stock(rule.connection, reason="Shares changed")


def set_healing(
    connection: Connection, *, by: str, expected: Mapping[str, bool] | None = None, **wanted: bool
) -> InventorySyncConfig:
    """Say what of stock, price and status is told again by itself. Nothing is told because of it now.

    `expected` is what was read: raises ChangedMeanwhile where somebody else was quicker. What is unsaid stays.
    """
    if unknown := wanted.keys() - HEALS.keys():
        raise DomainError(f"Drift has no {', '.join(sorted(unknown))}.")
    fields = {HEALS[name]: value for name, value in wanted.items()}
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)
        rule = rule_of(connection)
        check(rule, fields, {HEALS[name]: value for name, value in expected.items()} if expected else None)
        changed = [name for name, value in fields.items() if getattr(rule, name) != value]
        for name in changed:
            setattr(rule, name, fields[name])
        if changed:
            rule._change_reason = f"drift: changed by {by}"[:100]
            rule.save()
    return rule
