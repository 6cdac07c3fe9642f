"""Where an order's status goes after a page, and what a person has to look at."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from core.services.causes import Cause
from marketplaces.canonical.orders import Order as Told
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import Connection
from orders.services.intake.arrivals import cut
from orders.services.intake.family import Family, Posting
from orders.state import LEFT, OPEN, is_behind, may_move, of_several


def decide(family: Family) -> bool:
    """Move the family's status by the table; True when the marketplace asks for something impossible."""
    target = _target(family, now=True)
    if family.order is None:
        family.status = target or _first_word(family)
        return False
    family.status = family.status_before = family.order.status
    if target is None or target == family.status:
        return False
    if may_move(family.status, target) or (family.joined and family.status in LEFT and target in OPEN):
        family.status = target
        return False
    if _given_back(family.status, target):
        return False
    before = _target(family, now=False)
    lagging = before is not None and is_behind(target, family.status) and not is_behind(target, before)
    return not lagging and before != target


def _given_back(ours: str, target: str) -> bool:
    """Orders that came back keep the word of their delivery there: the refund is told by the return alone."""
    if ours == OrderStatus.REFUNDED:
        return target in LEFT or target == OrderStatus.CANCELLED
    return ours == OrderStatus.PARTIALLY_REFUNDED and target in LEFT


def _first_word(family: Family) -> str:
    """Without a word to go by: unknown is kept as unknown; a posting that was split up lives on in its children."""
    words = {posting.word for posting in family.postings.values() if not posting.replaced}
    return OrderStatus.UNKNOWN if words else OrderStatus.CONFIRMED


def _target(family: Family, *, now: bool) -> str | None:
    counting = [posting for posting in family.postings.values() if not posting.replaced]
    words = [posting.word if now else posting.word_before for posting in counting]
    target = of_several(word for word in words if word)
    if target in (OrderStatus.PENDING, OrderStatus.CONFIRMED) and any(word in LEFT for word in words):
        return OrderStatus.PROCESSING  # part of it has left
    return target


@dataclass(frozen=True, slots=True)
class Look:
    """What a person must see: rows to raise, keys to settle, and why an order of the run is parked."""

    raise_: list[Cause]
    settle: list[str]
    parked: dict[str, tuple[str, str, UUID]]


def look_after(families: list[Family], impossible: set[UUID], short: dict[UUID, int], shop: Connection) -> Look:
    """Everything about these orders that waits for a person."""
    look = Look([], [], {})
    for family in families:
        _stock(family, short.get(family.id, 0), look, shop)
        _moves(family, family.id in impossible, look, shop)
        for posting in family.postings.values():
            if posting.told is not None:
                _posting(family, posting, posting.told, look, shop)
    return look


def _name(family: Family) -> str:
    return family.order.number if family.order else family.number or family.channel_order_id


def short_title(number: str, units: int) -> str:
    """How a shortage is named."""
    words = ngettext("%(order)s is short of %(units)s unit", "%(order)s is short of %(units)s units", units)
    return words % {"order": number, "units": units}


def _stock(family: Family, short: int, look: Look, shop: Connection) -> None:
    key = f"short:{family.id}"
    if short:
        told = family.main
        title = short_title(_name(family), short)
        look.raise_.append(Cause(
            kind=NeedsYou.Kind.SHORT, cause_key=key, title=title, subject_type="order", subject_id=family.id,
            fix=_("Receive or count stock, or cancel what cannot be sent."), reference=family.channel_order_id,
            money=told.total if told else None, currency=told.currency if told else "",
            deadline=told.ship_by if told else None,
        ))  # fmt: skip
    elif family.order is not None and family.order.short_units:
        look.settle.append(key)


def _moves(family: Family, impossible: bool, look: Look, shop: Connection) -> None:
    key = f"impossible_move:{family.id}"
    if impossible:
        words = ", ".join(posting.told.remote_status for posting in family.postings.values() if posting.told)
        title = _("%(shop)s says “%(word)s” for %(order)s, which is %(ours)s here") % {
            "shop": shop.name, "word": words, "order": _name(family), "ours": family.status,
        }  # fmt: skip
        look.raise_.append(Cause(
            kind=NeedsYou.Kind.IMPOSSIBLE_MOVE, cause_key=key, title=title, said=words, subject_type="order",
            subject_id=family.id, reference=family.channel_order_id,
            fix=_("Look at the order there. Our status stays as it is until one of the two is put right."),
        ))  # fmt: skip
    elif family.status_before and family.status != family.status_before:
        look.settle.append(key)


