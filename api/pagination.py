"""Pages by cursor: sealed, and of one list only; page 400 costs what page 1 costs.

A cursor holds what the list is sorted by, which may be an amount that its reader must not see, and a long title.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from api.errors import Problem
from core.keyset import Key, Keyset
from core.sealed import find_sealed_text, sealed_text

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
FORWARD, BACKWARD = "n", "p"
#: Behind what a search says of itself.
SHORT_SEARCH = " One or two letters are looked for among 10,000 rows a page: it may be empty and still have a `next`."
#: A title of 500 signs of any alphabet, sealed, and room.
LONGEST_CURSOR = 4_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What a paged method returns: the rows of the store and their order (its last key is unique).

    `dress` adds to the rows of one page what its serializer needs besides them.
    """

    rows: QuerySet[Any, Any]
    order: Keyset
    dress: Callable[[Sequence[Any]], Sequence[Any]] | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A list short enough to be in memory whole, given in the same pages."""

    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class CutPage:
    """The rows of one page and the full addresses of its neighbours."""

    rows: Sequence[Any]
    next: str | None = None
    previous: str | None = None


class PageQuery(serializers.Serializer[Any]):
    """What every list takes."""

    cursor = serializers.CharField(
        required=False,
        max_length=LONGEST_CURSOR,
        help_text="From `next` or `previous`; leave it out for the first page.",
    )
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_SIZE, default=DEFAULT_SIZE, help_text="Rows of a page."
    )


def newest(moment: str) -> Keyset:
    """Newest first by a time column; the id decides between equals."""
    return Keyset((Key(moment, datetime.fromisoformat, descending=True), Key("id", uuid.UUID, descending=True)))


def cut(listing: Listing | Whole, request: Request, asked: dict[str, Any]) -> CutPage:
    """The page that was asked for. Raises Problem 400 for a cursor that is not one of this list."""
    way, place = _read(asked.get("cursor", ""), request.path)
    if isinstance(listing, Whole):
        return _cut_whole(listing.rows, request, int(place or 0), asked.get("limit", DEFAULT_SIZE))
    after, before = (place, "") if way == FORWARD else ("", place)
    order = listing.order.opened
    if place and not order.can_read(place):
        raise _wrong_cursor()
    page = order.page(listing.rows, after=after, before=before, size=asked.get("limit", DEFAULT_SIZE))
    return CutPage(
        listing.dress(page.rows) if listing.dress else page.rows,
        next=_address(request, FORWARD, page.next),
        previous=_address(request, BACKWARD, page.earlier),
    )


def _cut_whole(rows: Sequence[Any], request: Request, start: int, size: int) -> CutPage:
    end = start + size
    return CutPage(
        rows[start:end],
        next=_address(request, FORWARD, str(end) if end < len(rows) else ""),
        previous=_address(request, BACKWARD, str(max(0, start - size)) if start else ""),
    )


def _read(cursor: str, path: str) -> tuple[str, str]:
    if not cursor:
        return FORWARD, ""
    of, _line, said = (find_sealed_text(cursor) or "").partition("\n")
    way, _sign, place = said.partition(".")
    if of != path or way not in (FORWARD, BACKWARD) or not place:
        raise _wrong_cursor()
    return way, place


def _address(request: Request, way: str, place: str) -> str | None:
    if not place:
        return None
    query = [(name, text) for name, texts in request.query_params.lists() if name != "cursor" for text in texts]
    cursor = sealed_text(f"{request.path}\n{way}.{place}")
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('cursor', cursor)])}")


def _wrong_cursor() -> Problem:
    sentence = _("This cursor is none of this list. Leave it out to begin with the first page.")
    return Problem(400, "invalid", sentence, errors=[{"field": "cursor", "message": sentence}])
