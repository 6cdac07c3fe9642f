"""A store's own storefront: orders come in through the contract, we call back with parcels, stock and prices."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from marketplaces.canonical.digital import DigitalDelivery
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockUpdate
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.errors import Rejected
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.results import ItemResult
from marketplaces.framework.transport import Retries, Timeouts

from . import batches, callbacks
from .client import StorefrontClient
from .intake import StorefrontIntake

SAME = "the shop has the same, in its settings for Orion"
REASONS = (
    CancelReason(code="out_of_stock", title="Out of stock"),
    CancelReason(code="customer_request", title="The buyer asked"),
    CancelReason(code="payment", title="Not paid, or the payment is doubtful"),
    CancelReason(code="other", title="Another reason", needs_message=True),
)


class StorefrontConnector(Connector):
    """One shop of the merchant's own. Its address is where it takes our callbacks; its orders come through `intake`."""

    code = "storefront"
    name = "Own storefront"
    description = "Your own shop: WooCommerce, Shopify or anything that can send a signed order."
    api_base_url = "https://your-shop.example/orion/callback"
    api_version = "1"
    auth_type = "api_key"
    documentation_url = "https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.RECEIVE_ORDERS, Capability.OFFER_CATALOGUE, Capability.PUSH_STOCK,
        Capability.PUSH_PRICE, Capability.CONFIRM_SHIPMENT, Capability.TELL_DIGITAL, Capability.CANCEL,
    })  # fmt: skip
    credential_fields = (
        CredentialField(
            name="key_id", label="Key id", column="api_key", secret=False, made="web_", pattern=r"[A-Za-z0-9_.-]{4,64}",
            pattern_hint="Letters, digits, dots and hyphens, 4 to 64 of them.", where=SAME,
            hint="The name of the key; the shop sends it as X-Hub-Key.",
        ),
        CredentialField(
            name="secret", label="Secret", column="api_secret", made="whsec_", pattern=r"[\x21-\x7e]{16,200}",
            pattern_hint="It has 16 characters or more, without blanks.", where=SAME,
            hint="Signs in both directions: the shop's calls and our callbacks.",
        ),
        CredentialField(
            name="hook_secret", label="Webhook secret of Shopify or WooCommerce", column="extra", required=False,
            hint="Only for their own webhooks: Shopify's client secret of the app, or the secret of WooCommerce's "
            "webhook.",
            where="WooCommerce shows it in the webhook (Settings, Advanced, Webhooks), Shopify under API credentials "
            "of the app",
        ),
        CredentialField(
            name="shop_domain", label="Shop domain", column="settings", secret=False, required=False,
            pattern=r"[a-z0-9.-]+\.[a-z]{2,}", pattern_hint="As my-shop.myshopify.com, in small letters.",
            hint="Only for Shopify's own webhooks: they are believed for this shop only.",
            where="Shopify shows it under Settings, Domains: the one that ends in myshopify.com",
        ),
        CredentialField(
            name="currencies", label="Currencies", column="settings", secret=False, required=False,
            pattern=r"[A-Z]{3}(,[A-Z]{3})*", pattern_hint="Write EUR or EUR,CHF, without blanks.",
            hint="Orders in others are refused. Empty: all are taken.",
        ),
    )  # fmt: skip
    account_field = "key_id"
    own_address = "Callback address of your shop"
    #: The contract gives ten a second, fifty at once, to the shop's calls; we ask no more of the shop.
    limits = (Limit(group="*", rate=10, burst=45, scope=LimitScope.SHOP),)
    stock_batch = price_batch = Batch(size=batches.PER_CALLBACK)
    overlap = timedelta(minutes=5)
    mails_buyers = takes_key_links = True
    #: A 2xx within ten seconds is done (contract section 7); the tries after the second are the queue's.
    timeouts = Timeouts(connect=5.0, read=10.0, total=10.0)
    retries = Retries(attempts=2, first_pause=1.0, within=30.0)
    #: Contract section 7: 1, 2 and 4 minutes, a quarter of an hour, 1, 6 and 24 hours, then a person.
    tries = (60, 120, 240, 900, 3_600, 21_600, 86_400)
    intake = StorefrontIntake()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        address = context.base_url.rstrip("/")
        self._client = StorefrontClient(
            context.transport, context.clock.now, has_address=bool(address) and address != self.api_base_url
        )

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        """A ping: it proves the address and that both sides hold the same secret."""
        self._client.tell(callbacks.ping(connection=self._key_id, now=self._now()), operation="test_connection")
        currencies = self.context.credentials.current().get("currencies", "")
        return Account(remote_account_id=self._key_id, currency=currencies.partition(",")[0] or self.context.currency)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.told(updates, self._tell_stock)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return batches.told(updates, self._tell_prices)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        event = callbacks.parcel(request, connection=self._key_id, now=self._now())
        self._client.tell(event, operation="confirm_shipment")
        return ShipmentResult(
            visible=True, parcel_remote_id=request.ref, tracking_number=request.tracking_number, carrier=request.carrier
        )

    def tell_digital(self, delivery: DigitalDelivery) -> None:
        """One event for each link; what a person handed over has none, and is told by the order's state."""
        for link in delivery.links:
            event = callbacks.digital(delivery, link, connection=self._key_id, now=self._now())
            self._client.tell(event, operation="tell_digital", secrets=(link.address,))
        if callbacks.is_without_link(delivery):
            event = callbacks.state(delivery, connection=self._key_id, now=self._now())
            self._client.tell(event, operation="tell_digital")

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return REASONS

    def cancel(self, request: CancelRequest) -> None:
        if request.lines:
            raise Rejected(
                "The shop is told of whole orders only", fix="Cancel the whole order, or send what there is."
            )
        titles = {each.code: each.title for each in REASONS}
        event = callbacks.cancellation(
            request, reason=titles.get(request.reason, request.reason), connection=self._key_id, now=self._now()
        )
        self._client.tell(event, operation="cancel")

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals."""
        return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)

    def _tell_stock(self, updates: Sequence[StockUpdate]) -> None:
        self._client.tell(callbacks.stock(updates, connection=self._key_id, now=self._now()), operation="push_stock")

    def _tell_prices(self, updates: Sequence[PriceUpdate]) -> None:
        self._client.tell(callbacks.prices(updates, connection=self._key_id, now=self._now()), operation="push_price")

    @property
    def _key_id(self) -> str:
        return self.context.credentials.current()["key_id"]

    def _now(self) -> datetime:
        return self.context.clock.now()
