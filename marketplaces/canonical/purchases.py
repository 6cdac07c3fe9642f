"""Buying keys from a supplier, in our words: what is asked for, and what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

#: How long after each look at an unfinished purchase the next one follows; the last pause repeats.
LOOKS = tuple(timedelta(seconds=each) for each in (2, 5, 15, 30, 60, 600))
#: An unfinished purchase, and a promised key, that a person is told of after so long.
LONGEST_UNFINISHED, LONGEST_PROMISED = timedelta(hours=24), timedelta(days=2)
#: Between two looks for a purchase of which nothing is known, and how many of them say that it is not there.
LOOK_AGAIN, LOOKS_IN_DOUBT = timedelta(seconds=60), 2


class PurchaseState(StrEnum):
    """How far a purchase is."""

    WAITING = "waiting"  # paid, keys not there yet: look again
    READY = "ready"  # all that will come now has come; promised keys follow
    FAILED = "failed"  # refused or cancelled by the supplier; nothing is bought again by itself
    UNKNOWN = "unknown"  # a word that no table lists: look again, then a person


class KeyForm(StrEnum):
    """In which form a key comes."""

    TEXT = "text"
    IMAGE = "image"  # a picture that shows the key
    PROMISED = "promised"  # bought before it is out; the key comes later
    UNKNOWN = "unknown"  # a word that no table lists


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBand:
    """What one piece costs to who buys `first` to `last` of them at once; `last` is None where it is open."""

    cost: Decimal
    first: int
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a supplier has of a product now."""

    remote_product_id: str
    title: str
    quantity: int
    bands: tuple[PriceBand, ...]
    currency: str
    platform: str = ""
    regions: tuple[str, ...] = ()
    region_note: str = ""
    languages: tuple[str, ...] = ()
    released_at: datetime | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)

    def find_cost(self, quantity: int) -> Decimal | None:
        """What one of so many costs; None where no band holds that quantity.

        Where two bands hold it the dearer one counts, so that nothing is sold below cost by it.
        """
        fitting = [
            band for band in self.bands if band.first <= quantity and (band.last is None or quantity <= band.last)
        ]
        return max(band.cost for band in fitting) if fitting else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLine:
    """So many of a product, each at no other cost than the one that was agreed to."""

    remote_product_id: str
    quantity: int
    unit_cost: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseRequest:
    """A purchase whose intent is stored under `reference` already, which is ours and never used for another.

    `asked_at` says when it may have been sent for the first time: then it is only looked for. `again` lets it be sent
    once more under the same reference, after LOOKS_IN_DOUBT looks found nothing, or a person decided so.
    """

    reference: str
    lines: tuple[PurchaseLine, ...]
    allow_promised: bool = False
    asked_at: datetime | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtKey:
    """One key. What it holds is never shown by accident: not in a log, a trace or a failed test."""

    remote_id: str
    form: KeyForm
    text: str = field(default="", repr=False)
    image: bytes = field(default=b"", repr=False)
    media_type: str = ""
    file_name: str = ""
    remote_word: str = ""
    #: Why it could not be read, in a sentence; the others of the purchase are good.
    problem: str = ""

    @property
    def is_here(self) -> bool:
        return bool(self.text or self.image)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """What was bought of a product."""

    remote_product_id: str
    title: str
    unit_cost: Decimal | None
    keys: tuple[BoughtKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A purchase as the supplier tells it. `raw` holds everything but the keys.

    `doubles` are other purchases there under the same reference: money was spent twice, and a person must know.
    """

    remote_id: str
    reference: str
    number: str
    state: PurchaseState
    remote_status: str
    currency: str
    lines: tuple[BoughtLine, ...]
    total: Decimal | None = None
    placed_at: datetime | None = None
    doubles: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[BoughtKey, ...]:
        return tuple(key for line in self.lines for key in line.keys)

    def missing(self, ordered: Sequence[PurchaseLine]) -> dict[str, int]:
        """How many keys of each product are neither here nor promised; n pieces are n keys. Numbers in lower case."""
        lacking: Counter[str] = Counter()
        for line in ordered:
            lacking[line.remote_product_id.lower()] += line.quantity
        for bought in self.lines:
            came = sum(key.is_here or key.form is KeyForm.PROMISED for key in bought.keys)
            lacking[bought.remote_product_id.lower()] -= came
        return dict(+lacking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What can be spent at the supplier: own money and credit."""

    own: Decimal
    credit: Decimal
    to_spend: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """The supplier's bill for a purchase, as PDF."""

    number: str
    pdf: bytes = field(repr=False)
