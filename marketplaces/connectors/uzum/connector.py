"""Uzum Market (Seller OpenAPI): FBS, DBS and FBO orders, goods, stock by barcode, prices, delivery notes, labels."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.results import ItemResult, Page

from . import account, batches, cancellation, catalogue, handover, labels, walks
from .client import UzumClient
from .shelf import Shelf

CABINET = "Uzum seller cabinet"


class UzumConnector(Connector):
    """One shop of one seller."""

    code = "uzum"
    name = "Uzum Market"
    description = "Marketplace of Uzbekistan; sells from your warehouse (FBS, DBS) and its own (FBO)."
    api_base_url = "https://api-seller.uzum.uz"
    api_version = "1.0.0"
    auth_type = "api_key"
    #: Theirs name two rights (contract section 1); orders have none of their own.
    rights = {"/v2/fbs/sku/stocks": "SKU_UPDATE", "sendPriceData": "SKU_UPDATE", "/product/": "SKU_READ"}
    documentation_url = "https://api-seller.uzum.uz/api/seller-openapi/swagger/api-docs"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
        Capability.ACCEPT_ORDER, Capability.CONFIRM_SHIPMENT, Capability.CANCEL, Capability.LABEL,
    })  # fmt: skip
    credential_fields = (
        CredentialField(
            name="token", label="API token", column="api_key", where=f"{CABINET}, Profile → API keys",
            hint="Copy it as it is, without a word in front. It needs the rights to read and to change SKUs.",
        ),
        CredentialField(
            name="shop_id", label="Shop id", column="settings", secret=False, required=False, pattern=r"\d+",
            pattern_hint="It is a number.", where=f"{CABINET}, Shops; not needed if the token sees one shop only",
        ),
        CredentialField(
            name="drop_off_point", label="Drop-off point", column="settings", secret=False, required=False,
            pattern=r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            pattern_hint="It looks like 3f2504e0-4f89-41d3-9a0c-0305e82c3301.",
            hint="Where you bring your orders. Leave it empty at first: a refused shipment lists what is offered.",
        ),
        CredentialField(
            name="seller_id", label="Seller number", column="settings", secret=False, required=False, pattern=r"\d+",
            pattern_hint="It is a number.", hint="For delivery notes; only needed where Uzum does not tell it.",
        ),
    )  # fmt: skip
    account_field = "shop_id"
    #: Not published; two calls a second for each token were counted, and bursts were punished. There is no room beyond
    #: that: a call that is held up on its way would have the next ones too close behind it.
    limits = (Limit(group="*", rate=2, scope=LimitScope.KEY),)
    #: Two a second, and what comes too soon is punished: no more than two are on their way.
    stock_batch = Batch(size=100, abreast=2)
    #: One call per product: so many of them still end well before anybody takes the worker for dead.
    price_batch = Batch(size=20, abreast=2)
    overlap = timedelta(minutes=15)
    first_look_back = walks.LOOK_BACK
    partial_shipments = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = UzumClient(context.transport)
        self._shelf = Shelf()
        self._found_shop = ""

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        return account.account(self._client.shops(), self._named_shop())

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return walks.OrderWalk(client=self._client, shop=self._shop(), since=since, until=until).pages(cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self._client, self._shop(), remote_ids, now=self._now())

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return catalogue.products(self._client, self._shop(), resume=cursor)

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return catalogue.stock(self._client, self._shop(), self._shelf, remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        return catalogue.prices(self._client, self._shop(), remote_product_ids)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.push_stock(self._client, self._shelf, updates)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return batches.push_price(self._client, self._shop(), updates)

    def accept_order(self, order_remote_id: str) -> None:
        handover.accept(self._client, order_remote_id)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        settings = {**self.context.credentials.current(), "shop_id": self._shop()}
        return handover.confirm(self._client, request, settings, now=self._now)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.reasons(self._client)

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, request)

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        if len(order_remote_ids) != 1:
            raise ValueError(f"Uzum prints one label at a time, not {len(order_remote_ids)}.")
        return labels.pdf(self._client.label(order_remote_ids[0]))

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Whole sums: Uzum knows no tiyin."""
        return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)

    def _shop(self) -> str:
        """The shop of this connection; asked for where nobody has said it."""
        found = self._named_shop() or self._found_shop
        if not found:
            found = self._found_shop = account.chosen(account.shops(self._client.shops()), "").id
        return found

    def _named_shop(self) -> str:
        typed = self.context.credentials.current().get("shop_id", "")
        known = self.context.remote_account_id
        return typed or (known if known.isdigit() else "")

    def _now(self) -> datetime:
        """On Uzum's clock, where it is known."""
        return self.context.transport.remote_now() or self.context.clock.now()
