"""Keeps the list of differences of a shop, and has them healed where its policy says so."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from core.services import needs_you
from inventory.models import Agreement, Offer
from inventory.models.agreement import Decides, Field
from inventory.services import digital
from inventory.services.agreements.owners import decides_for
from inventory.services.outbound import mark_offers, mark_price, mark_stock
from inventory.services.rules import rule_of
from marketplaces.models import Connection, OutboundChange
from sync.drift.finding import UNDER_WAY, Found, coming_back, find
from sync.models import Drift

What, Cause, State = Drift.What, Drift.Cause, Drift.State
#: Told again by itself so often and still shown otherwise: somebody there changes it back, or takes no notice.
MOST_TRIES = 3
#: What nothing of theirs explains: only that may be told again by itself.
OURS_TO_SAY = (Cause.EDITED, Cause.LATE)
KEPT = (
    "cause", "state", "ours", "theirs", "money", "currency", "units", "tries", "found_at", "seen_at", "over_at",
    "decided_by", "updated_at",
)  # fmt: skip


def look(connection: Connection, *, orders_read_since: datetime) -> int:
    """Bring the list up to date after a whole read of orders; returns how many differences are told again.

    Never overwrites what may be a sale (ADR 0007), a promotion, what was refused, or what a person wants watched. As
    many statements for one listing as for all.
    """
    with transaction.atomic():
        Connection.objects.select_for_update(of=("self",), no_key=True).get(pk=connection.pk)
        digital.keep_told(connection=connection)
        rows = _kept(connection, find(connection, orders_read_since=orders_read_since))
        _end(connection, rows)
        healed = heal(_healed_by_policy(connection, rows), by="")
        tell(connection)
    return healed


def _kept(connection: Connection, found: Sequence[Found]) -> list[Drift]:
    """One row each, written in one statement; those that a person decides about meanwhile are waited for."""
    locked = Drift.objects.select_for_update().filter(connection=connection).order_by("pk")
    known = {(row.listing_id, row.what): row for row in locked}
    now = timezone.now()
    rows = []
    for each in found:
        row = known.get((each.listing.pk, each.what)) or Drift(
            store_id=connection.store_id, connection=connection, listing=each.listing, what=each.what,
            state=State.OVER, found_at=now,
        )  # fmt: skip
        row.listing = each.listing
        _meet(row, each, connection, now)
        rows.append(row)
    Drift.objects.bulk_create(rows, update_conflicts=True, unique_fields=["listing", "what"], update_fields=KEPT)
    return rows


def _meet(row: Drift, each: Found, connection: Connection, now: datetime) -> None:
    """A difference that was over begins anew; theirs that was accepted is none until they show a third number."""
    accepted = row.state == State.ACCEPTED and (row.ours, row.theirs) == (each.ours, each.theirs)
    if row.state in (State.OVER, State.ACCEPTED) and not accepted:
        row.state, row.found_at, row.over_at, row.decided_by, row.tries = State.OPEN, now, None, "", 0
    elif row.state == State.HEALING:  # it was told again, and they changed it again or took no notice
        row.state = State.OPEN
    row.cause, row.ours, row.theirs, row.seen_at = each.cause, each.ours, each.theirs, now
    row.units, row.money = each.units, min(each.money, Decimal(10) ** 10).quantize(Decimal("0.0001"))
    row.currency = each.listing.currency or connection.currency


def _end(connection: Connection, rows: Sequence[Drift]) -> None:
    """What is not met any more is over, unless something is still on its way there."""
    moving = OutboundChange.objects.filter(connection=connection, kind__in=("stock", "price"), state__in=UNDER_WAY)
    waits = set(moving.values_list("subject_id", "kind"))
    waits |= {(pk, What.STATUS.value) for pk in coming_back(connection)}
    left = Drift.objects.filter(connection=connection).exclude(state__in=(State.OVER, State.ACCEPTED))
    over = [row.pk for row in left.exclude(pk__in=[row.pk for row in rows]) if (row.listing_id, row.what) not in waits]
    now = timezone.now()
    Drift.objects.filter(pk__in=over).update(state=State.OVER, over_at=now, updated_at=now)


def _healed_by_policy(connection: Connection, rows: Sequence[Drift]) -> list[Drift]:
    rule = rule_of(connection)
    heals = {What.STOCK: rule.heal_stock, What.PRICE: rule.heal_price, What.STATUS: rule.heal_status}
    open_ones = [
        row for row in rows
        if row.state == State.OPEN and row.cause in OURS_TO_SAY and row.tries < MOST_TRIES and heals[What(row.what)]
    ]  # fmt: skip
    theirs = _theirs_to_price(connection, [row.listing_id for row in open_ones if row.what == What.PRICE])
    sent = _sent_from_here([row.listing_id for row in open_ones if row.what == What.STATUS])
    return [
        row for row in open_ones
        if not (row.what == What.PRICE and row.listing_id in theirs)
        and not (row.what == What.STATUS and row.listing_id not in sent)
    ]  # fmt: skip


def _theirs_to_price(connection: Connection, listing_ids: Collection[UUID]) -> set[UUID]:
    """Listings of which the channel decides the price: theirs is not overwritten by itself."""
    if not listing_ids:
        return set()
    rows = Agreement.objects.filter(listing__in=list(listing_ids), field=Field.PRICE)
    own = dict(rows.exclude(decides="").values_list("listing", "decides"))
    shops = decides_for([], connection)[Field.PRICE]
    return {pk for pk in listing_ids if own.get(pk, shops) == Decides.THEIRS}


def _sent_from_here(listing_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The offers of listings whose card is ours: sending it again puts them back on sale and overwrites no text."""
    if not listing_ids:
        return {}
    rows = Offer.objects.filter(
        listing__in=list(listing_ids), wanted=Offer.Wish.OFFERED, connection__products_out=True
    )  # fmt: skip
    return {listing: pk for listing, pk in rows.values_list("listing", "pk") if listing is not None}


def why_not_back(row: Drift) -> str:
    """Why a listing cannot be put on sale again from here; empty where its card may be sent again."""
    if _sent_from_here([row.listing_id]):
        return ""
    return _("It was not sent from here, so Orion cannot put it on sale. Do that at the marketplace, or unlink it.")


def heal(rows: Collection[Drift], *, by: str) -> int:
    """Have the shop told again, with the truth of the moment it is told; returns of how many rows it is.

    `by` is empty for the policy, whose tries are counted.
    """
    if not rows:
        return 0
    of = {what: [row for row in rows if row.what == what] for what in What}
    with transaction.atomic():
        mark_stock(
            {row.listing.variant_id for row in of[What.STOCK] if row.listing.variant_id},
            reason="They show another number",
        )
        mark_price([row.listing_id for row in of[What.PRICE]], reason="They show another price")
        offers = _sent_from_here([row.listing_id for row in of[What.STATUS]])
        mark_offers(list(offers.values()), reason="Taken off sale there")
        Drift.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.HEALING, decided_by=by[:150], updated_at=timezone.now(), tries=F("tries") + (0 if by else 1)
        )
    return len(rows)


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
