"""Letters on paper: the fonts that go into a PDF, which of them has a letter, and Thai marks that do not collide.

A buyer's name is written as the marketplace tells it. DejaVu Sans has Latin, Cyrillic, Greek, Georgian and Armenian,
Noto Sans Thai has Thai; Chinese, Japanese and Korean are left to the fonts of whoever opens the PDF, since embedding
them takes megabytes. Scripts that are written from the right or joined are drawn letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "fonts"
EMBEDDED = {
    "Sheet": ("DejaVuSans.ttf", "NotoSansThai-Regular.ttf"),
    "SheetBold": ("DejaVuSans-Bold.ttf", "NotoSansThai-Bold.ttf"),
}
#: Ranges of letters that no embedded font has, and the font by which every PDF viewer knows its own.
ASIAN = (
    (0x1100, 0x11FF, "HYSMyeongJo-Medium"),
    (0xAC00, 0xD7AF, "HYSMyeongJo-Medium"),
    (0x3040, 0x30FF, "HeiseiMin-W3"),
    (0x2E80, 0x9FFF, "STSong-Light"),
    (0xF900, 0xFFEF, "STSong-Light"),
)
#: A Thai tone mark above one of these, or before am, stands on a second storey; without that both are one blot.
ABOVE = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d")
TONES = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
AM = "\u0e33"
STOREY = 0.21
#: Marks that hang on the letter before them: no line begins with one.
HANGING = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a") | TONES | ABOVE | {AM}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font; `rise` is by how much of their size they stand above the line."""

    font: str
    text: str
    rise: float = 0.0


@cache
def registered() -> bool:
    """Read the font files, once a process."""
    for name, files in EMBEDDED.items():
        for number, file in enumerate(files):
            pdfmetrics.registerFont(TTFont(f"{name}{number}", str(FOLDER / file)))
    for name in {font for _from, _to, font in ASIAN}:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return True


@lru_cache(maxsize=4096)  # a sheet measures a line before it writes it, and two hundred slips share most of theirs
def runs(text: str, *, bold: bool = False) -> list[Run]:
    """The text in pieces of one font each."""
    registered()
    name = "SheetBold" if bold else "Sheet"
    found: list[Run] = []
    for place, letter in enumerate(text):
        font = _font_of(letter, name)
        rise = STOREY if _stands_high(text, place) else 0.0
        last = found[-1] if found else None
        if last and (last.font, last.rise) == (font, rise):
            found[-1] = Run(font, last.text + letter, rise)
        else:
            found.append(Run(font, letter, rise))
    return found


@lru_cache(maxsize=4096)
def _font_of(letter: str, name: str) -> str:
    return next((font for font in (f"{name}0", f"{name}1") if _has(font, letter)), _asian(letter) or f"{name}0")


@cache
def _letters_of(font: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def _has(font: str, letter: str) -> bool:
    return ord(letter) in _letters_of(font)


def _asian(letter: str) -> str:
    code = ord(letter)
    return next((font for first, last, font in ASIAN if first <= code <= last), "")


def _stands_high(text: str, place: int) -> bool:
    if text[place] not in TONES:
        return False
    return text[place - 1 : place] in ABOVE or text[place + 1 : place + 2] == AM


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In points."""
    return sum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, bold=bold))


def draw(canvas: Any, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
    """Write the text from (x, y) on."""
    line = canvas.beginText(x, y)
    for run in runs(text, bold=bold):
        line.setFont(run.font, size)
        line.setRise(run.rise * size)
        line.textOut(run.text)
    canvas.drawText(line)


def wrapped(text: str, size: float, room: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """Lines no wider than `room`: broken between words, inside a word only where it has no other place to be broken."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if line and width((line + word).rstrip(), size, bold=bold) > room:
            lines.append(line.rstrip())
            line = ""
        line += word if line or word.strip() else ""
        while width(line.rstrip(), size, bold=bold) > room and len(line) > 1:
            cut = _cut(line, size, room, bold)
            lines.append(line[:cut])
            line = line[cut:]
    lines += [line.rstrip()] if line.strip() else []
    if len(lines) > most:
        lines = [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), size, room, bold=bold)]
    return lines


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """With an ellipsis where it would not fit."""
    if width(text, size, bold=bold) <= room:
        return text
    return text[: _cut(text, size, room - width("…", size, bold=bold), bold)].rstrip() + "…"


def _words(text: str) -> Iterator[str]:
    """Words with the space behind them."""
    word = ""
    for letter in text:
        if word.endswith(" ") and letter != " ":
            yield word
            word = ""
        word += letter
    if word:
        yield word


def _cut(text: str, size: float, room: float, bold: bool) -> int:
    """How many letters fit; at least one, and no mark is torn from its letter."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    while low > 1 and text[low : low + 1] in HANGING:
        low -= 1
    return low
