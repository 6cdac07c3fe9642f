"""Amazon (Selling Partner API): orders, listings, stock here and in its warehouses, prices, products, parcels."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.base import Account, Connector, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.framework.queues import QueueMessage
from marketplaces.framework.results import Awaited, ItemResult, Page

from . import account, auth, batches, cancellation, feeds, goods, legacy, queue, reports, shipping, walks
from .cards import RULES
from .cards import push as push_cards
from .cards import remove as remove_cards
from .client import AmazonClient
from .places import EUROPE, PLACES
from .reading import text, written

PORTAL = "Seller Central, Apps and Services, Develop Apps, View of the application's LWA credentials"
YES = "yes"
KEY = LimitScope.KEY


class AmazonConnector(Connector):
    """One seller on one marketplace, called through an application of Seller Central."""

    code = "amazon"
    name = "Amazon"
    description = "Marketplaces in North America, Europe, the Middle East, India, Japan, Australia and Singapore."
    api_base_url = EUROPE
    #: A marketplace says which of three hosts its calls go to; the tokens of all are made at one.
    hosts = Hosts(
        named={
            "": {number: place.api for number, place in PLACES.items()},
            "lwa": "https://api.amazon.com",
            "consent": {number: place.central for number, place in PLACES.items()},
        },
        by="marketplace_id",
    )
    api_version = "2026-01-01"
    auth_type = "oauth2"
    rights = {
        "/listings/": "Product Listing", "/feeds/": "Product Listing", "/reports/": "Product Listing",
        "/orders/": "Inventory and Order Tracking", "/fba/": "Amazon Fulfillment",
        "/tokens/": "Direct-to-Consumer Delivery",
    }  # fmt: skip
    documentation_url = "https://developer-docs.amazon.com/sp-api"
    capabilities = frozenset({
        Capability.TOKEN, Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS,
        Capability.PULL_PRODUCTS, Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK,
        Capability.PUSH_PRICE, Capability.PUSH_PRODUCTS, Capability.CONFIRM_SHIPMENT, Capability.CANCEL,
        Capability.READ_QUEUE,
    })  # fmt: skip
    credential_fields = (
        #: It stands where keys do, because limits are counted by it: each seller has its own, on all marketplaces.
        CredentialField(
            name="selling_partner_id", label="Merchant token", column="api_key", secret=False, required=False,
            granted=True, pattern=r"A[A-Z0-9]{9,20}", pattern_hint="It begins with an A and has capital letters.",
            where="Seller Central, Settings, Account info, Your merchant token",
            hint="Comes from signing in at Amazon.",
        ),
        CredentialField(
            name="marketplace_id", label="Marketplace", column="settings", secret=False,
            pattern="|".join(PLACES), pattern_hint="It is one of Amazon's numbers, such as A1PA6795UKMFR9 for Germany.",
            where="Amazon's page “Marketplace IDs” lists them",
            hint="One connection is one marketplace: connect each of them.",
        ),
        CredentialField(
            name="client_id", label="LWA client id", column="extra", secret=False, required=False, where=PORTAL,
            hint="Needed to renew the sign-in, so leave it empty only where this hub has one of its own.",
            pattern=r"amzn1\.application-oa2-client\.\S+",
            pattern_hint="It begins with amzn1.application-oa2-client.",
        ),
        CredentialField(
            name="client_secret", label="LWA client secret", column="api_secret", where=PORTAL,
            hint="Amazon wants it changed about every 180 days.",
        ),
        CredentialField(
            name="application_id", label="Application id", column="settings", secret=False, required=False,
            pattern=r"amzn1\.sp\.solution\.\S+", pattern_hint="It begins with amzn1.sp.solution.",
            where="Seller Central, Apps and Services, Develop Apps", hint="Needed to sign in by link.",
        ),
        CredentialField(
            name="access_token", label="Access token", column="access_token", required=False, granted=True,
            hint="Comes from signing in at Amazon; good for an hour and renewed by us.",
        ),
        CredentialField(
            name="refresh_token", label="Refresh token", column="refresh_token", required=False, granted=True,
            where="Seller Central, Develop Apps, Authorize, of an application of your own",
            hint="Comes from signing in at Amazon, too; it is good until the seller takes it back.",
        ),
        CredentialField(
            name="orders_api", label="Order API", column="settings", secret=False, required=False, pattern="v0",
            pattern_hint="Write v0, or leave it empty.",
            hint="Leave it empty. Write v0 only where Amazon refuses the new one; v0 ends on 27 March 2027.",
        ),
        CredentialField(
            name="cancelling", label="Cancel orders from here", column="settings", secret=False, required=False,
            pattern=YES, pattern_hint="Write yes, or leave it empty.",
            hint="Write yes to allow it. Amazon describes this call only on its reference pages, so try one first.",
        ),
        CredentialField(
            name="queue_url", label="Queue of notifications", column="settings", secret=False, required=False,
            pattern=r"https?://[^/\s]+/\d{12}/[\w.-]{1,80}",
            pattern_hint="It begins with https://sqs. and ends in its name.",
            where="AWS console, Amazon SQS, your queue, URL",
            hint="Leave it empty to have orders read every few minutes; with it they come within one." + queue.MISSING,
        ),
        CredentialField(
            name="aws_key_id", label="AWS access key id", column="extra", secret=False, required=False,
            pattern=r"[A-Z0-9]{16,128}", pattern_hint="It has capital letters and digits.",
            where="AWS console, IAM, Users, Security credentials",
            hint="Of a user who may only receive and delete messages of this queue, and see its attributes.",
        ),
        CredentialField(
            name="aws_secret_key", label="AWS secret access key", column="extra", required=False,
            where="AWS shows it once, where the access key is made", hint="Only needed to read a queue.",
        ),
    )  # fmt: skip
    app_field = "client_id"
    account_field = "selling_partner_id"
    #: Amazon counts by seller and application, each operation for itself. One of each burst is left to others; for all
    #: calls together nothing is published, and ten a second are more than all operations add up to in a day's work.
    limits = (
        Limit(group="*", rate=1, per=0.1, scope=KEY),
        Limit(group="sellers", rate=1, per=62.5, burst=14, scope=KEY),
        Limit(group="orders", rate=1, per=180, burst=19, scope=KEY),
        Limit(group="order", rate=1, per=2, burst=29, scope=KEY),
        Limit(group="cancel", rate=1, burst=4, scope=KEY),
        Limit(group="ship", rate=2, burst=9, scope=KEY),
        Limit(group="old_orders", rate=1, per=60, burst=19, scope=KEY),
        Limit(group="old_order", rate=1, per=2, burst=29, scope=KEY),
        Limit(group="old_items", rate=1, per=2, burst=29, scope=KEY),
        Limit(group="restricted_token", rate=1, burst=9, scope=KEY),
        Limit(group="listings", rate=5, burst=4, scope=KEY),
        Limit(group="listing", rate=5, burst=9, scope=KEY),
        Limit(group="patch", rate=5, burst=4, scope=KEY),
        Limit(group="put", rate=5, burst=9, scope=KEY),
        Limit(group="delete", rate=5, burst=4, scope=KEY),
        Limit(group="inventory", rate=2, burst=1, scope=KEY),
        Limit(group="feed_document", rate=1, per=2, burst=14, scope=KEY),
        Limit(group="create_feed", rate=1, per=121, burst=14, scope=KEY),
        #: Five in any five minutes: three at once and two more while the time passes.
        Limit(group="listings_feed", rate=2, per=300, burst=3, scope=KEY),
        Limit(group="feed", rate=2, burst=14, scope=KEY),
        Limit(group="feed_result", rate=1, per=45.1, burst=9, scope=KEY),
        Limit(group="create_report", rate=1, per=60, burst=14, scope=KEY),
        Limit(group="reports", rate=1, per=45.1, burst=9, scope=KEY),
        Limit(group="report", rate=2, burst=14, scope=KEY),
        Limit(group="report_document", rate=1, per=60, burst=14, scope=KEY),
    )
    #: A file takes 25,000, but each of them is looked at before, twenty in a call, five calls a second: that is what
    #: takes the time, and their listings the memory.
    stock_batch = price_batch = Batch(size=5_000, seconds=600, abreast=1)
    product_batch = Batch(size=20)
    card_rules = RULES
    overlap = timedelta(minutes=10)
    horizon = walks.AGE
    first_look_back = timedelta(days=90)
    relay_hosts = tuple(sorted({f"marketplace.{place.domain}" for place in PLACES.values()}))

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> frozenset[Capability]:
        """Cancelling only where the merchant allowed it, messages only where he has a queue."""
        without = set() if settings.get("cancelling") == YES else {Capability.CANCEL}
        return cls.capabilities - without - (set() if settings.get("queue_url") else {Capability.READ_QUEUE})

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        client = self._client
        account.check_seller(client.seller)
        return account.read(client.get_participations(), seller=client.seller, place=client.place)

    def prove_other_keys(self) -> None:
        """A token that is still good says nothing of the client secret, which its next renewal needs."""
        self._client.refresh_access_token(self._values())
        if self._values().get("queue_url"):
            self._queue.prove()

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        return account.tokens(self._client_of(values).refresh_access_token(values), now=self.context.clock.now())

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        values = self._values()
        address = self.context.transport.address("consent", values=values)
        return auth.consent_link(values, address=address, redirect_url=redirect_url, state=state)

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        values = self._values()
        answer = self._client_of(values).exchange_code(values, account.code(query))
        return account.granted(answer, query, now=self.context.clock.now())

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        read = legacy.orders if self._is_old else walks.orders
        return read(self._client, since=since, until=until, now=self._now(), resume=cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        read = legacy.orders_by_number if self._is_old else walks.orders_by_number
        return read(self._client, remote_ids)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        """Page by page; where there are more than can be paged through, from a report that Amazon makes."""
        client, held = self._client, cursor or {}
        if "report" in held:
            yield from reports.products(client, self.context.clock, held, now=self._now())
            return
        after = text(held.get("since"), "since") or (written(since) if since else "")
        if token := text(held.get("token"), "token"):
            pages = walks.listings(client, operation="pull_products", since=after, token=token)
            yield from walks.products(client, pages, since=after)
            return
        first, reachable = walks.first_listings(client, operation="pull_products", since=after)
        if not reachable:
            yield from reports.products(client, self.context.clock, {}, now=self._now())
            return
        pages = walks.listings(client, operation="pull_products", first=first, since=after)
        yield from walks.products(client, pages, since=after)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        pages = walks.named_products(self._client, skus, operation="pull_products")
        return [product for page in pages for product in page.items]

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        """The seller's own; what lies at Amazon is told with the products."""
        for page in self._products(remote_product_ids, "pull_stock"):
            yield Page(items=tuple(goods.stock_levels(page.items)), refused=page.refused)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        for page in self._products(remote_product_ids, "pull_prices"):
            yield Page(items=tuple(goods.price_levels(page.items)), refused=page.refused)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        return batches.push_stock(self._client, updates)

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        return batches.push_price(self._client, updates)

    def ask_about(self, job: str, items: Sequence[Awaited], *, of: Capability) -> Sequence[ItemResult]:
        return feeds.ask(self._client, job, items, operation=of.value)

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return push_cards(self._client, cards)

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        return remove_cards(self._client, removals)

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return shipping.confirm(self._client, request, now=self._now())

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.REASONS

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, request)

    # Messages --------------------------------------------------------------------------------------------------------
    def receive_messages(self) -> Sequence[QueueMessage]:
        return self._queue.receive()

    def acknowledge_messages(self, receipts: Sequence[str]) -> None:
        self._queue.acknowledge(receipts)

    @cached_property
    def _queue(self) -> queue.Queue:
        return queue.Queue(self._values(), anywhere=self.context.transport.allows_private)

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Two decimals, or none where the currency has none."""
        place = PLACES.get(self._values().get("marketplace_id", ""))
        step = Decimal(1) if place and place.currency == "JPY" else Decimal("0.01")
        return amount.quantize(step, rounding=ROUND_HALF_UP)

    @property
    def _is_old(self) -> bool:
        """Orders are read by the API that ends on 27 March 2027."""
        return self._values().get("orders_api") == legacy.VERSION

    def _products(self, skus: Sequence[str] | None, operation: str) -> Iterator[Page[Product]]:
        if skus is None:
            return self.pull_products()
        return walks.named_products(self._client, skus, operation=operation)

    @property
    def _client(self) -> AmazonClient:
        return self._client_of(self._values())

    def _client_of(self, values: Mapping[str, str]) -> AmazonClient:
        seller, place = values.get("selling_partner_id", ""), values.get("marketplace_id", "")
        return AmazonClient(self.context.transport, seller=seller, place=place)

    def _values(self) -> Mapping[str, str]:
        return self.context.credentials.current()

    def _now(self) -> datetime:
        """Theirs, as their answers tell it, once there was one."""
        return self.context.transport.remote_now() or self.context.clock.now()
