"""The order calls are withdrawn: on the newest version from its first day, on every one since 27 October 2026.

For who keeps old data, the desk can bring them back (`POST /_control/legacy {"on": true}`), on versions before 26 only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.clock import KIND
from marketplaces.sandbox.messages import Request

from .answers import refuse

if TYPE_CHECKING:
    from .marketplace import FacebookEmulator

LAST_WITH_ORDERS = 25


def is_on(shop: FacebookEmulator) -> bool:
    """Kept beside the clock, which outlives a new seed too."""
    return bool((shop.state.table(KIND).find("legacy") or {}).get("on"))


def switch(shop: FacebookEmulator, body: dict[str, Any]) -> dict[str, Any]:
    """`{"on": true}`: the order calls answer as they did until October 2026."""
    return shop.state.table(KIND).put("legacy", {"on": bool(body.get("on", True))})


def check(shop: FacebookEmulator, request: Request) -> None:
    """Raises the answer of a call that is no more."""
    version = int(re.sub(r"\D", "", request.params["version"].split(".")[0]) or 0)
    if not is_on(shop) or version > LAST_WITH_ORDERS:
        raise refuse(12, "The Commerce Order Management API is not available any more")
