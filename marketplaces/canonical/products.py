"""Products as a marketplace lists them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplaces.canonical.statuses import ListingStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What can be ordered: one listing. `remote_id` is empty (never "0") for a product without variations.

    `stock` maps their warehouse id ("" where there is only one) to the seller's sellable units; None where the answer
    does not tell. `price` is None for a product without a price. `stock_is_theirs`: the units lie at the marketplace,
    which counts them itself and takes no number from us.
    """

    remote_id: str
    sku: str
    status: ListingStatus
    remote_status: str = ""
    title: str = ""
    gtin: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    price: Decimal | None = None
    compare_price: Decimal | None = None
    currency: str = ""
    stock: Mapping[str, int] | None = None
    stock_is_theirs: bool = False
    image_url: str = ""
    url: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a product is, packed to be sent."""

    length_mm: int
    width_mm: int
    height_mm: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """A product to offer, in our words. `ref` is ours and comes back in the result; their id is empty for a new one.

    What is None or empty is not told: there it stays as it is. `quantity` is only for a new product. `keeps_price`: the
    price there is not ours to change, and `price` is the one last seen. `attributes`: what it says to characteristics
    of theirs, under their names.
    """

    ref: str
    sku: str
    title: str
    price: Decimal
    currency: str
    remote_product_id: str = ""
    remote_variant_id: str = ""
    keeps_price: bool = False
    description: str = ""
    brand: str = ""
    category: str = ""
    gtin: str = ""
    images: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    weight_g: int | None = None
    package: Size | None = None
    quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteCategory:
    """A category of theirs that a product can be put in; `remote_id` is what a card names it by."""

    remote_id: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteAttribute:
    """What a category of theirs asks of a product, by its name there.

    `answered`: a card says it by itself, by a field that every card has. `also`: options of ours that are taken for it
    though they are called otherwise. `only_listed`: nothing but words of a list of theirs is taken.
    """

    name: str
    is_required: bool = False
    answered: bool = False
    also: tuple[str, ...] = ()
    only_listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRemoval:
    """A product to take out of the shop."""

    ref: str
    remote_product_id: str
    remote_variant_id: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A remote product with at least one variant."""

    remote_id: str
    title: str
    variants: tuple[Variant, ...]
    raw: Mapping[str, Any]
    description: str = ""
    language: str = ""
    brand: str = ""
    category: str = ""
    images: tuple[str, ...] = ()
    url: str = ""
    weight_g: int | None = None
    updated_at: datetime | None = None
