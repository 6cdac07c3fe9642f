"""Barcodes as dark bars and dark squares: what a PDF and a page draw alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

#: Scanners want a margin as wide as ten bars.
QUIET = 10


def fits_code128(text: str) -> bool:
    """Whether hand scanners read it as Code 128: plain letters and digits, and short enough for a label."""
    return bool(text) and len(text) <= 32 and all(" " <= letter <= "~" for letter in text)


def bars(text: str) -> tuple[int, list[tuple[int, int]]]:
    """The width of a Code 128 in modules, its margins included, and each bar as place and width."""
    from reportlab.graphics.barcode.code128 import Code128  # a tenth of the start, and few requests draw one

    code: Any = Code128(text)
    code.validate()
    code.encode()
    code.decompose()
    place, found = QUIET, []
    for step in code.decomposed:  # capitals are bars, small letters gaps, each as wide as its place in the alphabet
        size = ord(step.lower()) - ord("a") + 1
        if step.isupper():
            found.append((place, size))
        place += size
    return place + QUIET, found


def squares(text: str) -> tuple[int, Iterator[tuple[int, int, int]]]:
    """The side of a QR code in modules, its margin of two included, and its dark runs as column, row and length.

    The mask is fixed: trying all eight takes most of the time of a sheet, and any of them is read.
    """
    rows = [list(row) for row in segno.make_qr(text, error="m", mask=2, boost_error=False).matrix_iter(border=2)]
    return len(rows), ((x, y, size) for y, row in enumerate(rows) for x, size in _runs(row))


def _runs(row: list[int]) -> Iterator[tuple[int, int]]:
    place = 0
    for dark, group in groupby(row):
        size = len(list(group))
        if dark:
            yield place, size
        place += size


def code128_svg(text: str) -> SafeString:
    """For a page; empty for what no scanner would read."""
    if not fits_code128(text):
        return SafeString("")
    total, found = bars(text)
    path = "".join(f"M{place} 0h{size}v24h-{size}z" for place, size in found)
    return _svg(total, 24, path, text, 2 * total, 40)


def qr_svg(text: str) -> SafeString:
    """For a page."""
    side, found = squares(text)
    return _svg(side, side, "".join(f"M{x} {y}h{size}v1h-{size}z" for x, y, size in found), text, 84, 84)


def _svg(across: int, down: int, path: str, text: str, width: int, height: int) -> SafeString:
    return format_html(
        '<svg role="img" aria-label="{}" width="{}" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none" '
        'shape-rendering="crispEdges"><rect width="100%" height="100%" fill="white"/><path d="{}"/></svg>',
        text, width, height, across, down, path,
    )  # fmt: skip
