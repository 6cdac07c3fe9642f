"""The orders of a seller, way after way: first those for Wildberries' warehouse, then those to the door."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.framework.results import Page

from ..catalogue import warehouse_rows
from ..walks import OrderWalk
from .client import DoorClient
from .walk import DoorWalk
from .ways import WAYS, Way, open_to


def pages(
    client: DoorClient, *, since: datetime, until: datetime, resume: Mapping[str, Any] | None
) -> Iterator[Page[Order]]:
    """A cursor that names a way goes on there."""
    begun = WAYS.get(str((resume or {}).get("way", "")))
    ways = open_to(warehouse_rows(client, "pull_orders"))
    if begun is None:
        yield from OrderWalk(client=client, since=since, until=until, following=_first(ways)).pages(resume)
    left = ways if begun is None else (begun, *_behind(ways, begun))
    for place, way in enumerate(left):
        walk = DoorWalk(client=client, way=way, since=since, until=until)
        yield from walk.pages(resume if way is begun else None, last=_first(left[place + 1 :]))


def _first(ways: tuple[Way, ...]) -> Mapping[str, Any] | None:
    return {"way": ways[0].name} if ways else None


def _behind(ways: tuple[Way, ...], begun: Way) -> tuple[Way, ...]:
    order = list(WAYS.values())
    return tuple(way for way in ways if order.index(way) > order.index(begun))
