"""Substrings found by a 3-gram index: `CREATE INDEX … USING gin (tri(column))`."""

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, Value

#: What the statistics of an index know: the share of rows of each common 3-gram. One that is not among them is rare.
SHARE = """
SELECT min(coalesce(known.share, 0)) FROM unnest(tri(%s)) AS asked(gram) LEFT JOIN (
    SELECT k.gram, k.share FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs)
         AS k(gram, share) WHERE s.schemaname = current_schema() AND s.tablename = %s AND s.attname = 'tri'
) AS known USING (gram)
"""


class HasGrams(Func):
    """Whether a column has all 3-grams of a text: what the index answers, and more than the text itself."""

    template = "tri(%(expressions)s)"
    arg_joiner = ") @> tri("
    output_field = BooleanField()


def containing(column: str, q: str) -> Q:
    """Rows whose column has `q` in it; the index narrows first, but for one or two letters it has nothing to say."""
    there = Q(**{f"{column}__icontains": q})
    return Q(HasGrams(F(column), Value(q))) & there if len(q) >= 3 else there


def share_at_most(index: str, q: str) -> float:
    """No larger share of the rows has `q` in it, as far as the statistics of the index tell: its rarest 3-gram."""
    with connection.cursor() as cursor:
        cursor.execute(SHARE, [q, index])
        found = cursor.fetchone()[0]
    return 1.0 if found is None else float(found)
