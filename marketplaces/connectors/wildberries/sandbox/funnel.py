"""The sales funnel: what buyers of each card did in a period, both warehouses together, whole roubles."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from marketplaces.sandbox.messages import Answer, Refused, Request, json_answer
from marketplaces.sandbox.routes import Routes

from . import orders, stocks
from .budgets import spends
from .fields import is_whole
from .times import MOSCOW
from .tokens import ANALYTICS
from .vocabulary import ENDS, SOLD

if TYPE_CHECKING:
    from .market import WildberriesEmulator

routes = Routes()
MOST_CARDS = 1000
USUAL_CARDS = 50
LONGEST = timedelta(days=365)
LISTS = ("brandNames", "subjectIds", "tagIds")
NUMBERS = ("openCount", "cartCount", "orderCount", "orderSum", "buyoutCount", "buyoutSum", "cancelCount", "cancelSum")
#: What may be sorted by, and the number that is meant.
SORTS = {
    "openCard": "openCount", "addToCart": "cartCount", "orderCount": "orderCount", "orderSum": "orderSum",
    "buyoutCount": "buyoutCount", "buyoutSum": "buyoutSum", "cancelCount": "cancelCount", "cancelSum": "cancelSum",
    "avgPrice": "avgPrice", "addToWishlist": "addToWishlist",
}  # fmt: skip
Counted = Counter[str]
Period = tuple[date, date]


@routes.post("/api/analytics/v3/sales-funnel/products", category=ANALYTICS, **spends("funnel"))
def products(market: WildberriesEmulator, request: Request) -> Answer:
    body = request.json
    if not isinstance(body, dict):
        raise _refuse("body is not an object")
    period = _period(market, body)
    wanted, (limit, offset) = _wanted(body), _place(body)
    now, before = (_counted(market, request.account, each) for each in (period, _before(period)))
    found = [
        {
            "product": _product(market, request.account, card),
            "statistic": {
                "selected": _statistic(now[card["nmID"]], period),
                "past": _statistic(before[card["nmID"]], _before(period)),
            },
        }
        for card in market.state.table("cards", request.account).values()
        if not wanted or card["nmID"] in wanted
    ]
    found.sort(key=lambda row: row["product"]["nmId"])
    sort, backwards = _sort(body)
    found.sort(key=lambda row: row["statistic"]["selected"][sort], reverse=backwards)
    return json_answer({"data": {"products": found[offset : offset + limit], "currency": "RUB"}})


def _refuse(detail: str) -> Refused:
    title = {"title": "Invalid request body", "detail": f"code=400, message=invalid: {detail}"}
    return Refused(json_answer(title | {"requestId": "51b7828b-e298", "origin": "analytics-open-api"}, 400))


def _period(market: WildberriesEmulator, body: dict[str, Any]) -> Period:
    period = body.get("selectedPeriod")
    if not isinstance(period, dict):
        raise _refuse("selectedPeriod (field required)")
    try:
        first, last = (date.fromisoformat(str(period.get(name))) for name in ("start", "end"))
    except ValueError as error:
        raise _refuse("selectedPeriod (start and end are dates)") from error
    if first > last or first < market.clock.now().astimezone(MOSCOW).date() - LONGEST:
        raise _refuse("selectedPeriod (excess limit on days)")
    return first, last


def _before(period: Period) -> Period:
    """As many days right before: what is compared with when nothing else is asked."""
    length = period[1] - period[0] + timedelta(days=1)
    return period[0] - length, period[1] - length


def _wanted(body: dict[str, Any]) -> set[int]:
    for name in LISTS:
        if not isinstance(body.get(name, []), list):
            raise _refuse(f"{name} (not a list)")
    found = body.get("nmIds", [])
    if not isinstance(found, list) or len(found) > MOST_CARDS or not all(is_whole(each) for each in found):
        raise _refuse("nmIds (at most 1000 numbers)")
    return set(found)


def _place(body: dict[str, Any]) -> tuple[int, int]:
    limit, offset = body.get("limit", USUAL_CARDS), body.get("offset", 0)
    if not is_whole(limit) or not 0 < limit <= MOST_CARDS:
        raise _refuse("limit (1 to 1000)")
    if not is_whole(offset) or offset < 0:
        raise _refuse("offset (0 or more)")
    return limit, offset


def _sort(body: dict[str, Any]) -> tuple[str, bool]:
    order = body.get("orderBy", {"field": "openCard", "mode": "desc"})
    if not isinstance(order, dict) or order.get("field") not in SORTS or order.get("mode") not in ("asc", "desc"):
        raise _refuse("orderBy (field and mode)")
    return SORTS[order["field"]], order["mode"] == "desc"


def _counted(market: WildberriesEmulator, seller: str, period: Period) -> dict[int, Counted]:
    """By card: what became of an order counts on the day it was placed."""
    back = {row["order"] for row in market.state.table("sales").values() if row["saleID"].startswith("R")}
    found: dict[int, Counted] = defaultdict(Counter)
    for order in orders.every(market).values():
        day = datetime.fromisoformat(order["placed"]).astimezone(MOSCOW).date()
        if order["seller"] == seller and period[0] <= day <= period[1]:
            found[order["nmId"]].update(_of(order, given_back=order["id"] in back))
    return found


def _of(order: dict[str, Any], *, given_back: bool) -> dict[str, int]:
    """One unit; so many opened the card and so many put it into the basket before it was bought."""
    roubles = round(order["price"] / 100)
    gone = given_back or order["wbStatus"] in ENDS - {SOLD}
    bought = order["wbStatus"] == SOLD and not given_back
    return {
        "openCount": 30 + order["nmId"] % 17, "cartCount": 3 + order["nmId"] % 4, "orderCount": 1,
        "orderSum": roubles, "buyoutCount": int(bought), "buyoutSum": roubles * bought, "cancelCount": int(gone),
        "cancelSum": roubles * gone,
    }  # fmt: skip


def _product(market: WildberriesEmulator, seller: str, card: dict[str, Any]) -> dict[str, Any]:
    places = market.state.table("warehouses", seller).values()
    amounts = [stocks.amount(market, seller, place["id"], size["chrtID"]) for place in places for size in card["sizes"]]
    return {
        "nmId": card["nmID"], "title": card["title"], "vendorCode": card["vendorCode"], "brandName": card["brand"],
        "subjectId": card["subjectID"], "subjectName": card["subjectName"], "tags": [],
        "productRating": 9.6, "feedbackRating": 4.8,
        "stocks": {"wb": 0, "mp": sum(amounts), "balanceSum": sum(amounts)},
    }  # fmt: skip


def _statistic(counted: Counted, period: Period) -> dict[str, Any]:
    first, last = period
    orders, days = counted["orderCount"], (last - first).days + 1
    return {
        "period": {"start": first.isoformat(), "end": last.isoformat()},
        **{name: counted[name] for name in NUMBERS},
        "avgPrice": round(counted["orderSum"] / orders) if orders else 0,
        "avgOrdersCountPerDay": round(orders / days, 2), "shareOrderPercent": 0,
        "addToWishlist": counted["cartCount"] // 2,
        "timeToReady": {"days": 1, "hours": 2, "mins": 30}, "localizationPercent": 0,
        "wbClub": {
            "orderCount": 0, "orderSum": 0, "buyoutSum": 0, "buyoutCount": 0, "cancelSum": 0, "cancelCount": 0,
            "avgPrice": 0, "buyoutPercent": 0, "avgOrderCountPerDay": 0,
        },
        "conversions": {
            "addToCartPercent": _share(counted["cartCount"], counted["openCount"]),
            "cartToOrderPercent": _share(orders, counted["cartCount"]),
            "buyoutPercent": _share(counted["buyoutCount"], orders),
        },
    }  # fmt: skip


def _share(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
