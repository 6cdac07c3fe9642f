"""A4 paper with a pen: text that wraps, rules, barcodes, a next page when this one is full, a foot on each."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from dashboard.sheets import letters
from dashboard.sheets.barcodes import bars, fits_code128, squares

MARGIN = 42.0
WIDTH, HEIGHT = A4
GREY = 0.38


class Paper:
    """`y` is where the next line stands, counted from below as PDF does."""

    def __init__(self, title: str, author: str) -> None:
        self._file = BytesIO()
        self.canvas: Any = Canvas(self._file, pagesize=A4, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.y = HEIGHT - MARGIN
        self.foot = ""
        self._page = 1
        self._on_paper = False

    @property
    def room(self) -> float:
        """Points between the margins."""
        return WIDTH - 2 * MARGIN

    def text(self, x: float, words: str, size: float, *, bold: bool = False, grey: bool = False) -> None:
        """One line at the pen; `x` from the left margin."""
        self.canvas.setFillGray(GREY if grey else 0)
        letters.draw(self.canvas, MARGIN + x, self.y, words, size, bold=bold)
        self._on_paper = True

    def right(self, words: str, size: float, *, bold: bool = False, grey: bool = False, until: float = 0) -> None:
        """One line that ends at the right margin, or `until` points before it."""
        self.text(self.room - until - letters.width(words, size, bold=bold), words, size, bold=bold, grey=grey)

    def down(self, points: float) -> None:
        """Move the pen."""
        self.y -= points

    def rule(self, weight: float = 0.5) -> None:
        """A line across the page at the pen."""
        self.canvas.setStrokeGray(0.75 if weight < 1 else 0)
        self.canvas.setLineWidth(weight)
        self.canvas.line(MARGIN, self.y, WIDTH - MARGIN, self.y)

    def box(self, x: float, size: float) -> None:
        """An empty square to tick by hand."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(0.8)
        self.canvas.rect(MARGIN + x, self.y - size / 4, size, size)

    def code128(
        self, x: float, words: str, *, height: float, module: float = 0.8, most: float = 999, right: bool = False
    ) -> bool:
        """A barcode whose foot stands at the pen, narrower where it would be wider than `most`; False if none fits.

        `right` moves it to the end of that room.
        """
        if not fits_code128(words):
            return False
        total, found = bars(words)
        module = min(module, most / total)
        if module < 0.5:  # finer bars are lost on an office printer
            return False
        x += most - total * module if right else 0
        self.canvas.setFillColor(black)
        for place, size in found:
            self.canvas.rect(MARGIN + x + place * module, self.y, size * module, height, stroke=0, fill=1)
        return True

    def qr(self, x: float, words: str, *, side: float) -> None:
        """A QR code whose top stands at the pen."""
        modules, found = squares(words)
        step = side / modules
        self.canvas.setFillColor(black)
        for column, row, size in found:
            top = self.y - row * step
            self.canvas.rect(MARGIN + x + column * step, top - step, size * step, step, stroke=0, fill=1)

    def fits(self, points: float) -> bool:
        """Whether so much is free above the foot."""
        return self.y - points > MARGIN + 24

    def need(self, points: float, head: Callable[[], None] | None = None) -> None:
        """Go to the next page, under its head, if so much is not free on this one."""
        if not self.fits(points):
            self.next_page()
            if head is not None:
                head()

    def next_page(self, *, first: bool = False) -> None:
        """Turn the page; `first` begins to count anew: another order's sheet."""
        if self._on_paper:
            self._end_page()
        self._page = 1 if first else self._page + 1
        self.y = HEIGHT - MARGIN

    def finished(self) -> bytes:
        """The file."""
        if self._on_paper:
            self._end_page()
        self.canvas.save()
        return self._file.getvalue()

    def _end_page(self) -> None:
        self.y = MARGIN - 6
        self.text(0, self.foot, 8, grey=True)
        self.right(str(self._page), 8, grey=True)
        self.canvas.showPage()
        self._on_paper = False
