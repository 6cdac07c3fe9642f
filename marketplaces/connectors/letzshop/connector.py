"""Letzshop: shipments in pieces or whole orders over GraphQL, goods in feed files of four languages."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import NotSupported
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.results import ItemResult, Page

from . import account, catalogue, deciding, new_rows, shipping, stock, walks
from .client import LetzshopClient
from .publication import CENT, SEED, FeedFiles, languages_of

#: What only the dialect "platform" has.
PLATFORM_ONLY = frozenset({Capability.ACCEPT_ORDER, Capability.CANCEL, Capability.PUSH_PRODUCTS, Capability.REFUND})
#: What is read from the merchant's feed.
FROM_FEED = frozenset({Capability.PULL_PRODUCTS, Capability.PULL_STOCK, Capability.PULL_PRICES})


class LetzshopConnector(Connector):
    """One shop. Its setting `dialect` says which of the two order APIs is spoken; the goods are files in both."""

    code = "letzshop"
    name = "Letzshop"
    description = "The marketplace of Luxembourg's shops. You confirm each piece; goods go out as a product feed."
    api_base_url = "https://letzshop.lu"
    api_version = "2025-12"
    auth_type = "bearer"
    rights = {"": "shop manager"}
    documentation_url = "https://letzshop.lu/en/dev"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
        Capability.PUSH_PRODUCTS, Capability.CONFIRM_SHIPMENT, Capability.ACCEPT_ORDER, Capability.CANCEL,
        Capability.REFUND,
    })  # fmt: skip
    credential_fields = (
        CredentialField(
            name="vendor", label="Shop name", column="settings", secret=False, pattern=r"[a-z0-9][a-z0-9\-]*",
            pattern_hint="Small letters, digits and hyphens, as in the address of your shop's page.",
            where="the last part of the address of your shop's page at letzshop.lu",
        ),
        CredentialField(
            name="api_key", label="API access key", column="api_key",
            where="your account manager at Letzshop, or support@letzshop.lu, gives it to you",
            hint="It needs at least the rights of a shop manager.",
        ),
        CredentialField(
            name="feed_address", label="Address of your product feed", column="settings", secret=False, required=False,
            pattern=r"(https?:/)?/\S+", pattern_hint="Write it like https://shop.example/products_{language}.csv.",
            where="your shop system's export for Letzshop (atalanda) shows it",
            hint="Products, stock and prices are read from it. {language} stands for fr, de … where there are several.",
        ),
        CredentialField(
            name="languages", label="Languages of the feed", column="settings", secret=False, required=False,
            pattern=r"(fr|de|en|lb)(,(fr|de|en|lb))*", pattern_hint="Write them like fr,de,en without blanks.",
            hint="fr,de,en when empty. Yours first.",
        ),
        CredentialField(
            name="dialect", label="Dialect", column="settings", secret=False, required=False, pattern="platform|seed",
            pattern_hint="It is platform or seed.", hint="platform (as when empty) is the API that Letzshop offers.",
        ),
    )  # fmt: skip
    account_field = "vendor"
    publication = FeedFiles()
    card_rules = new_rows.RULES
    #: Not published; one call a second is what the contract allows itself. A key may open several shops.
    limits = (Limit(group="*", rate=1, burst=1.5, scope=LimitScope.KEY),)
    stock_batch = product_batch = Batch(size=500)
    overlap = timedelta(minutes=5)
    partial_shipments = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = LetzshopClient(context.transport)
        self._shelf = catalogue.Shelf(
            self._client, languages_of(context.credentials.current()), self._setting("feed_address")
        )

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> frozenset[Capability]:
        """Products come from the merchant's feed, where one is named; "seed" asks for no acceptance.

        It tells stock by a call, so its files never hold the whole rows that new products are.
        """
        lost = PLATFORM_ONLY if settings.get("dialect") == SEED else frozenset()
        return cls.capabilities - lost - (frozenset() if settings.get("feed_address") else FROM_FEED)

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        return account.account(self._client, self._setting("vendor"), seed=self._seed)

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        walk = walks.all_orders if self._seed else walks.all_shipments
        return walk(self._client, since=since, until=until, resume=cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        if self._seed:
            return walks.orders_by_number(self._client, remote_ids, now=self._now())
        return walks.shipments_by_number(self._client, remote_ids)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return catalogue.all_products(self._shelf, resume=cursor)

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return catalogue.stock(self._shelf, remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        return catalogue.prices(self._shelf, remote_product_ids)

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        if self._seed:
            raise NotSupported("In the dialect “seed” Letzshop tells of no returns", fix="Look at the order’s status.")
        return walks.returned(self._client, since=since, until=until)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        if not self._seed:
            raise NotSupported("Letzshop has no call that takes stock", fix="Send it with the product feed.")
        return stock.by_call(self._client, updates)

    def accept_order(self, order_remote_id: str) -> None:
        if self._seed:
            raise NotSupported(
                "In the dialect “seed” Letzshop does not ask whether an order is accepted", fix="Ship it."
            )
        deciding.accept(self._client, order_remote_id)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        if self._seed:
            return shipping.whole_order(self._client, request, now=self._now())
        return shipping.by_pieces(self._client, request)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return deciding.REASONS

    def cancel(self, request: CancelRequest) -> None:
        if self._seed:
            raise NotSupported("In the dialect “seed” Letzshop has no call that cancels an order", fix=deciding.THERE)
        deciding.decline(self._client, request)

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals, tax included."""
        return amount.quantize(CENT, rounding=ROUND_HALF_UP)

    @property
    def _seed(self) -> bool:
        return self._setting("dialect") == SEED

    def _setting(self, name: str) -> str:
        return self.context.credentials.current().get(name, "")

    def _now(self) -> datetime:
        """On Letzshop's clock, where it is known."""
        return self.context.transport.remote_now() or self.context.clock.now()
