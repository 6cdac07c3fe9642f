"""Rows of the feed files in our words: pure. One file is one language; a product is the same `id` in all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product, Variant
from marketplaces.canonical.statuses import ListingStatus
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.errors import Rejected
from marketplaces.framework.results import RefusedItem

from . import feed_cells as cell
from .feed_file import Feed, Row

STATUSES: Mapping[str, ListingStatus] = {
    cell.IN_STOCK: ListingStatus.ACTIVE,
    cell.PREORDER: ListingStatus.ACTIVE,
    cell.BACKORDER: ListingStatus.ACTIVE,
    cell.OUT_OF_STOCK: ListingStatus.OUT_OF_STOCK,
}
OPTIONS = ("color", "size", "material", "pattern")
#: The texts of one language; all other columns are the product's.
TEXTS = ("title", "description", "link")
GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237")}
CORRECT = "Correct it in the feed."


@dataclass(slots=True)
class Article:
    """One id in all files: the product's own cells, and texts by language."""

    id: str
    cells: dict[str, str]
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    price: Decimal = Decimal(0)
    currency: str = ""
    sale_price: Decimal | None = None
    availability: str = ""
    quantity: int | None = None
    gtin: str = ""
    warnings: list[str] = field(default_factory=list)

    def text(self, name: str, languages: Sequence[str]) -> tuple[str, str]:
        """In the first of these languages that has it, and which one that is."""
        known = (*languages, *self.texts)
        return next(((found, each) for each in known if (found := self.texts.get(each, {}).get(name))), ("", ""))


@dataclass(slots=True)
class Assortment:
    """All files of a shop together."""

    articles: dict[str, Article] = field(default_factory=dict)
    refused: list[RefusedItem] = field(default_factory=list)


def assortment(files: Mapping[str, Feed]) -> Assortment:
    """The files by language; where two tell a product's own cells, the first one counts."""
    found = Assortment()
    for language, feed in files.items():
        for number, sentence in feed.torn:
            found.refused.append(_refusal("", f"{language}: {sentence}", {"row": number}))
        for row in _last_of_each(feed, language, found):
            _add(found, language, row, feed.warnings)
    return found


def _last_of_each(feed: Feed, language: str, found: Assortment) -> Iterable[Row]:
    """Of rows with one id the last counts."""
    last: dict[str, Row] = {}
    for row in feed.rows:
        name = cell.plain(row.cells.get("id", ""))
        if not name:
            sentence = f"{language}: row {row.number} has no id. Give it one that never changes."
            found.refused.append(_refusal("", sentence, row.cells))
            continue
        if name in last:
            feed.warnings.append(f"{name} is in the file twice; the last row counts.")
        last[name] = row
    return last.values()


def _add(found: Assortment, language: str, row: Row, warnings: Sequence[str]) -> None:
    name = cell.plain(row.cells["id"])
    texts = {"title": cell.title(row.cells.get("title", "")), "description": cell.description(
        row.cells.get("description", "")
    )}  # fmt: skip
    link, warning = cell.address(row.cells.get("link", ""), "link")
    try:
        if not texts["title"]:
            raise cell.CellRefused("The title is empty. Enter one.")
        article = found.articles.get(name) or _article(name, row, language)
    except cell.CellRefused as refused:
        found.refused.append(_refusal(name, f"{language}, row {row.number}: {refused}", row.cells))
        return
    article.texts[language] = {**texts, "link": link}
    article.warnings += [each for each in (warning, *(w for w in warnings if w.startswith(f"{name} "))) if each]
    found.articles[name] = article


def _article(name: str, row: Row, language: str) -> Article:
    cells = {column: cell.plain(value) for column, value in row.cells.items() if column not in (*TEXTS, "id")}
    (price, currency), about_price = cell.price(cells.get("price", ""), language=language)
    sale, about_sale = cell.sale_price(cells.get("sale_price", ""), price, language=language)
    units, about_units = cell.quantity(cells.get("atalanda:quantity", ""))
    word = cells.get("availability", "")
    availability, about_word = cell.availability(word) if word else (cell.IN_STOCK, "")
    code, about_code = cell.gtin(cells.get("gtin", ""))
    about_tax = cell.tax_rate(cells.get("atalanda:tax_rate", ""))[1]
    doubts = (cell.boolean(cells.get(column, ""))[1] for column in ("adult", "identifier_exists"))
    said = (about_price, about_sale, about_units, about_word, about_code, about_tax, *doubts)
    return Article(
        id=name, cells=cells, price=price, currency=currency, sale_price=sale, availability=availability,
        quantity=units, gtin=code, warnings=[each for each in said if each],
    )  # fmt: skip


