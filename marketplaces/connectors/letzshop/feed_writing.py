"""A feed file to send: UTF-8, tab separated, nothing in it that a spreadsheet would carry out."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

FORMULA = ("=", "+", "-", "@")
BREAKS = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")


def written(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """The file's text; a row without a value for a column has an empty cell."""
    out = io.StringIO()
    file = csv.writer(out, delimiter="\t", lineterminator="\n")
    file.writerow(columns)
    file.writerows([_cell(row.get(column, "")) for column in columns] for row in rows)
    return out.getvalue()


def _cell(value: str) -> str:
    flat = BREAKS.sub(" ", value).strip()
    return f"'{flat}" if flat.startswith(FORMULA) else flat
