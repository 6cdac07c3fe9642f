"""Items and models of a shop: how articles become items, how a SKU is found, how stock goes out and comes back."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import groupby
from typing import Any

from marketplaces.sandbox.catalogue import Article, assortment
from marketplaces.sandbox.emulator import ControlError
from marketplaces.sandbox.state import Table

from .accounts import Shop

LEAVE_OUT = 4
FIRST_ITEM, FIRST_MODEL = 2000001, 70000000001
CATEGORY = 100636
#: Their tree: number, the one above it, and its name.
TREE = ((100010, 0, "Home & Living"), (CATEGORY, 100010, "Home decor"), (100637, 100010, "Kitchenware"))
ONE_EURO = Decimal("1.00")
ONE_BY_ONE = ("tea", "candles", "hardware")
FOREIGN = ("SHP-GIFT-WRAP", "5412345990019", "Gift wrap, kraft paper", "กระดาษห่อของขวัญ")

Document = dict[str, Any]


def fill(items: Table, shop: Shop, dice: random.Random, *, products: int, now: float) -> None:
    """Lists the practice range; a family with several values becomes one item with models."""
    number = 0
    for item in _families(assortment(LEAVE_OUT, max(0, products - 1))):
        items.put(FIRST_ITEM + number, _item(FIRST_ITEM + number, item, shop, dice, now))
        number += 1
    if products:
        items.put(FIRST_ITEM + number, _foreign(FIRST_ITEM + number, shop, now))


def category_tree() -> list[Document]:
    """Every category, those above others too."""
    above = {parent for _number, parent, _name in TREE}
    return [
        {
            "category_id": number, "parent_category_id": parent, "original_category_name": name,
            "display_category_name": name, "has_children": number in above,
        }
        for number, parent, name in TREE
    ]  # fmt: skip


def find_sku(items: Table, sku: str) -> tuple[Document, Document]:
    """The item and model of a seller's SKU. Raises ControlError when it is not listed."""
    for item in items.values():
        for model in item["models"]:
            if model["sku"] == sku:
                return item, model
    raise ControlError(f"This shop does not list the SKU {sku!r}.")


def best_stocked(items: Table, *, by_shopee: bool) -> tuple[Document, Document]:
    """What a buyer who names nothing takes: whatever there is most of. ControlError in an empty shop."""
    kind = "shopee_stock" if by_shopee else "stock"
    found = [(item, model) for item in items.values() if item["by_shopee"] or not by_shopee for model in item["models"]]
    if not found:
        raise ControlError("This shop lists nothing. Seed it with products first.")
    return max(found, key=lambda each: each[1][kind])


def find_model(item: Document, model_id: int) -> Document | None:
    """The model of an item by its id; id 0 is the only one of an item without variations."""
    return next((model for model in item["models"] if model["model_id"] == model_id), None)


def take(items: Table, lines: list[Document], *, by_shopee: bool = False) -> None:
    """Takes ordered quantities out of stock. Raises ControlError when there is not enough; then nothing was taken."""
    kind = "shopee_stock" if by_shopee else "stock"
    for line in lines:
        model = _counted(items, line, by_shopee=by_shopee)
        if model is None:
            continue
        if model[kind] < line["quantity"]:
            name = line["model_sku"] or line["item_sku"]
            raise ControlError(f"Only {model[kind]} of {name} left, {line['quantity']} wanted.")
        model[kind] -= line["quantity"]


def give_back(items: Table, lines: list[Document], *, by_shopee: bool = False) -> None:
    """Puts the quantities of a cancelled order back on sale."""
    for line in lines:
        model = _counted(items, line, by_shopee=by_shopee)
        if model is not None:
            model["shopee_stock" if by_shopee else "stock"] += line["quantity"]


def _counted(items: Table, line: Document, *, by_shopee: bool) -> Document | None:
    """The model whose stock an order moves. Goods that Shopee sends although it shows no count of them have none."""
    item = items.find(line["item_id"])
    if item is None or (by_shopee and not item["by_shopee"]):
        return None
    return find_model(items.edit(line["item_id"]), line["model_id"])


def order_line(item: Document, model: Document, quantity: int) -> Document:
    """A line of an order, frozen at today's price."""
    return {
        "item_id": item["item_id"],
        "name": item["name"],
        "item_sku": item["sku"],
        "model_id": model["model_id"],
        "model_name": model["name"],
        "model_sku": model["sku"] if item["has_model"] else "",
        "quantity": quantity,
        "original": model["original"],
        "price": model["price"],
        "weight": item["weight"],
        "location": item["location"],
    }


def _families(articles: list[Article]) -> list[list[Article]]:
    """Variants of one family together; some goods are listed one by one, as real shops have both."""
    found: list[list[Article]] = []
    for _, members in groupby(articles, key=lambda article: article.family):
        grouped = list(members)
        found += [[article] for article in grouped] if grouped[0].category in ONE_BY_ONE else [grouped]
    return found


def _item(item_id: int, articles: list[Article], shop: Shop, dice: random.Random, now: float) -> Document:
    first, has_model = articles[0], len(articles) > 1
    by_shopee = not has_model and item_id % 7 == 3 and first.family != "ORI-KNB"
    language = "th" if shop.region == "TH" and dice.random() < 0.8 else "en"
    title = first.titles[language] if has_model else first.title(language)
    models = [
        _model(item_id, place, article, shop, dice, language, has_model) for place, article in enumerate(articles)
    ]
    for model in models if by_shopee else ():
        model["shopee_stock"], model["stock"] = model["stock"], 0
    return {
        "item_id": item_id,
        "name": title,
        "description": f"{title}. Atelier Lumen.",
        "sku": first.family if has_model else first.sku,
        "status": "UNLIST" if item_id % 19 == 5 else "NORMAL",
        "category_id": CATEGORY,
        "brand": "Atelier Lumen",
        "weight": first.grams,
        "dimension": None,
        "pictures": [f"sg-{item_id}"],
        "currency": shop.currency,
        "location": shop.location,
        "has_model": has_model,
        "by_shopee": by_shopee,
        "tiers": [{"name": first.option, "option_list": [{"option": a.value[language]} for a in articles]}]
        if has_model
        else [],
        "models": models,
        "create_time": int(now) - 200 * 86400,
        "update_time": int(now) - dice.randrange(1, 40 * 86400),
    }


def _model(
    item_id: int, place: int, article: Article, shop: Shop, dice: random.Random, language: str, has_model: bool
) -> Document:
    price = float(article.price(shop.currency))
    held = has_model and place == 0 and item_id % 5 == 2
    return {
        "model_id": FIRST_MODEL + (item_id - FIRST_ITEM) * 100 + place if has_model else 0,
        "name": article.value[language] if has_model else "",
        "sku": article.sku,
        "gtin": article.gtin,
        "tier_index": [place] if has_model else [],
        "original": price,
        "price": round(price * 0.9, 2) if held else price,
        "locked": held,
        "promotion_id": 400000000000 + item_id if held else 0,
        "stock": dice.randrange(8, 120),
        "reserved": 5 if held else 0,
        "shopee_stock": 0,
    }


def _foreign(item_id: int, shop: Shop, now: float) -> Document:
    """One thing that only this marketplace lists: nothing to link it to by SKU."""
    sku, gtin, english, thai = FOREIGN
    article = Article(
        sku,
        gtin,
        sku,
        "stationery",
        "",
        {"en": english, "th": thai},
        {"en": "1 m", "th": "1 ม."},
        ONE_EURO,
        120,
        (300, 40, 40),
    )
    return _item(item_id, [article], shop, random.Random(0), now) | {"by_shopee": False}
