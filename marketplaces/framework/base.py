"""The shape of a connector: one method per operation; what it is and declares stands in `declaration.py`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marketplaces.canonical.digital import DigitalDelivery
from marketplaces.canonical.dispatches import Dispatch
from marketplaces.canonical.figures import DayFigures
from marketplaces.canonical.orders import KeptOrder, Order
from marketplaces.canonical.prices import PriceLevel, PriceUpdate
from marketplaces.canonical.products import Product, ProductCard, ProductRemoval, RemoteAttribute, RemoteCategory
from marketplaces.canonical.purchases import Balance, BoughtKey, Invoice, Offer, Purchase, PurchaseRequest
from marketplaces.canonical.refunds import GivenRefund, RefundReason, RefundRequest
from marketplaces.canonical.returns import Return
from marketplaces.canonical.shipments import Arrival, CancelReason, CancelRequest, ShipmentRequest, ShipmentResult
from marketplaces.canonical.stock import StockLevel, StockUpdate, Warehouse
from marketplaces.canonical.supplies import SupplyRequest
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.declaration import Declaration
from marketplaces.framework.errors import NotSupported
from marketplaces.framework.limits import Limit
from marketplaces.framework.ports import Clock, CredentialSource
from marketplaces.framework.queues import QueueMessage
from marketplaces.framework.results import Awaited, ItemResult, Page, SupplyResult
from marketplaces.framework.transport import Transport
from marketplaces.framework.webhooks import WebhookEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whom the keys belong to. `remote_account_id` is unique per seller shop at the marketplace."""

    remote_account_id: str
    name: str = ""
    currency: str = ""
    country: str = ""
    login_ends_at: datetime | None = None  # keys or grant, not the short access token
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """The outcome of a refresh or a code exchange: credential field name to new value, and the access token's end."""

    values: Mapping[str, str]
    expires_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Context:
    """What a connector instance works for: one connection. Built by `marketplaces.services.connectors`."""

    base_url: str
    credentials: CredentialSource
    transport: Transport
    clock: Clock
    settings: Mapping[str, Any] = field(default_factory=dict)
    remote_account_id: str = ""
    currency: str = ""


