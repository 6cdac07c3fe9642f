"""Digital goods have no shelf: when they count as counted, who hears that keys moved, and what is told kept true."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from core.models import Store
from core.services.sets import update_rows
from inventory.models import MarketplaceProduct, Product, Variant
from inventory.selectors.stock import told
from inventory.services.outbound import mark_stock
from inventory.services.supplier_money import all_money_moved, money_moved
from marketplaces.models import Connection, OutboundChange
from marketplaces.services.abilities import buys_keys, supplies
from marketplaces.signals import working_changed

State = OutboundChange.State
#: On its way: the push looks at the truth by itself.
UNDER_WAY = (State.WAITING, State.RETRY, State.HELD, State.PAUSED)
CHUNK = 5_000


def keys_moved(variant_ids: Collection[UUID], *, reason: str) -> None:
    """In the transaction in which keys came, went, or were given to somebody. With its first keys it is counted."""
    open_counts(variant_ids)
    mark_stock(variant_ids, reason=reason)


def open_counts(variant_ids: Collection[UUID]) -> None:
    """Law 13: from now on channels may be told how many there are."""
    waiting = Variant.objects.filter(
        pk__in=list(variant_ids), product__kind=Product.Kind.DIGITAL, opening_counted_at__isnull=True
    )
    now = timezone.now()
    rows = [(pk, now) for pk in waiting.order_by("pk").values_list("pk", flat=True)]
    update_rows(Variant, ("id", "opening_counted_at"), rows, now=now, reason="keys known")


def supply_read(connection: Connection, listing_ids: Iterable[UUID], *, reason: str = "Supplier read") -> None:
    """In the transaction in which these listings of a supplier became others: whoever sells those keys hears of it."""
    if not supplies(connection):
        return
    rows = MarketplaceProduct.objects.filter(pk__in=list(listing_ids), variant__isnull=False)
    _supplied(connection, set(rows.values_list("variant_id", flat=True)), reason)


def supply_switched(connection: Connection, *, reason: str) -> None:
    """In the transaction in which keys are bought there from now on, or no more."""
    rows = MarketplaceProduct.objects.filter(connection=connection, variant__isnull=False)
    _supplied(connection, set(rows.values_list("variant_id", flat=True)), reason)


@receiver(working_changed, dispatch_uid="inventory.digital")
def supply_works(connection: Connection, **_more: Any) -> None:
    """Nothing can be bought where an account is paused, stopped or gone; and it can again."""
    if buys_keys(connection):
        supply_switched(connection, reason="Supplier works" if connection.status == "active" else "Supplier paused")


def money_read(connection: Connection) -> None:
    """In the transaction in which the balance there became another."""
    mark_stock(money_moved([connection.pk]), reason="Balance read")


def _supplied(connection: Connection, variant_ids: set[UUID | None], reason: str) -> None:
    known = {pk for pk in variant_ids if pk is not None}
    if buys_keys(connection):
        open_counts(known)
    mark_stock(known, reason=reason)


def keep_told(*, store: Store | None = None, connection: Connection | None = None) -> int:
    """Mark the digital listings that should be told another number than they were: a key, a reading or money has ended,
    which is nobody's act. Says how many differ; the number of queries does not depend on how many listings there are.
    """
    rows = MarketplaceProduct.objects.filter(
        variant__product__kind=Product.Kind.DIGITAL, variant__opening_counted_at__isnull=False,
        connection__stock_out=True, connection__deleted_at__isnull=True, stock_is_theirs=False,
    ).exclude(status=MarketplaceProduct.Status.DELETED)  # fmt: skip
    with transaction.atomic():
        mark_stock(all_money_moved(), reason="Keys or supply ended")
    if store is not None:
        rows = rows.filter(store=store)
    if connection is not None:
        rows = rows.filter(connection=connection)
    listings = dict(rows.order_by("pk").values_list("pk", "variant_id"))
    ids, found = list(listings), 0
    for start in range(0, len(ids), CHUNK):
        differing = _differing(ids[start : start + CHUNK])
        mark_stock({listings[pk] for pk in differing}, reason="Keys or supply ended")
        found += len(differing)
    return found


def _differing(listing_ids: Collection[UUID]) -> list[UUID]:
    changes = OutboundChange.objects.filter(kind=OutboundChange.Kind.STOCK, subject_id__in=listing_ids)
    rows = changes.values_list("subject_id", "state", "last_sent")
    sent: dict[UUID, tuple[str, dict[str, Any]]] = {pk: (state, last) for pk, state, last in rows}
    found = []
    for pk, tell in told(listing_ids).items():
        state, last = sent.get(pk, ("", {}))
        if tell.by_warehouse and state not in UNDER_WAY and last.get("stock") != tell.by_warehouse:
            found.append(pk)
    return found
