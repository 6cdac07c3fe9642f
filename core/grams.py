"""Substrings found by a 3-gram index: `CREATE INDEX … USING gin (tri(column))`."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.functions import Cast

#: What the statistics of an index know: the share of rows of each common 3-gram. One that is not among them is rare.
SHARES = """
SELECT known.gram, known.share FROM pg_stats s,
       unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS known(gram, share)
WHERE s.schemaname = current_schema() AND s.tablename = %s AND known.gram IS NOT NULL
"""
#: They change slowly, and nothing but speed hangs on them.
KEPT_SECONDS = 300
#: What more rows have than have it not tells them apart no better than its price; nor do many parts of one word.
TOO_COMMON, ENOUGH = 0.5, 4
_known: dict[str, tuple[float, Mapping[str, float]]] = {}


class HasGrams(Func):
    """Whether a column has all 3-grams of a text: what the index answers, and more than the text itself."""

    template = "tri(%(expressions)s)"
    arg_joiner = ") @> tri("
    output_field = BooleanField()


def containing(column: str, q: str) -> Q:
    """Rows whose column has `q` in it; the index narrows first, but for one or two letters it has nothing to say."""
    there = Q(**{f"{column}__icontains": q})
    return Q(HasGrams(F(column), Value(q))) & there if len(q) >= 3 else there


def starting(column: str, digits: str, length: int = 14) -> Q:
    """Numbers that begin with these digits, as a range: any index of the column knows it, whatever its collation."""
    return Q(**{f"{column}__gte": digits, f"{column}__lte": digits.ljust(length, "9")})


@dataclass(frozen=True, slots=True)
class OwnedGrams:
    """An index on `tri(column || ' ' || …) || owner::text`: rows of other owners are not even fetched."""

    name: str
    owner: str
    columns: tuple[str, ...]

    def having(self, owner: str, q: str) -> Q:
        """An owner's rows that may hold a text of three letters or more; the text itself is still to be compared."""
        shares = _shares(self.name)
        words = telling(_grams(q), shares)
        words += [owner] if shares.get(owner, 0.0) < TOO_COMMON else []
        asked = Func(Value(words, output_field=ArrayField(TextField())), template="%(expressions)s::text[]")
        kept = _joined(_joined(*map(F, self.columns), by=" || ' ' || ", of="tri"), _text(self.owner), by=" || ")
        return Q(Func(kept, asked, template="%(expressions)s", arg_joiner=" @> ", output_field=BooleanField()))


def _joined(*parts: Any, by: str, of: str = "") -> Func:
    return Func(*parts, template=f"{of}(%(expressions)s)", arg_joiner=by, output_field=TextField())


def _text(column: str) -> Cast:
    return Cast(F(column), TextField())


def telling(words: Sequence[str], shares: Mapping[str, float]) -> list[str]:
    """Those that narrow most: reading the index for a part that all rows have costs more than it saves."""
    ranked = sorted(set(words), key=lambda word: (shares.get(word, 0.0), word))
    return [ranked[0], *(word for word in ranked[1 : ENOUGH + 1] if shares.get(word, 0.0) < TOO_COMMON)]


@lru_cache(maxsize=1_024)
def _grams(q: str) -> tuple[str, ...]:
    """As the database cuts and lowers it; kept, for a search is asked for page by page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tri(%s)", [q])
        return tuple(cursor.fetchone()[0])


def _shares(index: str) -> Mapping[str, float]:
    read_at, shares = _known.get(index, (-float(KEPT_SECONDS), {}))
    if time.monotonic() - read_at >= KEPT_SECONDS:
        with connection.cursor() as cursor:
            cursor.execute(SHARES, [index])
            shares = dict(cursor.fetchall())
        _known[index] = (time.monotonic(), shares)
    return shares