def _refusal(name: str, sentence: str, raw: Mapping[str, object]) -> RefusedItem:
    return RefusedItem(remote_id=name, error=Rejected(sentence, fix=CORRECT), raw=dict(raw))


# In our words --------------------------------------------------------------------------------------------------------
def products(found: Assortment, languages: Sequence[str]) -> list[Product]:
    """Articles of one group are the variants of one product."""
    groups: dict[str, list[Article]] = {}
    for article in found.articles.values():
        groups.setdefault(product_id(article), []).append(article)
    return [_product(name, some, languages) for name, some in groups.items()]


def product_id(article: Article) -> str:
    return article.cells.get("item_group_id") or article.id


def variant_id(article: Article) -> str:
    """Empty for a product without variants."""
    return article.id if article.cells.get("item_group_id") else ""


def _product(name: str, some: Sequence[Article], languages: Sequence[str]) -> Product:
    first = some[0]
    title, language = first.text("title", languages)
    return Product(
        remote_id=name,
        title=title,
        language=language,
        description=first.text("description", languages)[0],
        brand=first.cells.get("brand", ""),
        category=first.cells.get("product_type") or first.cells.get("google_product_category", ""),
        images=_images(first),
        url=first.text("link", languages)[0],
        weight_g=_grams(first),
        variants=tuple(_variant(each, languages) for each in some),
        raw={each.id: {"cells": each.cells, "texts": each.texts, "warnings": each.warnings} for each in some},
    )


def _variant(article: Article, languages: Sequence[str]) -> Variant:
    images = _images(article)
    status = STATUSES[article.availability]
    if article.quantity == 0 and article.availability == cell.IN_STOCK:
        status = ListingStatus.OUT_OF_STOCK
    return Variant(
        remote_id=variant_id(article),
        sku=article.id,
        status=status,
        remote_status=article.cells.get("availability", ""),
        title=article.text("title", languages)[0],
        gtin=article.gtin,
        options={name: article.cells[name] for name in OPTIONS if article.cells.get(name)},
        price=article.price if article.sale_price is None else article.sale_price,
        compare_price=None if article.sale_price is None else article.price,
        currency=article.currency,
        stock=None if article.quantity is None else {"": article.quantity},
        image_url=images[0] if images else "",
        url=article.text("link", languages)[0],
    )


def _images(article: Article) -> tuple[str, ...]:
    cells = article.cells
    links = [cells.get("image_link", ""), *cells.get("additional_image_link", "").split(",")]
    read = (cell.address(each, "image")[0] for each in links)
    return tuple(dict.fromkeys(each for each in read if each))


def _grams(article: Article) -> int | None:
    number, _, unit = article.cells.get("shipping_weight", "").replace(",", ".").lower().partition(" ")
    if unit.strip() not in GRAMS or not number.replace(".", "", 1).isdigit():
        return None
    return int((Decimal(number) * GRAMS[unit.strip()]).quantize(Decimal(1), ROUND_HALF_UP))


def stock_level(article: Article) -> StockLevel | None:
    """None where the feed does not count it."""
    if article.quantity is None:
        return None
    return StockLevel(
        remote_product_id=product_id(article), remote_variant_id=variant_id(article), sku=article.id,
        quantity=article.quantity,
    )  # fmt: skip


def price_level(article: Article) -> PriceLevel:
    sale = article.sale_price
    return PriceLevel(
        remote_product_id=product_id(article), remote_variant_id=variant_id(article), sku=article.id,
        price=article.price if sale is None else sale, currency=article.currency,
        compare_price=None if sale is None else article.price,
    )  # fmt: skip
