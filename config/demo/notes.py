"""What the demo remembers between two starts: whose store it made, the password it chose, and whether it was done."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(slots=True)
class Notes:
    """Kept in var/demo.json, readable by its owner only. The password opens practice data on this machine."""

    store: str = ""
    password: str = ""
    complete: bool = False

    @classmethod
    def read(cls) -> "Notes":
        """An unreadable file is as good as none: the demo then makes a new password."""
        try:
            return cls(**json.loads(_place().read_text()))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self) -> None:
        fresh = _place().with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(self), file)
        fresh.replace(_place())


def _place() -> Path:
    return Path(settings.VAR) / "demo.json"
