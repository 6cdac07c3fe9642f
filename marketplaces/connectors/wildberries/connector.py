"""Wildberries (seller API): orders of three ways, cards, stock by size, prices, supplies, returns, figures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.figures import DayFigures
from marketplaces.canonical.orders import KeptOrder, Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import Arrival, CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse
from marketplaces.canonical.supplies import SupplyRequest
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import NotFound
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import Limit, LimitHeaders
from marketplaces.framework.results import ItemResult, Page, SupplyResult

from . import (
    account,
    batches,
    budgets,
    cancellation,
    card_changes,
    catalogue,
    figures,
    handover,
    pricing,
    returns,
    supply,
    walks,
)
from .auth import read_token
from .client import (
    ANALYTICS,
    COMMON,
    CONTENT,
    DISCOUNTS,
    PRICES_PER_PAGE,
    STATISTICS,
    STOCKS_PER_CALL,
)
from .to_door import handover as to_door
from .to_door import labels as stickers
from .to_door.client import DoorClient
from .to_door.every_way import pages as order_pages
from .to_door.standing import way_of
from .to_door.walk import follow
from .to_door.ways import DBS, TO_THE_BUYER, WORDS, find_way


class WildberriesConnector(Connector):
    """One seller."""

    code = "wildberries"
    name = "Wildberries"
    description = "Largest marketplace of Russia and its neighbours; sells from your warehouse (FBS, DBS, DBW)."
    api_base_url = "https://marketplace-api.wildberries.ru"
    hosts = Hosts(
        named={
            COMMON: "https://common-api.wildberries.ru",
            CONTENT: "https://content-api.wildberries.ru",
            DISCOUNTS: "https://discounts-prices-api.wildberries.ru",
            STATISTICS: "https://statistics-api.wildberries.ru",
            ANALYTICS: "https://seller-analytics-api.wildberries.ru",
        }
    )
    api_version = "3"
    auth_type = "api_key"
    rights = {
        "/content/": "Content", "/api/v2/": "Prices and discounts", "/supplier/": "Statistics",
        "/analytics/": "Analytics", "/api/v3/": "Marketplace", "/marketplace/": "Marketplace",
    }  # fmt: skip
    documentation_url = "https://dev.wildberries.ru/openapi/api-information"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
        Capability.CHANGE_CARDS, Capability.ACCEPT_ORDER, Capability.CONFIRM_SHIPMENT, Capability.SUPPLY,
        Capability.FOLLOW_ORDERS, Capability.TELL_ARRIVAL,
        Capability.CANCEL, Capability.REFUND, Capability.LABEL, Capability.ANALYTICS,
    })  # fmt: skip
    credential_fields = (
        CredentialField(
            name="token", label="API token", column="api_key",
            where=(
                "Wildberries seller portal: press your name, then Settings → API access → Create token. It is shown "
                "once and ends after 180 days; we say before that."
            ),
            hint=(
                "A personal token with the categories Content, Marketplace, Prices and discounts, and Statistics; with "
                "Analytics too, Wildberries' own figures are read. "
                "A base token works, but Wildberries lets it ask for prices four times an hour only."
            ),
        ),
    )  # fmt: skip
    limits = budgets.LIMITS
    limit_headers = LimitHeaders(retry="x-ratelimit-retry")
    #: A refused call costs ten: no more than one other has left by then.
    stock_batch = Batch(size=STOCKS_PER_CALL, abreast=2)
    price_batch = Batch(size=PRICES_PER_PAGE, abreast=2)
    product_batch = Batch(size=card_changes.MOST)
    card_rules = card_changes.RULES
    overlap = timedelta(minutes=15)
    first_look_back = walks.LOOK_BACK
    partial_shipments = False
    unlisted_schemes = WORDS
    arrival_schemes = TO_THE_BUYER
    arrival_code = True
    figures_zone = "Europe/Moscow"
    figures_of_cards = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = DoorClient(context.transport)
        self._seller: tuple[str, str] | None = None

    @classmethod
    def limits_for(cls, values: Mapping[str, str]) -> tuple[Limit, ...]:
        return budgets.BASE_LIMITS if read_token(values.get("token", "")).is_base else cls.limits

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        """The greeting may not be repeated at will, so the list of warehouses shows that the keys still open it."""
        token = read_token(self.context.credentials.current().get("token", ""))
        if self._seller is None:
            self._seller = account.greet(self._client, token)
        catalogue.warehouses(self._client, "test_connection")
        return account.account(self._seller, token)

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return order_pages(self._client, since=since, until=until, resume=cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self._client, remote_ids, now=self._now())

    def follow_orders(self, kept: Sequence[KeptOrder]) -> Page[Order]:
        return follow(self._client, kept, "pull_orders")

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return catalogue.products(self._client, since=since, resume=cursor)

    def warehouses(self) -> Sequence[Warehouse]:
        return catalogue.warehouses(self._client, "pull_stock")

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return catalogue.stock(self._client, remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        return catalogue.prices(self._client, remote_product_ids)

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        return returns.returns(
            self._client, since=since, until=until, now=self._now(), currency=self.context.currency
        )  # fmt: skip

    def pull_figures(
        self, *, since: date, until: date, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[DayFigures]]:
        return figures.figures(self._client, since=since, until=until, resume=cursor)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.push_stock(self._client, updates)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return pricing.push_price(self._client, self.context.clock, self.context.currency, updates)

    def change_cards(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return card_changes.change(self._client, cards)

    def accept_order(self, order_remote_id: str) -> None:
        try:
            handover.accept(self._client, order_remote_id)
        except NotFound:
            way = way_of(self._client, order_remote_id, "accept_order")
            to_door.accept(self._client, way, order_remote_id)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        way = find_way(request.remote_scheme)
        return to_door.confirm(self._client, way, request) if way else handover.confirm(self._client, request)

    def tell_arrival(self, arrival: Arrival) -> None:
        to_door.end(self._client, DBS, arrival)

    def keep_supply(self, request: SupplyRequest) -> SupplyResult:
        return supply.keep(self._client, request)

    def supply_sheet(self, remote_id: str) -> bytes:
        return supply.sheet(self._client, remote_id)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return (cancellation.REASON,)

    def cancel(self, request: CancelRequest) -> None:
        try:
            cancellation.cancel(self._client, request)
        except NotFound:
            number = request.order_remote_id
            to_door.cancel(self._client, way_of(self._client, number, "cancel"), number)

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        return stickers.label(self._client, order_remote_ids)

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Whole units of the currency."""
        return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)

    def _now(self) -> datetime:
        """On Wildberries' clock, where it is known."""
        return self.context.transport.remote_now() or self.context.clock.now()
