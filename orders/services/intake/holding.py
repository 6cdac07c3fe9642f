"""What each line should hold on the shelf after a page (law 3), and the steps that lead there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.dispatch import Signal
from django.utils.translation import gettext as _

from inventory.services import departures, reservations
from inventory.services.asks import Ask, moved_by, taken_apart
from marketplaces.canonical.statuses import OrderStatus, Scheme
from marketplaces.models import Connection
from orders.services.intake.family import Family, Line, Posting
from orders.services.intake.links import Links
from orders.signals import Departure, left_there
from orders.state import CLOSED, LEFT, OPEN


@dataclass(slots=True)
class Steps:
    """In this order: pass on, be lost, give back, leave, reserve."""

    moves: list[tuple[UUID, UUID, int]] = field(default_factory=list)
    losses: dict[UUID, int] = field(default_factory=dict)
    releases: dict[UUID, int] = field(default_factory=dict)
    departures: list[Departure] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    variants: set[UUID] = field(default_factory=set)

    def asked(self) -> dict[UUID, int]:
        """Units by what was bought, bundles whole: ask before they are taken apart."""
        units: dict[UUID, int] = defaultdict(int)
        for ask in self.asks:
            units[ask.variant_id] += ask.quantity
        return units


def plan(families: Sequence[Family], links: Links, shop: Connection) -> Steps:
    """Compare what is held with what should be."""
    steps = Steps()
    for family in families:
        if family.order is None and len(family.postings) == 1:
            _plan_new(family, links, shop, steps)
        else:
            _plan_family(family, links, shop, steps)
    return steps


def _plan_new(family: Family, links: Links, shop: Connection, steps: Steps) -> None:
    """What nobody has held anything for yet can only ask: the way of nearly every order."""
    for line in family.lines:
        units = 0 if line.variant_id is None else _should_hold(line, family)
        if units and line.variant_id is not None:
            place = links.place_of(line.posting.warehouse)
            steps.asks.append(Ask(line.id, shop.store_id, line.variant_id, place, units))
            steps.variants.add(line.variant_id)


def _plan_family(family: Family, links: Links, shop: Connection, steps: Steps) -> None:
    gaining: list[tuple[Line, int]] = []
    losing: dict[UUID | None, list[list]] = defaultdict(list)
    leaving: dict[Posting, dict[UUID, int]] = defaultdict(dict)
    for line in family.lines:
        if line.variant_id is None or not (line.touched or line.posting.arrival):
            continue
        wanted = _should_hold(line, family)
        gone = min(line.held, _just_left(line))
        if gone:
            leaving[line.posting][line.id] = gone
        if line.held - gone > wanted:
            losing[line.variant_id].append([line, line.held - gone - wanted])
        elif line.held < wanted:
            gaining.append((line, wanted - line.held))
        if line.held or wanted:
            steps.variants.add(line.variant_id)
    for line, units in gaining:
        units -= _pass_on(losing[line.variant_id], line, units, steps)
        if units:
            place = links.place_of(line.posting.warehouse)
            steps.asks.append(Ask(line.id, shop.store_id, line.variant_id, place, units))  # type: ignore[arg-type]
    for rest in losing.values():
        steps.losses.update({line.id: units for line, units in rest if units and _is_lost(line)})
        steps.releases.update({line.id: units for line, units in rest if units and not _is_lost(line)})
    steps.departures += [_departure(family, posting, takes, shop) for posting, takes in leaving.items()]


def _is_lost(line: Line) -> bool:
    """The shop says that what it cancels is not to be sold again."""
    told = line.posting.told
    return told is not None and not told.restock


def _just_left(line: Line) -> int:
    """Units that left with the word told just now: not those cancelled with it, nor what a parcel of ours took before.

    What was held beyond them stays on the shelf.
    """
    if not line.posting.has_left or line.posting.word_before in LEFT:
        return 0
    return max(0, line.shipped - line.shipped_before)


def _pass_on(losers: list[list], line: Line, units: int, steps: Steps) -> int:
    passed = 0
    for loser in losers:
        step = min(units - passed, loser[1])
        if step:
            steps.moves.append((loser[0].id, line.id, step))
            loser[1] -= step
            passed += step
    return passed


def _should_hold(line: Line, family: Family) -> int:
    """Open physical lines that we send; what had left or ended when first seen never held anything."""
    posting = line.posting
    told = posting.told
    scheme = told.scheme if told else (family.order.scheme if family.order else Scheme.SELLER)
    if line.is_digital or scheme != Scheme.SELLER:
        return 0
    if posting.replaced:
        return min(line.held, line.open)
    if posting.word in OPEN or posting.word == OrderStatus.UNKNOWN:
        return 0 if family.order and family.order.status in CLOSED else line.open
    if posting.word == OrderStatus.PARTIALLY_REFUNDED:
        return min(line.held, line.open)
    return 0


def _departure(family: Family, posting: Posting, takes: dict[UUID, int], shop: Connection) -> Departure:
    told = posting.told
    assert told is not None
    return Departure(
        store_id=shop.store_id, order_id=family.id, marketplace_order_id=posting.id,
        marketplace_name=shop.marketplace.name, takes=takes, at=told.shipped_at or told.changed_at or posting.read_at,
        carrier=told.carrier, tracking_number=told.tracking_number,
        parcel_remote_id=told.parcels[0].remote_id if told.parcels else "",
    )  # fmt: skip


def carry_out(steps: Steps, *, reason: str, signal: Signal = left_there) -> dict[UUID, reservations.Grant]:
    """Do it, all stock rows locked beforehand; returns what the new asks got.

    `steps.variants` keeps those affected, with the parts of bundles.
    """
    steps.asks = taken_apart(steps.asks)
    steps.variants |= {ask.variant_id for ask in steps.asks}
    if steps.moves or steps.losses or steps.releases or steps.departures:
        steps.variants |= moved_by(steps.variants, _lines_held(steps))
        reservations.make_stock_rows(steps.asks)
        reservations.lock_stock(steps.variants)
    departures.move_all(steps.moves)
    departures.lose(steps.losses, reason=_("Cancelled, and not to be sold again"))
    reservations.release(steps.releases, reason=reason)
    if steps.departures:
        signal.send(sender=Departure, departures=steps.departures)
    return reservations.reserve(steps.asks, reason=reason)


def _lines_held(steps: Steps) -> set[UUID]:
    """The lines whose reservations change."""
    moved = {line for source, target, _units in steps.moves for line in (source, target)}
    left = {line for departure in steps.departures for line in departure.takes}
    return moved | left | steps.losses.keys() | steps.releases.keys()
