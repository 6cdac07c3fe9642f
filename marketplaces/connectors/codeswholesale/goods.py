"""Products of the supplier's list in our words: pure."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from stdnum import ean

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.purchases import Offer, PriceBand
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import (
    Json,
    find_moment,
    listed,
    mapping,
    money,
    needed_text,
    rows,
    text,
    whole,
)

from .account import CURRENCY

#: The hub's name for one of these products; only their number tells two products apart, never a title.
PREFIX = "cw_"
NO_PLATFORM = frozenset({"", "none", "null"})
#: A product that is good everywhere fits every wish for a region or a language.
EVERYWHERE = frozenset({"worldwide", "multilanguage"})
SIZES = ("MEDIUM", "SMALL")
#: The word of a text's territory for the letters of a language.
TERRITORIES: Mapping[str, str] = {
    "cs": "Czech", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish",
}  # fmt: skip


def sku(product_id: str) -> str:
    return f"{PREFIX}{product_id}"


def product_ids(skus: Iterable[str]) -> list[str]:
    """Their numbers in our SKUs; what has another form is no product of theirs."""
    found = [each.removeprefix(PREFIX) for each in skus if each.startswith(PREFIX)]
    return list(dict.fromkeys(number for number in found if re.fullmatch(r"[0-9a-fA-F-]{36}", number)))


def product(row: Json, texts: Json | None = None, *, language: str = "") -> Product:
    """One product, which is one listing. `texts` are those of its own call, where they are wanted."""
    number, title = needed_text(row.get("productId"), "productId"), needed_text(row.get("name"), "name")
    said = texts or {}
    images = _images(row)
    return Product(
        remote_id=number,
        title=_title(said, language) or title,
        description=_text(said, language),
        language=language if said else "",
        brand=text(said.get("developerName"), "developerName"),
        category=text(said.get("category"), "category"),
        images=images,
        variants=(_variant(row, said, number, title, images),),
        raw={**row, "description": texts} if texts else row,
    )


def _variant(row: Json, said: Json, number: str, title: str, images: tuple[str, ...]) -> Variant:
    quantity = _quantity(row)
    return Variant(
        remote_id="",
        sku=sku(number),
        status=ListingStatus.ACTIVE if quantity else ListingStatus.OUT_OF_STOCK,
        title=title,
        gtin=gtin(said),
        options=_options(row),
        price=_cost_of_one(row),
        currency=CURRENCY,
        stock={"": quantity},
        stock_is_theirs=True,
        image_url=images[0] if images else "",
    )


def _options(row: Json) -> dict[str, str]:
    """Where and in which languages a key works is as much part of the product as its title."""
    found = {
        "platform": platform(row),
        "region": ", ".join(_words(row, "regions")),
        "region_note": text(row.get("regionDescription"), "regionDescription"),
        "language": ", ".join(_words(row, "languages")),
    }
    return {name: said for name, said in found.items() if said}


def platform(row: Json) -> str:
    """In lower case; some products have none, or the word None."""
    found = text(row.get("platform"), "platform").lower()
    return "" if found in NO_PLATFORM else found


def offer(row: Json) -> Offer:
    """The same product as who buys it sees it."""
    return Offer(
        remote_product_id=needed_text(row.get("productId"), "productId"),
        title=needed_text(row.get("name"), "name"),
        quantity=_quantity(row),
        bands=bands(row),
        currency=CURRENCY,
        platform=platform(row),
        regions=_words(row, "regions"),
        region_note=text(row.get("regionDescription"), "regionDescription"),
        languages=_words(row, "languages"),
        released_at=find_moment(row.get("releaseDate"), "releaseDate"),
        raw=row,
    )


def bands(row: Json) -> tuple[PriceBand, ...]:
    """By quantity: their own order means nothing."""
    found = [
        PriceBand(
            cost=money(each.get("value"), "prices[].value"),
            first=whole(each.get("from"), "prices[].from"),
            last=None if each.get("to") is None else whole(each["to"], "prices[].to"),
        )
        for each in rows(row.get("prices"), "prices")
    ]
    if any(band.cost < 0 for band in found):
        raise UnexpectedPayload("prices[].value", "less than nothing")
    return tuple(sorted(found, key=lambda band: band.first))


def _cost_of_one(row: Json) -> Decimal | None:
    return offer(row).find_cost(1)


def gtin(said: Json) -> str:
    """The first of the texts' EANs whose check digit is right."""
    found = [text(each, "eans[]") for each in listed(said.get("eans"), "eans")]
    return next((each for each in found if ean.is_valid(each)), "")


def stock_level(row: Json) -> StockLevel:
    number = needed_text(row.get("productId"), "productId")
    return StockLevel(remote_product_id=number, remote_variant_id="", sku=sku(number), quantity=_quantity(row))


def price_level(row: Json) -> PriceLevel | None:
    """What one costs us; None for a product without a band for a single piece."""
    number, cost = needed_text(row.get("productId"), "productId"), _cost_of_one(row)
    if cost is None:
        return None
    return PriceLevel(
        remote_product_id=number, remote_variant_id="", sku=sku(number), price=cost, currency=CURRENCY
    )  # fmt: skip


def fits(row: Any, wishes: Mapping[str, frozenset[str]]) -> bool:
    """Whether a product has one of the wanted words in each field that words are wanted of.

    A row that cannot be read fits: why it cannot be is told where it is read.
    """
    if not isinstance(row, Mapping):
        return True
    return all(not wanted or bool(_said_in(row, name) & (wanted | EVERYWHERE)) for name, wanted in wishes.items())


def wish(written: str) -> frozenset[str]:
    """Words with commas between, as a merchant enters them: without blanks, in any case."""
    return frozenset(filter(None, map(_plain, written.split(","))))


def _said_in(row: Json, name: str) -> frozenset[str]:
    given = row.get(name)
    words = given if isinstance(given, list) else [given]
    return frozenset(_plain(each) for each in words if isinstance(each, str))


def _plain(word: str) -> str:
    return "".join(word.split()).casefold()


def _quantity(row: Json) -> int:
    found = whole(row.get("quantity"), "quantity")
    if found < 0:
        raise UnexpectedPayload("quantity", found)
    return found


def _words(row: Json, name: str) -> tuple[str, ...]:
    return tuple(found for each in listed(row.get(name), name) if (found := text(each, f"{name}[]")))


def _images(row: Json) -> tuple[str, ...]:
    """The larger ones first."""
    found = [(text(each.get("format")), text(each.get("image"))) for each in rows(row.get("images"), "images")]
    ranked = sorted(found, key=lambda each: SIZES.index(each[0]) if each[0] in SIZES else len(SIZES))
    return tuple(dict.fromkeys(address for _, address in ranked if address))


def _title(said: Json, language: str) -> str:
    """The one of the language; the product's own where there is none, for the first might be in any."""
    titles = rows(said.get("localizedTitles"), "localizedTitles")
    return next((text(each.get("title")) for each in titles if _is_of(each, language)), "")


def _text(said: Json, language: str) -> str:
    sheets = rows(said.get("factSheets"), "factSheets")
    own = next((each for each in sheets if _is_of(each, language)), None)
    return text(mapping(own or (sheets[0] if sheets else {}), "factSheets[]").get("description"), "description")


def _is_of(row: Json, language: str) -> bool:
    wanted = TERRITORIES.get(language[:2].lower(), language)
    return text(row.get("territory")).casefold() in (wanted.casefold(), language.casefold())
