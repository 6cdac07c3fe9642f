"""Paging by key: the next page starts after the last row shown, so page 400 costs what page 1 costs.

A cursor holds what the list is sorted by, which may be an amount that its reader must not see: it is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db.models import BooleanField, ExpressionWrapper, F, Field, Func, Q, QuerySet, Value

from core.sealed import find_sealed_text, sealed_text

#: A mapping out of `.values()`, or an object with the keys as attributes.
Row = Any


@dataclass(frozen=True, slots=True)
class Key:
    """One column of the order: its name in the rows, its direction, and how it is read back from a cursor."""

    name: str
    read: Callable[[str], Any]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page and the cursors of its neighbours; an empty cursor is an end.

    `looked` is not 0 where a page has fewer rows than it may because the search for more was stopped: after so many.
    """

    rows: Sequence[Row]
    next: str = ""
    earlier: str = ""
    looked: int = 0


@dataclass(frozen=True, slots=True)
class Keyset:
    """An order that no two rows share: the last key is unique.

    Cursors of one that `is_open` are for whoever seals them together with more.
    """

    keys: tuple[Key, ...]
    is_open: bool = field(default=False, kw_only=True)

    @property
    def opened(self) -> Self:
        """The same order with cursors that are not sealed."""
        return replace(self, is_open=True)

    def page(
        self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", size: int = 25, fields: Sequence[str] = ()
    ) -> Page:
        """The `size` rows after or before a cursor; a cursor that cannot be read means the first page.

        With `fields` they are mappings of these.
        """
        place = self._read(before or after)
        backwards = bool(before and place is not None)
        near = self.near(rows, after=after, before=before, most=size + 1)
        found = list(near.values(*fields) if fields else near)
        more, shown = len(found) > size, found[:size]
        if backwards:
            shown.reverse()
        has_next, has_earlier = (True, more) if backwards else (more, place is not None)
        return Page(
            rows=shown,
            next=self.cursor(shown[-1]) if shown and has_next else "",
            earlier=self.cursor(shown[0]) if shown and has_earlier else "",
        )

    def near(self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", most: int) -> QuerySet[Any, Any]:
        """The rows next to a cursor, unread."""
        place = self._read(before or after)
        backwards = bool(before and place is not None)
        if place is not None:
            rows = rows.filter(self._beyond(place, backwards))
        return rows.order_by(*self._order(backwards))[:most]

    def beside(self, rows: QuerySet[Any, Any], row: Row) -> tuple[Row | None, Row | None]:
        """The rows before and after this one, which need not be among them (any more)."""
        keys = self.opened
        place = keys.cursor(row)
        before = keys.page(rows, before=place, size=1).rows
        after = keys.page(rows, after=place, size=1).rows
        return (before[0] if before else None, after[0] if after else None)

    def can_read(self, cursor: str) -> bool:
        """Whether this is a cursor of this order; `page` takes one that is not for the first page."""
        return self._read(cursor) is not None

    def _order(self, backwards: bool) -> list[str]:
        return [f"-{key.name}" if key.descending != backwards else key.name for key in self.keys]

    def _beyond(self, place: Sequence[Any], backwards: bool) -> Q:
        """Everything after the place: further in the first key, or equal there and further in the rest."""
        first = self.keys[0]
        if all(key.descending == first.descending for key in self.keys):
            return Q(_further([key.name for key in self.keys], place, "<" if first.descending != backwards else ">"))
        beyond = Q()
        for key, value in reversed(list(zip(self.keys, place, strict=True))):
            further = Q(**{f"{key.name}__{'lt' if key.descending != backwards else 'gt'}": value})
            beyond = further | (Q(**{key.name: value}) & beyond) if beyond else further
        # Said once more without an OR, so that the index of the first key is entered at the place and not at its end.
        bound = "lte" if first.descending != backwards else "gte"
        return Q(**{f"{first.name}__{bound}": place[0]}) & beyond

    def cursor(self, row: Row) -> str:
        """The place of a row."""
        text = json.dumps([_text(_value(row, key.name)) for key in self.keys], separators=(",", ":"))
        return text if self.is_open else sealed_text(text)

    def _read(self, cursor: str) -> list[Any] | None:
        text = cursor if self.is_open else find_sealed_text(cursor) if cursor else None
        if not text:
            return None
        try:
            texts = json.loads(text)
            return [key.read(text) for key, text in zip(self.keys, texts, strict=True)]
        except (ValueError, TypeError, ArithmeticError):
            return None


@dataclass(frozen=True, slots=True)
class Sought(Keyset):
    """The order of a list of which only what meets a condition is shown; its kinds know how that is found.

    `rows` of `page` are the list without the condition.
    """

    order: Keyset
    condition: Q

    @property
    def opened(self) -> Self:
        """With the order that finds the next rows by the same cursors."""
        return replace(self, is_open=True, order=self.order.opened)

    def near(self, rows: QuerySet[Any, Any], *, after: str = "", before: str = "", most: int) -> QuerySet[Any, Any]:
        """As the order itself finds the next rows."""
        return self.order.near(rows, after=after, before=before, most=most)

    def marked(self, rows: QuerySet[Any, Any], place: Mapping[str, str], most: int) -> tuple[str, list[Any]]:
        """The next rows by id, each with `is_found`, as SQL and its values."""
        rows = rows.annotate(is_found=ExpressionWrapper(self.condition, output_field=BooleanField()))
        sql, values = self.near(rows, **place, most=most).values("id", "is_found").query.sql_with_params()
        return sql, list(values)


def _further(names: Sequence[str], place: Sequence[Any], sign: str) -> Func:
    """`(a, b) < (x, y)`: one bound, at which an index of both columns is entered, and less to plan than its OR."""
    sides = [
        Func(*parts, template="(%(expressions)s)", output_field=Field()) for parts in (map(F, names), map(Value, place))
    ]
    return Func(*sides, template="%(expressions)s", arg_joiner=f" {sign} ", output_field=BooleanField())


def _value(row: Row, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


def _text(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
