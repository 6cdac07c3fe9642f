"""Products offered, changed and taken out: one call each, their pictures brought to Lazada first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_UP, Decimal
from typing import Any

from marketplaces.canonical.products import ProductCard, ProductRemoval, Size
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.connectors.lazada import catalogue, errors, reading
from marketplaces.connectors.lazada.client import PRODUCTS, LazadaClient
from marketplaces.framework.cards import CardRules
from marketplaces.framework.errors import CodeProblem, ConnectorError, DataProblem, NotFound, Rejected, RetryLater
from marketplaces.framework.results import ItemResult

Json = Mapping[str, Any]

#: “Create a product” of their guides: what is mandatory for every category, and what is too long.
RULES = CardRules(
    needs=frozenset({"category", "images", "weight_g"}),
    longest=(("title", 255), ("description", 25_000), ("images", 8)),
    own_categories=True,
)
#: A brand is mandatory, and this is theirs for goods without one.
NO_BRAND = "No Brand"
CENT = Decimal("0.01")


@dataclass(slots=True)
class Offers:
    """Products of one shop as they stand there now, read once for a batch."""

    client: LazadaClient
    currency: str
    parcel: Size | None = None  # the usual one, for goods without a size of their own
    by_sku: dict[str, tuple[Json, Json]] = field(default_factory=dict)  # the product's row and its SKU's
    brought: dict[str, str] = field(default_factory=dict)  # our picture's address to theirs

    def push(self, cards: Sequence[ProductCard]) -> list[ItemResult]:
        """What is there under its number or its SKU is changed, the rest is made."""
        self._look([card.sku for card in cards])
        return [self._answered(card) for card in cards]

    def remove(self, removals: Sequence[ProductRemoval]) -> list[ItemResult]:
        """What is gone already counts as done."""
        self._look([removal.sku for removal in removals if not removal.remote_product_id])
        return [self._removed(removal) for removal in removals]

    def _look(self, skus: Sequence[str]) -> None:
        for row in rows_of_skus(self.client, skus, operation="push_products"):
            if catalogue.STATUS.get(reading.text(row, "status").lower()) is ListingStatus.DELETED:
                continue
            self.by_sku |= {reading.text(sku, "SellerSku"): (row, sku) for sku in reading.rows(row, "skus")}

    def _answered(self, card: ProductCard) -> ItemResult:
        try:
            self._check(card)
            there = self._there(card)
            return self._create(card) if there is None else self._change(card, *there)
        except (DataProblem, CodeProblem, RetryLater) as error:
            return _refused(card.ref, error)

    def _check(self, card: ProductCard) -> None:
        """What no answer of Lazada would say clearly."""
        if card.currency != self.currency:
            raise _wrong("currency", f"This shop sells in {self.currency}, not in {card.currency}")

    def _there(self, card: ProductCard) -> tuple[Json, Json] | None:
        known = self.by_sku.get(card.sku)
        if known and card.remote_product_id in ("", reading.identity(known[0], "item_id")):
            return known
        if not card.remote_product_id:
            return None
        row = self.client.get_product(card.remote_product_id, operation="push_products")
        skus = reading.rows(row, "skus")
        named = (sku for sku in skus if card.remote_variant_id and reading.text(sku, "SkuId") == card.remote_variant_id)
        sku = next(named, skus[0] if len(skus) == 1 else None)
        if sku is None:
            raise NotFound(f"Lazada has no SKU {card.sku} in product {card.remote_product_id}", marketplace="Lazada")
        return row, sku

    def _create(self, card: ProductCard) -> ItemResult:
        card = replace(card, package=card.package or self.parcel)
        _check_new(card)
        answer = self.client.create_product(
            {
                "PrimaryCategory": card.category,
                "Images": {"Image": self._pictures(card.images, known=())},
                "Attributes": {**_words(card), "brand": card.brand or NO_BRAND},
                "Skus": {
                    "Sku": [
                        {
                            "SellerSku": card.sku,
                            "quantity": str(card.quantity or 0),
                            "price": str(card.price),
                            **_package(card),
                        }
                    ]
                },
            }
        )
        made = next((sku for sku in reading.rows(answer, "sku_list")), {})
        return ItemResult(
            ref=card.ref,
            ok=True,
            remote_product_id=reading.identity(answer, "item_id"),
            remote_variant_id=reading.text(made, "sku_id"),
        )

    def _change(self, card: ProductCard, row: Json, sku: Json) -> ItemResult:
        """Only what the card tells, but for the category: what a product must say hangs on it, so it is moved there."""
        number, sku_id = reading.identity(row, "item_id"), reading.identity(sku, "SkuId")
        told: dict[str, Any] = {"ItemId": number, "Attributes": _words(card)}
        there = reading.names(row, "images")
        pictures = self._pictures(card.images, known=there)
        if pictures and tuple(pictures) != there:
            told["Images"] = {"Image": pictures}
        price = {} if card.keeps_price else {"price": str(card.price)}
        names = {"SkuId": sku_id, "SellerSku": reading.text(sku, "SellerSku")}
        told["Skus"] = {"Sku": [{**names, **price, **_package(card)}]}
        self.client.update_product(told)
        return ItemResult(ref=card.ref, ok=True, remote_product_id=number, remote_variant_id=sku_id)

    def _pictures(self, urls: Sequence[str], *, known: Sequence[str]) -> list[str]:
        """Where each lies at Lazada; one from elsewhere is brought over, once in a batch."""
        for url in urls:
            if url not in known and url not in self.brought:
                self.brought[url] = self.client.bring_picture(url)
        return [url if url in known else self.brought[url] for url in urls]

    def _removed(self, removal: ProductRemoval) -> ItemResult:
        try:
            names = self._names(removal)
            if names:
                self.client.remove_skus(names)
        except NotFound:
            pass
        except (DataProblem, CodeProblem, RetryLater) as error:
            return _refused(removal.ref, error)
        return ItemResult(ref=removal.ref, ok=True)

    def _names(self, removal: ProductRemoval) -> list[str]:
        """What to take out, as the call wants it named: the SKU that was meant, else the whole product."""
        if not removal.remote_product_id:
            known = self.by_sku.get(removal.sku)
            return [_name(*known)] if known else []
        row = self.client.get_product(removal.remote_product_id, operation="push_products")
        return [_name(row, sku) for sku in reading.rows(row, "skus") if _is_meant(sku, removal)]


def rows_of_skus(client: LazadaClient, skus: Sequence[str], *, operation: str) -> Iterator[Json]:
    """Products that list one of these SKUs."""
    wanted = [sku for sku in dict.fromkeys(skus) if sku]
    for start in range(0, len(wanted), PRODUCTS):
        yield from reading.page(
            client.get_products_of_skus(wanted[start : start + PRODUCTS], operation=operation),
            "products",
            "total_products",
        )


def _check_new(card: ProductCard) -> None:
    """What no answer of Lazada would say clearly, of a product that is not there yet."""
    if lacks := RULES.lacks(card):
        names = ", ".join(lack.field for lack in lacks)
        raise _wrong(lacks[0].field, f"A new product at Lazada lacks, or has too much of: {names}")
    if not card.category.isdecimal():
        raise _wrong("category", f"“{card.category}” is no number of a category at Lazada")
    if card.package is None:
        fix = "Enter the size of your usual parcel in the keys of the shop."
        raise _wrong("package", "Lazada takes no new product without the size of its parcel", fix=fix)


def _wrong(field: str, said: str, *, fix: str = "") -> Rejected:
    return Rejected(said, marketplace="Lazada", fields={field: said}, fix=fix)


def size_of(text: str) -> Size | None:
    """`25.5x18x16`, in centimetres; None for nothing."""
    if not text:
        return None
    length, width, height = (int(Decimal(each) * 10) for each in text.split("x"))
    return Size(length_mm=length, width_mm=width, height_mm=height)


def _is_meant(sku: Json, removal: ProductRemoval) -> bool:
    if removal.remote_variant_id:
        return reading.text(sku, "SkuId") == removal.remote_variant_id
    return not removal.sku or reading.text(sku, "SellerSku") == removal.sku


def _name(row: Json, sku: Json) -> str:
    return f"SkuId_{reading.identity(row, 'item_id')}_{reading.identity(sku, 'SkuId')}"


def _words(card: ProductCard) -> dict[str, str]:
    told = {"name": card.title, "description": card.description, "brand": card.brand}
    return {name: text for name, text in told.items() if text}


def _package(card: ProductCard) -> dict[str, str]:
    """Centimetres and kilograms with two decimals at most; a light parcel is not one without weight."""
    found: dict[str, str] = {}
    if card.package is not None:
        for name in ("length", "width", "height"):
            found[f"package_{name}"] = str(Decimal(getattr(card.package, f"{name}_mm")) / 10)
    if card.weight_g is not None:
        found["package_weight"] = str((Decimal(card.weight_g) / 1000).quantize(CENT, ROUND_UP))
    return found


def _refused(ref: str, error: ConnectorError) -> ItemResult:
    """With what stands in `detail`: the code alone says only that something is wrong."""
    if said := "; ".join(errors.details(error).values()):
        error.said = said
    return ItemResult(ref=ref, ok=False, error=error)
