"""Wildberries (seller API): FBS orders, cards, stock by size, prices, supplies, stickers, returns, figures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.figures import DayFigures
from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse
from marketplaces.canonical.supplies import SupplyRequest
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
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
    labels,
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
    WildberriesClient,
)


class WildberriesConnector(Connector):
    """One seller."""

    code = "wildberries"
    name = "Wildberries"
    description = "Largest marketplace of Russia and its neighbours; sells from your warehouse (FBS)."
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
    stock_batch = Batch(size=STOCKS_PER_CALL)
    price_batch = Batch(size=PRICES_PER_PAGE)
    product_batch = Batch(size=card_changes.MOST)
    card_rules = card_changes.RULES
    overlap = timedelta(minutes=15)
    first_look_back = walks.LOOK_BACK
    partial_shipments = False
    figures_zone = "Europe/Moscow"
    figures_of_cards = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = WildberriesClient(context.transport)
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
        return walks.OrderWalk(client=self._client, since=since, until=until).pages(cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self._client, remote_ids, now=self._now())

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
        handover.accept(self._client, order_remote_id)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return handover.confirm(self._client, request)

    def keep_supply(self, request: SupplyRequest) -> SupplyResult:
        return supply.keep(self._client, request)

    def supply_sheet(self, remote_id: str) -> bytes:
        return supply.sheet(self._client, remote_id)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return (cancellation.REASON,)

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, request)

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        return labels.label(self._client, order_remote_ids)

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Whole units of the currency."""
        return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)

    def _now(self) -> datetime:
        """On Wildberries' clock, where it is known."""
        return self.context.transport.remote_now() or self.context.clock.now()
