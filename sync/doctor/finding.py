"""What a look into one matter brought."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`said`: what is, in a sentence. `fix`: what to do; empty where nothing is wrong.

    `urgent`: money, orders or secrets are at stake. `mend` does by itself what `fix` says, and may be done twice.
    """

    matter: str
    said: str
    fix: str = ""
    urgent: bool = False
    mend: Callable[[], object] | None = field(default=None, repr=False, compare=False)

    @property
    def is_well(self) -> bool:
        """Nothing is to be done."""
        return not self.fix

    @property
    def can_mend(self) -> bool:
        """It can be done by itself. Asked for by pages: a template that reads `mend` would call it."""
        return self.mend is not None and not self.is_well
