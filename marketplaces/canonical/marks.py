"""Marking codes: what tells one unit of a product from every other, where the law or the marketplace asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """Which code. The value is what is stored."""

    SGTIN = "sgtin"  # the code of Честный знак or ASL BELGISI on the package: one for each unit in the world
    UIN = "uin"  # number of a piece of jewellery
    IMEI = "imei"  # number of a telephone; of two the first
    GTIN = "gtin"  # number of the product in Belarus
    EXPIRATION = "expiration"  # good until, an ISO date
    CUSTOMS = "customs"  # number of the customs declaration of an imported batch
    RNPT = "rnpt"  # number of a traceable imported batch


@dataclass(frozen=True, slots=True)
class MarkWish:
    """A code that each unit of a line still lacks at the marketplace; without a required one it does not leave."""

    kind: MarkKind
    required: bool = True


#: The codes of one unit.
Marks = Mapping[MarkKind, str]


KNOWN = frozenset(kind.value for kind in MarkKind)


def written_wishes(wishes: tuple[MarkWish, ...]) -> str:
    """As a line stores them: `sgtin,imei?`, a question mark behind what may be left out."""
    return ",".join(wish.kind.value + ("" if wish.required else "?") for wish in wishes)


def read_wishes(written: str) -> tuple[MarkWish, ...]:
    """The other way round; a word that is not known any more is passed over."""
    found = []
    for word in filter(None, written.split(",")):
        name = word.removesuffix("?")
        if name in KNOWN:
            found.append(MarkWish(MarkKind(name), required=not word.endswith("?")))
    return tuple(found)
