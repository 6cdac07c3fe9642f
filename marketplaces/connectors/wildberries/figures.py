"""Wildberries' own figures: the sales funnel of each card, a day a call, the newest day first."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from marketplaces.canonical.figures import DayFigures
from marketplaces.framework.errors import PermissionMissing, UnexpectedPayload
from marketplaces.framework.results import Page

from .client import FIGURES_PER_PAGE, WildberriesClient
from .errors import PORTAL
from .reading import Json, data_of, find_money, identifier, listed, mapping, page_of, read_all, text, whole

#: Their number, and what it is here. What was given back is among what was cancelled.
UNITS: Mapping[str, str] = {
    "openCount": "views",
    "cartCount": "cart_adds",
    "orderCount": "ordered_units",
    "buyoutCount": "delivered_units",
    "cancelCount": "cancelled_units",
}
GIVE_ANALYTICS = (
    f"Make a token that has the category Analytics too in the {PORTAL} under Settings → API access; "
    "all else goes on without it."
)
Place = tuple[date, int]


def figures(
    client: WildberriesClient, *, since: date, until: date, resume: Mapping[str, Any] | None
) -> Iterator[Page[DayFigures]]:
    """Newest first: a base token may ask twice an hour, and what is newest is looked at most."""
    place: Place | None = _place(resume) if resume else (until, 0)
    while place is not None:
        day, offset = place
        cards, currency = _cards(client, day, offset)
        items, refused = read_all(cards, partial(_figures, day=day, currency=currency), "product")
        place = _next(place, len(cards), since)
        cursor = None if place is None else {"day": place[0].isoformat(), "offset": place[1]}
        yield Page(items=[each for each in items if _tells(each)], refused=refused, cursor=cursor)


def _place(resume: Mapping[str, Any]) -> Place:
    return date.fromisoformat(str(resume["day"])), int(resume["offset"])


def _next(place: Place, found: int, since: date) -> Place | None:
    """A short page is the day's last."""
    day, offset = place
    if found == FIGURES_PER_PAGE:
        return day, offset + found
    return (day - timedelta(days=1), 0) if day > since else None


def _cards(client: WildberriesClient, day: date, offset: int) -> tuple[list[Any], str]:
    try:
        answer = page_of(data_of(client.funnel(day, offset)), "products")
    except PermissionMissing as error:
        error.detail = "The token was not made for the category Analytics"
        error.fix = GIVE_ANALYTICS
        raise
    return list(listed(answer.get("products"), "data.products")), text(answer.get("currency"))


def _figures(row: Json, *, day: date, currency: str) -> DayFigures:
    card = mapping(row.get("product"), "product")
    told = mapping(mapping(row.get("statistic"), "statistic").get("selected"), "statistic.selected")
    revenue = find_money(told.get("orderSum"), "statistic.selected.orderSum")
    if revenue is None:
        raise UnexpectedPayload("statistic.selected.orderSum", None)
    units = {ours: whole(told.get(theirs), f"statistic.selected.{theirs}") for theirs, ours in UNITS.items()}
    return DayFigures(
        remote_product_id=identifier(card.get("nmId"), "product.nmId"), remote_variant_id="",
        sku=text(card.get("vendorCode")), day=day, revenue=revenue, currency=currency, **units,
    )  # fmt: skip


def _tells(each: DayFigures) -> bool:
    """Every card comes every day, most of them with nothing but zeros."""
    return any(getattr(each, name) for name in UNITS.values())