class Connector(Declaration):
    """Base of all connectors. An operation that is not overridden says so aloud.

    Subclasses set the class attributes and override the methods of the capabilities they declare; `declared equals
    implemented` is a test.
    """

    def __init__(self, context: Context) -> None:
        self.context = context

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> frozenset[Capability]:
        """What of its capabilities a connection with these settings has; what cannot work is not offered anywhere."""
        return cls.capabilities

    @classmethod
    def limits_for(cls, values: Mapping[str, str]) -> tuple[Limit, ...]:
        """The limits of these credentials, where not all have the same; `values` are not checked yet."""
        return cls.limits

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        """One cheap call that proves reachability, keys and shape; raises the error class that says which failed."""
        raise self._cannot("be tested")

    def prove_other_keys(self) -> None:
        """A trial asks this after `account`: try the keys that no ordinary call carries, as an app's secret may be."""

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        """Exchange the refresh token in `values`. Called under the lease; never retried after the request went out."""
        raise self._cannot("refresh a sign-in")

    def authorisation_url(self, *, redirect_url: str, state: str) -> str:
        """Where the merchant gives consent."""
        raise self._cannot("sign in by link")

    def exchange_code(self, query: Mapping[str, str]) -> TokenSet:
        """Turn the callback's query into tokens (and the shop id)."""
        raise self._cannot("sign in by link")

    # In --------------------------------------------------------------------------------------------------------------
    def pull_orders(
        self, *, since: datetime, until: datetime, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Order]]:
        """Whole orders changed in [since, until], oldest change first; in a page, split children before their parent.

        `cursor` resumes after an earlier page of the same walk. One unreadable order goes to `Page.refused`.
        """
        raise self._cannot("give orders")

    def order_items(self, remote_ids: Sequence[str]) -> Page[Order]:
        """Whole orders by remote id; one that does not exist is refused with NotFound."""
        raise self._cannot("give orders by number")

    def follow_orders(self, kept: Sequence[KeptOrder]) -> Page[Order]:
        """How these orders of `unlisted_schemes` stand now; one that is not there any more is refused with NotFound."""
        raise self._cannot("tell how single orders stand")

    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        """All products, or where the marketplace can tell, those changed since."""
        raise self._cannot("give products")

    def categories(self) -> Sequence[RemoteCategory]:
        """Every category of theirs that a product can be put in; none where there is no call that tells them."""
        return ()

    def attributes(self, category: str) -> Sequence[RemoteAttribute]:
        """What one of these asks of a product, as `categories` or a card names it; none where no call tells it."""
        return ()

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        """What is offered there now under these SKUs; read from the whole list where there is no call that asks."""
        wanted, found = set(skus), list[Product]()
        for page in self.pull_products():
            for product in page.items:
                if hits := wanted & {variant.sku for variant in product.variants}:
                    found.append(product)
                    wanted -= hits
            if not wanted:
                break
        return found

    def warehouses(self) -> Sequence[Warehouse]:
        """Places to which stock can be told."""
        return (Warehouse(remote_id="", name=""),)

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        """Live stock, of all or of the named products; all places of one variant on one page."""
        raise self._cannot("show stock")

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        """Live prices, of all or of the named products."""
        raise self._cannot("show prices")

    def pull_returns(self, *, since: datetime, until: datetime) -> Iterator[Page[Return]]:
        """Returns changed in [since, until]."""
        raise self._cannot("show returns")

    def pull_figures(
        self, *, since: date, until: date, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[DayFigures]]:
        """What it counts by itself of each product on each day, both days included, days of `figures_zone`."""
        raise self._cannot("tell its own figures")

    # Out -------------------------------------------------------------------------------------------------------------
    def push_stock(self, updates: Sequence[StockUpdate]) -> Sequence[ItemResult]:
        """Tell absolute quantities, at most `stock_batch.size` of them; one result per update, in any order."""
        raise self._cannot("take stock")

    def push_price(self, updates: Sequence[PriceUpdate]) -> Sequence[ItemResult]:
        """Set prices, at most `price_batch.size` of them; one result per update."""
        raise self._cannot("take prices")

    def ask_about(self, job: str, items: Sequence[Awaited], *, of: Capability) -> Sequence[ItemResult]:
        """What became of work that `push_stock` or `push_price` (`of`) said is answered `later`; one result per item.

        `later` again: still under way. A job that it does not know any more is `Unavailable`: its items are sent anew.
        """
        raise self._cannot("be asked what became of a batch")

    def push_products(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        """Offer or change products, at most `product_batch.size` of them; one result per card. Stock is told apart."""
        raise self._cannot("take products")

    def delete_products(self, removals: Sequence[ProductRemoval]) -> Sequence[ItemResult]:
        """Take products out of the shop; what is gone already counts as done."""
        raise self._cannot("take products out")

    def change_cards(self, cards: Sequence[ProductCard]) -> Sequence[ItemResult]:
        """Change products that are there, at most `product_batch.size` of them; one that is not is NotFound."""
        raise self._cannot("take changed products")

    def confirm_shipment(self, request: ShipmentRequest) -> ShipmentResult:
        """Tell that a parcel left. Idempotent: reads the order's state first and skips steps already done."""
        raise self._cannot("be told about shipments")

    def tell_arrival(self, arrival: Arrival) -> None:
        """Tell that the buyer took a parcel, or refused it. AlreadyDone where that was told before."""
        raise self._cannot("be told what became of a parcel; it brings them itself")

    def accept_order(self, order_remote_id: str) -> None:
        """Promise that the order will be sent. AlreadyDone where that was promised before."""
        raise self._cannot("be told that an order is accepted; it does not ask")

    def keep_supply(self, request: SupplyRequest) -> SupplyResult:
        """Make a supply stand there as it shall: made, filled, handed over. Idempotent, and each order answers alone.

        Rejected where it cannot be handed over as it is. NotFound: it is gone there.
        """
        raise self._cannot("take several orders as one supply")

    def supply_sheet(self, remote_id: str) -> bytes:
        """What is stuck on a supply that was handed over, as a PDF."""
        raise self._cannot("take several orders as one supply")

    def dispatches(self, *, first: date, last: date) -> Sequence[Dispatch]:
        """What is to be handed over on these days, as the marketplace has put it together, the soonest first."""
        raise self._cannot("put orders together by itself; hand each over alone")

    def confirm_dispatch(self, remote_id: str) -> None:
        """Say that it will be handed over. AlreadyDone where that was said; Rejected while it cannot be said yet."""
        raise self._cannot("put orders together by itself; hand each over alone")

    def dispatch_act(self, remote_id: str) -> bytes:
        """What both sides sign when it is handed over, as a PDF. Rejected before it is confirmed."""
        raise self._cannot("put orders together by itself; hand each over alone")

    @classmethod
    def sends_keys(cls, order_raw: Mapping[str, Any]) -> bool:
        """Whether the marketplace sends the keys of this order to its buyer: it is told them, by `tell_digital`."""
        return False

    def tell_digital(self, delivery: DigitalDelivery) -> None:
        """Tell that the buyer has these digital lines. Idempotent; AlreadyDone where all of it was told before."""
        raise self._cannot("be told that a digital line was delivered")

    def cancel_reasons(self, order_remote_id: str) -> Sequence[CancelReason]:
        """The reasons it accepts for this order."""
        raise self._cannot("cancel orders")

    def cancel(self, request: CancelRequest) -> None:
        """Cancel at the marketplace. AlreadyDone where it was cancelled before."""
        raise self._cannot("cancel orders")

    def answer_cancellation(self, order_remote_id: str, *, accept: bool) -> None:
        """Answer a buyer who asked to cancel. AlreadyDone where nobody asks any more."""
        raise self._cannot("be told whether a buyer may cancel; answer there")

    def confirm_return(self, return_remote_id: str) -> None:
        """Agree to a return, which gives the buyer its refund. AlreadyDone where that was given before."""
        raise self._cannot("be asked for a refund by us; it refunds by its own rules")

    def refund_reasons(self, order_remote_id: str) -> Sequence[RefundReason]:
        """The reasons for which it takes a refund of this order by the seller."""
        raise self._cannot("be asked for a refund without a return; it refunds by its own rules")

    def given_refunds(self, order_remote_id: str) -> Sequence[GivenRefund]:
        """The refunds of an order that it knows of now, the seller's and its own, failed ones too.

        Asked before a refund is sent, and again where the answer to one was lost: what is new since is that one.
        """
        raise self._cannot("be asked for a refund without a return; it refunds by its own rules")

    def give_refund(self, request: RefundRequest) -> GivenRefund:
        """Give money back to the buyer, once. A refund that did not come about is Rejected with the reason."""
        raise self._cannot("be asked for a refund without a return; it refunds by its own rules")

    def label(self, order_remote_ids: Sequence[str]) -> bytes:
        """The parcels' labels as one PDF. Unavailable while they are still being made."""
        raise self._cannot("print labels")

    # Purchases -------------------------------------------------------------------------------------------------------
    def offer(self, remote_product_id: str) -> Offer:
        """What it has of a product, and at which cost. NotFound: not on its list any more."""
        raise self._cannot("sell keys")

    def balance(self) -> Balance:
        """What can be spent there."""
        raise self._cannot("say what can be spent")

    def buy(self, request: PurchaseRequest) -> Purchase:
        """Buy once. Looks for the reference first; InDoubt where it may have been done and cannot be seen."""
        raise self._cannot("sell keys")

    def find_purchase(self, reference: str, *, asked_at: datetime) -> Purchase | None:
        """What was bought under our reference about that time."""
        raise self._cannot("look for what was bought")

    def purchase(self, remote_id: str) -> Purchase:
        """How far it is, with every key that can be had."""
        raise self._cannot("tell of what was bought")

    def bought_key(self, remote_id: str) -> BoughtKey:
        """One key, for instance a promised one that has come."""
        raise self._cannot("give a key again")

    def invoice(self, remote_id: str) -> Invoice:
        """Its bill for a purchase."""
        raise self._cannot("send its bill")

    # Pushes ----------------------------------------------------------------------------------------------------------
    def register_webhook(self, url: str) -> Mapping[str, str]:
        """Have messages pushed to this address from now on; returns the credentials to store, a secret told once."""
        raise self._cannot("be told an address for its messages; enter it there")

    def registered_webhook(self) -> str:
        """The address that it pushes to now; empty if there is none."""
        raise self._cannot("say where it sends its messages")

    def webhook_key(self, key_id: str) -> Mapping[str, str]:
        """The key of its messages that has this name, as the credentials to store. NotFound: it has none of the name.

        Asked for in the request that brings the message; how often is bounded by the caller.
        """
        raise self._cannot("be asked for the keys of its messages")

    def lost_webhooks(self) -> tuple[list[WebhookEvent], int]:
        """Messages that nobody took, some at a time, and the id by which they are acknowledged; 0 for none."""
        raise self._cannot("give messages that were lost")

    def acknowledge_lost_webhooks(self, last_message_id: int) -> None:
        """They are stored here: the next call gives later ones."""
        raise self._cannot("give messages that were lost")

    def receive_messages(self) -> Sequence[QueueMessage]:
        """Some of the messages that lie in its queue, none when it is empty. What is not acknowledged comes again."""
        raise self._cannot("be read from a queue")

    def acknowledge_messages(self, receipts: Sequence[str]) -> None:
        """They are stored here: take them out of the queue."""
        raise self._cannot("be read from a queue")

    # ------------------------------------------------------------------------------------------------------------------
    def listing_price(self, amount: Decimal) -> Decimal:
        """The price as this marketplace can hold it (rounded to what it accepts)."""
        return amount

    def _cannot(self, what: str) -> NotSupported:
        return NotSupported(f"{self.name} cannot {what}", marketplace=self.name)
