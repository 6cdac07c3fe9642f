"""Ozon (Seller API): FBS, rFBS and FBO postings, goods, stock, prices, parcels, cancellations, returns, pushes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from marketplaces.canonical.figures import DayFigures
from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval, RemoteAttribute, RemoteCategory
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.limits import Limit
from marketplaces.framework.results import ItemResult, Page

from . import account, batches, cancellation, cards, catalogue, figures, labels, offers, shipping, walks
from .categories import Categories
from .client import OzonClient
from .webhooks import OzonWebhooks

PORTAL = "Ozon Seller, Settings → Seller API"
LABELS_PER_CALL = 20


class OzonConnector(Connector):
    """One seller account."""

    code = "ozon"
    name = "Ozon"
    description = "Marketplace of Russia and its neighbours; sells from your warehouse (FBS, rFBS) and its own (FBO)."
    api_base_url = "https://api-seller.ozon.ru"
    api_version = "2026-04"
    auth_type = "api_key"
    rights = {
        "/posting/fbo/": "Posting FBO", "/posting": "Posting FBS", "/conditional-cancellation/": "Posting FBS",
        "/warehouse/": "Warehouse", "/description-category/": "Description Category", "/returns/": "Returns",
        "/product": "Product",
    }  # fmt: skip
    documentation_url = "https://docs.ozon.ru/api/seller/en/"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
        Capability.PUSH_PRODUCTS, Capability.CONFIRM_SHIPMENT, Capability.CANCEL, Capability.ANSWER_CANCELLATION,
        Capability.REFUND, Capability.LABEL, Capability.ANALYTICS, Capability.WEBHOOK,
    })  # fmt: skip
    credential_fields = (
        CredentialField(
            name="client_id", label="Client id", column="extra", secret=False, where=PORTAL,
            pattern=r"\d+", pattern_hint="It is a number.",
        ),
        CredentialField(
            name="api_key", label="API key", column="api_key", where=PORTAL,
            hint="It is shown once, when you make it, and lives for six months.",
        ),
        CredentialField(
            name="premium", label="Ozon Premium", column="settings", secret=False, required=False, where=PORTAL,
            pattern="yes", pattern_hint="Enter yes, or leave it empty.",
            hint="Enter yes if the account has Premium: then Ozon also tells views, sessions and returns.",
        ),
    )  # fmt: skip
    account_field = "client_id"
    #: 50 a second for everything and 80 a minute for stock. A token bucket lets `burst` go on top of the rate, so both
    #: are split so that no second and no minute, wherever it begins, holds more than Ozon allows.
    limits = (
        Limit(group="*", rate=40, burst=10),
        Limit(group="stock", rate=75.5, per=60, burst=3.5),
        Limit(group="warehouses", rate=1, per=1, burst=5),
        Limit(group="figures", rate=1, per=61, burst=1),
    )
    stock_batch = Batch(size=100, rest=30.0)
    price_batch = Batch(size=1000)
    product_batch = Batch(size=100)
    card_rules = cards.RULES
    overlap = timedelta(minutes=15)
    figures_zone = "Europe/Moscow"
    webhooks: ClassVar[OzonWebhooks] = OzonWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = OzonClient(context.transport)

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        return account.account(self._client, self.context.credentials.current()["client_id"])

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return walks.orders(
            self._client, since=since, until=until, resume=cursor, currency=self.context.currency
        )  # fmt: skip

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        now = self.context.transport.remote_now() or self.context.clock.now()
        return walks.orders_by_number(self._client, remote_ids, now=now, currency=self.context.currency)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return catalogue.products(self._client, resume=cursor)

    def categories(self) -> Sequence[RemoteCategory]:
        return Categories(self._client).all()

    def attributes(self, category: str) -> Sequence[RemoteAttribute]:
        return Categories(self._client).asked(category)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        return offers.find(self._client, skus)

    def warehouses(self) -> Sequence[Warehouse]:
        return catalogue.warehouses(self._client)

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return catalogue.stock(self._client, remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        return catalogue.prices(self._client, remote_product_ids)

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        return walks.returns(self._client, since=since, until=until)

    def pull_figures(
        self, *, since: date, until: date, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[DayFigures]]:
        return figures.figures(
            self._client, since=since, until=until, resume=cursor, currency=self.context.currency or "RUB",
            premium=self.context.settings.get("premium") == "yes",
        )  # fmt: skip

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.push_stock(updates, self._client.set_stocks)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return batches.push_price(updates, self._client.set_prices)

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return self._offers().push(cards)

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        return self._offers().remove(removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return shipping.confirm(self._client, request)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.reasons(self._client, order_remote_id)

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, request)

    def answer_cancellation(self, order_remote_id: str, *, accept: bool) -> None:
        cancellation.answer(self._client, order_remote_id, accept=accept)

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        if not 1 <= len(order_remote_ids) <= LABELS_PER_CALL:
            raise ValueError(f"Ozon prints 1 to {LABELS_PER_CALL} labels at once, not {len(order_remote_ids)}.")
        return labels.pdf(self._client.package_label(order_remote_ids))

    # -----------------------------------------------------------------------------------------------------------------
    def _offers(self) -> offers.Offers:
        return offers.Offers(self._client, self.context.clock)

    def listing_price(self, amount: Decimal) -> Decimal:
        """Ozon keeps two places."""
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
