"""The seller's figures by product and day: orders for everybody, what buyers looked at only with Premium."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from marketplaces.sandbox.limits import Bucket
from marketplaces.sandbox.messages import Answer, Request
from marketplaces.sandbox.routes import Routes

from .answers import PERMISSION_DENIED, ok, refuse
from .shapes import fields, many, one_of, text, whole
from .statuses import CANCELLED

if TYPE_CHECKING:
    from .marketplace import OzonEmulator

routes = Routes()
#: Who has bought Premium here.
PREMIUM = frozenset({"1001"})
MOSCOW = ZoneInfo("Europe/Moscow")
MONTHS_OF_ALL = timedelta(days=92)
ONE_A_MINUTE = Bucket(rate=1 / 60, burst=1)
SPLIT = "cancelled_from_split_pending"

FREE_METRICS = ("revenue", "ordered_units")
PREMIUM_METRICS = (
    "hits_view", "hits_view_search", "hits_view_pdp", "hits_tocart", "hits_tocart_search", "hits_tocart_pdp",
    "session_view", "session_view_search", "session_view_pdp", "cancellations", "delivered_units", "returns",
)  # fmt: skip
METRICS = (*FREE_METRICS, *PREMIUM_METRICS)
DIMENSIONS: dict[str, Callable[[str, date], str]] = {
    "sku": lambda sku, day: sku,
    "spu": lambda sku, day: sku,
    "day": lambda sku, day: day.isoformat(),
    "week": lambda sku, day: (day - timedelta(days=day.weekday())).isoformat(),
    "month": lambda sku, day: day.replace(day=1).isoformat(),
}
SHARE = {"search": 0.8, "pdp": 0.2}

ASK = fields(
    {
        "date_from!": text(longest=10),
        "date_to!": text(longest=10),
        "metrics!": many(one_of(*METRICS), most=14, least=1),
        "dimension!": many(one_of(*DIMENSIONS), least=1),
        "filters": many(
            fields({"key!": text(), "op": one_of("EQ", "GT", "GTE", "LT", "LTE"), "value!": text()})
        ),
        "sort": many(fields({"key!": text(), "order": one_of("ASC", "DESC")})),
        "limit!": whole(1, 1000),
        "offset": whole(0),
    }
)  # fmt: skip
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": lambda left, right: left == right,
    "GT": lambda left, right: left > right,
    "GTE": lambda left, right: left >= right,
    "LT": lambda left, right: left < right,
    "LTE": lambda left, right: left <= right,
}


@routes.post("/v1/analytics/data", shape=ASK, limit=ONE_A_MINUTE)
def data(shop: OzonEmulator, request: Request) -> Answer:
    body = request.json
    first, last = _day(body["date_from"], "date_from"), _day(body["date_to"], "date_to")
    if first > last:
        raise refuse("date_from must not be later than date_to")
    _allow(shop, request.account, body["metrics"], first)
    rows = [row for row in _rows(shop, request.account, body, first, last) if _kept(row, body)]
    for sort in reversed(body.get("sort") or []):
        place = _place(body["metrics"], sort["key"], "sort.key")
        rows.sort(key=lambda row: row["metrics"][place], reverse=sort.get("order") == "DESC")
    offset = body.get("offset", 0)
    totals = [round(sum(row["metrics"][n] for row in rows), 2) for n in range(len(body["metrics"]))]
    at = shop.clock.now().strftime("%Y-%m-%d %H:%M:%S")
    return ok({"result": {"data": rows[offset : offset + body["limit"]], "totals": totals}, "timestamp": at})


def _allow(shop: OzonEmulator, account: str, metrics: list[str], first: date) -> None:
    if account in PREMIUM:
        return
    if dear := [name for name in metrics if name not in FREE_METRICS]:
        raise refuse(f"metrics {', '.join(dear)} need the Premium subscription", PERMISSION_DENIED)
    if first < (shop.clock.now() - MONTHS_OF_ALL).date():
        raise refuse("without Premium Plus data of the last three months is available")


def _rows(shop: OzonEmulator, account: str, body: dict[str, Any], first: date, last: date) -> Iterator[dict[str, Any]]:
    """Grouped as asked, in the order of the groups."""
    grouped: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    names: dict[str, str] = {}
    for sku, name, day, counted in _facts(shop, account):
        if first <= day <= last:
            names[sku] = name
            group = grouped[tuple(DIMENSIONS[each](sku, day) for each in body["dimension"])]
            for metric, value in counted.items():
                group[metric] += value
    for key in sorted(grouped):
        yield {
            "dimensions": [{"id": each, "name": names.get(each, "")} for each in key],
            "metrics": [round(grouped[key][metric], 2) for metric in body["metrics"]],
        }


def _facts(shop: OzonEmulator, account: str) -> Iterator[tuple[str, str, date, dict[str, float]]]:
    """Each line of each posting on the day it was ordered; a posting that was split is its parts."""
    back: dict[tuple[str, str], int] = defaultdict(int)
    for row in shop.state.table("returns", account).values():
        back[row["posting_number"], str(row["line"]["sku"])] += row["line"]["quantity"]
    for posting in shop.state.table("postings", account).values():
        if posting["status"] == SPLIT:
            continue
        ordered = datetime.fromisoformat(posting["in_process_at"][:19]).replace(tzinfo=UTC).astimezone(MOSCOW).date()
        for line in posting["lines"]:
            sku, units = str(line["sku"]), line["quantity"]
            counted = {"revenue": float(line["price"]) * units, "ordered_units": units} | _looked(line["sku"], units)
            counted["cancellations"] = units if posting["status"] in CANCELLED else 0
            counted["delivered_units"] = units if posting["status"] == "delivered" else 0
            counted["returns"] = back[posting["posting_number"], sku]
            yield sku, line["name"], ordered, counted


def _looked(sku: int, units: int) -> dict[str, float]:
    """So many looked before so many bought."""
    views, carts, sessions = units * (40 + sku % 23), units * (2 + sku % 3), units * (25 + sku % 11)
    whole_figures = {"hits_view": views, "hits_tocart": carts, "session_view": sessions}
    parts = {f"{name}_{where}": round(n * part) for name, n in whole_figures.items() for where, part in SHARE.items()}
    return {**whole_figures, **parts}


def _kept(row: dict[str, Any], body: dict[str, Any]) -> bool:
    return all(_fits(row, body, each) for each in body.get("filters") or ())


def _fits(row: dict[str, Any], body: dict[str, Any], asked: dict[str, str]) -> bool:
    compare = COMPARE[asked.get("op", "EQ")]
    if asked["key"] in body["dimension"]:
        return compare(row["dimensions"][body["dimension"].index(asked["key"])]["id"], asked["value"])
    try:
        value = float(asked["value"])
    except ValueError as error:
        raise refuse("filters.value must be a number for a metric") from error
    return compare(row["metrics"][_place(body["metrics"], asked["key"], "filters.key")], value)


def _place(metrics: list[str], key: str, where: str) -> int:
    if key not in metrics:
        raise refuse(f"{where}: {key!r} was not asked for")
    return metrics.index(key)


def _day(value: str, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise refuse(f"{where} must be a date like 2026-10-01") from error
