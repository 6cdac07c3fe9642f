"""Counts that come back from a walk through the shelves as a file: looked at first, then written through the ledger."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.models import Store
from inventory.models import Location, Stock, Variant
from inventory.services import bundles, counts
from inventory.services.counts import Count
from inventory.services.locations import default_location
from inventory.services.stock import check_count
from inventory.services.stock_many import Wanted, change_many

#: More is nobody's round, and no file of counts.
MOST, LARGEST_FILE = 2_000, 2_000_000
COLUMNS = ("sku", "place", "counted")
NAMES = {"count": "counted", "quantity": "counted", "qty": "counted", "location": "place", "warehouse": "place"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A line of the sheet beside what the book says; `book` is None for what was never counted."""

    line: int
    variant: Variant
    location: Location
    counted: int
    book: int | None
    reserved: int

    @property
    def difference(self) -> int:
        """More or fewer than the book says."""
        return self.counted - (self.book or 0)

    @property
    def short(self) -> int:
        """Units promised to open orders that are not there by this count."""
        return max(0, self.reserved - self.counted)

    @property
    def conflict(self) -> str:
        """What the count contradicts, in a sentence; empty where nothing."""
        if not self.short:
            return ""
        words = ngettext(
            "%(reserved)s are promised to open orders: the newest of them becomes short by %(n)s.",
            "%(reserved)s are promised to open orders: the newest of them become short by %(n)s.",
            self.short,
        )
        return words % {"reserved": self.reserved, "n": self.short}


@dataclass(slots=True)
class Sheet:
    """What a file says: counts, lines left empty, and those that cannot be, with a sentence."""

    rows: list[Counted] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    empty: int = 0

    @property
    def differing(self) -> list[Counted]:
        """Counts that say something else than the book."""
        return [row for row in self.rows if row.difference or row.book is None]


@dataclass(frozen=True, slots=True)
class Agreed:
    """A count that a person has looked at, and what the book said then."""

    variant: UUID
    location: UUID
    counted: int
    book: int | None


@dataclass(slots=True)
class Written:
    """How many counts were written, and those that were not, as SKU and sentence."""

    written: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def read(store: Store, data: bytes) -> Sheet:
    """The counts of a file beside the book; nothing is changed. Raises DomainError for what is no such file."""
    lines = _lines(data)
    known = Variant.objects.filter(store=store, sku__in=[line["sku"] for _n, line in lines]).select_related("product")
    goods = {row.sku: row for row in known}
    usual = default_location(store)
    places = {usual.code.lower(): usual}
    for place in Location.objects.filter(store=store):
        places |= {place.code.lower(): place, place.name.lower(): place}
    book = {
        (row.variant_id, row.location_id): row
        for row in Stock.objects.filter(variant__in=[each.pk for each in goods.values()])
    }
    sheet, met = Sheet(), dict[tuple[UUID, UUID], int]()
    for number, line in lines:
        if not line["counted"]:
            sheet.empty += 1
            continue
        try:
            row = _row(number, line, goods, places, usual, book)
            first = met.setdefault((row.variant.pk, row.location.pk), number)
            if first != number:
                words = _("%(sku)s is in line %(first)s already. Add the two numbers up in one line.")
                raise DomainError(words % {"sku": row.variant.sku, "first": first})
        except DomainError as refused:
            sheet.refused.append((number, str(refused)))
        else:
            sheet.rows.append(row)
    return sheet


def _row(
    number: int, line: Mapping[str, str], goods: Mapping[str, Variant], places: Mapping[str, Location],
    usual: Location, book: Mapping[tuple[UUID, UUID], Stock],
) -> Counted:  # fmt: skip
    variant = goods.get(line["sku"])
    if variant is None:
        raise DomainError(_("There is no product with the SKU %s.") % (line["sku"] or "–"))
    bundles.check_own_stock(variant)
    location = places.get(line["place"].lower()) if line["place"] else usual
    if location is None:
        raise DomainError(_("There is no place “%s” in this store.") % line["place"])
    there = book.get((variant.pk, location.pk))
    return Counted(
        line=number, variant=variant, location=location, counted=_number(line["counted"]),
        book=(there.on_hand if there else 0) if variant.opening_counted_at else None,
        reserved=there.reserved if there else 0,
    )  # fmt: skip


