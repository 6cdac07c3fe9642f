"""A table as a CSV file of any length, line by line, that no spreadsheet can be tricked by."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

#: What a spreadsheet would run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UTF8 = "\ufeff"


def csv_file(lines: Iterable[Sequence[Any]], name: str) -> HttpResponse:
    """An answer that is kept as `name`; amounts unrounded, with a point."""
    writer = csv.writer(_Echo())
    written = (writer.writerow([_cell(value) for value in line]) for line in lines)
    answer = StreamingHttpResponse(_with_mark(written), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer  # type: ignore[return-value]


class _Echo:
    """A file that hands every line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _with_mark(lines: Iterable[str]) -> Iterator[str]:
    """Spreadsheets read UTF-8 only after this mark."""
    yield UTF8
    yield from lines


def _cell(value: Any) -> str:
    """A text that looks like a formula is written so that no spreadsheet runs it; numbers stay numbers."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
