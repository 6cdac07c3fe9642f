"""A card as Ozon is told it: always the whole of it, for what is left out would be gone. Pure functions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from marketplaces.canonical.products import ProductCard
from marketplaces.framework.cards import CardRules

from .categories import BRAND, DESCRIPTION, Place, attribute
from .goods import written
from .reading import Json, find_money, listed, mapping, rows, text, whole

#: “Create or update a product”: what is asked of every new card, and what is too long.
RULES = CardRules(
    needs=frozenset({"category", "weight_g", "package"}),
    longest=(("sku", 50), ("title", 500), ("images", 30)),
    own_categories=True,
    own_attributes=True,
)
ZERO = Decimal(0)


def new_row(card: ProductCard, place: Place, attributes: Sequence[Json]) -> dict[str, Any]:
    """A product that is not there yet. What is for sale of it is told apart."""
    assert card.package is not None and card.weight_g is not None  # RULES ask for both
    return {
        "offer_id": card.sku,
        "name": card.title,
        "description_category_id": place.category,
        "type_id": place.type,
        "price": written(card.price),
        "old_price": "0",
        "currency_code": card.currency,
        "barcode": card.gtin,
        **_sides(card),
        "weight": card.weight_g,
        "weight_unit": "g",
        **_pictures(card.images),
        "attributes": [dict(each) for each in attributes],
    }


def changed_row(card: ProductCard, info: Json, there: Json, told: Sequence[Json]) -> dict[str, Any]:
    """A product as it stands there, with what the card tells laid over it."""
    return {
        "offer_id": text(info.get("offer_id")),
        "name": card.title,
        "description_category_id": place_of(there).category,
        "type_id": place_of(there).type,
        **_price(card, info),
        "currency_code": card.currency or text(info.get("currency_code")),
        **({"vat": vat} if (vat := text(info.get("vat"))) else {}),
        "barcode": card.gtin or text(there.get("barcode")),
        **(_sides(card) if card.package else _same_sides(there)),
        **_weight(card, there),
        **(_pictures(card.images) if card.images else _same_pictures(there)),
        "images360": _texts(info.get("images360")),
        "color_image": text(there.get("color_image")),
        "attributes": _merged(there, told),
        "complex_attributes": _nested(there),
        "pdf_list": _files(there),
    }


def place_of(there: Json) -> Place:
    """Where it stands in the tree now."""
    return Place(
        whole(there.get("description_category_id"), "description_category_id"), whole(there.get("type_id"), "type_id")
    )


def says(there: Json, number: int) -> str:
    """What a card says to a characteristic; "" for nothing."""
    for each in rows(there.get("attributes"), "attributes"):
        if whole(each.get("id"), "attributes[].id") == number:
            values = rows(each.get("values"), "attributes[].values")
            return text(values[0].get("value")) if values else ""
    return ""


def brand_of(there: Json) -> str:
    """Its brand."""
    return says(there, BRAND)


def description_of(there: Json) -> str:
    """Its description."""
    return says(there, DESCRIPTION)


def grams_of(there: Json) -> int | None:
    """What it weighs, packed; None where that is not told."""
    weight = find_money(there.get("weight"), "weight")
    factor = {"g": Decimal(1), "kg": Decimal(1000), "lb": Decimal("453.59237")}.get(text(there.get("weight_unit")))
    return int(weight * factor) if weight and factor else None


def _price(card: ProductCard, info: Json) -> dict[str, str]:
    """A price that is not ours to change is told as it is there; a crossed-out one stays while it is the higher."""
    there = find_money(info.get("price"), "price")
    price = there if card.keeps_price and there else card.price
    old = find_money(info.get("old_price"), "old_price") or ZERO
    return {"price": written(price), "old_price": written(old) if old > price else "0"}


def _sides(card: ProductCard) -> dict[str, Any]:
    assert card.package is not None
    size = card.package
    return {
        "depth": size.length_mm, "width": size.width_mm, "height": size.height_mm, "dimension_unit": "mm",
    }  # fmt: skip


def _same_sides(there: Json) -> dict[str, Any]:
    sides = {name: whole(there.get(name), name, default=0) for name in ("depth", "width", "height")}
    return {**sides, "dimension_unit": text(there.get("dimension_unit")) or "mm"}


def _weight(card: ProductCard, there: Json) -> dict[str, Any]:
    if card.weight_g:
        return {"weight": card.weight_g, "weight_unit": "g"}
    return {
        "weight": whole(there.get("weight"), "weight", default=0), "weight_unit": text(there.get("weight_unit")) or "g",
    }  # fmt: skip


def _pictures(urls: Sequence[str]) -> dict[str, Any]:
    return {"primary_image": urls[0], "images": list(urls[1:])} if urls else {"images": []}


def _same_pictures(there: Json) -> dict[str, Any]:
    main = text(there.get("primary_image"))
    others = [url for url in _texts(there.get("images")) if url != main]
    return {"primary_image": main, "images": others}


def _texts(value: Any) -> list[str]:
    """Addresses of pictures; one form of the documents has each inside an object."""
    found = [text(each.get("file_name")) if isinstance(each, Mapping) else text(each) for each in listed(value, "list")]
    return [each for each in found if each]


def _merged(there: Json, told: Sequence[Json]) -> list[dict[str, Any]]:
    """All it says, with what is told in place of what stood there."""
    anew = {each["id"]: dict(each) for each in told}
    kept = [
        attribute(number, _values(each), whole(each.get("complex_id"), "attributes[].complex_id", default=0))
        for each in rows(there.get("attributes"), "attributes")
        if (number := whole(each.get("id"), "attributes[].id")) not in anew
    ]
    return [*kept, *anew.values()]


def _nested(there: Json) -> list[dict[str, Any]]:
    """Characteristics within others, one group for each that holds them: they are read flat and told in groups."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for each in rows(there.get("complex_attributes"), "complex_attributes"):
        outer = whole(each.get("complex_id"), "complex_attributes[].complex_id", default=0)
        number = whole(each.get("id"), "complex_attributes[].id")
        groups.setdefault(outer, []).append(attribute(number, _values(each), outer))
    return [{"attributes": group} for group in groups.values()]


def _values(row: Json) -> list[dict[str, Any]]:
    return [
        {
            "dictionary_value_id": whole(each.get("dictionary_value_id"), "values[].dictionary_value_id", default=0),
            "value": text(each.get("value")),
        }
        for each in rows(row.get("values"), "values")
    ]


def _files(there: Json) -> list[dict[str, Any]]:
    return [
        {"index": place, "name": text(each.get("name")), "src_url": text(each.get("file_name"))}
        for place, each in enumerate(mapping(row, "pdf_list[]") for row in listed(there.get("pdf_list"), "pdf_list"))
    ]
