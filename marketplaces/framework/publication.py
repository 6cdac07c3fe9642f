"""What a marketplace takes as files: the hub renders and serves them, the connector says what stands in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from marketplaces.canonical.products import Product, ProductCard
from marketplaces.framework.capabilities import Capability

#: What a file can carry.
CARRIED = frozenset({Capability.PUSH_STOCK, Capability.PUSH_PRICE, Capability.PUSH_PRODUCTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One listing as it is to stand in a file. What is None is not told: it stays as `raw` has it, or is left out.

    `texts` are our words by language (title, description), without those that we do not have; `raw` is what the
    marketplace's own listing was read from. `withdrawn`: it is to be taken out, so nobody may buy it any more.
    """

    remote_product_id: str
    remote_variant_id: str
    sku: str
    title: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gtin: str = ""
    brand: str = ""
    image_url: str = ""
    url: str = ""
    price: Decimal | None = None
    currency: str = ""
    quantity: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)
    withdrawn: bool = False


class Publication:
    """The files of one kind of marketplace. `carries` goes out by them and by no call."""

    carries: ClassVar[frozenset[Capability]] = frozenset()
    content_type: ClassVar[str] = "text/csv; charset=utf-8"

    def carried(self, settings: Mapping[str, Any]) -> frozenset[Capability]:
        """What goes out by file for a connection with these settings."""
        return self.carries

    def files(self, settings: Mapping[str, Any]) -> Mapping[str, str]:
        """The name of each file and the language it is in; names of letters, digits, `_`, `-` and a dot."""
        raise NotImplementedError

    def render(self, offers: Iterable[Offer], *, language: str, told: frozenset[Capability]) -> Iterator[str]:
        """The file piece by piece: the head first, then a piece for each row, never all of them at once.

        Columns of what is not in `told` are left out, so that what stands there is not overwritten.
        """
        raise NotImplementedError

    # Where products go out by file -----------------------------------------------------------------------------------
    def why_no_new_rows(self, told: frozenset[Capability]) -> str:
        """Why a product that is not listed yet cannot go out while these are told; empty where it can."""
        raise NotImplementedError

    def listed(self, card: ProductCard) -> Product:
        """A new product as a reading would show it once the files hold its row. Raises Rejected for what none can."""
        raise NotImplementedError

    def is_own_row(self, raw: Mapping[str, Any]) -> bool:
        """Whether a listing stands as `listed` made it, so that no reading has shown it yet."""
        raise NotImplementedError
