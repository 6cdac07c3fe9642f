"""Cards, prices and stock to canonical words, and changes of them back: pure functions."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.framework.errors import UnexpectedPayload

from .mapping import gtin_of
from .reading import Json, find_money, identifier, listed, mapping, moment, rows, text, whole

PAGE = "https://www.wildberries.ru/catalog/{}/detail.aspx"
#: The name of the only size of goods that have none.
NO_SIZE = ("", "0")
HUNDRED = Decimal(100)
LARGEST_DISCOUNT, NEARBY = 95, 5
GRAMS = Decimal(1000)


def product(card: Json, price: Json | None) -> Product:
    """A card; each of its sizes can be ordered. Its price is told by another service, None where that has none."""
    number = identifier(card.get("nmID"), "cards[].nmID")
    sizes = rows(card.get("sizes"), "cards[].sizes")
    levels = {level.remote_variant_id: level for level in price_levels(price)} if price else {}
    updated = card.get("updatedAt")
    return Product(
        remote_id=number,
        title=text(card.get("title")) or text(card.get("vendorCode")) or number,
        variants=tuple(_variant(card, size, sizes, levels) for size in sizes),
        raw={**card, "price": dict(price)} if price else card,
        description=text(card.get("description")),
        language="ru",
        brand=text(card.get("brand")),
        category=text(card.get("subjectName")),
        images=tuple(_pictures(card)),
        url=PAGE.format(number),
        weight_g=_weight(card),
        updated_at=moment(updated, "cards[].updatedAt") if updated else None,
    )


def _variant(card: Json, size: Json, sizes: Sequence[Json], levels: Mapping[str, PriceLevel]) -> Variant:
    number = identifier(size.get("chrtID"), "cards[].sizes[].chrtID")
    name = text(size.get("techSize"))
    level = levels.get(number)
    return Variant(
        remote_id=number,
        sku=sku_of(text(card.get("vendorCode")), name, several=len(sizes) > 1),
        status=ListingStatus.ACTIVE if level else ListingStatus.INACTIVE,
        title=text(card.get("title")),
        gtin=gtin_of([text(code) for code in listed(size.get("skus"), "cards[].sizes[].skus")]),
        options={} if name in NO_SIZE else {"size": name},
        price=level.price if level else None,
        compare_price=level.compare_price if level else None,
        currency=level.currency if level else "",
        raw=size,
    )


def sku_of(article: str, size: str, *, several: bool) -> str:
    """The seller's article; where a card has several sizes, they share it, so the size follows."""
    return f"{article}/{size}" if several else article


def _pictures(card: Json) -> Iterator[str]:
    for photo in listed(card.get("photos"), "cards[].photos"):
        if isinstance(photo, Mapping) and (address := text(photo.get("big"))):
            yield address


def _weight(card: Json) -> int | None:
    told = mapping(card.get("dimensions"), "cards[].dimensions")
    kilos = find_money(told.get("weightBrutto"), "cards[].dimensions.weightBrutto")
    return int(kilos * GRAMS) if kilos else None


def price_levels(row: Json) -> Iterator[PriceLevel]:
    """What buyers are asked for before Wildberries' own discounts; before the seller's discount it is crossed out."""
    number = identifier(row.get("nmID"), "listGoods[].nmID")
    sizes = rows(row.get("sizes"), "listGoods[].sizes")
    for size in sizes:
        full = find_money(size.get("price"), "listGoods[].sizes[].price")
        now = find_money(size.get("discountedPrice"), "listGoods[].sizes[].discountedPrice")
        now = full if now is None else now
        if now is None:
            raise UnexpectedPayload("listGoods[].sizes[].price", None)
        if now == 0:
            continue  # a size that nobody has priced cannot be bought
        yield PriceLevel(
            remote_product_id=number,
            remote_variant_id=identifier(size.get("sizeID"), "listGoods[].sizes[].sizeID"),
            sku=sku_of(text(row.get("vendorCode")), text(size.get("techSizeName")), several=len(sizes) > 1),
            price=now,
            currency=text(row.get("currencyIsoCode4217")),
            compare_price=full if full is not None and full > now else None,
        )


def price_row(update: PriceUpdate) -> dict[str, int]:
    """Price before discount and whole percents, so that exactly our price comes out.

    No pair of whole numbers may give both prices: ours is kept, the crossed-out one comes near it or is left out.
    """
    full, discount = _with_discount(update.price, update.compare_price)
    return {"nmID": int(update.remote_product_id), "price": int(full), "discount": discount}


def _with_discount(price: Decimal, compare: Decimal | None) -> tuple[Decimal, int]:
    if compare is None or compare <= price:
        return price, 0
    wanted = int(HUNDRED - price * HUNDRED / compare)
    for step in range(NEARBY + 1):
        for discount in (wanted - step, wanted + step):
            full = price * HUNDRED / (HUNDRED - discount) if 0 < discount <= LARGEST_DISCOUNT else None
            if full is not None and full == full.to_integral_value():
                return full, discount
    return price, 0


def amounts(answer_rows: Sequence[Json]) -> dict[int, int]:
    """Units by size."""
    return {
        whole(row.get("chrtId"), "stocks[].chrtId"): whole(row.get("amount"), "stocks[].amount") for row in answer_rows
    }


def size_number(value: Any) -> int | None:
    """A size's number out of our listing; None where it is no number of theirs."""
    found = text(value)
    return int(found) if found.isascii() and found.isdigit() else None
