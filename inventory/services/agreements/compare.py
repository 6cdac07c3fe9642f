"""Holds listings against their products: who has moved since both last agreed (F48)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.models import Store
from core.services.sets import insert_rows, update_rows
from inventory.models import Agreement, FieldOwner, MarketplaceProduct
from inventory.models.agreement import Decides, Field
from inventory.selectors.cards import Cards
from inventory.selectors.prices import PriceBook, book_of, price_of
from marketplaces.models import Connection, OutboundChange

State = Agreement.State
#: Looked at in one go.
CHUNK = 1_000
NEW = ("listing_id", "field", "base_ours", "base_theirs", "ours", "theirs")
MOVED = ("id", "base_ours", "base_theirs", "ours", "theirs", "state", "ours_at", "theirs_at", "agreed_at", "agreed_by")
OVERRIDES = {Field.TITLE: "title_override", Field.DESCRIPTION: "description_override", Field.PRICE: "price_override"}

SINCE = """
    SELECT l.id FROM marketplace_products l
    JOIN product_variants v ON v.id = l.variant_id
    JOIN products p ON p.id = v.product_id
    LEFT JOIN product_translations t ON t.product_id = p.id AND t.language = l.language
    WHERE l.connection_id = %s AND l.deleted_at IS NULL AND l.status <> 'deleted'
          AND greatest(l.updated_at, v.updated_at, p.updated_at, t.updated_at) >= coalesce(%s, '-infinity'::timestamptz)
