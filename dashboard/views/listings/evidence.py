"""Why a listing and a product may be the same, in words: each field agrees, is alike, differs or is not there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from inventory.services.listings.suggest import CERTAIN, DOUBTFUL, Evidence, Likeness, Verdict

ICONS = {Verdict.EQUAL: "check", Verdict.ALIKE: "check", Verdict.DIFFERS: "x", Verdict.ABSENT: "minus"}


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of evidence as it is drawn."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Because:
    """A score with its tone and its evidence; `fills` whether linking is offered as the thing to press."""

    score: int
    tone: str
    share: float
    evidence: tuple[Said, ...]

    @property
    def fills(self) -> bool:
        return self.score >= CERTAIN

    @property
    def doubtful(self) -> bool:
        return self.score < DOUBTFUL


def because(likeness: Likeness) -> Because:
    """The likeness as it is drawn; what is absent comes last."""
    tone = "green" if likeness.score >= CERTAIN else ("amber" if likeness.score >= DOUBTFUL else "grey")
    ordered = sorted(likeness.evidence, key=lambda each: each.verdict == Verdict.ABSENT)
    return Because(
        likeness.score, tone, likeness.score / 100, tuple(Said(ICONS[each.verdict], words_of(each)) for each in ordered)
    )


def words_of(evidence: Evidence) -> str:
    """ "GTIN equal", "Title 78% alike", "Price 38% lower", "No GTIN"."""
    if evidence.field == "title" and evidence.share is not None and evidence.verdict != Verdict.EQUAL:
        return _("Title %(percent)d%% alike") % {"percent": round(evidence.share * 100)}
    if evidence.field == "price" and evidence.share is not None:
        return _price(evidence.share)
    return _table()[(evidence.field, evidence.verdict)]


def _price(share: float) -> str:
    percent = round(abs(share - 1) * 100)
    if percent == 0:
        return _("Price equal")
    if abs(share - 1) <= 0.15:
        return _("Price within %(percent)d%%") % {"percent": percent}
    words = _("Price %(percent)d%% lower there") if share < 1 else _("Price %(percent)d%% higher there")
    return words % {"percent": percent}


def _table() -> dict[tuple[str, Verdict], str]:
    return {
        ("gtin", Verdict.EQUAL): _("GTIN equal"), ("gtin", Verdict.DIFFERS): _("GTIN differs"),
        ("gtin", Verdict.ABSENT): _("No GTIN to compare"), ("sku", Verdict.EQUAL): _("SKU equal"),
        ("sku", Verdict.ALIKE): _("SKU alike"), ("sku", Verdict.DIFFERS): _("SKU differs"),
        ("sku", Verdict.ABSENT): _("No SKU there"), ("title", Verdict.EQUAL): _("Title equal"),
        ("title", Verdict.ABSENT): _("Title in another script"), ("price", Verdict.ABSENT): _("No price to compare"),
    }  # fmt: skip
