"""The sections of the rail; one is drawn only once its page exists, so the table may run ahead of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table: the name of its URL, its words, its icon, the letter after `g`, what its count says."""

    name: str
    word: str
    icon: str
    letter: str
    short: str = ""
    count_word: str = ""
    hot: bool = False
    tab: int = 0
    money: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A place as it is drawn on one page."""

    url: str
    word: str
    short: str
    icon: str
    letter: str
    current: bool
    count: int
    count_word: str
    hot: bool
    tab: int


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of the rail."""

    word: str
    items: tuple[Item, ...]


WORK = (
    Place("home", noop("Today"), "home", "h", tab=1),
    Place("needs_you", noop("Needs you"), "inbox", "a", count_word=noop("waiting"), hot=True, tab=4),
    Place("orders", noop("Orders"), "receipt", "o", count_word=noop("open"), tab=2),
    Place("products", noop("Products"), "tags", "p"),
    Place("fulfilment", noop("Fulfilment"), "truck-delivery", "f"),
    Place("inventory", noop("Inventory"), "building-warehouse", "i", short=noop("Stock"), tab=3),
    Place("analytics", noop("Analytics"), "chart-bar", "n", money=True),
)
CHANNELS = (
    Place(
        "connections",
        noop("Connections"),
        "plug-connected",
        "c",
        short=noop("Shops"),
        count_word=noop("need attention"),
        hot=True,
    ),
    Place("listings", noop("Listings"), "link", "l", count_word=noop("to link")),
    Place("syncs", noop("Syncs"), "refresh", "s"),
    Place("settings", noop("Settings"), "settings", "t"),
)


def sections(path: str, counts: Mapping[str, int], *, money: bool = True) -> list[Section]:
    """The rail for the page at `path`; `counts` is keyed by place. What is about money alone is not for everybody."""
    groups = [
        Section(word, _drawn(tuple(place for place in places if money or not place.money), path, counts))
        for word, places in (("", WORK), (_("Channels"), CHANNELS))
    ]
    return [group for group in groups if group.items]


def tabs(groups: list[Section]) -> list[Item]:
    """The four places of the bar on a phone; the fifth leads to all others."""
    return sorted((item for group in groups for item in group.items if item.tab), key=lambda item: item.tab)


def address(name: str) -> str:
    """The address of a place, or nothing while it has no page."""
    try:
        return reverse(f"dashboard:{name}")
    except NoReverseMatch:
        return ""


def _drawn(places: tuple[Place, ...], path: str, counts: Mapping[str, int]) -> tuple[Item, ...]:
    found = ((place, address(place.name)) for place in places)
    return tuple(_item(place, url, path, counts.get(place.name, 0)) for place, url in found if url)


def _item(place: Place, url: str, path: str, count: int) -> Item:
    return Item(
        url=url,
        word=_(place.word),
        short=_(place.short or place.word),
        icon=place.icon,
        letter=place.letter,
        current=path == url if url == "/" else path.startswith(url),
        count=count,
        count_word=_(place.count_word) if place.count_word else "",
        hot=place.hot,
        tab=place.tab,
    )
