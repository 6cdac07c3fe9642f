"""How likely a listing and a product of ours are the same thing: a score of 0 to 99 with its evidence. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

#: From here on several may be linked in one go; below `DOUBTFUL` nothing is offered as the thing to press.
CERTAIN, DOUBTFUL = 90, 60


class Verdict(StrEnum):
    """What a piece of evidence says."""

    EQUAL = "equal"  # the same, letter by letter
    ALIKE = "alike"  # the same but for case, dashes, spelling
    DIFFERS = "differs"  # speaks against it
    ABSENT = "absent"  # one side does not say, or the two cannot be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side says of itself; `titles` in every language it has."""

    sku: str = ""
    gtin: str = ""
    titles: tuple[str, ...] = ()
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field: gtin, sku, title or price. `share` is the likeness of titles, or theirs as a share of our price."""

    field: str
    verdict: Verdict
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """The score and what it rests on, in the order gtin, sku, title, price."""

    score: int
    evidence: tuple[Evidence, ...]

    @property
    def is_certain(self) -> bool:
        """May be linked together with others."""
        return self.score >= CERTAIN


def likeness(theirs: Side, ours: Side) -> Likeness:
    """The number that both sides carry decides first; words and price only move it a little."""
    gtin, sku = _gtin(theirs.gtin, ours.gtin), _sku(theirs.sku, ours.sku)
    title, price = _title(theirs.titles, ours.titles), _price(theirs, ours)
    score = _base(gtin, sku, title)
    if gtin.verdict == Verdict.EQUAL:
        score += {Verdict.EQUAL: 4, Verdict.ALIKE: 3}.get(sku.verdict, 0)
    if Verdict.EQUAL in (gtin.verdict, sku.verdict) or sku.verdict == Verdict.ALIKE:
        score += {Verdict.EQUAL: 6, Verdict.ALIKE: 2, Verdict.DIFFERS: -12}.get(title.verdict, 0)
        score += {Verdict.EQUAL: 2, Verdict.ALIKE: 1, Verdict.DIFFERS: -8}.get(price.verdict, 0)
    elif price.verdict == Verdict.DIFFERS:
        score -= 6
    if gtin.verdict == Verdict.DIFFERS:  # another number is another article, whatever it is called
        score = min(score - 20, 50)
    return Likeness(max(0, min(99, score)), (gtin, sku, title, price))


def _base(gtin: Evidence, sku: Evidence, title: Evidence) -> int:
    if gtin.verdict == Verdict.EQUAL:
        return 92
    if sku.verdict in (Verdict.EQUAL, Verdict.ALIKE):
        return 90 if sku.verdict == Verdict.EQUAL else 84
    return round(80 * (title.share or 0))


# The four fields ----------------------------------------------------------------------------------------------------


def _gtin(theirs: str, ours: str) -> Evidence:
    if not (is_gtin(theirs) and is_gtin(ours)):
        return Evidence("gtin", Verdict.ABSENT)
    same = theirs.lstrip("0") == ours.lstrip("0")
    return Evidence("gtin", Verdict.EQUAL if same else Verdict.DIFFERS)


def is_gtin(text: str) -> bool:
    """8, 12, 13 or 14 digits whose weighted sum ends in 0: a mistyped number is evidence of nothing."""
    if len(text) not in (8, 12, 13, 14) or not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return False
    digits = [int(digit) for digit in reversed(text)]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def plain_sku(text: str) -> str:
    """Without case and what people put between its parts; the same as `PLAIN_SKU` in `candidates`."""
    return text.lower().translate(str.maketrans("", "", "-_ ./"))


def _sku(theirs: str, ours: str) -> Evidence:
    if not theirs or not ours:
        return Evidence("sku", Verdict.ABSENT)
    if theirs == ours:
        return Evidence("sku", Verdict.EQUAL)
    alike = plain_sku(theirs) == plain_sku(ours) != ""
    return Evidence("sku", Verdict.ALIKE if alike else Verdict.DIFFERS)


def _title(theirs: Sequence[str], ours: Sequence[str]) -> Evidence:
    """The likest pair; titles in other scripts cannot be compared, and say nothing."""
    shares = [
        title_likeness(mine, yours)
        for mine in theirs
        for yours in ours
        if mine.strip() and yours.strip() and _script(mine) == _script(yours)
    ]
    if not shares:
        return Evidence("title", Verdict.ABSENT)
    share = max(shares)
    if share >= 0.999:
        return Evidence("title", Verdict.EQUAL, 1.0)
    return Evidence("title", Verdict.ALIKE if share >= 0.5 else Verdict.DIFFERS, share)


@lru_cache(maxsize=20_000)
def title_likeness(one: str, other: str) -> float:
    """Shared 3-grams of the words, 0 to 1. Numbers that differ (20 l, 30 l) make two articles of one name."""
    mine, yours = _words(one), _words(other)
    if mine == yours:
        return 1.0
    grams, others = _grams(mine), _grams(yours)
    if not grams or not others:
        return 0.0
    share = 2 * len(grams & others) / (len(grams) + len(others))
    numbers, their_numbers = set(re.findall(r"\d+", one)), set(re.findall(r"\d+", other))
    return min(0.99, share) * (0.8 if numbers and their_numbers and numbers != their_numbers else 1.0)


def _words(text: str) -> tuple[str, ...]:
    """Lower-case words without punctuation and accents, sorted: “Lamp, brass” is “brass lamp”."""
    flat = "".join(each for each in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(each))
    return tuple(sorted(re.findall(r"\w+", flat)))


def _grams(words: Sequence[str]) -> set[str]:
    """3-grams of each word with its ends."""
    return {f" {word} "[at : at + 3] for word in words for at in range(max(1, len(word)))}


def _script(text: str) -> str:
    """The script most letters are written in, by the first word of their names: LATIN, CYRILLIC, THAI …."""
    names = [unicodedata.name(letter, "").partition(" ")[0] for letter in text[:80] if letter.isalpha()]
    return max(set(names), key=names.count) if names else ""


def _price(theirs: Side, ours: Side) -> Evidence:
    """Prices of two currencies are not compared; a tenth more or less is what channels differ by."""
    if theirs.price is None or not ours.price or not theirs.currency or theirs.currency != ours.currency:
        return Evidence("price", Verdict.ABSENT)
    share = float(theirs.price / ours.price)
    if abs(share - 1) < 0.0005:
        return Evidence("price", Verdict.EQUAL, share)
    return Evidence("price", Verdict.ALIKE if 0.85 <= share <= 1.15 else Verdict.DIFFERS, share)
