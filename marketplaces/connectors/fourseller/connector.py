"""4Seller, by an assumed contract: products, stock, prices, orders, parcels and signed messages. Experimental."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.cards import CardRules
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.limits import Limit
from marketplaces.framework.results import ItemResult, Page
from marketplaces.framework.transport import Retries, Timeouts

from . import account, cancellation, catalogue, dialect, goods, registration, shipping, walks
from .batches import Writer
from .cards import Cards
from .client import PER_BATCH, FourSellerClient
from .webhooks import FourSellerWebhooks

ASK = "4Seller gives it to accounts whose API is enabled; ask their support"
#: Their clock counts where it is further from ours than the second that its Date header is rounded to.
SAME_TIME = timedelta(seconds=2)


class FourSellerConnector(Connector):
    """One seller account. Nothing here was seen to work against the real service (README.md)."""

    code = "fourseller"
    name = "4Seller"
    description = "Gathers shops on TikTok Shop, Temu, Amazon and others. Experimental: its API is assumed."
    api_base_url = "https://api.4seller.com"
    api_version = "assumed-1"
    auth_type = "bearer"
    documentation_url = "https://www.4seller.com"
    experimental = True
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
        Capability.PUSH_PRODUCTS, Capability.CONFIRM_SHIPMENT, Capability.CANCEL, Capability.WEBHOOK,
        Capability.REGISTER_WEBHOOK,
    })  # fmt: skip
    credential_fields = (
        CredentialField(name="seller_id", label="Seller id", column="settings", secret=False, where=ASK),
        CredentialField(name="api_key", label="API key", column="api_key", where=ASK),
        CredentialField(
            name="webhook_secret", label="Webhook secret", column="extra", required=False,
            hint="Comes by itself when the address is registered from the connection's page.",
        ),
        CredentialField(
            name="write_mode", label="Write mode", column="settings", secret=False, required=False,
            pattern="batch|single", pattern_hint="It is batch or single.",
            hint="batch (as when empty) or single: one call per product.",
        ),
        CredentialField(
            name="paths", label="Paths", column="settings", secret=False, required=False, pattern=dialect.PATHS_FORM,
            pattern_hint="Write name=/path, with commas between and without blanks.",
            hint="Only where 4Seller names others, as orders=/v2/orders. Names: " + ", ".join(dialect.PATHS),
        ),
        CredentialField(
            name="headers", label="Header names", column="settings", secret=False, required=False,
            pattern=dialect.HEADERS_FORM, pattern_hint="Write name=Header, with commas between and without blanks.",
            hint="Only where 4Seller names others, as seller=X-Shop. Names: " + ", ".join(dialect.HEADERS),
        ),
    )  # fmt: skip
    account_field = "seller_id"
    #: Two a second, four at once: assumed. One of the four is kept back: calls leave evenly but do not arrive so.
    limits = (Limit(group="*", rate=2, burst=3),)
    stock_batch = price_batch = product_batch = Batch(size=PER_BATCH)
    card_rules = CardRules(longest=(("title", goods.LONGEST_TITLE),))
    overlap = timedelta(minutes=10)
    timeouts = Timeouts(read=30.0, total=30.0)
    #: After 1, 2 and 4 seconds, and never later than half a minute after the first try.
    retries = Retries(attempts=4, first_pause=1.0, spread=0.0, within=30.0)
    webhooks: ClassVar[FourSellerWebhooks] = FourSellerWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = FourSellerClient(context.transport, context.credentials.current)
        self._cards = Cards(self._client)

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        seller_id = self.context.credentials.current()["seller_id"]
        return account.account(self._client, seller_id, currency=self.context.currency)

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return walks.orders(self._client, since=since, until=until, resume=cursor, currency=self.context.currency)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self._client, remote_ids, currency=self.context.currency)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return walks.products(self._client, since=since, resume=cursor, currency=self.context.currency)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        found = self._cards.of_skus(skus, now=self._now(), operation="pull_products")
        return [goods.product(row, currency=self.context.currency) for row in found]

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return catalogue.stock(self._client, remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        return catalogue.prices(self._client, remote_product_ids, currency=self.context.currency)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return self._writer().stock(updates)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return self._writer().prices(updates)

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return self._writer().products(cards)

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        return self._writer().removals(removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return shipping.confirm(self._client, request, single=self._single, now=self._now())

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.REASONS

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, request, now=self._now())

    # Messages --------------------------------------------------------------------------------------------------------
    def register_webhook(self, url: str) -> Mapping[str, str]:
        return {"webhook_secret": registration.register(self._client, url)}

    def registered_webhook(self) -> str:
        return next(reversed(registration.addresses(self._client)), "")

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals."""
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    @property
    def _single(self) -> bool:
        return self.context.credentials.current().get("write_mode") == "single"

    def _writer(self) -> Writer:
        return Writer(self._client, self._cards, single=self._single, now=self._now())

    def _now(self) -> datetime:
        """Theirs, as their answers tell it, where it differs from ours."""
        ours, theirs = self.context.clock.now(), self.context.transport.remote_now()
        return ours if theirs is None or abs(theirs - ours) < SAME_TIME else theirs
