"""Compares what the listings of a shop show with what they were told, each difference with its likeliest cause."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from inventory.models import Agreement, MarketplaceProduct, Offer
from inventory.models.agreement import Field
from inventory.selectors.disagreements import held_fields
from inventory.selectors.prices import PriceBook, book_of, price_of
from inventory.selectors.stock import Told, told
from inventory.services.agreements.compare import amount
from marketplaces.models import Connection, OutboundChange
from sync.models import Drift

What, Cause = Drift.What, Drift.Cause
Kind, State = OutboundChange.Kind, OutboundChange.State
GONE = (MarketplaceProduct.Status.INACTIVE, MarketplaceProduct.Status.DELETED)
#: Something of the listing is on its way there: nobody can say yet whether it differs.
UNDER_WAY = (State.WAITING, State.RETRY, State.ACCEPTED, State.PAUSED, State.HELD)
#: A number that we told within this time, and have replaced since, may have overtaken the newer one.
LATE = timedelta(days=1)
#: A state is read with the products, at least this often: until then nobody knows whether sending the card helped.
UNTIL_READ = timedelta(hours=1)
#: What we told before, by listing.
Earlier = Mapping[UUID, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One difference; `units` are those that are sold too dear, too cheap, twice or not at all because of it."""

    listing: MarketplaceProduct
    what: str
    cause: str
    ours: str
    theirs: str
    units: int
    each: Decimal

    @property
    def money(self) -> Decimal:
        """At risk."""
        return self.units * self.each


def find(connection: Connection, *, orders_read_since: datetime) -> list[Found]:
    """All differences of a shop now. What is on its way there is none yet, and what we do not send is theirs to say.

    A number seen after `orders_read_since` may be that of an order we have not read: it counts as a sale under way.
    The number of queries is the same for one listing and for a hundred thousand.
    """
    rows = _linked(connection)
    found = list(_hidden(connection, rows)) if connection.stock_out else []
    if connection.stock_out:
        found += _stock(_differing(rows, Kind.STOCK), orders_read_since)
    if connection.price_out:
        found += _prices(_differing(rows, Kind.PRICE))
    return found


def coming_back(connection: Connection) -> set[UUID]:
    """Listings off sale there whose card was sent since: whether they are on sale again is not read yet."""
    change = OutboundChange.objects.filter(kind=Kind.PRODUCT, subject_id=OuterRef("pk"))
    rows = Offer.objects.filter(connection=connection, listing__status__in=GONE, wanted=Offer.Wish.OFFERED).annotate(
        told_state=Subquery(change.values("state")[:1]), sent_at=Subquery(change.values("sent_at")[:1])
    )
    just_now = Q(sent_at__gte=timezone.now() - UNTIL_READ) & Q(sent_at__gte=F("listing__updated_at"))
    sent = Q(told_state__in=UNDER_WAY) | Q(told_state=State.SYNCED) & just_now
    return {pk for pk in rows.filter(sent).values_list("listing", flat=True) if pk is not None}


def _linked(connection: Connection) -> QuerySet[MarketplaceProduct]:
    rows = MarketplaceProduct.objects.filter(connection=connection, variant__isnull=False, stock_is_theirs=False)
    return rows.select_related("variant", "connection", "store").defer("raw", "description")


def _differing(rows: QuerySet[MarketplaceProduct], kind: str) -> QuerySet[MarketplaceProduct]:
    """Changed there since they were told, with nothing on its way to them; or refused."""
    change = OutboundChange.objects.filter(kind=kind, subject_id=OuterRef("pk"))
    settled = Q(told_state=State.SYNCED, updated_at__gt=F("sent_at"))
    return rows.annotate(
        sent_at=Subquery(change.values("sent_at")[:1]),
        told_state=Subquery(change.values("state")[:1]),
        last_sent=Subquery(change.values("last_sent")[:1]),
    ).filter(settled | Q(told_state=State.REFUSED))


def _earlier(listings: Mapping[UUID, MarketplaceProduct], kind: str) -> Earlier:
    """What went out to them within the last day besides the last, which is what they should show."""
    rows = OutboundChange.history.filter(
        kind=kind, subject_id__in=list(listings), history_date__gte=timezone.now() - LATE,
        id__in=OutboundChange.objects.filter(kind=kind, subject_id__in=list(listings)).values("pk"),
    )  # fmt: skip
    found: dict[UUID, list[dict[str, Any]]] = {}
    for pk, words in rows.order_by().values_list("subject_id", "last_sent"):
        if words and words != getattr(listings[pk], "last_sent", None):
            found.setdefault(pk, []).append(words)
    return found


