"""Supplies: opened, filled order by order, emptied again, and handed over with all that is in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.models import NeedsYou, Store
from core.services import needs_you
from fulfillment.models import Shipment, SuppliedOrder, Supply
from fulfillment.selectors.supplies import ABILITY, find_by_code, may_be_put_in
from fulfillment.services.ship import ship, tell
from fulfillment.services.ship_whole import open_lines
from fulfillment.services.supply_news import tell_supply
from marketplaces.models import Connection
from marketplaces.services.abilities import able, schemes_without_supply
from orders.models import MarketplaceOrder, Order
from orders.services.acceptance import check_acceptable
from orders.services.lifecycle import move
from orders.state import CLOSED, LEFT

#: More is nobody's trip, and a supply is handed over in one transaction.
MOST = 1000


@dataclass(slots=True)
class Added:
    """How many were put in, and why the others were not: by order number or code."""

    put: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def open_supply(*, store: Store, connection: Connection, name: str = "", actor: Any = None) -> Supply:
    """A new, empty one; without a name it gets the day and a count. Its marketplace hears of it with its first order.

    Raises DomainError for a shop that takes none, and for a name that was used before.
    """
    _check_able(connection)
    with transaction.atomic():
        Connection.objects.select_for_update().get(pk=connection.pk)  # two that open one at a time get two names
        wanted = " ".join(name.replace("\x00", "").split())[:100] or _next_name(connection, store)
        if Supply.all_objects.filter(connection=connection, name=wanted).exists():
            raise DomainError(_("There is a supply “%s” already. Choose another name.") % wanted, field="name")
        return Supply.objects.create(store=store, connection=connection, name=wanted, opened_by=actor)


def _next_name(connection: Connection, store: Store) -> str:
    day = f"{timezone.now().astimezone(store.zone):%Y-%m-%d}"
    used = set(Supply.all_objects.filter(connection=connection, name__startswith=day).values_list("name", flat=True))
    return next(name for at in range(1, len(used) + 2) if (name := f"{day} / {at}") not in used)


def put_in(
    *, supply: Supply, orders: Collection[UUID] = (), codes: Collection[str] = (), actor: Any = None,
    actor_label: str = "",
) -> Added:  # fmt: skip
    """Put remote orders in, named by id or by what was scanned; each is answered alone.

    What is pending is accepted by that. Raises DomainError where the supply is not open any more.
    """
    added = Added()
    with transaction.atomic():
        row = _open(supply)
        free = may_be_put_in(row).filter(pk__in=orders)
        found = {there.pk: there for there in free}
        for wanted in orders:
            there = found.get(wanted)
            if there is None:
                added.refused[str(wanted)] = _("It lies in a supply already, or cannot leave now.")
            else:
                _put(row, there, there.order.number, added, actor, actor_label)
        for code in codes:
            named = find_by_code(row, code)
            if named is None:
                added.refused[code] = _why_not(row, code)
            else:
                there = MarketplaceOrder.objects.select_related("order").get(pk=named)
                _put(row, there, code, added, actor, actor_label)
        if added.put:
            tell_supply(row)
    return added


def _put(supply: Supply, there: MarketplaceOrder, named: str, added: Added, actor: Any, actor_label: str) -> None:
    """`named`: how it was asked for, and so how it is answered."""
    if SuppliedOrder.objects.filter(supply=supply).count() >= MOST:
        added.refused[named] = _("This supply is full. Open another one.")
        return
    order = Order.objects.select_for_update(of=("self",)).get(pk=there.order_id)
    try:
        with transaction.atomic():
            if order.status == Order.Status.PENDING:
                check_acceptable(order)
                _accept(order, supply, actor, actor_label)
            SuppliedOrder.objects.create(supply=supply, marketplace_order=there)
    except DomainError as error:
        added.refused[named] = str(error)
    else:
        added.put.append(order.number)


def _accept(order: Order, supply: Supply, actor: Any, actor_label: str) -> None:
    who = f"person:{actor.pk}" if actor is not None else "system"
    order.sync_status = "pending"
    reason = _("Put into the supply %s") % supply.name
    move(order=order, to=Order.Status.CONFIRMED, who=who, reason=reason, metadata={"by": actor_label})


def _why_not(supply: Supply, code: str) -> str:
    """Of an order that is known: why it cannot be put in; else that nothing is called so."""
    text = code.strip()
    named = MarketplaceOrder.objects.filter(connection=supply.connection_id, marketplace_order_id=text)
    there = named.select_related("order").first() or (
        MarketplaceOrder.objects.filter(connection=supply.connection_id, order__number__iexact=text)
        .select_related("order")
        .first()
    )
    if there is None:
        return _("No open order of this shop has this number or holds goods with this code.")
    lies = SuppliedOrder.objects.filter(marketplace_order=there).select_related("supply").first()
    if lies is not None:
        return _("%(number)s lies in the supply %(name)s.") % {"number": there.order.number, "name": lies.supply.name}
    words = {"number": there.order.number, "status": there.order.get_status_display().lower()}
    if there.order.remote_scheme in schemes_without_supply(supply.connection):
        shop = {"shop": supply.connection.marketplace.name, "scheme": there.order.remote_scheme}
        return _("%(number)s goes to the buyer (%(scheme)s), not to %(shop)s: it needs no supply.") % {**words, **shop}
    if there.order.held_at is not None:
        return _("%(number)s is on hold. Release it first.") % words
    if there.order.short_units:
        return _("%(number)s waits for stock.") % words
    if there.order.status == Order.Status.PENDING:
        try:
            check_acceptable(there.order)
        except DomainError as error:
            return str(error)
    return _("%(number)s is %(status)s, so it cannot be put in.") % words


def take_out(*, supply: Supply, orders: Collection[UUID]) -> int:
    """Take remote orders out of an open supply; how many. What lies in it there already is moved out there, too."""
    with transaction.atomic():
        row = _open(supply)
        rows = list(SuppliedOrder.objects.select_for_update().filter(supply=row, marketplace_order__in=orders))
        for each in rows:
            each._change_reason = "taken out"
            if each.put_at is None and not row.remote_id:
                each.delete()
            else:
                each.leaves = True
                each.save(update_fields=["leaves", "updated_at"])
        if rows:
            tell_supply(row)
    return len(rows)


def hand_over(*, supply: Supply, actor: Any = None, actor_label: str = "") -> Supply:
    """All that is in it leaves: parcels are made, stock goes, and its marketplace is told. Twice is once.

    Raises DomainError, with the reason, where an order in it cannot leave; then none does.
    """
    with transaction.atomic():
        row = Supply.objects.select_for_update().get(pk=supply.pk)
        if row.status != Supply.Status.OPEN:
            return row
        rows = list(SuppliedOrder.objects.filter(supply=row).select_related("marketplace_order__order"))
        going = [each for each in rows if each.marketplace_order.order.status not in CLOSED]
        _check_leaves(row, going)
        for each in sorted(going, key=lambda each: each.marketplace_order.order_id):
            _ship(row, each.marketplace_order, actor, actor_label)
        row.status, row.handed_over_at, row.handed_over_by = Supply.Status.LEAVING, timezone.now(), actor
        row._change_reason = f"handed over by {actor_label}"[:100]
        row.save()
        tell_supply(row)
    return row


def _check_leaves(supply: Supply, going: list[SuppliedOrder]) -> None:
    if not going:
        raise DomainError(_("The supply is empty. Put orders into it first."))
    out = [each for each in going if each.leaves]
    missing = [each for each in going if each.put_at is None and not each.leaves]
    if refused := [each for each in missing if each.refused]:
        words = _("%(number)s was not taken into the supply: %(why)s Take it out, then hand over the others.")
        first = refused[0]
        raise DomainError(words % {"number": first.marketplace_order.order.number, "why": first.refused})
    if missing or out:
        words = ngettext(
            "%(shop)s has not heard of %(n)d order of this supply yet. Wait a moment, then hand it over.",
            "%(shop)s has not heard of %(n)d orders of this supply yet. Wait a moment, then hand it over.",
            len(missing) + len(out),
        )
        raise DomainError(words % {"shop": supply.connection.marketplace.name, "n": len(missing) + len(out)})


def _ship(supply: Supply, there: MarketplaceOrder, actor: Any, actor_label: str) -> None:
    """What has left by the marketplace's own word is left alone."""
    if there.order.status in LEFT:
        return
    lines = [line for line in open_lines(there.order) if line.marketplace_order_id == there.pk]
    if lines:
        ship(
            order=there.order, takes={line.pk: line.open_quantity for line in lines}, carrier="", tracking_number="",
            request_key=f"supply:{supply.pk.hex}"[:64], actor=actor, actor_label=actor_label, supply=supply,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an order is not taken: the whole sentence, the marketplace's own words, what to do."""

    sentence: str
    said: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a supply stands at its marketplace: remote numbers of orders that lie in it, or are not taken."""

    remote_id: str
    inside: frozenset[str]
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    handed_over: bool = False


def told(*, supply: Supply, result: Kept) -> list[str]:
    """Keep what its marketplace made of it; the numbers of orders that are newly in it there."""
    with transaction.atomic():
        row = Supply.objects.select_for_update().get(pk=supply.pk)
        new = _keep_orders(row, result)
        if row.remote_id != result.remote_id:
            row.remote_id = result.remote_id[:100]
            row.save(update_fields=["remote_id", "updated_at"])
        if result.handed_over and row.status != Supply.Status.GONE:
            _gone(row)
        _raise_refused(row, result.refused)
    supply.refresh_from_db()
    return new


def _keep_orders(supply: Supply, result: Kept) -> list[str]:
    refused = {number: why.sentence for number, why in result.refused.items()}
    new = list[str]()
    rows = SuppliedOrder.objects.select_for_update(of=("self",)).filter(supply=supply)
    for row in rows.select_related("marketplace_order").order_by("pk"):
        number = row.marketplace_order.marketplace_order_id
        if row.leaves and number not in result.inside:
            row._change_reason = "taken out there"
            row.delete()
            continue
        put = row.put_at or timezone.now() if number in result.inside else None
        if (row.put_at, row.refused) == (put, refused.get(number, "")):
            continue
        if row.put_at is None and put is not None:
            new.append(number)
        row.put_at, row.refused = put, refused.get(number, "")
        row._change_reason = "refused" if row.refused else "in it there"
        row.save(update_fields=["put_at", "refused", "updated_at"])
    return new


def _gone(supply: Supply) -> None:
    """From now on each parcel is told, which sees that its order has left."""
    supply.status, supply.gone_at = Supply.Status.GONE, timezone.now()
    supply._change_reason = "handed over there"
    supply.save(update_fields=["status", "gone_at", "updated_at"])
    for shipment in Shipment.objects.filter(supply=supply).select_related("marketplace_order", "supply"):
        tell(shipment)


def _raise_refused(supply: Supply, refused: Mapping[str, Refusal]) -> None:
    key = f"supply:{supply.pk}"
    if not refused:
        needs_you.settle_cause(store=supply.store, cause_key=key, how="All of it was taken", by="system")
        return
    first = next(iter(refused.values()))
    words = {"shop": supply.connection.name, "n": len(refused), "name": supply.name}
    needs_you.raise_cause(
        store=supply.store, kind=NeedsYou.Kind.REFUSED, cause_key=key,
        title=ngettext(
            "%(shop)s did not take %(n)d order into the supply %(name)s",
            "%(shop)s did not take %(n)d orders into the supply %(name)s", len(refused),
        ) % words,
        tried="supply", said=first.said or first.sentence, cost="The supply cannot be handed over with them in it.",
        fix=first.fix or "Take them out of this supply, and put them into another one.",
        subject_type="supply", subject_id=supply.pk,
    )  # fmt: skip


def _open(supply: Supply) -> Supply:
    row = Supply.objects.select_for_update().get(pk=supply.pk)
    if row.status != Supply.Status.OPEN:
        raise DomainError(_("The supply %s was handed over. Open another one.") % row.name)
    _check_able(row.connection)
    return row


def _check_able(connection: Connection) -> None:
    if not able(connection, ABILITY):
        words = _("%s takes each order by itself, never several as one supply.")
        raise DomainError(words % connection.marketplace.name, field="connection")
