"""Ozon's own figures by product and day: a thousand rows a call, one call a minute."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from marketplaces.canonical.figures import DayFigures
from marketplaces.framework.errors import NotFound, UnexpectedPayload
from marketplaces.framework.results import Page, RefusedItem

from .client import FIGURES_PER_PAGE, OzonClient
from .reading import Json, find_money, listed, mapping, needed_text, rows, text

#: Their metric, and what it is here. Everybody is told the first two.
OPEN_TO_ALL: Mapping[str, str] = {"revenue": "revenue", "ordered_units": "ordered_units"}
WITH_PREMIUM: Mapping[str, str] = {
    "hits_view": "views",
    "session_view": "sessions",
    "hits_tocart": "cart_adds",
    "cancellations": "cancelled_units",
    "delivered_units": "delivered_units",
    "returns": "returned_units",
}


def figures(
    client: OzonClient, *, since: date, until: date, resume: Mapping[str, Any] | None, premium: bool, currency: str
) -> Iterator[Page[DayFigures]]:
    """Page after page by offset; a short one is the last. A SKU that has no card any more is refused."""
    metrics = {**OPEN_TO_ALL, **(WITH_PREMIUM if premium else {})}
    offset = int((resume or {}).get("offset", 0))
    while True:
        answer = client.analytics(since, until, list(metrics), offset)
        found = rows(mapping(answer.get("result"), "result").get("data"), "result.data")
        offset += len(found)
        more = len(found) == FIGURES_PER_PAGE
        items, refused = _read(client, found, metrics, currency)
        yield Page(items=items, refused=refused, cursor={"offset": offset} if more else None)
        if not more:
            return


def _read(
    client: OzonClient, found: Sequence[Json], metrics: Mapping[str, str], currency: str
) -> tuple[list[DayFigures], list[RefusedItem]]:
    cards = _cards(client, sorted({_ids(row)[0] for row in found}))
    items, refused = list[DayFigures](), dict[str, RefusedItem]()
    for row in found:
        sku, day = _ids(row)
        if sku in cards:
            items.append(_figures(row, cards[sku], _day(day), metrics, currency))
        else:
            error = NotFound(f"Ozon counts SKU {sku}, of which it shows no product any more")
            refused.setdefault(sku, RefusedItem(remote_id=sku, error=error, raw=row))
    return items, list(refused.values())


def _figures(
    row: Json, card: tuple[str, str], day: date, metrics: Mapping[str, str], currency: str
) -> DayFigures:  # fmt: skip
    told = listed(row.get("metrics"), "metrics")
    if len(told) != len(metrics):
        raise UnexpectedPayload("result.data[].metrics", told)
    values = {name: find_money(value, f"metrics.{name}") for name, value in zip(metrics.values(), told, strict=True)}
    revenue: Decimal | None = values.pop("revenue")
    units: dict[str, Any] = {name: None if value is None else int(value) for name, value in values.items()}
    return DayFigures(
        remote_product_id=card[0], remote_variant_id="", sku=card[1], day=day, revenue=revenue, currency=currency,
        **units,
    )  # fmt: skip


def _cards(client: OzonClient, skus: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Product id and article by SKU: figures name only the SKU."""
    if not skus:
        return {}
    answer = client.products_of(skus)
    inner = answer.get("items")
    cards = rows(mapping(answer.get("result"), "result").get("items") if inner is None else inner, "items")
    named = {}
    for card in cards:
        place = needed_text(card.get("id"), "id"), needed_text(card.get("offer_id"), "offer_id")
        own = [text(card.get("sku")), *(text(each.get("sku")) for each in rows(card.get("sources"), "sources"))]
        named.update({sku: place for sku in own if sku not in ("", "0")})
    return named


def _ids(row: Json) -> tuple[str, str]:
    sku, day = (text(each.get("id")) for each in _both(row))
    return sku, day


def _both(row: Json) -> Sequence[Json]:
    found = rows(row.get("dimensions"), "dimensions")
    if len(found) != 2:
        raise UnexpectedPayload("result.data[].dimensions", found)
    return found


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        raise UnexpectedPayload("result.data[].dimensions[].id", value) from None
