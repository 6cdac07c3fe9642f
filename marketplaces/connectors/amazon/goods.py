"""Listings to products, stock and prices: pure. One SKU is one product and its only variant."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload

from .places import PLACES
from .reading import Json, currency_of, find_moment, find_money, mapping, needed_text, of_place, rows, text, whole

#: The seller's own stock; every other channel is a warehouse of Amazon (AMAZON_NA, AMAZON_EU …).
OWN = "DEFAULT"
BUYABLE = "BUYABLE"
#: The type that fits every listing where only its offer is told.
ANY_TYPE = "PRODUCT"
MOST_IMAGES = 8
GRAMS: Mapping[str, Decimal] = {
    "grams": Decimal(1), "kilograms": Decimal(1000), "ounces": Decimal("28.349523125"), "pounds": Decimal("453.59237"),
    "milligrams": Decimal("0.001"),
}  # fmt: skip
#: Units at Amazon by SKU; None where they could not be read.
Theirs = Mapping[str, int] | None


def product(item: Json, *, place: str, theirs: Theirs = None) -> Product:
    """One listing. `theirs` are the units at Amazon: a listing of that stock tells no number itself."""
    sku, summary = needed_text(item.get("sku"), "sku"), _summary(item, place)
    attributes = mapping(item.get("attributes"), "attributes")
    title = text(summary.get("itemName"), "summaries[].itemName") or sku
    images = _images(attributes, summary)
    return Product(
        remote_id=sku,
        title=title,
        description=value_of(attributes, "product_description", place),
        language=_language(place),
        brand=value_of(attributes, "brand", place),
        category=product_type(item, place=place),
        images=images,
        url=_url(text(summary.get("asin"), "summaries[].asin"), place),
        weight_g=_weight(attributes, place),
        updated_at=find_moment(summary.get("lastUpdatedDate"), "summaries[].lastUpdatedDate"),
        variants=(_variant(item, title, images, place=place, theirs=theirs),),
        raw=item,
    )


def _variant(item: Json, title: str, images: Sequence[str], *, place: str, theirs: Theirs) -> Variant:
    sku, summary = needed_text(item.get("sku"), "sku"), _summary(item, place)
    price, at_amazon = _offer(item, place), is_theirs(item)
    units = _units_there(sku, theirs) if at_amazon else own_units(item)
    return Variant(
        remote_id="",
        sku=sku,
        status=listing_status(item, units, place=place),
        remote_status="/".join(_words(summary)),
        title=title,
        gtin=_gtin(mapping(item.get("attributes"), "attributes")),
        price=find_money(price, "offers[].price") if price else None,
        currency=currency_of(price) or _currency(place),
        stock=None if units is None else {"": units},
        stock_is_theirs=at_amazon,
        image_url=images[0] if images else "",
        url=_url(text(summary.get("asin"), "summaries[].asin"), place),
        raw=item,
    )


def _units_there(sku: str, theirs: Theirs) -> int | None:
    """What is not in the list of their warehouses has nothing in them."""
    return None if theirs is None else theirs.get(sku, 0)


def is_theirs(item: Json) -> bool:
    """Whether Amazon sends what is sold of this listing; a listing of both kinds is told as Amazon's."""
    return any(_channel(each) not in ("", OWN) for each in _availability(item))


def own_units(item: Json) -> int:
    """The seller's own number."""
    told = (each for each in _availability(item) if _channel(each) == OWN)
    return sum(whole(each.get("quantity"), "fulfillmentAvailability[].quantity", 0) for each in told)


def product_type(item: Json, *, place: str) -> str:
    """Amazon's word for what kind of thing it is."""
    told = of_place(rows(item.get("productTypes"), "productTypes"), place)
    return text(told.get("productType")) or text(_summary(item, place).get("productType"))


def listing_status(item: Json, units: int | None, *, place: str) -> ListingStatus:
    """Buyable is for sale. An issue that is an error keeps a listing from it; so do missing units, or neither."""
    if BUYABLE in _words(_summary(item, place)):
        return ListingStatus.ACTIVE
    if any(text(each.get("severity")) == "ERROR" for each in rows(item.get("issues"), "issues")):
        return ListingStatus.REFUSED
    return ListingStatus.OUT_OF_STOCK if units == 0 else ListingStatus.INACTIVE


def value_of(attributes: Json, name: str, place: str) -> str:
    """The value of an attribute here: each is a list, with an entry for each marketplace or one for all."""
    return text(of_place(rows(attributes.get(name), f"attributes.{name}"), place).get("value"), f"attributes.{name}")


def _summary(item: Json, place: str) -> Json:
    return of_place(rows(item.get("summaries"), "summaries"), place)


def _words(summary: Json) -> tuple[str, ...]:
    return tuple(text(each, "summaries[].status[]") for each in reading.listed(summary.get("status"), "status"))


def _availability(item: Json) -> Sequence[Json]:
    return rows(item.get("fulfillmentAvailability"), "fulfillmentAvailability")


def _channel(row: Json) -> str:
    return text(row.get("fulfillmentChannelCode"), "fulfillmentAvailability[].fulfillmentChannelCode")


