"""A person settles what both sides changed: ours is sent, theirs is taken, or both stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import Agreement, MarketplaceProduct
from inventory.models.agreement import Field
from inventory.selectors.disagreements import fingerprint
from inventory.services.agreements.compare import OVERRIDES, agree, amount, overrule
from inventory.services.offers import tell_card
from inventory.services.outbound import mark_price
from inventory.services.product_fields import LARGEST_PRICE

LONGEST = {Field.TITLE: 500, Field.DESCRIPTION: 100_000}


class Side(StrEnum):
    """What to do about a field."""

    OURS = "ours"  # send ours there
    THEIRS = "theirs"  # the listing's own word here becomes theirs
    OWN = "own"  # a text of its own, kept for this listing and sent
    BOTH = "both"  # both stay as they are; that is what is agreed


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for a field. `seen` is the fingerprint of both sides as they saw them."""

    side: str
    text: str = ""
    seen: str | None = None


@dataclass(slots=True)
class Settled:
    """The fields that are sent, taken and left as they are."""

    sent: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def settle(*, listing: MarketplaceProduct, choices: Mapping[str, Choice], by: str) -> Settled:
    """All or none. Raises DomainError naming the field: where it changed meanwhile, or cannot be sent."""
    rows = Agreement.objects.select_for_update().filter(listing=listing, field__in=list(choices)).order_by("pk")
    agreements = {row.field: row for row in rows}
    row = MarketplaceProduct.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    if row.variant_id is None:
        raise DomainError(_("This listing is not linked to a product. Link it first."))
    done = Settled()
    own: dict[str, object] = {}
    for name, choice in choices.items():
        own |= _settle(agreements.get(name), name, choice, by, done)
    if own:
        for column, value in own.items():
            setattr(row, column, value)
        row._change_reason = f"settled by {by}"[:100]
        row.save(update_fields=[*own, "updated_at"])
    for each in agreements.values():
        each._change_reason = f"settled by {by}"[:100]
        each.save()
    _send(row, done, by)
    listing.refresh_from_db()
    return done


def _settle(row: Agreement | None, name: str, choice: Choice, by: str, done: Settled) -> dict[str, object]:
    """Settles one field in memory; returns what the listing's own word becomes."""
    if row is None:
        raise DomainError(_("This field has not been compared yet, or one side has nothing in it."), field=name)
    if choice.seen is not None and choice.seen != fingerprint(row):
        raise DomainError(_("It changed once more meanwhile. Look at both sides again."), field=name)
    now, text = timezone.now(), choice.text.replace("\r\n", "\n").replace("\x00", "").strip()
    if choice.side == Side.BOTH:
        agree(row, row.ours, row.theirs, by=by, now=now)
        done.left.append(name)
        return {}
    if choice.side == Side.THEIRS or (choice.side == Side.OWN and text == row.theirs):
        agree(row, row.theirs, row.theirs, by=by, now=now)
        done.taken.append(name)
        return {OVERRIDES[Field(name)]: _kept(name, row.theirs)}
    if choice.side not in (Side.OURS, Side.OWN):
        raise DomainError(_("Choose ours, theirs, a text of its own, or leave both."), field=name)
    own: dict[str, object] = {}
    if choice.side == Side.OWN:
        value = _kept(name, text)
        own, row.ours = {OVERRIDES[Field(name)]: value}, amount(value) if isinstance(value, Decimal) else text
    overrule(row)
    row.agreed_at, row.agreed_by = now, by[:150]
    done.sent.append(name)
    return own


def _kept(name: str, text: str) -> str | Decimal:
    """The text as the listing keeps it."""
    if name != Field.PRICE:
        if not text or len(text) > LONGEST[Field(name)]:
            words = _("Enter a text of at most %(most)d characters.") % {"most": LONGEST[Field(name)]}
            raise DomainError(words, field=name)
        return text
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(0)
    if not (price.is_finite() and 0 < price < LARGEST_PRICE and price == round(price, 4)):
        raise DomainError(_("Enter a price above 0 with at most four digits after the point."), field=name)
    return price


def _send(listing: MarketplaceProduct, done: Settled, by: str) -> None:
    """The news of what counts; where it cannot be told, nothing is settled."""
    shop = listing.connection
    if Field.PRICE in done.sent:
        if not shop.price_out:
            words = _("“Send prices” is switched off at %(shop)s. Switch it on, take theirs, or leave both.")
            raise DomainError(words % {"shop": shop.name}, field=Field.PRICE)
        mark_price([listing.pk], reason="Settled")
    words_sent = [name for name in done.sent if name != Field.PRICE]
    if words_sent:
        why = tell_card(listing, by=by)
        if why:
            raise DomainError(_("It cannot be sent there: %(why)s") % {"why": why}, field=words_sent[0])


def tell(*, store: Store, listing_ids: Collection[UUID]) -> None:
    """Orion decides: its card and price are told, as far as they can be."""
    for listing in MarketplaceProduct.objects.filter(store=store, pk__in=list(listing_ids)).order_by("pk"):
        mark_price([listing.pk], reason="Orion decides")
        tell_card(listing, by="Orion decides")