"""


@dataclass(slots=True)
class Compared:
    """So many fields wait for a person now, and listings that are to be told ours because a rule says so."""

    opened: int = 0
    to_tell: set[UUID] = field(default_factory=set)


def moved_since(shop: Connection, since: datetime | None) -> list[UUID]:
    """Linked listings of a shop of which either side was written since then."""
    with database.cursor() as cursor:
        cursor.execute(SINCE, [shop.pk, since])
        return [pk for (pk,) in cursor.fetchall()]


def compare_moved(*, product_ids: Collection[UUID] = (), listing_ids: Collection[UUID] = ()) -> None:
    """Before news of ours goes out: where the channel has moved already, it waits instead of overwriting it.

    Part of the transaction that changed ours. Only listings whose channel has moved are looked at.
    """
    moved = Agreement.objects.filter(state=State.THEIRS)
    rows = moved.filter(listing__product__in=list(product_ids)) if product_ids else moved.none()
    rows |= moved.filter(listing__in=list(listing_ids)) if listing_ids else moved.none()
    by_store: dict[UUID, list[UUID]] = {}
    for store, listing in rows.order_by().values_list("store_id", "listing_id").distinct():
        by_store.setdefault(store, []).append(listing)
    for one in Store.objects.filter(pk__in=by_store):
        compare(store=one, listing_ids=by_store[one.pk], untold=True)


def compare(*, store: Store, listing_ids: Sequence[UUID], untold: bool = False) -> Compared:
    """Bring the agreements of these linked listings up to date; each chunk is a transaction.

    `untold`: ours has changed just now, and the news of it is not even written down.
    """
    found = Compared()
    for start in range(0, len(listing_ids), CHUNK):
        with transaction.atomic():
            _compare(store, listing_ids[start : start + CHUNK], found, untold)
    return found


def sides(store: Store, listings: Sequence[MarketplaceProduct]) -> dict[UUID, dict[str, tuple[str, str]]]:
    """Ours and theirs of each listing by field. A field that either side does not have is left out."""
    cards = Cards(store, {row.variant.product_id for row in listings if row.variant})
    book = book_of(listings)
    return {row.pk: _sides(cards, row, book) for row in listings}


def _sides(cards: Cards, listing: MarketplaceProduct, book: PriceBook) -> dict[str, tuple[str, str]]:
    assert listing.variant is not None
    words = cards.words(listing.variant, listing)
    price = price_of(listing, book)
    pairs = {
        Field.TITLE: ("" if words["title"].borrowed else words["title"].value, listing.title),
        Field.DESCRIPTION: ("" if words["description"].borrowed else words["description"].value, listing.description),
        Field.PRICE: (amount(price.amount if price else None), amount(listing.price)),
    }
    plain = {name: (_plain(ours), _plain(theirs)) for name, (ours, theirs) in pairs.items()}
    return {str(name): pair for name, pair in plain.items() if pair[0] and pair[1]}


def amount(price: Decimal | None) -> str:
    """A price as it is compared and kept."""
    return "" if price is None else format(price.normalize(), "f")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _compare(store: Store, listing_ids: Sequence[UUID], found: Compared, untold: bool) -> None:
    rows = MarketplaceProduct.objects.filter(store=store, pk__in=listing_ids, variant__isnull=False)
    rows = rows.exclude(status=MarketplaceProduct.Status.DELETED).defer("raw")
    listings = {row.pk: row for row in rows.select_related("variant__product", "connection", "store")}
    pairs = sides(store, list(listings.values()))
    known = Agreement.objects.select_for_update().filter(listing__in=list(listings)).order_by("pk")
    rows_of = {(row.listing_id, row.field): row for row in known}
    told, rules = set() if untold else _told(listings.values()), _rules(store)
    now = timezone.now()
    fresh, moved, taken = [], [], []
    for pk, fields in pairs.items():
        for name, (ours, theirs) in fields.items():
            row = rows_of.get((pk, name))
            if row is None:
                fresh.append((pk, name, ours, theirs, ours, theirs))
                continue
            if (ours, theirs, row.state) == (row.ours, row.theirs, State.AGREED):
                continue
            was = row.state
            _move(row, ours, theirs, told=(pk, name) in told, now=now)
            if row.state == State.BOTH:
                decides = row.decides or rules.get((listings[pk].connection_id, name), Decides.ASK)
                if decides != Decides.ASK:
                    _rule(row, decides, now)
                    taken += [(pk, name, theirs)] if decides == Decides.THEIRS else []
                    found.to_tell |= {pk} if decides == Decides.OURS else set()
                elif was != State.BOTH:
                    found.opened += 1
            moved.append(tuple(getattr(row, column) for column in MOVED))
    constants = {"store_id": store.pk, "agreed_at": now, "created_at": now, "updated_at": now}
    insert_rows(
        Agreement, NEW, fresh, constants=constants, now=now, reason="first seen", unless="ON CONFLICT DO NOTHING"
    )  # fmt: skip
    update_rows(Agreement, MOVED, moved, now=now, reason="compared")
    _take(taken, now)


def _move(row: Agreement, ours: str, theirs: str, *, told: bool, now: datetime) -> None:
    """What both say is agreed. What was told stays agreed on our side; open ones stay open until they are settled."""
    row.ours_at = now if ours != row.ours else row.ours_at
    row.theirs_at = now if theirs != row.theirs else row.theirs_at
    row.ours, row.theirs = ours, theirs
    if ours == theirs:
        agree(row, ours, theirs, by="", now=now)
        return
    if row.state == State.BOTH:
        return
    if told:
        row.base_ours = ours
    row.state = state_of(row)


def state_of(row: Agreement) -> str:
    """Who has moved since the base."""
    ours, theirs = row.ours != row.base_ours, row.theirs != row.base_theirs
    return State.BOTH if ours and theirs else State.OURS if ours else State.THEIRS if theirs else State.AGREED


def agree(row: Agreement, ours: str, theirs: str, *, by: str, now: datetime) -> None:
    """From now on this pair is what both agreed on."""
    row.base_ours, row.base_theirs, row.ours, row.theirs = ours, theirs, ours, theirs
    row.state, row.agreed_at, row.agreed_by, row.ours_at, row.theirs_at = State.AGREED, now, by[:150], None, None


def overrule(row: Agreement) -> None:
    """Theirs is seen and ours counts: ours is on its way until the channel shows it."""
    row.base_ours = row.base_theirs = row.theirs
    row.state = state_of(row)


def _rule(row: Agreement, decides: str, now: datetime) -> None:
    if decides == Decides.OURS:
        overrule(row)
        row.agreed_by, row.agreed_at = "rule", now
    else:
        agree(row, row.theirs, row.theirs, by="rule", now=now)


def _take(taken: Sequence[tuple[UUID, str, str]], now: datetime) -> None:
    """Theirs becomes the listing's own word; nothing is sent, for it is there already."""
    for name in Field:
        rows = [(pk, text) for pk, field_name, text in taken if field_name == name]
        update_rows(MarketplaceProduct, ("id", OVERRIDES[name]), rows, now=now, reason="the channel decides")


def _rules(store: Store) -> Mapping[tuple[UUID, str], str]:
    rows = FieldOwner.objects.filter(store=store).values_list("connection_id", "field", "decides")
    return {(shop, name): decides for shop, name, decides in rows}


def _told(listings: Iterable[MarketplaceProduct]) -> set[tuple[UUID, str]]:
    """Fields whose news has gone out whole, so that what the channel shows now is its own doing."""
    rows = {row.pk: row for row in listings}
    offers = dict(
        MarketplaceProduct.objects.filter(pk__in=list(rows), offer__isnull=False).values_list("offer__pk", "pk")
    )
    news = OutboundChange.objects.filter(subject_id__in=[*rows, *offers], kind__in=["price", "product"])
    found: set[tuple[UUID, str]] = set()
    for kind, subject, wanted, sent in news.values_list("kind", "subject_id", "wanted_version", "sent_version"):
        if wanted > sent:
            continue
        if kind == OutboundChange.Kind.PRICE and subject in rows and rows[subject].connection.price_out:
            found.add((subject, Field.PRICE))
        if kind == OutboundChange.Kind.PRODUCT and subject in offers:
            listing = offers[subject]
            if rows[listing].connection.products_out:
                found |= {(listing, Field.TITLE), (listing, Field.DESCRIPTION)}
    return found
