"""Why a number is what it is: the sum that made it, each line of it leading to what it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A term or, ruled off, a result; `n` is written as the page writes numbers."""

    icon: str
    word: str
    n: str
    sub: str = ""
    url: str = ""
    result: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """The inside of a popover. `about` defines the number and says what is left out."""

    id: str
    heading: str
    lines: Sequence[Line] = ()
    about: Sequence[str] = field(default_factory=tuple)
