"""The one header that Wildberries asks for, and what the token says of itself."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from marketplaces.framework.transport import Outgoing

#: The bits of a token's own list of what it may do, as far as this connector calls it.
CATEGORIES: Mapping[int, str] = {
    1: "Content",
    2: "Analytics",
    3: "Prices and discounts",
    4: "Marketplace",
    5: "Statistics",
}
READ_ONLY_BIT = 30
#: The kind of a token that has the smallest budgets.
BASE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The public part of a token; nothing of it is proof, the gateway judges."""

    seller: str = ""
    ends_at: datetime | None = None
    categories: tuple[str, ...] = ()
    is_base: bool = False


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """The token as it is, without a word in front."""
    outgoing.headers["Authorization"] = credentials["token"]


def read_token(token: str) -> Token:
    """What it tells; nothing for a text that is no JWT, for only the gateway may refuse a token."""
    claims = _claims(token)
    seller, ends, bits = claims.get("sid"), claims.get("exp"), claims.get("s")
    return Token(
        seller=seller if isinstance(seller, str) else "",
        ends_at=_moment(ends),
        categories=_categories(bits) if isinstance(bits, int) else (),
        is_base=claims.get("acc") == BASE,
    )


def _claims(token: str) -> Mapping[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _moment(seconds: Any) -> datetime | None:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _categories(bits: int) -> tuple[str, ...]:
    named = tuple(name for bit, name in CATEGORIES.items() if bits >> bit & 1)
    return (*named, "read only") if bits >> READ_ONLY_BIT & 1 else named
