"""Charts as pure functions: rows in, an SVG out that follows the theme, prints, and tests as text.

Bars and stacked bars only, five series at most; whoever calls adds up the rest as "All others" and puts the figures in
a table below, because a picture cannot be read aloud.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import ceil

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TOP, FOOT = 8, 22
#: What a letter on the axis takes on a phone, where letters are larger against the picture.
LETTER, GAP = 11, 8
#: An axis has room for so many labels, a phone's for so many.
LABELS, LABELS_ON_A_PHONE = 16, 5
MOST_SERIES = 5
NARROW = 720
NOTHING = Decimal(0)
NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the stack; `tone` is its place in the palette, the fifth being the grey of "All others".

    `guesses` says of which values something is estimated; without it nothing is.
    """

    name: str
    values: Sequence[Decimal]
    tone: int = 1
    guesses: Sequence[bool] = ()

    def is_guess(self, at: int) -> bool:
        """Whether something of this value is estimated."""
        return bool(self.guesses) and self.guesses[at]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands under a bar, and what the bar says when pointed at."""

    label: str
    title: str


@dataclass(frozen=True, slots=True)
class _Scale:
    low: Decimal
    high: Decimal
    step: Decimal
    height: int
    left: int

    def y(self, value: Decimal) -> float:
        span = self.high - self.low
        return float(TOP + (self.high - value) / span * (self.height - TOP - FOOT))

    def ticks(self) -> list[Decimal]:
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * n for n in range(count + 1)]


def stacked(
    series: Sequence[Series],
    marks: Sequence[Mark],
    *,
    label: str,
    tick: Callable[[Decimal], str],
    width: int = NARROW,
    height: int = 200,
) -> SafeString:
    """One bar for each mark. What is below nought hangs below the line, so that a stack never hides a loss."""
    assert len(series) <= MOST_SERIES, "More than five colours cannot be told apart."
    scale = _scale(series, height, tick)
    room = Decimal(width - scale.left) / max(1, len(marks))
    every = ceil(len(marks) / LABELS)
    on_a_phone = every * ceil(ceil(len(marks) / every) / LABELS_ON_A_PHONE) if marks else 1
    bars = []
    for at, mark in enumerate(marks):
        x = float(scale.left + room * at)
        shown = _axis_label(mark, at, every, on_a_phone, x + float(room) / 2, height)
        bars.append((mark.title, _stack(series, at, scale, x, float(room)), shown))
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        "chart wide" if width > NARROW else "chart",  # a phone scrolls a wide one instead of shrinking its words
        width,
        height,
        label,
        _grid(scale, width, tick),
        format_html_join("", "<g><title>{}</title>{}{}</g>", bars),
    )


def _scale(series: Sequence[Series], height: int, tick: Callable[[Decimal], str]) -> _Scale:
    columns = list(zip(*(each.values for each in series), strict=True))
    high = max((sum((v for v in column if v > 0), NOTHING) for column in columns), default=NOTHING)
    low = min((sum((v for v in column if v < 0), NOTHING) for column in columns), default=NOTHING)
    step = _nice((high - low) / 4 or Decimal(1))
    low, high = _round(low, step, ROUND_FLOOR), _round(high, step, ROUND_CEILING) or step
    scale = _Scale(low, high, step, height, 0)
    return replace(scale, left=max(len(tick(value)) for value in scale.ticks()) * LETTER + 2 * GAP)


def _nice(rough: Decimal) -> Decimal:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * nice for nice in NICE if power * nice >= rough)


def _round(value: Decimal, step: Decimal, how: str) -> Decimal:
    return (value / step).to_integral_value(rounding=how) * step


def _grid(scale: _Scale, width: int, tick: Callable[[Decimal], str]) -> SafeString:
    lines = (
        (scale.left, width, f"{scale.y(value):.1f}", scale.left - GAP, f"{scale.y(value) + 4:.1f}", tick(value))
        for value in scale.ticks()
    )
    pattern = (
        '<line class="grid" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/><text x="{3}" y="{4}" text-anchor="end">{5}</text>'
    )
    return format_html_join("", pattern, lines)


def _stack(series: Sequence[Series], at: int, scale: _Scale, x: float, room: float) -> SafeString:
    up = down = NOTHING
    rects = []
    for each in series:
        value = each.values[at]
        if value >= 0:
            bottom, up = up, up + value
            top = up
        else:
            top, down = down, down + value
            bottom = down
        if value:
            tall = max(0.5, scale.y(bottom) - scale.y(top) - 0.5)
            rects.append(
                (each.tone, f"{x + room * 0.18:.1f}", f"{scale.y(top):.1f}", f"{room * 0.64:.1f}", f"{tall:.1f}")
            )
    return format_html_join("", '<rect class="c{}" x="{}" y="{}" width="{}" height="{}"/>', rects)


def _axis_label(mark: Mark, at: int, every: int, on_a_phone: int, x: float, height: int) -> SafeString:
    if at % every:
        return SafeString("")
    kind = SafeString(' class="alt"') if at % on_a_phone else SafeString("")
    return format_html('<text{} x="{}" y="{}" text-anchor="middle">{}</text>', kind, f"{x:.1f}", height - 6, mark.label)
