"""Yandex Market (Partner API): FBS, DBS and FBY orders, offers, stock, prices, boxes, returns, notifications."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from marketplaces.canonical.digital import DigitalDelivery
from marketplaces.canonical.dispatches import Dispatch
from marketplaces.canonical.orders import Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate
from marketplaces.framework.base import Account, Connector, Context
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.cards import CardRules
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.declaration import Batch
from marketplaces.framework.limits import AtOnce, Limit, LimitHeaders, LimitScope
from marketplaces.framework.results import ItemResult, Page

from . import batches, cancellation, catalogue, decision, digital, dispatches, goods, handover, labels, shops, walks
from .client import YandexClient
from .errors import UNTIL
from .reading import written
from .webhooks import YandexWebhooks

CABINET = "Market cabinet, Settings → API and modules"
OF_SHOP = "shop"
MINUTE, HOUR = 60.0, 3600.0
#: Currencies whose small change no price has.
WHOLE_SUMS = frozenset({"", "RUB", "UZS", "KZT"})


def _calls(group: str, amount: int, per: float) -> Limit:
    return Limit(group=group, rate=amount, per=per, scope=LimitScope.KEY, window=True)


def _rows(group: str, amount: int) -> Limit:
    """Counted by the rows that a call carries or brings."""
    return Limit(group=group, rate=amount, per=MINUTE, scope=LimitScope.KEY, window=True, items=True)


class YandexConnector(Connector):
    """One shop (campaign) of one cabinet (business)."""

    code = "yandex"
    name = "Yandex Market"
    description = "Marketplace of Russia and Uzbekistan; sells from your warehouse (FBS, DBS) and its own (FBY)."
    api_base_url = "https://api.partner.market.yandex.ru"
    api_version = "2026-07"
    auth_type = "api_key"
    rights = {
        "/offer-prices": "PRICING", "/offer": "OFFERS_AND_CARDS_MANAGEMENT",
        "/orders": "INVENTORY_AND_ORDER_PROCESSING", "/returns": "INVENTORY_AND_ORDER_PROCESSING",
    }  # fmt: skip
    documentation_url = "https://yandex.ru/dev/market/partner-api/doc/en/"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.PULL_PRODUCTS,
        Capability.PULL_STOCK, Capability.PULL_PRICES, Capability.PUSH_STOCK, Capability.PUSH_PRICE,
        Capability.PUSH_PRODUCTS, Capability.CONFIRM_SHIPMENT, Capability.TELL_DIGITAL, Capability.DISPATCH,
        Capability.CANCEL, Capability.ANSWER_CANCELLATION, Capability.REFUND, Capability.CONFIRM_RETURN,
        Capability.LABEL, Capability.WEBHOOK,
    })  # fmt: skip
    credential_fields = (
        CredentialField(
            name="api_key", label="Api-Key token", column="api_key", where=CABINET,
            hint="Begins with ACMA:. Copy it as it is, without a word in front. Allow all methods, or these three: "
            "inventory and order processing, offers and cards, pricing.",
        ),
        CredentialField(
            name="campaign_id", label="Campaign number of the shop", column="settings", secret=False, required=False,
            pattern=r"\d+", pattern_hint="It is a number.",
            where=f"{CABINET}, beside the shop's name; not needed if the token opens one shop only",
        ),
        CredentialField(
            name="price_level", label="Price level", column="settings", secret=False, required=False,
            pattern="cabinet|shop", pattern_hint="It is cabinet or shop.",
            hint="cabinet (as when empty): for all its shops. shop: for this one alone, where the cabinet allows it.",
        ),
        CredentialField(
            name="key_instructions", label="Instructions for keys", column="settings", secret=False, required=False,
            hint="What buyers of digital goods read beside their key; the Market puts it into its letter. Empty: one "
            "general sentence in Russian.",
        ),
    )  # fmt: skip
    account_field = "campaign_id"
    #: The windows of the documents; each answer tells of its own. All shops of a token share them here, for the
    #: documents do not say whose they are. The one for all calls is ours: nobody needs more.
    limits = (
        Limit(group="*", rate=40, burst=10, scope=LimitScope.KEY),
        _calls("token", 100, HOUR), _calls("settings", 100, HOUR), _calls("shops", 1000, HOUR),
        _calls("orders", 10_000, HOUR), _calls("buyer", 3000, HOUR), _calls("boxes", 10_000, HOUR),
        _calls("marks", 10_000, HOUR), _calls("marks_status", 1000, HOUR),
        _calls("status", 10_000, HOUR), _calls("digital", 10_000, HOUR),
        _calls("dispatches", 200, HOUR), _calls("dispatch", 200, HOUR), _calls("dispatch_out", 200, HOUR),
        _calls("dispatch_act", 200, HOUR),
        _calls("items", 10_000, HOUR), _calls("track", 10_000, HOUR),
        _calls("labels", 10_000, HOUR), _calls("cancellation", 500, HOUR), _calls("returns", 5000, HOUR),
        _calls("services", 5000, HOUR),
        _calls("return_choices", 5000, HOUR), _calls("decisions", 5000, HOUR), _calls("reports", 10_000, HOUR),
        _calls("mappings", 100, MINUTE),
        _rows("mappings_out", 5000), _rows("deletions", 5000), _rows("stocks", 100_000), _rows("stocks_out", 100_000),
        _rows("prices", 5000), _rows("shop_prices", 10_000), _rows("prices_out", 10_000),
        _rows("shop_prices_out", 10_000),
    )  # fmt: skip
    at_once = (AtOnce(group="*", calls=4, scope=LimitScope.KEY),)
    limit_headers = LimitHeaders(
        left="x-ratelimit-resource-remaining", until=UNTIL, most="x-ratelimit-resource-limit"
    )  # fmt: skip
    #: Of the four that may be under way one is left to reading.
    stock_batch = Batch(size=2000, abreast=3)
    price_batch = Batch(size=500, abreast=3)
    product_batch = Batch(size=100)
    card_rules = CardRules(
        longest=(
            ("sku", batches.LONGEST_SKU), ("title", goods.LONGEST_NAME), ("description", goods.LONGEST_DESCRIPTION),
            ("images", goods.MOST_IMAGES),
        )
    )  # fmt: skip
    #: What an order cost is told up to 40 minutes after it was over.
    overlap = timedelta(minutes=60)
    partial_shipments = False
    boxed_schemes = frozenset({"FBS", "EXPRESS"})
    webhooks: ClassVar[YandexWebhooks] = YandexWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = YandexClient(context.transport)
        self._found_shop: shops.Shop | None = None

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        return shops.account(self._client, self._named_shop())

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        shop = self._shop(Capability.PULL_ORDERS)
        return walks.OrderWalk(client=self._client, shop=shop, since=since, until=until).pages(cursor)

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        return walks.orders_by_number(self._client, self._shop(Capability.ORDER_ITEMS), remote_ids)

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        return catalogue.products(self._client, self._shop(Capability.PULL_PRODUCTS), resume=cursor)

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        return catalogue.named(self._client, self._shop(Capability.PULL_PRODUCTS), skus)

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return catalogue.stock(self._client, self._shop(Capability.PULL_STOCK), remote_product_ids)

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        shop = self._shop(Capability.PULL_PRICES)
        return catalogue.prices(self._client, shop, remote_product_ids, of_shop=self._of_shop())

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        return walks.returns(self._client, self._shop(Capability.REFUND), since=since, until=until)

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        if not updates:
            return []
        now = self.context.transport.remote_now() or self.context.clock.now()
        return batches.push_stock(self._client, self._shop(Capability.PUSH_STOCK), updates, at=written(now))

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        if not updates:
            return []
        shop = self._shop(Capability.PUSH_PRICE)
        return batches.push_price(self._client, shop, updates, of_shop=self._of_shop())

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        return batches.push_products(self._client, self._shop(Capability.PUSH_PRODUCTS), cards) if cards else []

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        shop = self._shop(Capability.PUSH_PRODUCTS) if removals else None
        return batches.delete_products(self._client, shop, removals) if shop else []

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        return handover.confirm(self._client, self._shop(Capability.CONFIRM_SHIPMENT), request)

    def dispatches(self, *, first: date, last: date) -> Sequence[Dispatch]:
        return dispatches.on_days(self._client, self._shop(Capability.DISPATCH), first, last)

    def confirm_dispatch(self, remote_id: str) -> None:
        dispatches.confirm(self._client, self._shop(Capability.DISPATCH), remote_id)

    def dispatch_act(self, remote_id: str) -> bytes:
        return dispatches.act(self._client, self._shop(Capability.DISPATCH), remote_id)

    @classmethod
    def sends_keys(cls, order_raw: Mapping[str, Any]) -> bool:
        return digital.sends_keys(order_raw)

    def tell_digital(self, delivery: DigitalDelivery) -> None:
        said = self.context.credentials.current().get("key_instructions", "")
        digital.tell(self._client, self._shop(Capability.TELL_DIGITAL), delivery, instructions=said)

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        return cancellation.reasons(self._shop(Capability.CANCEL))

    def cancel(self, request: CancelRequest) -> None:
        cancellation.cancel(self._client, self._shop(Capability.CANCEL), request)

    def answer_cancellation(self, order_remote_id: str, *, accept: bool) -> None:
        shop = self._shop(Capability.ANSWER_CANCELLATION)
        cancellation.answer(self._client, shop, order_remote_id, accept=accept)

    def confirm_return(self, return_remote_id: str) -> None:
        decision.agree(self._client, self._shop(Capability.CONFIRM_RETURN), return_remote_id)

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        if len(order_remote_ids) != 1:
            raise ValueError(f"The Market prints the labels of one order at a time, not of {len(order_remote_ids)}.")
        return labels.pdf(self._client.labels(self._shop(Capability.LABEL).number, order_remote_ids[0]))

    # -----------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """Whole sums, as the Market prefers them; two places where small change counts."""
        step = Decimal(1) if self.context.currency in WHOLE_SUMS else Decimal("0.01")
        return amount.quantize(step, rounding=ROUND_HALF_UP)

    def _shop(self, operation: str) -> shops.Shop:
        """The shop of this connection, asked for once: only the list of shops tells its cabinet and its model."""
        if self._found_shop is None:
            self._found_shop = shops.chosen(shops.shops(self._client, operation), self._named_shop())
        return self._found_shop

    def _named_shop(self) -> str:
        typed = self.context.credentials.current().get("campaign_id", "")
        known = self.context.remote_account_id
        return typed or (known if known.isdigit() else "")

    def _of_shop(self) -> bool:
        return self.context.credentials.current().get("price_level", "") == OF_SHOP
