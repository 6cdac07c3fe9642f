"""The articles of the practice shop, the same in every emulator, so that a hub can link listings by SKU."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from .assortment import FAMILIES, LANGUAGES, OFFER, VALUES

# What one euro costs, and to which step a shop rounds; practice prices need no real rate.
RATES = {
    "EUR": (Decimal("1"), Decimal("0.01")),
    "USD": (Decimal("1.1"), Decimal("0.01")),
    "GBP": (Decimal("0.86"), Decimal("0.01")),
    "RUB": (Decimal("95"), Decimal("1")),
    "KZT": (Decimal("560"), Decimal("10")),
    "UZS": (Decimal("13900"), Decimal("1000")),
    "THB": (Decimal("38"), Decimal("1")),
    "VND": (Decimal("28000"), Decimal("1000")),
    "SGD": (Decimal("1.45"), Decimal("0.1")),
}
LEFT_OUT = 11
"""Each marketplace leaves out one article in so many, another one each, so that assortments overlap but differ."""


@dataclass(frozen=True)
class Article:
    """One thing on the shelf. `family` ties variants together, `option` says what they differ in."""

    sku: str
    gtin: str
    family: str
    category: str
    option: str
    titles: dict[str, str]
    value: dict[str, str]
    euros: Decimal
    grams: int
    size_mm: tuple[int, int, int]

    def title(self, language: str) -> str:
        """Family and value in one line, as shops without variants show it."""
        return f"{self.titles[language]}, {self.value[language]}"

    def price(self, currency: str) -> Decimal:
        rate, step = RATES[currency]
        return ((self.euros * rate / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(step)


def gtin13(number: int) -> str:
    """A GTIN-13 of the shop's own range with its check digit."""
    body = f"5412345{number:05d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-total % 10}"


@cache
def articles() -> tuple[Article, ...]:
    """The whole range, in a fixed order."""
    rows = [(family, value, euros, grams, size) for family, values, euros, grams, size in OFFER for value in values]
    return tuple(_article(number, *row) for number, row in enumerate(rows, start=100))


def _article(number: int, family: str, value: str, euros: str, grams: int, size_mm: tuple[int, int, int]) -> Article:
    category, *titles = FAMILIES[family]
    option, *words = VALUES[value]
    step = {"S": Decimal("0.8"), "L": Decimal("1.3"), "05L": Decimal("0.75"), "180": Decimal("1.25")}.get(
        value, Decimal(1)
    )
    return Article(
        sku=f"ORI-{family}-{value}",
        gtin=gtin13(number),
        family=f"ORI-{family}",
        category=category,
        option=option,
        titles=dict(zip(LANGUAGES, titles, strict=True)),
        value=dict(zip(LANGUAGES, words, strict=True)),
        euros=(Decimal(euros) * step).quantize(Decimal("0.01")),
        grams=grams,
        size_mm=size_mm,
    )


def assortment(leave_out: int, count: int) -> list[Article]:
    """`count` articles for one marketplace; `leave_out` (0 to 10) is its own number. Past the range, filler follows."""
    listed = [article for place, article in enumerate(articles()) if place % LEFT_OUT != leave_out]
    return (listed + [_filler(number) for number in range(1, count - len(listed) + 1)])[:count]


def _filler(number: int) -> Article:
    """One of any number of drawer knobs, for loads larger than a real range."""
    words = dict.fromkeys(LANGUAGES, f"No. {number}")
    titles = dict(
        zip(LANGUAGES, ("Drawer knob", "Ручка мебельная", "ลูกบิดลิ้นชัก", "Möbelknopf", "Bouton de tiroir"), strict=True)
    )
    euros = Decimal("3.00") + Decimal(number % 90) / 10
    return Article(
        f"ORI-KNB-{number:05d}",
        gtin13(1000 + number % 90000),
        "ORI-KNB",
        "hardware",
        "model",
        titles,
        words,
        euros,
        60,
        (40, 40, 30),
    )
