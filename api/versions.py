"""Two programs at the same thing: what was read carries a version, and a change may ask for that very version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from api.errors import Problem

HEADER = "If-Match"


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a method returns that carries a version."""

    found: Any
    tag: str


def tag_of(*parts: Any) -> str:
    """The version of what can be changed there: the same as long as nobody changed any of it."""
    said = json.dumps(parts, sort_keys=True, cls=JSONEncoder)
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:24]}"'


def is_asked(request: Request) -> bool:
    """Whether the change is wanted only of the version that was read."""
    return bool(request.headers.get(HEADER, "*").strip() not in ("", "*"))


def must_match(request: Request, tag: str) -> None:
    """Raise Problem 412 when another version was read than there is now. Without If-Match nothing is asked."""
    if is_asked(request) and tag not in [part.strip() for part in request.headers[HEADER].split(",")]:
        raise Problem(
            412,
            "changed-meanwhile",
            _("Somebody else changed this meanwhile. Read it again, compare, then send your change again."),
        )
