"""Shopee (Open Platform v2): orders, catalogue, stock, prices, shipments, cancellations, returns and pushes."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval, RemoteCategory
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse
from marketplaces.connectors.shopee import (
    account,
    auth,
    batches,
    cancellation,
    catalogue,
    mapping,
    offers,
    reading,
    tree,
    walks,
)
from marketplaces.connectors.shopee.client import ShopeeClient
from marketplaces.connectors.shopee.shipment import Confirmation
from marketplaces.connectors.shopee.webhooks import ShopeeWebhooks, event
from marketplaces.framework.base import Account, Connector, Context, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import AlreadyDone, NotFound, UnexpectedPayload
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.results import ItemResult, Page
from marketplaces.framework.webhooks import WebhookEvent

CONSOLE = "Shopee Open Platform console, App list, your app"


class ShopeeConnector(Connector):
    """One shop of one seller, called through an app of the Open Platform."""

    code = "shopee"
    name = "Shopee"
    description = "Marketplace of South-East Asia, Taiwan and Latin America."
    api_base_url = "https://partner.shopeemobile.com"
    api_version = "v2"
    auth_type = "oauth2"
    rights = {
        "/product/": "Product", "/media_space/": "Product", "/order/": "Order", "/logistics/": "Logistics",
        "/returns/": "Returns", "/push/": "Push",
    }  # fmt: skip
    documentation_url = "https://open.shopee.com/documents"
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
            Capability.CANCEL,
            Capability.ANSWER_CANCELLATION,
            Capability.REFUND,
            Capability.CONFIRM_RETURN,
            Capability.WEBHOOK,
            Capability.REGISTER_WEBHOOK,
            Capability.LOST_WEBHOOKS,
        }
    )
    credential_fields = (
        CredentialField(
            name="partner_id", label="Partner id", column="api_key", secret=False, where=CONSOLE,
            pattern=r"\d+", pattern_hint="It is a number.",
        ),
        CredentialField(
            name="partner_key", label="Partner key", column="api_secret", where=CONSOLE,
            hint="Test and live apps have different ids and keys.",
        ),
        CredentialField(
            name="shop_id", label="Shop id", column="settings", secret=False, granted=True, pattern=r"\d+",
            pattern_hint="It is a number.", where="the address Shopee sends you back to after signing in shows it",
        ),
        CredentialField(
            name="access_token", label="Access token", column="access_token", required=False, granted=True,
            hint="Comes from signing in at Shopee; good for four hours and renewed by us.",
        ),
        CredentialField(
            name="refresh_token", label="Refresh token", column="refresh_token", required=False, granted=True,
            hint="Comes from signing in at Shopee; each can be used once.",
        ),
        CredentialField(
            name="push_key", label="Push partner key", column="extra", required=False, where=f"{CONSOLE}, Push",
            hint="Pushes are signed with it; without it we use the partner key.",
        ),
    )  # fmt: skip
    app_field = "partner_id"
    account_field = "shop_id"
    #: Not published; ten a second for all shops of an app is what the contract advises. Two of the ten at once are
    #: kept back: calls leave evenly but do not arrive so.
    limits = (Limit(group="*", rate=10, burst=8, scope=LimitScope.APP),)
    stock_batch = Batch(size=50)
    price_batch = Batch(size=50)
    #: Each is several calls, and its pictures more.
    product_batch = Batch(size=10)
    card_rules = offers.RULES
    overlap = timedelta(minutes=10)
    first_look_back = timedelta(days=30)
    webhooks: ClassVar[ShopeeWebhooks] = ShopeeWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.client = ShopeeClient(context.transport, context.clock)
        self._sells_in = ""

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        info = self.client.get_shop_info()
        return account.read(info, shop_id=self.context.credentials.current()["shop_id"])

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        return account.tokens(self.client.refresh_access_token(values), now=self.context.clock.now())

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        return auth.authorisation_link(
            self.context.credentials.current(),
            host=self.context.base_url,
            redirect_url=redirect_url,
            state=state,
            timestamp=int(self.context.clock.now().timestamp()),
        )

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        code, shop_id = account.callback(query)
        values = self.context.credentials.current()
        answer = self.client.get_access_token(values, code=code, shop_id=shop_id)
        return account.tokens(answer, now=self.context.clock.now(), shop_id=str(shop_id))

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return walks.OrderWalk.start(self.client, since=since, until=until, cursor=cursor).pages()

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        orders, refused = walks.read_orders(self.client, list(dict.fromkeys(remote_ids)))
        return Page(items=orders, refused=refused)

    def categories(self) -> Sequence[RemoteCategory]:
        return tree.categories(self.client.get_category())

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return self._products("pull_products", since=since, cursor=cursor)

    def warehouses(self) -> Sequence[Warehouse]:
        levels = catalogue.stock_levels(walks.first_products(self.client, operation="pull_stock"))
        return account.warehouses(self.client, sorted({level.warehouse_remote_id for level in levels}))

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        for page in self._products("pull_stock", only=remote_product_ids):
            levels = catalogue.stock_levels(page.items)
            yield Page(items=levels, refused=page.refused, cursor=page.cursor, safe_until=page.safe_until)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        for page in self._products("pull_prices", only=remote_product_ids):
            levels = catalogue.price_levels(page.items)
            yield Page(items=levels, refused=page.refused, cursor=page.cursor, safe_until=page.safe_until)

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        return walks.return_pages(self.client, since=since, until=until)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.push_stock(updates, self.client.update_stock)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return batches.push_price(updates, self.client.update_price)

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return self._offers().push(cards)

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        """Out of the shop window: what was there can be offered again, with its reviews."""
        return self._offers().remove(removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        order = self._order(request.order_remote_id)
        return Confirmation(self.client, request, order, self.context.settings).carry_out()

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.reasons(self._order(order_remote_id))

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self.client, request, self._order(request.order_remote_id))

    def answer_cancellation(self, order_remote_id: str, *, accept: bool) -> None:
        """As the order stands now: an answer that was taken before is not given twice."""
        cancellation.check_asked(self._order(order_remote_id))
        self.client.handle_buyer_cancellation(order_remote_id, operation="ACCEPT" if accept else "REJECT")

    def confirm_return(self, return_remote_id: str) -> None:
        """Give the refund of a return. Shopee knows no refund of a free amount."""
        if reading.text(self.client.get_return_detail(return_remote_id), "status") in mapping.REFUNDED_RETURNS:
            raise AlreadyDone("This return was refunded before", marketplace=self.name)
        self.client.confirm_return(return_remote_id)

    # Pushes ----------------------------------------------------------------------------------------------------------
    def register_webhook(self, url: str) -> Mapping[str, str]:
        """Let Shopee push order, tracking and account messages of the whole app to this address."""
        self.client.set_app_push_config({"callback_url": url, "set_push_config_on": [1, 2, 3, 4, 12]})
        return {}

    def registered_webhook(self) -> str:
        return reading.text(self.client.get_app_push_config(), "callback_url")

    def lost_webhooks(self) -> tuple[list[WebhookEvent], int]:
        """Up to a hundred messages of the last three days that nobody took, and the id that acknowledges them."""
        answer = self.client.get_lost_push_message()
        rows = reading.rows(answer, "push_message_list")
        found = [event(row, key=_digest(row)) for row in rows]
        return found, reading.whole(answer, "last_message_id", default=0)

    def acknowledge_lost_webhooks(self, last_message_id: int) -> None:
        self.client.confirm_consumed_lost_push_message(last_message_id)

    # ------------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals; which currencies take fewer is Shopee's to say."""
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def _products(
        self,
        operation: str,
        *,
        only: Sequence[str] | None = None,
        since: datetime | None = None,
        cursor: Mapping[str, Any] | None = None,
    ) -> Iterator[Page[Product]]:
        if only is None:
            now = self.context.clock.now()
            yield from walks.product_pages(self.client, since=since, now=now, cursor=cursor, operation=operation)
            return
        for chunk in walks.chunks(list(dict.fromkeys(only))):
            products, refused = walks.read_products(self.client, chunk, operation=operation)
            yield Page(items=products, refused=refused)

    def _offers(self) -> offers.Offers:
        return offers.Offers(client=self.client, currency=self._currency)

    def _currency(self) -> str:
        """The shop's, which decides what a price means there."""
        if not self._sells_in:
            self._sells_in = self.context.currency or self.account().currency
        return self._sells_in

    def _order(self, order_sn: str) -> Mapping[str, Any]:
        """The order as it stands now: what was received earlier is not good enough to write by."""
        answer = self.client.get_order_detail([order_sn])
        for row in reading.rows(answer, "order_list"):
            if row.get("order_sn") == order_sn:
                return row
        raise NotFound(f"Shopee has no order {order_sn} for this shop", marketplace=self.name)


def _digest(row: Mapping[str, Any]) -> str:
    if not isinstance(row.get("code"), int):
        raise UnexpectedPayload("code", row.get("code"))
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode()).hexdigest()
