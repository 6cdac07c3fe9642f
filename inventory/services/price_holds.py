"""Prices that are not told until a person has looked: below what they cost, or far from what was told last."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.models import NeedsYou, Store
from core.services import needs_you
from inventory.models import MarketplaceProduct, PriceHold
from inventory.selectors.prices import Price
from inventory.services.outbound import mark_price
from marketplaces.models import Connection

Cause = PriceHold.Cause
#: Why nothing is sent, as the run's log says it.
WHY = {Cause.BELOW: "the price does not pay for cost and fees; it waits for you",
       Cause.JUMP: "the price moves by much; it waits for you"}  # fmt: skip


def cause_of(price: Price, told: Decimal | None) -> Cause | None:
    """What speaks against telling it; `told` is what went out last in the same currency.

    Only a price that a rule made may jump: one that a person typed was meant.
    """
    if price.is_held:
        return Cause.BELOW
    most = price.rule.jump_percent if price.rule else None
    if most is not None and price.is_made and told and abs(price.amount - told) * 100 > most * told:
        return Cause.JUMP
    return None


def judge(*, shop: Connection, prices: Mapping[UUID, Price], told: Mapping[UUID, Decimal]) -> dict[UUID, str]:
    """Which of these prices, by listing, must wait, and why. What waits is kept and needs somebody; the rest is free.

    An amount that a person let go is free as long as it stays that amount.
    """
    reasons: dict[UUID, str] = {}
    with transaction.atomic():
        rows = PriceHold.objects.select_for_update().filter(listing__in=list(prices), store=shop.store_id)
        known = {row.listing_id: row for row in rows.order_by("pk")}
        moved = False
        for pk, price in sorted(prices.items()):
            cause, row = cause_of(price, told.get(pk)), known.get(pk)
            if cause is None or (row is not None and row.allowed == price.amount):
                moved |= _close(row)
                continue
            moved |= _keep(row or PriceHold(store_id=shop.store_id, connection=shop, listing_id=pk), cause, price,
                           told.get(pk))  # fmt: skip
            reasons[pk] = WHY[cause]
        if moved:
            _tell(shop)
    return reasons


def _close(row: PriceHold | None) -> bool:
    if row is None or not row.is_open:
        return False
    row.is_open = False
    row._change_reason = "nothing holds it any more"
    row.save(update_fields=["is_open", "updated_at"])
    return True


def _keep(row: PriceHold, cause: Cause, price: Price, told: Decimal | None) -> bool:
    values = {
        "cause": cause, "wanted": price.amount, "currency": price.currency, "lowest": price.lowest, "told": told,
        "is_open": True, "allowed": None, "allowed_by": "",
    }  # fmt: skip
    if not row._state.adding and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row._change_reason = "held back"
    row.save()
    return True


def allow(*, store: Store, listing_ids: Collection[UUID], by: str) -> int:
    """A person lets these prices go as they are; says how many were held. Their shops hear of them."""
    with transaction.atomic():
        rows = PriceHold.objects.select_for_update().filter(store=store, listing__in=list(listing_ids), is_open=True)
        held = list(rows.order_by("pk"))
        for row in held:
            row.is_open, row.allowed, row.allowed_by = False, row.wanted, by[:150]
            row._change_reason = f"let go by {by}"[:100]
            row.save()
        mark_price([row.listing_id for row in held], reason="Price let go")
        for shop in Connection.objects.filter(store=store, pk__in={row.connection_id for row in held}):
            _tell(shop, by=by)
    return len(held)


def allow_one(*, listing: MarketplaceProduct, wanted: Decimal, by: str) -> None:
    """The same for one, as it was shown. Raises DomainError where it is another amount by now, or is not held."""
    row = PriceHold.objects.filter(listing=listing, is_open=True).first()
    if row is None:
        raise DomainError(_("This price is not held back any more."))
    if row.wanted != wanted:
        raise DomainError(_("The price has changed meanwhile. Look at it and let it go again."), field="wanted")
    allow(store=listing.store, listing_ids=[listing.pk], by=by)


def _tell(shop: Connection, *, by: str = "system") -> None:
    held = PriceHold.objects.filter(connection=shop, is_open=True)
    count, key = held.count(), f"prices:{shop.pk}"
    if not count:
        needs_you.settle_cause(store=shop.store, cause_key=key, how=_("No price is held back any more."), by=by)
        return
    below = held.filter(cause=Cause.BELOW).count()
    words = ngettext("%(shop)s: %(n)d price is held back", "%(shop)s: %(n)d prices are held back", count)
    said = ngettext(
        "%(n)d does not pay for cost and fees.", "%(n)d do not pay for cost and fees.", below
    ) % {"n": below}  # fmt: skip
    needs_you.raise_cause(
        store=shop.store, kind=NeedsYou.Kind.MONEY, cause_key=key, title=words % {"shop": shop.name, "n": count},
        tried=_("send prices"), said=said if below else "",
        cost=_("The shop still shows the old prices, and sells for them."),
        fix=_("Give each a price that pays, or let it go as it is."), subject_type="connection", subject_id=shop.pk,
    )  # fmt: skip
