"""Stock sent through the engine, against what each practice marketplace's own limits let through in 30 seconds."""

import re
import sys
from datetime import datetime, timedelta
from typing import Any

from benchmarks.practice import carry_out, control, open_shop, sandbox
from benchmarks.result import Result, at_least
from benchmarks.scratch import scratch_database

LISTINGS, SECONDS, GOAL = 4000, 30, 0.95
MORE = 7  # units on every shelf, so that each listing has something new to hear


def main() -> None:
    """Prints one JSON line per marketplace."""
    with scratch_database("bench_outbound_stock"), sandbox() as url:
        for result in run(url):
            sys.stdout.write(result.line() + "\n")


def run(url: str) -> list[Result]:
    """One job per practice marketplace."""
    return [_job(url, code) for code in control(url, "", "credentials")]


def _job(url: str, code: str) -> Result:
    control(url, code, "seed", {"products": LISTINGS, "orders": 0})
    shop = open_shop(url, code)
    _change_every_number(shop)
    entry = _push(shop)
    calls = _calls(entry, "push_stock")
    refused = [call for call in calls if call["outcome"] != "ok"]
    if refused or entry.failed_records:
        raise SystemExit(f"{code}: {len(refused)} of {len(calls)} calls were refused: {refused[:1]}")
    limits = _limits(control(url, code, ""), calls[0]["method"], calls[0]["path"].partition("?")[0])
    in_time = [call for call in calls if call["at"] <= _began(calls) + timedelta(seconds=SECONDS)]
    each = entry.updated_records / len(calls)  # listings in one call
    began = _began(calls)
    most = min(_listings(shop), *(_most(limit, began) * (1 if limit["counts"] == "rows" else each) for limit in limits))
    return at_least(f"outbound_stock_{code}", len(in_time) * each, most, goal=GOAL, unit=f"listings in {SECONDS} s")


def _change_every_number(shop: Any) -> None:
    """As a delivery of every article would, past the services: they are measured elsewhere."""
    from django.db.models import F

    from inventory.models import Stock
    from inventory.services import outbound

    Stock.objects.filter(store=shop.store).update(on_hand=F("on_hand") + MORE)
    outbound.mark_connection_stock(shop)


def _push(shop: Any) -> Any:
    """Until all is sent or the time is over: a slow marketplace would take many minutes for the rest."""
    from sync import runs

    began: list[datetime] = []

    def stop_in_time(run: Any) -> None:
        calls = _calls(run.log, "push_stock")
        began[:] = began or [_began(calls)] if calls else []
        if calls and calls[-1]["at"] > began[0] + timedelta(seconds=SECONDS):
            runs.request_stop(run.log)

    return carry_out(shop, "inventory", {}, listener=stop_in_time)


def _listings(shop: Any) -> int:
    """More than all of them no limit can ask for."""
    from inventory.models import MarketplaceProduct

    return MarketplaceProduct.objects.filter(connection=shop).count()


def _calls(entry: Any, operation: str) -> list[dict[str, Any]]:
    from marketplaces.models import ApiCall

    rows = ApiCall.objects.filter(run_id=entry.pk, operation=operation).order_by("at")
    return list(rows.values("at", "outcome", "method", "path", "duration_ms", "waited_ms"))


def _began(calls: list[dict[str, Any]]) -> datetime:
    """When the first call left."""
    began: datetime = calls[0]["at"] - timedelta(milliseconds=calls[0]["duration_ms"])
    return began


def _limits(told: dict[str, Any], method: str, path: str) -> list[dict[str, Any]]:
    """All that bind this operation: its own, and the one of all calls together; the narrower one counts."""
    limits = told["limits"]
    own = [limit for name, limit in limits["operations"].items() if _names(name, method, path)]
    return [*own, *([limits["overall"]] if limits["overall"] else [])]


def _names(name: str, method: str, path: str) -> bool:
    """Whether "PUT /shops/{id}/stocks" is what was called, behind whatever address."""
    of, _, template = name.partition(" ")
    pattern = "[^/]+".join(re.escape(part) for part in re.split(r"\{\w+\}", template))
    return of == method and re.search(f"{pattern}$", path) is not None


def _most(limit: dict[str, Any], began: datetime) -> float:
    """What may go in the time: a bucket and what flows into it, or all of each fixed window that it touches."""
    burst, window = float(limit["burst"]), limit["window"]
    if not window:
        return burst + float(limit["rate"]) * SECONDS
    first = began.timestamp()
    return burst * float((first + SECONDS) // window - first // window + 1)


if __name__ == "__main__":
    main()
