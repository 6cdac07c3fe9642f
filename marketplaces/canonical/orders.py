"""Orders as the hub understands them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from marketplaces.canonical.marks import MarkWish
from marketplaces.canonical.statuses import OrderStatus, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address, never re-cased, names never split. Empty text where the marketplace hides a part."""

    name: str = ""
    phone: str = ""
    email: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who ordered; `remote_id` is theirs, empty where hidden."""

    remote_id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line. `remote_id` is stable and unique within the order. Amounts are per line except `unit_price`.

    An empty `title` is not told there: the line is called as its listing is, or as the product it is linked to.
    `marks` are the codes that its units still lack there; None where this telling does not say.
    """

    remote_id: str
    title: str
    quantity: int
    unit_price: Decimal
    sku: str = ""
    gtin: str = ""
    remote_product_id: str = ""
    remote_variant_id: str = ""
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    image_url: str = ""
    is_digital: bool = False
    cancelled_quantity: int = 0
    marks: tuple[MarkWish, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A parcel as the marketplace knows it; `lines` maps line remote_id to quantity."""

    remote_id: str
    tracking_number: str = ""
    carrier: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One remote order (at Ozon: one posting). Times are aware, UTC; amounts in `currency`.

    `total` is what the buyer pays as the marketplace said it, None where it says none; `subtotal` is None when it is to
    be summed from the lines. `parent_remote_id` names the order this one was split from; `replaced_by_split` says that
    this one lives on only in its children: its goods must not go back on the shelf. `dispute` says in a sentence what
    holds the order up until the seller settles it at the marketplace; empty where nothing does. `keeps_status`: its
    word says nothing of how far the order is, so the state it had stays and `status` counts only when first seen.
    `maybe_sent`: nothing tells whether its goods have left; one from before the shop was connected is asked about.
    `restock` False: what is cancelled is not to be sold again, so it leaves the shelf and its count.
    """

    remote_id: str
    number: str
    status: OrderStatus
    remote_status: str
    currency: str
    placed_at: datetime
    updated_at: datetime
    lines: tuple[OrderLine, ...]
    raw: Mapping[str, Any]
    scheme: Scheme = Scheme.SELLER
    remote_scheme: str = ""
    remote_substatus: str = ""
    buyer: Buyer = Buyer()
    shipping_address: Address = Address()
    billing_address: Address | None = None
    subtotal: Decimal | None = None
    shipping_cost: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    total: Decimal | None = None
    fees: Decimal | None = None
    net: Decimal | None = None
    paid_at: datetime | None = None
    ship_by: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    shipping_method: str = ""
    carrier: str = ""
    tracking_number: str = ""
    warehouse_remote_id: str = ""
    parcels: tuple[Parcel, ...] = ()
    parent_remote_id: str = ""
    replaced_by_split: bool = False
    cancel_requested: bool = False
    cancel_reason: str = ""
    dispute: str = ""
    keeps_status: bool = False
    maybe_sent: bool = False
    restock: bool = True
    buyer_note: str = ""
    url: str = ""

    @property
    def changed_at(self) -> datetime | None:
        """When it last changed; None where the marketplace tells no other moment than that of the order itself."""
        return self.updated_at if self.updated_at > self.placed_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOrder:
    """An order as it was received last, for a marketplace that shows it in no list while it is open."""

    remote_id: str
    remote_scheme: str
    raw: Mapping[str, Any]
