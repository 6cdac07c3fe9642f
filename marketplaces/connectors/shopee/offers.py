"""Items offered, changed and taken out of the shop window; their pictures are brought to Shopee first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_UP, Decimal
from typing import Any

from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.shopee import reading, walks
from marketplaces.connectors.shopee.client import ShopeeClient
from marketplaces.framework.cards import CardRules
from marketplaces.framework.errors import CodeProblem, ConnectorError, DataProblem, NotFound, Rejected, RetryLater
from marketplaces.framework.results import ItemResult

Json = Mapping[str, Any]

#: Required of every new item (source S1, add_item); what a category asks beyond that, Shopee's refusal names.
RULES = CardRules(
    needs=frozenset({"category", "images", "description", "weight_g"}), longest=(("images", 9),), own_categories=True
)
OPERATION = "push_products"
#: The words for goods without a brand, and the number of every brand that is given by name only.
NO_BRAND, BRAND_BY_NAME = "No Brand", 0
#: What a picture begins with, and how it is then named. They take no other.
PICTURES = ((b"\x89PNG\r\n\x1a\n", "picture.png"), (b"\xff\xd8\xff", "picture.jpg"))
LARGEST_PICTURE = 10 * 1024 * 1024
GONE = (ListingStatus.DELETED,)
SEARCHES = 20  # pages; a SKU that more items than that carry is nobody's


@dataclass(slots=True)
class Offers:
    """What is told of one batch; channels and pictures are asked for once in it."""

    client: ShopeeClient
    currency: Callable[[], str]
    brought: dict[str, str] = field(default_factory=dict)  # a picture's address to its number there
    channels: list[Json] | None = None

    def push(self, cards: Sequence[ProductCard]) -> list[ItemResult]:
        """What is there under its number or its SKU is changed, the rest is made."""
        return [_answered(card.ref, lambda card=card: self._pushed(card)) for card in cards]  # type: ignore[misc]

    def remove(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """Out of the shop window; an item that is gone already counts as done."""
        return [_answered(each.ref, lambda each=each: self._removed(each)) for each in removals]  # type: ignore[misc]

    def _pushed(self, card: ProductCard) -> ItemResult:
        if card.currency != self.currency():
            raise _wrong("currency", f"This shop sells in {self.currency()}, not in {card.currency}")
        there = self._there(card)
        return self._made(card) if there is None else self._changed(card, there)

    def _there(self, card: ProductCard) -> Product | None:
        """By its number, which must be known there; else by the SKU of the item itself."""
        if card.remote_product_id:
            return self._item(card.remote_product_id)
        found = [item for item in self._items_of(card.sku) if card.sku in {each.sku for each in item.variants}]
        return found[0] if found else None

    def _items_of(self, sku: str) -> list[Product]:
        numbers, offset = list[str](), ""
        for _ in range(SEARCHES):
            answer = self.client.search_sku(sku, offset=offset)
            numbers += reading.names(answer, "item_id_list")
            offset = reading.text(answer, "next_offset")
            if not offset:
                break
        items, _refused = walks.read_products(self.client, numbers, operation=OPERATION) if numbers else ([], [])
        return [item for item in items if item.variants[0].status not in GONE]

    def _item(self, number: str) -> Product:
        found, refused = walks.read_products(self.client, [number], operation=OPERATION)
        if refused:
            raise refused[0].error
        if not found or found[0].variants[0].status in GONE:
            raise NotFound(f"Shopee has no item {number} for this shop", marketplace="Shopee")
        return found[0]

    def _made(self, card: ProductCard) -> ItemResult:
        _check_new(card)
        body = {
            **self._words(card, known={}),
            "category_id": int(card.category),
            "description": card.description,
            "original_price": float(card.price),
            "item_sku": card.sku,
            "item_status": "NORMAL",
            "condition": "NEW",
            "brand": {"brand_id": BRAND_BY_NAME, "original_brand_name": card.brand or NO_BRAND},
            "logistic_info": self._carriers(),
            "seller_stock": [{"stock": card.quantity or 0}],
        }
        answer = self.client.add_item(body)
        return ItemResult(ref=card.ref, ok=True, remote_product_id=str(reading.whole(answer, "item_id")))

    def _changed(self, card: ProductCard, there: Product) -> ItemResult:
        """Only what the card tells; the category stays, for what an item must say hangs on it."""
        variant = next((each for each in there.variants if _is_meant(each.remote_id, each.sku, card)), None)
        if variant is None:
            raise NotFound(f"Shopee has no variation {card.sku} in item {there.remote_id}", marketplace="Shopee")
        numbers = reading.names(reading.mapping(there.raw, "image"), "image_id_list")
        known = dict(zip(there.images, numbers, strict=False))
        body: dict[str, Any] = {"item_id": int(there.remote_id), **self._words(card, known=known)}
        if card.images == there.images:
            body.pop("image", None)
        if card.brand and card.brand != there.brand:
            body["brand"] = {"brand_id": BRAND_BY_NAME, "original_brand_name": card.brand}
        if reading.text(there.raw, "item_status") == "UNLIST":
            body["item_status"] = "NORMAL"
        self.client.update_item(body)
        if not card.keeps_price and variant.price != card.price:
            self._price(card, there.remote_id, variant.remote_id)
        return ItemResult(ref=card.ref, ok=True, remote_product_id=there.remote_id, remote_variant_id=variant.remote_id)

    def _price(self, card: ProductCard, item: str, model: str) -> None:
        row = {"model_id": int(model or 0), "original_price": float(card.price)}
        answer = self.client.update_price(int(item), [row])
        for failed in reading.rows(answer, "failure_list"):
            raise Rejected(said=reading.text(failed, "failed_reason") or "no reason given", marketplace="Shopee")

    def _words(self, card: ProductCard, *, known: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {"item_name": card.title}
        if card.description:
            found["description"] = card.description
        if card.weight_g is not None:
            found["weight"] = float((Decimal(card.weight_g) / 1000).quantize(Decimal("0.001"), ROUND_UP))
        if card.package is not None:
            sides = {"length": card.package.length_mm, "width": card.package.width_mm, "height": card.package.height_mm}
            found["dimension"] = {f"package_{name}": _centimetres(side) for name, side in sides.items()}
        if card.gtin:
            found["gtin_code"] = card.gtin
        if card.images:
            found["image"] = {"image_id_list": [known.get(url) or self._brought(url) for url in card.images]}
        return found

    def _brought(self, url: str) -> str:
        if url not in self.brought:
            content = self.client.picture(url)
            answer = self.client.upload_image(_name_of(content), content)
            self.brought[url] = reading.needed_text(reading.mapping(answer, "image_info"), "image_id")
        return self.brought[url]

    def _carriers(self) -> list[Json]:
        """Every channel that the seller has switched on for the shop."""
        if self.channels is None:
            rows = reading.rows(self.client.get_channel_list(), "logistics_channel_list")
            numbers = [reading.whole(row, "logistics_channel_id") for row in rows if row.get("enabled") is True]
            self.channels = [{"logistic_id": number, "enabled": True} for number in numbers]
        if not self.channels:
            fix = "Switch a shipping channel on in Shopee Seller Centre, Shipping Setting."
            raise _wrong("package", "No way of sending is switched on in this shop", fix=fix)
        return self.channels

    def _removed(self, removal: ProductRemoval) -> ItemResult:
        done = ItemResult(ref=removal.ref, ok=True)
        try:
            number = removal.remote_product_id
            items = [self._item(number)] if number else self._items_of(removal.sku)
        except NotFound:
            return done
        for item in items:
            if removal.remote_variant_id and len(item.variants) > 1:
                fix = "Take the variation out in Shopee Seller Centre, or take out all of the item's."
                raise _wrong("sku", "Shopee takes out whole items, and this one has other variations", fix=fix)
            if reading.text(item.raw, "item_status") == "NORMAL":
                self._unlisted(int(item.remote_id))
        return done

    def _unlisted(self, number: int) -> None:
        answer = self.client.unlist_item([number])
        for failed in reading.rows(answer, "failure_list"):
            raise Rejected(said=reading.text(failed, "failed_reason") or "no reason given", marketplace="Shopee")


def _is_meant(model: str, sku: str, card: ProductCard) -> bool:
    return model == card.remote_variant_id if card.remote_variant_id else sku == card.sku or not model


def _answered(ref: str, act: Callable[[], ItemResult]) -> ItemResult:
    try:
        return act()
    except (DataProblem, CodeProblem, RetryLater) as error:
        return ItemResult(ref=ref, ok=False, error=error)


def _check_new(card: ProductCard) -> None:
    """What no answer of Shopee would say clearly, of an item that is not there yet."""
    if lacks := RULES.lacks(card):
        names = ", ".join(lack.field for lack in lacks)
        raise _wrong(lacks[0].field, f"A new item at Shopee lacks, or has too much of: {names}")
    if not card.category.isdecimal():
        raise _wrong("category", f"“{card.category}” is no number of a category at Shopee")


def _wrong(name: str, said: str, *, fix: str = "") -> ConnectorError:
    return Rejected(said, marketplace="Shopee", fields={name: said}, fix=fix)


def _name_of(content: bytes) -> str:
    for beginning, name in PICTURES:
        if content.startswith(beginning) and len(content) <= LARGEST_PICTURE:
            return name
    raise _wrong("images", "Shopee takes pictures as JPG or PNG of at most 10 MB", fix="Replace the product's picture.")


def _centimetres(side: int) -> int:
    """Whole ones that the parcel fits into."""
    return int((Decimal(side) / 10).to_integral_value(ROUND_CEILING))
