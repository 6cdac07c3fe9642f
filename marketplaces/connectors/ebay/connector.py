"""eBay (Sell APIs): orders, items and offers, stock, prices, products, parcels, cancellations, refunds and messages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import ConnectorError
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.results import ItemResult, Page

from . import account, auth, batches, cancellation, drafts, goods, refunds, registration, shipping, signatures, walks
from .cards import RULES, Terms, Writer
from .client import BULK, EbayClient
from .webhooks import EbayWebhooks, told_key

PORTAL = "Developers Program of eBay, Application Keys"
POLICIES = "Seller Hub, Account, Business policies; the number is in the address of the policy's page"


class EbayConnector(Connector):
    """One seller account, called through an application of the Developers Program."""

    code = "ebay"
    name = "eBay"
    description = (
        "Marketplaces of many countries: the United States, Britain, Germany, France, Italy, Poland and others."
    )
    api_base_url = "https://api.ebay.com"
    hosts = Hosts(
        named={
            "": {"": "", "sandbox": "https://api.sandbox.ebay.com"},
            "identity": {"": "https://apiz.ebay.com", "sandbox": "https://apiz.sandbox.ebay.com"},
            "consent": {"": "https://auth.ebay.com", "sandbox": "https://auth.sandbox.ebay.com"},
        },
        by="environment",
    )
    api_version = "Sell v1"
    auth_type = "oauth2"
    rights = {
        "/sell/inventory/": "sell.inventory", "/issue_refund": "sell.finances",
        "/sell/fulfillment/": "sell.fulfillment",
        "/commerce/identity/": "commerce.identity.readonly",
        "/commerce/notification/": "commerce.notification.subscription",
    }  # fmt: skip
    documentation_url = "https://developer.ebay.com/develop/apis"
    capabilities = frozenset({
        Capability.TOKEN, Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS,
        Capability.PULL_PRODUCTS, Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK,
        Capability.PUSH_PRICE, Capability.PUSH_PRODUCTS, Capability.CONFIRM_SHIPMENT, Capability.CANCEL,
        Capability.ANSWER_CANCELLATION, Capability.GIVE_REFUND, Capability.WEBHOOK, Capability.REGISTER_WEBHOOK,
    })  # fmt: skip
    credential_fields = (
        CredentialField(name="client_id", label="Client id (App ID)", column="api_key", secret=False, where=PORTAL),
        CredentialField(
            name="client_secret", label="Client secret (Cert ID)", column="api_secret", where=PORTAL,
            hint="Sandbox and production have different keys.",
        ),
        CredentialField(
            name="ru_name", label="RuName", column="settings", secret=False, pattern=r"[^/:]+",
            pattern_hint="It is a name, not an address.", where="Developers Program of eBay, User Tokens",
            hint="Its accepted address there is the address to come back to.",
        ),
        CredentialField(
            name="access_token", label="Access token", column="access_token", required=False, granted=True,
            hint="Comes from signing in at eBay; good for two hours and renewed by us.",
        ),
        CredentialField(
            name="refresh_token", label="Refresh token", column="refresh_token", required=False, granted=True,
            hint="Comes from signing in at eBay; good for eighteen months.",
        ),
        CredentialField(
            name="login_ends", label="Consent ends", column="settings", secret=False, required=False, told=True,
            hint="Comes from signing in at eBay.",
        ),
        CredentialField(
            name="environment", label="Environment", column="settings", secret=False, required=False,
            pattern="sandbox", pattern_hint="Write sandbox, or leave it empty.",
            hint="Write sandbox for keys of eBay's own test environment; else leave it empty.",
        ),
        CredentialField(
            name="marketplace_id", label="Site", column="settings", secret=False, required=False,
            pattern=r"EBAY_[A-Z_]+", pattern_hint="It is written like EBAY_US or EBAY_DE.",
            hint="Offers of this site only; when it is empty, those of all sites. New products need it.",
        ),
        CredentialField(
            name="merchant_location", label="Inventory location", column="settings", secret=False, required=False,
            hint="Needed to offer new products: the key of the place at eBay that they are sent from.",
        ),
        CredentialField(
            name="fulfillment_policy", label="Shipping policy", column="settings", secret=False, required=False,
            pattern=r"\d+", pattern_hint="It is a number.", where=POLICIES, hint="Needed to offer new products.",
        ),
        CredentialField(
            name="payment_policy", label="Payment policy", column="settings", secret=False, required=False,
            pattern=r"\d+", pattern_hint="It is a number.", where=POLICIES, hint="Needed to offer new products.",
        ),
        CredentialField(
            name="return_policy", label="Return policy", column="settings", secret=False, required=False,
            pattern=r"\d+", pattern_hint="It is a number.", where=POLICIES, hint="Needed to offer new products.",
        ),
        CredentialField(
            name="default_category", label="Category", column="settings", secret=False, required=False,
            pattern=r"\d+", pattern_hint="It is a number.", hint="eBay's number; for products that name none.",
        ),
        CredentialField(
            name="alert_email", label="E-mail for alerts", column="settings", secret=False, required=False,
            pattern=r"[^@]+@[^@]+", pattern_hint="It is an e-mail address.",
            hint="eBay writes to it when messages to this hub do not arrive; needed to register the address.",
        ),
        CredentialField(
            name="notification_key_id", label="Number of the message key", column="extra", secret=False, required=False,
            told=True, hint="Comes from eBay with the first message.",
        ),
        CredentialField(
            name="notification_key", label="Message key", column="extra", secret=False, required=False, told=True,
            hint="eBay's public key; comes from eBay with the first message.",
        ),
        CredentialField(
            name="signing_key", label="Signing key (JWE)", column="extra", required=False, told=True,
            hint="Comes from eBay with the sign-in; sellers of the EU and the UK sign refunds with it.",
        ),
        CredentialField(
            name="signing_secret", label="Private signing key", column="extra", required=False, told=True,
            hint="Comes from eBay with the sign-in; signs cancellations and refunds.",
        ),
        CredentialField(
            name="signing_ends", label="Signing key ends", column="settings", secret=False, required=False, told=True,
            hint="Comes from eBay with the sign-in; renewed by us.",
        ),
    )  # fmt: skip
    app_field = "client_id"
    #: Per application and day, of all shops together. Half of the day's calls may go at once, the rest evenly: so no
    #: day ever takes more. Nothing is published for a second; twenty are assumed, four of them kept back.
    limits = (
        Limit(group="*", rate=20, burst=16, scope=LimitScope.APP),
        Limit(group="fulfillment", rate=50_000, per=86_400, burst=50_000, scope=LimitScope.APP),
        Limit(group="inventory", rate=1_000_000, per=86_400, burst=1_000_000, scope=LimitScope.APP),
        Limit(group="notification", rate=5_000, per=86_400, burst=5_000, scope=LimitScope.APP),
    )
    #: Calls carry few here and twenty a second may go: four answers on their way would not keep up with that.
    stock_batch = price_batch = Batch(size=BULK, abreast=8)
    product_batch = Batch(size=BULK)
    card_rules = RULES
    overlap = timedelta(minutes=10)
    first_look_back = timedelta(days=90)
    relay_hosts = ("members.ebay.com",)
    webhooks: ClassVar[EbayWebhooks] = EbayWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = EbayClient(context.transport)

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        values = self._values()
        ends = account.login_ends(values)
        return account.read(self._client.get_user(), site=values.get("marketplace_id", ""), login_ends_at=ends)

    def prove_other_keys(self) -> None:
        """A sign-in that is still good says nothing of the client secret, which its next renewal needs."""
        self._client.get_application_token(self._values())

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        tokens = account.tokens(self._client.refresh_access_token(values), now=self.context.clock.now())
        return self._with_signing_key(tokens, values)

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        """The way back is behind the RuName, so `redirect_url` must be entered at eBay as its accepted address."""
        return auth.consent_link(
            self._values(), address=self.context.transport.address("consent", values=self._values()), state=state
        )

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        answer = self._client.exchange_code(self._values(), account.code(query))
        return self._with_signing_key(account.tokens(answer, now=self.context.clock.now()), self._values())

    def _with_signing_key(self, tokens: TokenSet, values: Mapping[str, str]) -> TokenSet:
        """A key for signatures is made where there is none, and before its end. Never at the cost of the sign-in."""
        if not signatures.is_wanted(values, now=self.context.clock.now()):
            return tokens
        try:
            made = signatures.values_of(self._client.create_signing_key(values))
        except ConnectorError:  # the next renewal tries again; a call that needs it says so until then
            return tokens
        return replace(tokens, values={**tokens.values, **made})

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        return walks.orders(self._client, since=since, until=until, now=self._now(), resume=cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self._client, remote_ids)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        """All of them: eBay does not tell when an item was changed."""
        return walks.products(self._client, marketplace=self._site, operation="pull_products", resume=cursor)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        pages = walks.products_by_sku(self._client, skus, marketplace=self._site, operation="pull_products")
        return [product for page in pages for product in page.items]

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        for page in self._products("pull_stock", remote_product_ids):
            yield Page(items=tuple(goods.stock_levels(page.items)), refused=page.refused, cursor=page.cursor)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        for page in self._products("pull_prices", remote_product_ids):
            yield Page(items=tuple(goods.price_levels(page.items)), refused=page.refused, cursor=page.cursor)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        results = batches.push_stock(updates, self._tell("push_stock"))
        return drafts.tell(self._client, updates, results, drafts.stock_of, operation="push_stock")

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        results = batches.push_price(updates, self._tell("push_price"))
        return drafts.tell(self._client, updates, results, drafts.price_of, operation="push_price")

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return Writer(self._client, self._terms()).push(cards) if cards else []

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        return Writer(self._client, self._terms()).remove(removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return shipping.confirm(self._client, request, now=self._now())

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.REASONS

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, request)

    def answer_cancellation(self, order_remote_id: str, *, accept: bool) -> None:
        cancellation.answer(self._client, order_remote_id, accept=accept)

    def refund_reasons(self, order_remote_id: str) -> Sequence[RefundReason]:
        return refunds.REASONS

    def given_refunds(self, order_remote_id: str) -> Sequence[GivenRefund]:
        return refunds.given(self._client, order_remote_id)

    def give_refund(self, request: RefundRequest) -> GivenRefund:
        return refunds.give(self._client, request)

    # Messages --------------------------------------------------------------------------------------------------------
    def register_webhook(self, url: str) -> Mapping[str, str]:
        """Nothing to store: the word that eBay asks for is made of the client secret and the address."""
        registration.register(self._client, self._values(), url)
        return {}

    def registered_webhook(self) -> str:
        return registration.address(self._client, self._values())

    def webhook_key(self, key_id: str) -> Mapping[str, str]:
        answer = self._client.get_public_key(self._values(), key_id)
        return {"notification_key_id": key_id, "notification_key": told_key(answer)}

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals."""
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def _products(self, operation: str, skus: Sequence[str] | None) -> Iterator[Page[Product]]:
        if skus is None:
            return walks.products(self._client, marketplace=self._site, operation=operation)
        return walks.products_by_sku(self._client, skus, marketplace=self._site, operation=operation)

    def _tell(self, operation: str) -> batches.Send:
        return lambda requests: self._client.bulk_update_price_quantity(requests, operation=operation)

    def _values(self) -> Mapping[str, str]:
        return self.context.credentials.current()

    @property
    def _site(self) -> str:
        return self._values().get("marketplace_id", "")

    def _terms(self) -> Terms:
        values = self._values()
        return Terms(
            site=self._site,
            language=account.language(self._site),
            location=values.get("merchant_location", ""),
            shipping=values.get("fulfillment_policy", ""),
            payment=values.get("payment_policy", ""),
            returns=values.get("return_policy", ""),
            category=values.get("default_category", ""),
        )

    def _now(self) -> datetime:
        """Theirs, as their answers tell it, once there was one."""
        return self.context.transport.remote_now() or self.context.clock.now()
