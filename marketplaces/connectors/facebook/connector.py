"""Facebook Shop: the catalogue in and out by the Graph API; the former order calls only behind a setting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.refunds import GivenRefund, RefundReason, RefundRequest
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.base import Account, Connector, Context, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.cards import CardRules
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import LoginExpired, NotSupported, Rejected
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import Limit
from marketplaces.framework.results import Awaited, ItemResult, Page

from . import account, auth, cancellation, goods, handles, mapping, refunds, shipping, walks
from .batches import Writer
from .client import ITEM_FIELDS, VERSION, FacebookClient
from .errors import SIGN_AGAIN
from .webhooks import FacebookWebhooks

BASIC = "developers.facebook.com, your app, App settings, Basic"
MANAGER = "Commerce Manager, Settings, Business assets"
DIGITS, IS_NUMBER = r"\d{5,20}", "It is a number; copy it again."
LEGACY = "legacy"
#: Withdrawn by Meta on 27 October 2026; who has a replica of them may still switch them on.
ORDER_CALLS = frozenset({
    Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.CONFIRM_SHIPMENT, Capability.CANCEL,
    Capability.GIVE_REFUND,
})  # fmt: skip
NO_ORDERS = "Meta took the order calls out of its API on 27 October 2026, so Facebook gives no orders"
ORDERS_FIX = "Orders arise on your own site, to which Facebook sends the buyers; connect that as a shop."


class FacebookConnector(Connector):
    """One catalogue."""

    code = "facebook"
    name = "Facebook Shop"
    description = "Shows products on Facebook and Instagram and sends buyers to your own site. It gives no orders."
    api_base_url = "https://graph.facebook.com"
    hosts = Hosts(named={"consent": "https://www.facebook.com"})
    api_version = VERSION
    auth_type = "oauth2"
    rights = {
        "/commerce_orders": "commerce_account_read_orders", "/order_management_apps": "commerce_account_manage_orders",
        "/acknowledge": "commerce_account_manage_orders", "/shipments": "commerce_account_manage_orders",
        "/cancellations": "commerce_account_manage_orders", "/refunds": "commerce_account_manage_orders",
        "/products": "catalog_management", "batch": "catalog_management", "catalogs": "catalog_management",
    }  # fmt: skip
    documentation_url = "https://developers.facebook.com/docs/commerce-platform/catalog"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.TOKEN, Capability.PULL_PRODUCTS, Capability.PULL_STOCK,
        Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE, Capability.PUSH_PRODUCTS,
        Capability.WEBHOOK,
    }) | ORDER_CALLS  # fmt: skip
    credential_fields = (
        CredentialField(
            name="app_id", label="App id", column="api_key", secret=False, where=BASIC, pattern=DIGITS,
            pattern_hint=IS_NUMBER,
        ),
        CredentialField(name="app_secret", label="App secret", column="api_secret", where=BASIC),
        CredentialField(
            name="access_token", label="Access token", column="access_token", granted=True,
            where="Business settings, Users, System users, Generate token, with the permission catalog_management",
            hint="Best of a system user, whose token need not end. Or sign in by link.",
        ),
        CredentialField(
            name="catalog_id", label="Catalogue id", column="settings", secret=False, granted=True, where=MANAGER,
            pattern=DIGITS, pattern_hint=IS_NUMBER,
        ),
        CredentialField(
            name="business_id", label="Business id", column="settings", secret=False, required=False,
            where="Business settings, Business info", hint="When signing in by link, it finds the catalogue.",
            pattern=DIGITS, pattern_hint=IS_NUMBER,
        ),
        CredentialField(
            name="product_link", label="Addresses of your products", column="settings", secret=False, required=False,
            pattern=r"https://[^\s{}]*\{sku\}[^\s{}]*", pattern_hint="Write it as https://shop.example/p/{sku}.",
            hint="Where buyers are sent, with {sku} in place of the SKU. Only needed to offer new products.",
        ),
        CredentialField(
            name="verify_token", label="Verify token", column="extra", required=False,
            hint="A word of your own: enter the same one beside the address of messages in your app's webhooks.",
        ),
        CredentialField(
            name="redirect_url", label="Way back", column="settings", secret=False, required=False,
            pattern=r"https?://\S+", pattern_hint="It is an address.",
            hint="Only to sign in by link: the address that your app lists under Valid OAuth Redirect URIs.",
        ),
        CredentialField(
            name="version", label="API version", column="settings", secret=False, required=False, pattern=r"v\d\d\.0",
            pattern_hint="It looks like v26.0.", hint=f"{VERSION} as long as it is empty.",
        ),
        CredentialField(
            name="orders", label="Orders", column="settings", secret=False, required=False, pattern=LEGACY,
            pattern_hint="It is legacy, or empty.",
            hint="Leave it empty: Meta withdrew the order calls in October 2026. legacy is for replicas of them.",
        ),
        CredentialField(
            name="cms_id", label="Commerce account id", column="settings", secret=False, required=False, where=MANAGER,
            hint="Only for legacy orders.", pattern=DIGITS, pattern_hint=IS_NUMBER,
        ),
        CredentialField(
            name="page_id", label="Page id", column="settings", secret=False, required=False,
            where="Your page, About, Page transparency", hint="Only to recognise messages of the page.",
            pattern=DIGITS, pattern_hint=IS_NUMBER,
        ),
        CredentialField(
            name="login_ends_at", label="Token ends", column="settings", secret=False, required=False, granted=True,
            hint="Comes from signing in: until then the token can be made longer.",
        ),
    )  # fmt: skip
    app_field = "app_id"
    account_field = "catalog_id"
    #: For a catalogue that nobody visits: more is allowed with visits, and told in the headers only in percent.
    limits = (
        Limit(group="*", rate=5.5, burst=20),
        Limit(group="batch", rate=8, per=60, burst=6),
        Limit(group="orders", rate=4800, per=86_400, burst=500),
    )
    #: Eight a minute, and each is asked about right away: a second one beside it would only wait.
    stock_batch = price_batch = Batch(size=3000, abreast=1)
    #: A card may hold a long text, and a batch at most 28 MB.
    product_batch = Batch(size=200)
    card_rules = CardRules(needs=frozenset({"images"}), longest=(("sku", goods.LONGEST_ID),))
    overlap = timedelta(minutes=15)
    relay_hosts = (mapping.RELAY_HOST,)
    webhooks: ClassVar[FacebookWebhooks] = FacebookWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = FacebookClient(context.transport, context.credentials.current, context.clock)

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> frozenset[Capability]:
        return cls.capabilities if settings.get("orders") == LEGACY else cls.capabilities - ORDER_CALLS

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        return account.read(self._client, self._values())

    def prove_other_keys(self) -> None:
        account.judge(self._client.inspect())
        if self._values().get("orders") == LEGACY:
            self._client.register_app()

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        """There is no refresh token: a good one is exchanged for a new one before it ends."""
        held = values.get("access_token", "")
        if not held:
            raise LoginExpired("There is no token yet", fix=SIGN_AGAIN)
        return account.token(self._client.lengthen(held), now=self.context.clock.now())

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        """Meta wants the same way back when the code is exchanged, so it stands among the keys."""
        values = self._values()
        if values.get("redirect_url") != redirect_url:
            fix = f"Enter {redirect_url} as “Way back”, and in your app under Valid OAuth Redirect URIs."
            raise Rejected("Facebook must know where to send you back", fix=fix)
        return auth.consent_link(
            host=self.context.transport.address("consent"), version=self._client.version, app_id=values["app_id"],
            redirect_url=redirect_url, state=state, orders=values.get("orders") == LEGACY,
        )  # fmt: skip

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        """The code gives a token for an hour, which gives one for sixty days."""
        values = self._values()
        short = self._client.exchange_code(account.code_of(query), values.get("redirect_url", ""))
        now = self.context.clock.now()
        hour = account.token(short, now=now).values["access_token"]
        found = account.token(self._client.lengthen(hour), now=now)
        if values.get("catalog_id") or not values.get("business_id"):
            return found
        catalogs = self._client.owned_catalogs(values["business_id"], found.values)
        named = {"catalog_id": account.only_catalog(list(catalogs))}
        return TokenSet(values={**found.values, **named}, expires_at=found.expires_at)

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        self._check_orders()
        return walks.orders(self._client, since=since, until=until, resume=cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        self._check_orders()
        return walks.orders_by_number(self._client, remote_ids)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return walks.products(self._client, resume=cursor)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        found = walks.of_skus(self._client, skus, fields=ITEM_FIELDS, operation="pull_products")
        return [goods.product(row) for row in found.values()]

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return walks.stock(self._client, remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        return walks.prices(self._client, remote_product_ids)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return self._writer().stock(updates)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return self._writer().prices(updates)

    def ask_about(self, job: str, items: Sequence[Awaited], *, of: Capability) -> Sequence[ItemResult]:
        return handles.ask(self._client, job, items, operation=of.value)

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return self._writer().products(cards)

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        return self._writer().removals(removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        self._check_orders()
        return shipping.confirm(self._client, request)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.REASONS

    def cancel(self, request: CancelRequest) -> None:
        self._check_orders()
        cancellation.cancel(self._client, request)

    def refund_reasons(self, order_remote_id: str) -> Sequence[RefundReason]:
        return refunds.REASONS

    def given_refunds(self, order_remote_id: str) -> Sequence[GivenRefund]:
        self._check_orders()
        return refunds.given(self._client.order(order_remote_id, operation="give_refund"))

    def give_refund(self, request: RefundRequest) -> GivenRefund:
        self._check_orders()
        return refunds.give(self._client, request)

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals."""
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def _values(self) -> Mapping[str, str]:
        return self.context.credentials.current()

    def _writer(self) -> Writer:
        return Writer(self._client, self.context.clock, link=self._values().get("product_link", ""))

    def _check_orders(self) -> None:
        """Said before a call is made that Meta does not have any more."""
        if self._values().get("orders") != LEGACY:
            raise NotSupported(NO_ORDERS, fix=ORDERS_FIX, marketplace=self.name)
