"""What the control desk can set, to make the market behave as it sometimes does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

if TYPE_CHECKING:
    from .market import WildberriesEmulator

#: `price_polls`: how often a price upload is found to be still waiting; `stock_blocked`: 1 takes no stock;
#: `sales_rows`: the most rows of one statistics answer; `odd_status`: 1 shows a wb status that no document names;
#: `marks_pending`: 1 keeps checking marking codes.
DEFAULTS = {"price_polls": 1, "stock_blocked": 0, "sales_rows": 80_000, "odd_status": 0, "marks_pending": 0}


def setting(market: WildberriesEmulator, name: str) -> int:
    kept = market.state.table("_settings").find("numbers") or {}
    return int(kept.get(name, DEFAULTS[name]))


def change(market: WildberriesEmulator, body: dict[str, Any]) -> dict[str, int]:
    if unknown := set(body) - set(DEFAULTS):
        raise ControlError(f"There is no setting {', '.join(sorted(unknown))}. There are: {', '.join(DEFAULTS)}.")
    now = {name: int(body.get(name, setting(market, name))) for name in DEFAULTS}
    market.state.table("_settings").put("numbers", now)
    return now
