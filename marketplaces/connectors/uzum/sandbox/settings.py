"""What the control desk can set, to make the market behave as one source or the other says it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.emulator import ControlError

if TYPE_CHECKING:
    from .market import UzumEmulator

#: `epoch_dates`: 1 writes an order's times as milliseconds; `sales_need_statuses`: 1 gives no sales unless all four
#: statuses are named; `per_day`: calls of a seller in a day; `points`: how many drop-off points are offered;
#: `bad_barcode`: a row that the stock call will not take, and with it the whole batch.
DEFAULTS = {"epoch_dates": 0, "sales_need_statuses": 0, "per_day": 100_000, "points": 2, "bad_barcode": 0}


def setting(market: UzumEmulator, name: str) -> int:
    kept = market.state.table("_settings").find("numbers") or {}
    return int(kept.get(name, DEFAULTS[name]))


def change(market: UzumEmulator, body: dict[str, Any]) -> dict[str, int]:
    if unknown := set(body) - set(DEFAULTS):
        raise ControlError(f"There is no setting {', '.join(sorted(unknown))}. There are: {', '.join(DEFAULTS)}.")
    now = {name: int(body.get(name, setting(market, name))) for name in DEFAULTS}
    market.state.table("_settings").put("numbers", now)
    return now
