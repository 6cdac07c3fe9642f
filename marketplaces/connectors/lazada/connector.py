"""Lazada (Open Platform): orders by the unit, catalogue, stock, prices, packages, cancellations, returns, pushes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from marketplaces.canonical.digital import DigitalDelivery
from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse
from marketplaces.connectors.lazada import (
    account,
    auth,
    batches,
    cancellation,
    catalogue,
    countries,
    digital,
    offers,
    returns,
    shipping,
    walks,
)
from marketplaces.connectors.lazada.client import LazadaClient
from marketplaces.connectors.lazada.webhooks import LazadaWebhooks
from marketplaces.framework.base import Account, Connector, Context, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.results import ItemResult, Page

CONSOLE = "Lazada Open Platform console (open.lazada.com), App Management, your app"


class LazadaConnector(Connector):
    """One shop of one seller in one country, called through an app of the Open Platform."""

    code = "lazada"
    name = "Lazada"
    description = "Marketplace of South-East Asia: Singapore, Thailand, Malaysia, Vietnam, Philippines, Indonesia."
    api_base_url = countries.API_HOSTS["sg"]
    hosts = countries.HOSTS
    api_version = ""  # their addresses carry none
    auth_type = "oauth2"
    rights = {
        "/product": "Product API", "/image/": "Product API", "/seller/": "Seller API",
        "/order/shipment": "Fulfillment API", "/order/fulfill": "Fulfillment API", "/order/package": "Fulfillment API",
        "/order/digital": "Fulfillment API", "reverse": "Reverse Order API", "/order": "Order API",
    }  # fmt: skip
    documentation_url = "https://open.lazada.com"
    capabilities = frozenset(
        {
            Capability.TOKEN,
            Capability.TEST_CONNECTION,
            Capability.PULL_ORDERS,
            Capability.ORDER_ITEMS,
            Capability.PULL_PRODUCTS,
            Capability.PULL_STOCK,
            Capability.PULL_PRICES,
            Capability.PUSH_STOCK,
            Capability.PUSH_PRICE,
            Capability.PUSH_PRODUCTS,
            Capability.CONFIRM_SHIPMENT,
            Capability.TELL_DIGITAL,
            Capability.LABEL,
            Capability.CANCEL,
            Capability.ANSWER_CANCELLATION,
            Capability.REFUND,
            Capability.CONFIRM_RETURN,
            Capability.WEBHOOK,
        }
    )
    credential_fields = (
        CredentialField(
            name="app_key", label="App key", column="api_key", secret=False, where=CONSOLE,
            pattern=r"\d+", pattern_hint="It is a number.",
        ),
        CredentialField(
            name="app_secret", label="App secret", column="api_secret", where=CONSOLE,
            hint="Calls and messages are signed with it.",
        ),
        CredentialField(
            name="country", label="Country", column="settings", secret=False, granted=True,
            where="the country of the shop; signing in brings it, but an account that sells in all six has to name one",
            pattern="|".join(countries.API_HOSTS), pattern_hint=f"It is one of {', '.join(countries.API_HOSTS)}.",
        ),
        CredentialField(
            name="access_token", label="Access token", column="access_token", required=False, granted=True,
            hint="Comes from signing in at Lazada and is renewed by us.",
        ),
        CredentialField(
            name="refresh_token", label="Refresh token", column="refresh_token", required=False, granted=True,
            hint="Comes from signing in at Lazada.",
        ),
        CredentialField(
            name="parcel_cm", label="Usual parcel", column="settings", secret=False, required=False,
            pattern=r"\d{1,3}(\.\d)?(x\d{1,3}(\.\d)?){2}", pattern_hint="Write it as 25.5x18x16.",
            hint="Length x width x height in centimetres: new products are offered with it.",
        ),
        CredentialField(
            name="login_ends_at", label="Consent ends", column="settings", secret=False, required=False, granted=True,
            hint="Comes from signing in: when you will have to agree at Lazada again.",
        ),
    )  # fmt: skip
    app_field = "app_key"
    numbers_parcels = True
    #: Not published. Ten a second for an app is the most that the contract suggests; two of the ten at once are kept
    #: back, for calls leave evenly but do not arrive so. The inventory calls have fifty a second of a seller on top.
    limits = (
        Limit(group="*", rate=10, burst=8, scope=LimitScope.APP),
        Limit(group="inventory", rate=50, burst=40, scope=LimitScope.SHOP),
    )
    #: Fifty are taken, twenty advised: larger calls end in inner errors more often.
    stock_batch = price_batch = Batch(size=20)
    #: A call each, and one for each picture.
    product_batch = Batch(size=20)
    card_rules = offers.RULES
    overlap = timedelta(minutes=10)
    first_look_back = timedelta(days=30)
    webhooks: ClassVar[LazadaWebhooks] = LazadaWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.client = LazadaClient(context)

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        seller = self.client.get_seller()
        return account.read(seller, self.context.credentials.current())

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        return account.tokens(self.client.refresh_token(values), now=self.context.clock.now())

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        return auth.consent_link(
            host=self.context.transport.address(countries.TOKENS),
            app_key=self.context.credentials.current()["app_key"],
            redirect_url=redirect_url,
            state=state,
        )

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        values = self.context.credentials.current()
        answer = self.client.create_token(values, code=account.code_of(query))
        return account.granted(answer, now=self.context.clock.now(), chosen=values.get("country", ""))

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return walks.OrderWalk.start(self.client, since=since, until=until, cursor=cursor).pages()

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self.client, remote_ids)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return self._products("pull_products", since=since, cursor=cursor)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        rows = list(offers.rows_of_skus(self.client, skus, operation="pull_products"))
        return walks.read_products(rows, currency=self._currency())[0]

    def warehouses(self) -> Sequence[Warehouse]:
        first = next(self._products("pull_stock"))
        return catalogue.warehouses(first.items)

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        for page in self._products("pull_stock", only=remote_product_ids):
            levels = catalogue.stock_levels(page.items)
            yield Page(items=levels, refused=page.refused, cursor=page.cursor, safe_until=page.safe_until)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        for page in self._products("pull_prices", only=remote_product_ids):
            levels = catalogue.price_levels(page.items)
            yield Page(items=levels, refused=page.refused, cursor=page.cursor, safe_until=page.safe_until)

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        return walks.return_pages(self.client, since=since, until=until, country=self._country)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.push_stock(updates, self.client.update_stock)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return batches.push_price(updates, self.client.update_price)

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        parcel = offers.size_of(self.context.credentials.current().get("parcel_cm", ""))
        return offers.Offers(self.client, self._currency(), parcel).push(cards)

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        return offers.Offers(self.client, self._currency()).remove(removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return shipping.Confirmation(self.client, request).carry_out()

    def tell_digital(self, delivery: DigitalDelivery) -> None:
        digital.tell(self.client, delivery)

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        return shipping.labels(self.client, order_remote_ids)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.reasons(self.client, order_remote_id)

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self.client, request)

    def answer_cancellation(self, order_remote_id: str, *, accept: bool) -> None:
        cancellation.answer(self.client, order_remote_id, accept=accept)

    def confirm_return(self, return_remote_id: str) -> None:
        """Agree to the next step of a return. Lazada knows no refund of a free amount."""
        returns.confirm(self.client, return_remote_id)

    # ------------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Whole dong and rupiah, two decimals elsewhere."""
        whole = self._country() in ("vn", "id")
        return amount.quantize(Decimal(1) if whole else Decimal("0.01"), rounding=ROUND_HALF_UP)

    def _currency(self) -> str:
        return countries.CURRENCIES.get(self._country(), self.context.currency)

    def _country(self) -> str:
        return self.context.credentials.current().get("country", "")

    def _products(
        self,
        operation: str,
        *,
        only: Sequence[str] | None = None,
        since: datetime | None = None,
        cursor: Mapping[str, Any] | None = None,
    ) -> Iterator[Page[Product]]:
        currency = self._currency()
        if only is not None:
            yield from walks.named_products(self.client, only, operation=operation, currency=currency)
            return
        walk = walks.ProductWalk.start(
            self.client,
            since=since,
            now=self.context.transport.remote_now() or self.context.clock.now(),
            cursor=cursor,
            operation=operation,
            currency=currency,
        )
        yield from walk.pages()