def _posting(family: Family, posting: Posting, told: Told, look: Look, shop: Connection) -> None:
    _unlinked(family, posting, look, shop)
    if posting.word == OrderStatus.UNKNOWN:
        reason = _("%(shop)s uses a status that we do not know: “%(word)s”.") % {
            "shop": shop.name, "word": told.remote_status,
        }  # fmt: skip
        fix = _("Look at the order there. Its status here stays as it was until a known one comes.")
        look.raise_.append(Cause(
            kind=NeedsYou.Kind.UNKNOWN_STATUS, cause_key=f"unknown_status:{shop.pk}:{told.remote_status}"[:200],
            title=reason, said=told.remote_status, fix=fix, subject_type="order", subject_id=family.id,
            reference=told.remote_id,
        ))  # fmt: skip
        look.parked[told.remote_id] = (reason, fix, family.id)
    if not posting.balanced:
        look.raise_.append(_money(family, told, shop))
    _dispute(family, posting, told, look, shop)
    key = f"cancel_asked:{family.id}"
    if told.cancel_requested:
        look.raise_.append(Cause(
            kind=NeedsYou.Kind.CANCEL_ASKED, cause_key=key, subject_type="order", subject_id=family.id,
            title=_("The buyer of %s wants to cancel") % _name(family), said=told.cancel_reason,
            fix=_("Accept or refuse before it is shipped."), reference=told.remote_id, money=told.total,
            currency=told.currency, deadline=told.ship_by,
        ))  # fmt: skip
    elif family.order is not None and family.order.cancel_requested:
        look.settle.append(key)


def _dispute(family: Family, posting: Posting, told: Told, look: Look, shop: Connection) -> None:
    key = f"dispute:{shop.pk}:{told.remote_id}"[:200]
    if told.dispute:
        look.raise_.append(Cause(
            kind=NeedsYou.Kind.REFUSED, cause_key=key, subject_type="order", subject_id=family.id,
            title=_("%(shop)s holds %(order)s up") % {"shop": shop.name, "order": told.remote_id},
            said=told.dispute, fix=_("Settle it there; the order goes on here by itself."), reference=told.remote_id,
            money=told.total, currency=told.currency, deadline=told.ship_by,
        ))  # fmt: skip
    elif posting.word_before and cut(told.remote_status, 100) != posting.remote_word_before:
        look.settle.append(key)


def _money(family: Family, told: Told, shop: Connection) -> Cause:
    return Cause(
        kind=NeedsYou.Kind.MONEY, cause_key=f"money:{family.id}", subject_type="order", subject_id=family.id,
        title=_("The sums of %s do not add up") % _name(family), reference=told.remote_id,
        fix=_("Compare with the order at %s. It is kept as it was told.") % shop.name,
        money=told.total, currency=told.currency,
    )  # fmt: skip


def _unlinked(family: Family, posting: Posting, look: Look, shop: Connection) -> None:
    for line in family.lines_of(posting):
        if line.variant_id is not None:
            continue
        name = line.sku or line.title
        reason = _("“%s” is not linked to a product, so nothing is reserved for it.") % name[:80]
        fix = _("Link the line to a product; its stock is reserved at once.")
        look.parked.setdefault(posting.remote_id, (reason, fix, family.id))
        if line.fresh:
            look.raise_.append(Cause(
                kind=NeedsYou.Kind.NOT_LINKED, cause_key=not_linked_key(shop.pk, name),
                title=_("“%(sku)s” of %(shop)s is not linked to a product") % {"shop": shop.name, "sku": name},
                fix=fix, subject_type="listing" if line.listing_id else "order",
                subject_id=line.listing_id or family.id, reference=name,
            ))  # fmt: skip


def not_linked_key(connection_id: UUID, name: str) -> str:
    """One open row per connection and SKU, however many orders wait for it."""
    return f"not_linked:{connection_id}:{name}"[:200]
