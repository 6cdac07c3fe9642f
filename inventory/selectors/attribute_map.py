"""What a category of a shop asks of goods, beside what goods of ours say to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from core.models import Store
from inventory.models import AttributeChoice, CategoryAttributes, CategoryChoice, Product, Variant
from marketplaces.canonical.products import ProductCard, RemoteAttribute
from marketplaces.models import Connection
from marketplaces.services.abilities import has_own_attributes

#: Of so many goods of a category it is counted how many say something.
MOST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`words` for all goods of the category, or `fact` by whose name each says its own; neither says nothing."""

    words: str = ""
    fact: str = ""

    def said(self, variant: Variant) -> str:
        """What this one says; empty where it has nothing of that name."""
        return self.words or (facts(variant).get(self.fact.casefold(), "") if self.fact else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A characteristic of theirs with what was chosen; `saying` of the `goods` looked at say something to it."""

    category: str
    theirs: RemoteAttribute
    choice: Choice
    goods: int = 0
    saying: int = 0
    chosen_by: str = ""

    @property
    def is_open(self) -> bool:
        """It must be said, and some goods do not say it: these cannot be sent."""
        return self.theirs.is_required and not self.theirs.answered and self.saying < self.goods


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeMap:
    """One category of theirs. `read_at` is None until it was asked what it asks; `facts`: what ours could say."""

    category: str
    path: str
    ours: tuple[str, ...]
    asked: tuple[Asked, ...]
    facts: tuple[str, ...]
    goods: int
    read_at: datetime | None = None


def attribute_map(shop: Connection, category: str) -> AttributeMap:
    """What it asks, what must be said and is not first. Four queries; goods are counted up to MOST."""
    mine = list(CategoryChoice.objects.filter(connection=shop, theirs=category).order_by("ours"))
    read = CategoryAttributes.objects.filter(connection=shop, category=category).first()
    rows = {row.name: row for row in AttributeChoice.objects.filter(connection=shop, category=category)}
    goods = list(_goods(shop, [row.ours for row in mine])[:MOST]) if mine else []
    theirs = {each.name: each for each in asked_of(read)}
    theirs |= {name: RemoteAttribute(name=name) for name, row in rows.items() if name not in theirs and _is_said(row)}
    found = [_asked(category, each, rows.get(name), goods) for name, each in theirs.items()]
    return AttributeMap(
        category=category, path=next((row.path for row in mine if row.path), ""), ours=tuple(row.ours for row in mine),
        asked=tuple(sorted(found, key=lambda each: (not each.is_open, not each.theirs.is_required, each.theirs.name))),
        facts=tuple(sorted({name for each in goods for name in _names(each)})), goods=len(goods),
        read_at=read.read_at if read else None,
    )  # fmt: skip


def attribute_maps(shop: Connection, category: str = "") -> list[AttributeMap]:
    """Of one category of theirs, or of each that ours go into or something was chosen for; none where the shop takes no
    attributes.
    """
    if not has_own_attributes(shop):
        return []
    if category:
        return [attribute_map(shop, category)]
    ours = CategoryChoice.objects.filter(connection=shop).exclude(theirs="").values_list("theirs", flat=True)
    said = AttributeChoice.objects.filter(connection=shop).values_list("category", flat=True)
    return [attribute_map(shop, each) for each in sorted({*ours, *said})]


def _asked(category: str, theirs: RemoteAttribute, row: AttributeChoice | None, goods: Sequence[Variant]) -> Asked:
    choice = Choice(words=row.words, fact=row.fact) if row else Choice()
    saying = sum(theirs.answered or bool(choice.said(each) or by_itself(theirs, _options(each))) for each in goods)
    by = row.chosen_by if row and _is_said(row) else ""
    return Asked(
        category=category, theirs=theirs, choice=choice, goods=len(goods), saying=saying, chosen_by=by
    )  # fmt: skip


def _is_said(row: AttributeChoice) -> bool:
    return bool(row.words or row.fact)


def _goods(shop: Connection, ours: Sequence[str]) -> QuerySet[Variant]:
    rows = Variant.objects.filter(store=shop.store_id, product__category__in=ours, product__deleted_at__isnull=True)
    return rows.exclude(product__status=Product.Status.ARCHIVED).select_related("product").order_by("pk")


class Choices:
    """What was chosen at the shops of a store and what their categories ask, read once for many cards."""

    def __init__(self, store: Store) -> None:
        self._chosen: dict[tuple[UUID, str], dict[str, Choice]] = {}
        rows = AttributeChoice.objects.filter(store=store).exclude(words="", fact="")
        for shop, category, name, words, fact in rows.values_list("connection", "category", "name", "words", "fact"):
            self._chosen.setdefault((shop, category), {})[name] = Choice(words=words, fact=fact)

    def said(self, variant: Variant, shop: Connection, category: str) -> dict[str, str]:
        """What a card of this one says to characteristics of theirs, by their names."""
        found = self._chosen.get((shop.pk, category), {})
        return {name: said for name, choice in found.items() if (said := choice.said(variant))}


class Requirements:
    """What must be said of a new product at some shops, where that was read."""

    def __init__(self, shops: Iterable[Connection]) -> None:
        asking = [shop for shop in shops if has_own_attributes(shop)]
        rows = CategoryAttributes.objects.filter(connection__in=asking) if asking else ()
        self._asked = {(row.connection_id, row.category): asked_of(row) for row in rows}

    def unsaid(self, card: ProductCard, shop: Connection) -> list[str]:
        """Names of what its category asks and this card does not say."""
        said = {name.casefold(): value for name, value in {**card.options, **card.attributes}.items()}
        asked = self._asked.get((shop.pk, card.category), ())
        return [each.name for each in asked if each.is_required and not each.answered and not by_itself(each, said)]


def asked_of(row: CategoryAttributes | None) -> list[RemoteAttribute]:
    """As they were read; of what a later version wrote down, what is known here."""
    return [_attribute(each) for each in row.attributes] if row else []


def _attribute(kept: Mapping[str, object]) -> RemoteAttribute:
    also = kept.get("also")
    return RemoteAttribute(
        name=str(kept.get("name", "")), is_required=kept.get("is_required") is True,
        answered=kept.get("answered") is True, only_listed=kept.get("only_listed") is True,
        also=tuple(map(str, also)) if isinstance(also, list) else (),
    )  # fmt: skip


def by_itself(theirs: RemoteAttribute, said: Mapping[str, str]) -> str:
    """What is said under its own name, or one that is taken for it. `said` by names in small letters."""
    names = (theirs.name.casefold(), *theirs.also)
    return next((said[name] for name in names if said.get(name)), "")


def _options(variant: Variant) -> dict[str, str]:
    return {str(name).casefold(): str(value) for name, value in (variant.options or {}).items() if value}


def facts(variant: Variant) -> dict[str, str]:
    """What a variant says of itself, by name in small letters: its options before its product's attributes."""
    return {name.casefold(): value for name, value in _pairs(variant)}


def _names(variant: Variant) -> Iterator[str]:
    return (name for name, _value in _pairs(variant))


def _pairs(variant: Variant) -> Iterator[tuple[str, str]]:
    product = variant.product
    fields = {
        "brand": product.brand, "sku": variant.sku, "gtin": variant.gtin, "title": product.title,
        "weight_g": variant.weight_g,
    }  # fmt: skip
    for found in (fields, product.attributes or {}, variant.options or {}):
        yield from ((str(name), _words(value)) for name, value in found.items() if value not in (None, "", [], {}))


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
