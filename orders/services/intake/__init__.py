"""Takes a page of orders in: one transaction, a handful of statements, and the same page again changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from core.services.causes import raise_causes, settle_causes
from core.services.collector import collector_paused
from inventory.services import promotion_holds
from inventory.services.outbound import mark_stock
from marketplaces.canonical.orders import Order
from marketplaces.models import Connection
from orders.services.intake import holding, write
from orders.services.intake.absorb import absorb, share_out
from orders.services.intake.arrivals import Arrival, check_all
from orders.services.intake.family import Family, Known, depth_first, gather, known_postings
from orders.services.intake.links import links_for
from orders.services.intake.progress import Look, decide, look_after

__all__ = ["Intake", "import_orders", "one_at_a_time"]


@dataclass(slots=True)
class Intake:
    """What became of a page; every order of it is counted once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    parked: list[tuple[str, str, str, UUID]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def import_orders(
    *, connection: Connection, orders: Sequence[Order], seen_at: datetime, cause: str, run_id: UUID | None = None
) -> Intake:
    """Bring our orders up to what the marketplace said, in the caller's transaction. `seen_at`: when the page was read.

    1. What cannot be stored is refused with a sentence.
    2. What is stored already, or is older than what is, is left alone.
    3. The rest is written set by set.
    4. If the database refuses the set, its orders go one by one.
    """
    with collector_paused():
        return _import(write.Page(connection, seen_at, cause, run_id), orders)


def _import(page: write.Page, orders: Sequence[Order]) -> Intake:
    arrivals, refused = check_all(orders)
    intake = Intake(refused=refused, unchanged=len(orders) - len(arrivals) - len(refused))
    try:
        with transaction.atomic():
            _take_in(page, arrivals, intake)
    except (DataError, IntegrityError):
        intake = Intake(refused=refused, unchanged=len(orders) - len(arrivals) - len(refused))
        _one_by_one(page, arrivals, intake)
    return intake


def _one_by_one(page: write.Page, arrivals: Sequence[Arrival], intake: Intake) -> None:
    for arrival in depth_first(arrivals):
        try:
            with transaction.atomic():
                alone = Intake()
                _take_in(page, [arrival], alone)
        except (DataError, IntegrityError) as error:
            words = str(error).strip().splitlines()[0]
            said = _("The order could not be stored: %s. Its raw data is in the marketplace's answer.") % words
            intake.refused.append((arrival.order.remote_id, said))
        else:
            intake.created += alone.created
            intake.updated += alone.updated
            intake.unchanged += alone.unchanged
            intake.parked += alone.parked


def _take_in(page: write.Page, arrivals: Sequence[Arrival], intake: Intake) -> None:
    one_at_a_time(page.shop)
    known = known_postings(page.shop.pk, _names(arrivals))
    news = _news(arrivals, known, page.seen_at)
    intake.unchanged += len(arrivals) - len(news)
    if not news:
        return
    links = links_for(page.shop, (arrival.order for arrival in news))
    families: dict[UUID, Family] = {}
    for arrival, family in gather(depth_first(news), known):
        absorb(family, arrival, links, page.seen_at)
        families[family.id] = family
    touched = list(families.values())
    for family in touched:
        share_out(family)
    look = _store(page, touched, links)
    _count(intake, news, {row.remote_id for row in known}, look)


def one_at_a_time(shop: Connection) -> None:
    """Pages of one shop wait for each other: poll, webhook and button then see what the other has stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"orders of {shop.pk}"])


def _names(arrivals: Sequence[Arrival]) -> set[str]:
    names = {arrival.order.remote_id for arrival in arrivals}
    return names | {arrival.order.parent_remote_id for arrival in arrivals} - {""}


def _news(arrivals: Sequence[Arrival], known: Sequence[Known], seen_at: datetime) -> list[Arrival]:
    """Without what is stored already and what was read before what is stored (a stale page)."""
    stored = {row.remote_id: row for row in known}
    split = {row.parent: row.first_seen for row in sorted(known, key=lambda row: row.first_seen) if row.parent}
    return [
        arrival for arrival in arrivals
        if _is_news(arrival, stored.get(arrival.order.remote_id), seen_at, split.get(arrival.order.remote_id))
    ]  # fmt: skip


def _is_news(arrival: Arrival, row: Known | None, seen_at: datetime, split_at: datetime | None) -> bool:
    if row is None:
        return True
    if split_at is not None and row.read_at < split_at <= seen_at:
        return arrival.order.updated_at >= row.updated_at  # the same again says what the parent keeps
    if row.digest == arrival.digest or arrival.order.updated_at < row.updated_at:
        return False
    return arrival.order.updated_at > row.updated_at or seen_at >= row.read_at


def _store(page: write.Page, families: list[Family], links: holding.Links) -> Look:
    impossible = {family.id for family in families if decide(family)}
    steps = holding.plan(families, links, page.shop)
    write.write_postings(page, families)
    write.write_lines(page, families)
    customers = write.write_customers(page, families)
    promotion_holds.sold(page.shop, steps.asked())
    asked = holding.carry_out(steps, reason=page.reason)
    short = write.short_units(families, asked)
    write.write_history(page, families)
    write.write_orders(page, families, customers, short)
    mark_stock(steps.variants | _keys_asked_for(families), reason=page.reason)
    look = look_after(families, impossible, short, page.shop)  # after the numbers, by which causes name the orders
    settle_causes(page.shop.store_id, look.settle, how=_("solved at the marketplace"), by=page.shop.name)
    raise_causes(page.shop.store_id, look.raise_)
    return look


def _keys_asked_for(families: Sequence[Family]) -> set[UUID]:
    """What needs no shelf: keys are owed by the lines themselves."""
    lines = (line for family in families for line in family.lines if line.is_digital)
    return {line.variant_id for line in lines if line.variant_id is not None}


def _count(intake: Intake, news: Sequence[Arrival], stored: set[str], look: Look) -> None:
    for remote_id in _remote_ids(news):
        if remote_id in look.parked:
            reason, fix, order_id = look.parked[remote_id]
            intake.parked.append((remote_id, reason, fix, order_id))
        elif remote_id in stored:
            intake.updated += 1
        else:
            intake.created += 1


def _remote_ids(news: Sequence[Arrival]) -> Iterator[str]:
    return (arrival.order.remote_id for arrival in news)
