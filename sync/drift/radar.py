"""Keeps the list of differences of a shop, and has them healed where its policy says so."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from core.services import needs_you
from inventory.models import Agreement
from inventory.models.agreement import Decides, Field
from inventory.services.agreements.owners import decides_for
from inventory.services.outbound import mark_price, mark_stock
from inventory.services.rules import rule_of
from marketplaces.models import Connection, OutboundChange
from sync.drift.finding import Found, find
from sync.models import Drift

What, Cause, State = Drift.What, Drift.Cause, Drift.State
#: Something of the listing is on its way there: nobody can say yet whether it differs.
UNDER_WAY = (
    OutboundChange.State.WAITING, OutboundChange.State.RETRY, OutboundChange.State.ACCEPTED,
    OutboundChange.State.PAUSED, OutboundChange.State.HELD,
)  # fmt: skip


def look(connection: Connection, *, orders_read_since: datetime) -> int:
    """Bring the list up to date after a whole read of orders; returns how many listings are told again.

    Never overwrites what may be a sale (ADR 0007), a promotion, what was refused, or what a person wants watched.
    """
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",), no_key=True).get(pk=connection.pk)
        rows = _kept(connection, find(connection, orders_read_since=orders_read_since))
        _end(connection, rows)
        theirs = _theirs_to_price(connection, [row.listing_id for row in rows if row.what == What.PRICE])
        healed = heal([row for row in rows if _may_heal(connection, row, theirs)])
        tell(connection)
    return healed


def _kept(connection: Connection, found: Sequence[Found]) -> list[Drift]:
    known = {(row.listing_id, row.what): row for row in Drift.objects.filter(connection=connection)}
    now = timezone.now()
    rows = []
    for each in found:
        row = known.get((each.listing.pk, each.what)) or Drift(
            store_id=connection.store_id, connection=connection, listing=each.listing, what=each.what,
            state=State.OVER, found_at=now,
        )  # fmt: skip
        _meet(row, each, connection, now)
        row.save()
        rows.append(row)
    return rows


def _meet(row: Drift, each: Found, connection: Connection, now: datetime) -> None:
    """A difference that was over begins anew; theirs that was accepted is none until they show a third number."""
    accepted = row.state == State.ACCEPTED and (row.ours, row.theirs) == (each.ours, each.theirs)
    if row.state in (State.OVER, State.ACCEPTED) and not accepted:
        row.state, row.found_at, row.over_at, row.decided_by = State.OPEN, now, None, ""
    elif row.state == State.HEALING:  # it was told again, and they changed it again or took no notice
        row.state = State.OPEN
    row.cause, row.ours, row.theirs, row.seen_at = each.cause, each.ours, each.theirs, now
    row.money = min(each.money, Decimal(10) ** 10).quantize(Decimal("0.0001"))
    row.currency = each.listing.currency or connection.currency


def _end(connection: Connection, rows: Sequence[Drift]) -> None:
    """What is not met any more is over, unless something is still on its way there."""
    moving = OutboundChange.objects.filter(connection=connection, kind__in=("stock", "price"), state__in=UNDER_WAY)
    waits = set(moving.values_list("subject_id", "kind"))
    left = Drift.objects.filter(connection=connection).exclude(state__in=(State.OVER, State.ACCEPTED))
    over = [row.pk for row in left.exclude(pk__in=[row.pk for row in rows]) if (row.listing_id, row.what) not in waits]
    now = timezone.now()
    Drift.objects.filter(pk__in=over).update(state=State.OVER, over_at=now, updated_at=now)


def _theirs_to_price(connection: Connection, listing_ids: Collection[UUID]) -> set[UUID]:
    """Listings of which the channel decides the price: theirs is not overwritten by itself."""
    rows = Agreement.objects.filter(listing__in=list(listing_ids), field=Field.PRICE)
    own = dict(rows.exclude(decides="").values_list("listing", "decides"))
    shops = decides_for([], connection)[Field.PRICE]
    return {pk for pk in listing_ids if own.get(pk, shops) == Decides.THEIRS}


def _may_heal(connection: Connection, row: Drift, theirs: Collection[UUID]) -> bool:
    if row.what == What.PRICE and row.listing_id in theirs:
        return False
    rule = rule_of(connection)
    by_policy = {What.STOCK: rule.heal_stock, What.PRICE: rule.heal_price}.get(What(row.what), False)
    return by_policy and row.state == State.OPEN and row.cause == Cause.EDITED


def heal(rows: Collection[Drift], *, by: str = "") -> int:
    """Have the shop told again, with the truth of the moment it is told; returns of how many rows it is."""
    healed = [row for row in rows if row.what != What.STATUS]
    with transaction.atomic():
        mark_stock(
            {row.listing.variant_id for row in healed if row.what == What.STOCK and row.listing.variant_id},
            reason="They show another number",
        )
        mark_price([row.listing_id for row in healed if row.what == What.PRICE], reason="They show another price")
        Drift.objects.filter(pk__in=[row.pk for row in healed]).update(
            state=State.HEALING, decided_by=by[:150], updated_at=timezone.now()
        )
    return len(healed)


def tell(connection: Connection) -> None:
    """One line for the shop, however many listings wait; it goes when none does."""
    key = f"drift:{connection.pk}"
    waits = Drift.objects.filter(connection=connection, state=State.OPEN).exclude(
        cause__in=(Cause.SALE, Cause.REFUSED)
    )  # fmt: skip
    count = waits.count()
    if not count:
        needs_you.settle_cause(store=connection.store, cause_key=key, how="They show what we tell.", by="system")
        return
    currencies = set(waits.order_by().values_list("currency", flat=True))
    words = ngettext(
        "%(shop)s: %(n)d listing shows something else than we tell",
        "%(shop)s: %(n)d listings show something else than we tell",
        count,
    )
    needs_you.raise_cause(
        store=connection.store, kind=NeedsYou.Kind.DIFFERS, cause_key=key,
        title=words % {"shop": connection.name, "n": count}, tried="read back",
        cost=_("Buyers there see another price, stock or state."),
        fix=_("Open Drift: tell it again, accept theirs, or keep watching."),
        subject_type="connection", subject_id=connection.pk,
        money=waits.aggregate(sum=Sum("money"))["sum"] if len(currencies) == 1 else None,
        currency=currencies.pop() if len(currencies) == 1 else "",
    )  # fmt: skip