def _number(text: str) -> int:
    found = re.fullmatch(r"([-−]?\d{1,12})(?:[.,]0{1,2})?", text)  # three zeros: a thousand, or one? Nobody knows
    if found is None:
        raise DomainError(_("“%s” is no number of units. Enter a whole number.") % text[:40])
    counted = int(found[1].replace("−", "-"))
    check_count(counted)
    return counted


def _lines(data: bytes) -> list[tuple[int, dict[str, str]]]:
    """The lines under the names of their columns, as spreadsheets number them."""
    if len(data) > LARGEST_FILE:
        raise DomainError(_("This file is too large for a count sheet. Split it."))
    text = _decoded(data)
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=head.count)
    rows = _rows(text, separator)
    names = [NAMES.get(name.strip().lower(), name.strip().lower()) for name in rows[0][1]] if rows else []
    if "sku" not in names or "counted" not in names:
        raise DomainError(_("The first line must name the columns “sku” and “counted”. Nothing was changed."))
    if len(rows) - 1 > MOST:
        raise DomainError(_("This sheet has more than %d lines. Split it.") % MOST)
    found = []
    for number, row in rows[1:]:
        cells = dict(zip(names, (cell.strip().removeprefix("'") for cell in row), strict=False))
        found.append((number, {name: cells.get(name, "") for name in COLUMNS}))
    return found


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, with their lines. No cell of a count sheet spans lines: there a quotation mark is open,
    and a count would stand beside another line's product."""
    rows, begin = [], 1
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator)
    open_mark = _("A quotation mark in line %d is not closed. Close it or take it away. Nothing was changed.")
    try:
        for row in reader:
            if any("\n" in cell for cell in row):
                raise DomainError(open_mark % begin)
            if any(row):
                rows.append((begin, row))
            begin = reader.line_num + 1
    except csv.Error:  # a cell longer than any, for the same reason
        raise DomainError(open_mark % begin) from None
    return rows


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise DomainError(_("This is no CSV file. Save the sheet as CSV. Nothing was changed."))
    return text


def write(store: Store, rows: Sequence[Agreed], *, reason: str, actor: Any = None, actor_label: str = "") -> Written:
    """Each count through the ledger, as it was looked at: where the book has moved since, a person looks again."""
    goods = Variant.objects.filter(store=store).select_related("product").in_bulk([row.variant for row in rows])
    places = {place.pk: place for place in Location.objects.filter(store=store)}
    known = [row for row in rows if row.variant in goods and row.location in places]
    done = Written()
    with transaction.atomic():
        shelf = counts.lock([Count(store.pk, row.variant, row.location, 0) for row in known]) if known else {}
        uncounted = set(
            Variant.objects.filter(pk__in=list(goods), opening_counted_at__isnull=True).values_list("pk", flat=True)
        )
        wanted = []
        for row in known:
            book = None if row.variant in uncounted else shelf[(row.variant, row.location)].on_hand
            if book != row.book:
                words = _("It was %(before)s when you looked and is %(now)s now. Look at it again.")
                now = {"before": _("never counted") if row.book is None else row.book, "now": book}
                done.refused.append((goods[row.variant].sku, words % now))
            else:
                wanted.append(
                    Wanted(
                        variant=goods[row.variant], location=places[row.location], counted=row.counted, reason=reason
                    )
                )
        for asked, answer in zip(
            wanted, change_many(store=store, rows=wanted, actor=actor, actor_label=actor_label), strict=True
        ):
            if answer.refused is not None:
                done.refused.append((asked.variant.sku, str(answer.refused)))
            else:
                done.written += 1
    return done