def _offer(item: Json, place: str) -> Json:
    """What consumers pay; prices for companies stand beside it."""
    found = [each for each in rows(item.get("offers"), "offers") if text(each.get("offerType")) in ("", "B2C")]
    return mapping(of_place(found, place).get("price"), "offers[].price")


def _images(attributes: Json, summary: Json) -> tuple[str, ...]:
    names = ["main_product_image_locator"]
    names += [f"other_product_image_locator_{number}" for number in range(1, MOST_IMAGES + 1)]
    told = [rows(attributes.get(name), f"attributes.{name}") for name in names]
    found = [text(each[0].get("media_location"), "media_location") for each in told if each]
    main = text(mapping(summary.get("mainImage"), "mainImage").get("link"), "mainImage.link")
    return tuple(filter(None, found)) or tuple(filter(None, (main,)))


def _gtin(attributes: Json) -> str:
    name = "externally_assigned_product_identifier"
    for each in rows(attributes.get(name), f"attributes.{name}"):
        if text(each.get("type")).lower() in ("ean", "upc", "gtin"):
            return text(each.get("value"), f"attributes.{name}[].value")
    return ""


def _weight(attributes: Json, place: str) -> int | None:
    name = "item_package_weight"
    told = of_place(rows(attributes.get(name), f"attributes.{name}"), place)
    amount, factor = reading.find_money(told.get("value"), name), GRAMS.get(text(told.get("unit")).lower())
    return None if amount is None or factor is None else round(amount * factor)


def _currency(place: str) -> str:
    return PLACES[place].currency if place in PLACES else ""


def _language(place: str) -> str:
    return PLACES[place].language.replace("_", "-") if place in PLACES else ""


def _url(asin: str, place: str) -> str:
    return f"https://www.{PLACES[place].domain}/dp/{asin}" if asin and place in PLACES else ""


# Levels --------------------------------------------------------------------------------------------------------------
def stock_levels(products: Sequence[Product]) -> Iterator[StockLevel]:
    """The seller's own stock only."""
    for each in products:
        for variant in each.variants:
            if not variant.stock_is_theirs:
                quantity = (variant.stock or {}).get("", 0)
                yield StockLevel(
                    remote_product_id=each.remote_id, remote_variant_id="", sku=variant.sku, quantity=quantity
                )


def price_levels(products: Sequence[Product]) -> Iterator[PriceLevel]:
    for each in products:
        for variant in each.variants:
            if variant.price is not None:
                yield PriceLevel(
                    remote_product_id=each.remote_id, remote_variant_id="", sku=variant.sku, price=variant.price,
                    currency=variant.currency,
                )  # fmt: skip


def units_at_amazon(answer: Json) -> dict[str, int]:
    """What can be sold of each SKU from Amazon's warehouses."""
    payload = mapping(answer.get("payload"), "payload")
    found = {}
    for row in rows(payload.get("inventorySummaries"), "payload.inventorySummaries"):
        details = mapping(row.get("inventoryDetails"), "inventoryDetails")
        sku = text(row.get("sellerSku"), "inventorySummaries[].sellerSku")
        found[sku] = whole(details.get("fulfillableQuantity"), "inventoryDetails.fulfillableQuantity", 0)
    return found


# The report ----------------------------------------------------------------------------------------------------------
def report_rows(table: str) -> list[dict[str, str]]:
    """Rows by the names of their columns, which differ by marketplace and account. Nothing in it is quoted."""
    lines = csv.reader(table.replace("\r", "").split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
    heads = [name.strip().lstrip("\ufeff").lower() for name in next(lines, [])]
    if "seller-sku" not in heads:
        raise UnexpectedPayload("report", heads[:5])
    return [dict(zip(heads, line, strict=False)) for line in lines if any(line)]


def product_of_report(row: Mapping[str, str], *, place: str, theirs: Theirs) -> Product:
    """Fewer fields than a listing has: no kind, no pictures but one, no weight."""
    sku, asin = needed_text(row.get("seller-sku"), "seller-sku"), text(row.get("asin1") or row.get("product-id"))
    channel = text(row.get("fulfillment-channel")) or OWN
    at_amazon, price = channel != OWN, reading.find_money(row.get("price"), "price")
    units = _units_there(sku, theirs) if at_amazon else whole(row.get("quantity"), "quantity", 0)
    title, image = text(row.get("item-name")) or sku, text(row.get("image-url"))
    word = text(row.get("status"))
    variant = Variant(
        remote_id="",
        sku=sku,
        status=_reported(word, units),
        remote_status=word,
        title=title,
        price=price,
        currency=_currency(place),
        stock=None if units is None else {"": units},
        stock_is_theirs=at_amazon,
        image_url=image,
        url=_url(asin, place),
        raw=row,
    )
    return Product(
        remote_id=sku,
        title=title,
        variants=(variant,),
        raw=row,
        description=text(row.get("item-description")),
        language=_language(place),
        images=(image,) if image else (),
        url=_url(asin, place),
    )


def _reported(word: str, units: int | None) -> ListingStatus:
    """Some accounts have no column of it: then what has units is for sale."""
    if word.lower() == "incomplete":
        return ListingStatus.REFUSED
    if units == 0:
        return ListingStatus.OUT_OF_STOCK
    return ListingStatus.ACTIVE if word.lower() in ("active", "") else ListingStatus.INACTIVE
