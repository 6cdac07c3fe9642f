"""One line of a feed file to send: tab separated, nothing in it that a spreadsheet would carry out."""

import csv
import io
import re
from collections.abc import Sequence

FORMULA = ("=", "+", "-", "@")
BREAKS = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")


def line(cells: Sequence[str]) -> str:
    """With its end."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerow([_cell(each) for each in cells])
    return out.getvalue()


def _cell(value: str) -> str:
    flat = BREAKS.sub(" ", value).strip()
    return f"'{flat}" if flat.startswith(FORMULA) else flat