def _stock(rows: QuerySet[MarketplaceProduct], orders_read_since: datetime) -> Iterator[Found]:
    listings = {row.pk: row for row in rows.exclude(status__in=GONE)}
    book, earlier = book_of(listings.values()), _earlier(listings, Kind.STOCK)
    for pk, tell in told(list(listings)).items():
        row = listings[pk]
        if _shows(row, tell.by_warehouse):
            continue
        shown = sum(row.stock_by_warehouse.get(place, 0) for place in tell.by_warehouse)
        yield Found(
            listing=row, what=What.STOCK, ours=str(tell.total), theirs=str(shown),
            cause=_why_stock(row, tell, orders_read_since, earlier), units=max(1, abs(shown - tell.total)),
            each=_worth(row, book),
        )  # fmt: skip


def _why_stock(row: MarketplaceProduct, tell: Told, orders_read_since: datetime, earlier: Earlier) -> str:
    if getattr(row, "told_state", "") == State.REFUSED:
        return Cause.REFUSED
    if row.updated_at >= orders_read_since:
        return Cause.SALE
    before = (words.get("stock") for words in earlier.get(row.pk, ()))
    ours = any(stock and stock != tell.by_warehouse and _shows(row, stock) for stock in before)
    return Cause.LATE if ours else Cause.EDITED


def _shows(row: MarketplaceProduct, by_warehouse: Mapping[str, int]) -> bool:
    return all(row.stock_by_warehouse.get(place, 0) == units for place, units in by_warehouse.items())


def _prices(rows: QuerySet[MarketplaceProduct]) -> Iterator[Found]:
    """Without those that are asked about or were settled under Listings, Disagree: one thing is asked in one place."""
    listings = {row.pk: row for row in rows.exclude(status__in=GONE)}
    settled = held_fields(listings, Field.PRICE) | _agreed_to_differ(listings)
    book, earlier = book_of(listings.values()), _earlier(listings, Kind.PRICE)
    for row in (row for pk, row in listings.items() if pk not in settled):
        refused = getattr(row, "told_state", "") == State.REFUSED
        ours = _told_price(row, book, refused=refused)
        if ours is None or row.price is None or ours == row.price or _is_ours_by_now(row, book):
            continue
        yield Found(
            listing=row, what=What.PRICE, ours=_plain(ours), theirs=_plain(row.price),
            cause=Cause.REFUSED if refused else _why_price(row, ours, earlier), units=max(1, row.stock or 0),
            each=abs(row.price - ours),
        )  # fmt: skip


def _why_price(row: MarketplaceProduct, ours: Decimal, earlier: Earlier) -> str:
    if row.compare_price == ours and row.price is not None and row.price < ours:
        return Cause.PROMOTION
    before = (words.get("price") for words in earlier.get(row.pk, ()))
    return Cause.LATE if any(price and Decimal(price) == row.price for price in before) else Cause.EDITED


def _agreed_to_differ(listings: Mapping[UUID, MarketplaceProduct]) -> set[UUID]:
    """A person has left both prices as they are, and theirs is still the one they saw."""
    rows = Agreement.objects.filter(listing__in=list(listings), field=Field.PRICE, state=Agreement.State.AGREED)
    left = rows.exclude(agreed_by="").values_list("listing", "base_theirs")
    return {pk for pk, theirs in left if theirs == amount(listings[pk].price)}


def _is_ours_by_now(row: MarketplaceProduct, book: PriceBook) -> bool:
    """Theirs was taken: nothing is told then, for it is there already, and what went out last stays as it was."""
    price = price_of(row, book)
    return price is not None and price.amount == row.price


def _told_price(row: MarketplaceProduct, book: PriceBook, *, refused: bool) -> Decimal | None:
    """What went out last, rounded as the marketplace takes it; of a refused one what should have gone."""
    if refused:
        price = price_of(row, book)
        return price.amount if price else None
    last = getattr(row, "last_sent", None) or {}
    return Decimal(last["price"]) if last.get("price") else None


def _hidden(connection: Connection, rows: QuerySet[MarketplaceProduct]) -> Iterator[Found]:
    """Told that there are some, and yet not on sale there; unless it was taken out from here."""
    gone = rows.filter(status=MarketplaceProduct.Status.INACTIVE).exclude(offer__wanted=Offer.Wish.REMOVED)
    again = coming_back(connection)
    listings = {row.pk: row for row in gone if row.pk not in again}
    book = book_of(listings.values())
    for pk, tell in told(list(listings)).items():
        if tell.total > 0:
            row = listings[pk]
            yield Found(
                listing=row, what=What.STATUS, cause=Cause.EDITED, ours=MarketplaceProduct.Status.ACTIVE.value,
                theirs=row.status, units=tell.total, each=_worth(row, book),
            )  # fmt: skip


def _worth(row: MarketplaceProduct, book: PriceBook) -> Decimal:
    """What one unit brings there."""
    price = price_of(row, book)
    return (price.amount if price else row.price) or Decimal(0)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
