"""CodesWholesale: a supplier of digital keys. Its price list and stock in, keys bought on demand, hints by postback."""

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from marketplaces.canonical.prices import PriceLevel
from marketplaces.canonical.products import Product
from marketplaces.canonical.purchases import Balance, BoughtKey, Invoice, Offer, Purchase, PurchaseRequest
from marketplaces.canonical.stock import StockLevel
from marketplaces.framework.base import Account, Connector, Context, TokenSet
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.errors import LoginExpired, Rejected, UnexpectedPayload
from marketplaces.framework.limits import AtOnce, Limit, LimitScope
from marketplaces.framework.reading import needed_text, rows, text
from marketplaces.framework.results import ItemResult, Page
from marketplaces.framework.transport import Timeouts

from . import account, buying, complaints, goods, mapping, walks
from .account import Risk
from .client import V3, CodesWholesaleClient
from .complaints import KeyComplaint
from .errors import KEYS
from .webhooks import CodesWholesaleWebhooks

PORTAL = "your CodesWholesale account, under API"
ON = "on"
POSTBACKS = frozenset({Capability.WEBHOOK, Capability.REGISTER_WEBHOOK})
WORDS = r"[^\s,]+(,[^\s,]+)*"
WORDS_HINT = "Write them with commas between and without blanks."


class CodesWholesaleConnector(Connector):
    """One account of a buyer. Nobody's orders come from here: it is where keys for them are bought."""

    code = "codeswholesale"
    name = "CodesWholesale"
    description = "A supplier of game keys, gift cards and software: its price list, its stock, and keys on demand."
    api_base_url = "https://api.codeswholesale.com"
    api_version = V3
    auth_type = "oauth2"
    documentation_url = "https://docs.codeswholesale.com"
    capabilities = frozenset({
        Capability.TEST_CONNECTION, Capability.TOKEN, Capability.PULL_PRODUCTS, Capability.PULL_STOCK,
        Capability.PULL_PRICES, Capability.PURCHASE,
    }) | POSTBACKS  # fmt: skip
    credential_fields = (
        CredentialField(name="client_id", label="Client id", column="api_key", secret=False, where=PORTAL),
        # What access tokens are renewed with: so the hub asks for the first one by itself.
        CredentialField(name="client_secret", label="Client secret", column="refresh_token", where=PORTAL),
        CredentialField(
            name="access_token", label="Access token", column="access_token", required=False, told=True,
            hint="Comes by itself for client id and secret.",
        ),
        CredentialField(
            name="token_ends_at", label="Token ends", column="extra", secret=False, required=False, told=True,
            hint="Comes with the access token.",
        ),
        CredentialField(
            name="client_signature", label="Client signature", column="extra", required=False, where=PORTAL,
            hint="Only where postbacks are on: it proves them.",
        ),
        CredentialField(
            name="api_version", label="API version", column="settings", secret=False, required=False, pattern="v2|v3",
            pattern_hint="It is v2 or v3.", hint="v3 as long as it is empty. v2 is reported as switched off.",
        ),
        CredentialField(
            name="postbacks", label="Postbacks", column="settings", secret=False, required=False, pattern=ON,
            pattern_hint="It is on, or empty.",
            hint="on where your account still offers them; the list is read again and again anyway.",
        ),
        CredentialField(
            name="language", label="Language of texts", column="settings", secret=False, required=False,
            pattern="[a-z]{2}", pattern_hint="It is two letters, as en.",
            hint="With it, texts and barcodes are read too: one more call for each product, at most two a second.",
        ),
        CredentialField(
            name="platforms", label="Only these platforms", column="settings", secret=False, required=False,
            pattern=WORDS, pattern_hint=WORDS_HINT, hint="For instance Steam,GOG,UbisoftConnect. All, while empty.",
        ),
        CredentialField(
            name="regions", label="Only these regions", column="settings", secret=False, required=False,
            pattern=WORDS, pattern_hint=WORDS_HINT, hint="For instance EU,DE; what is good worldwide is always among.",
        ),
        CredentialField(
            name="languages", label="Only these languages", column="settings", secret=False, required=False,
            pattern=WORDS, pattern_hint=WORDS_HINT, hint="For instance en,de; what has many is always among.",
        ),
    )  # fmt: skip
    account_field = "client_id"
    keys_renew = True
    #: Two a second in all, and one order a second, are our own restraint, where nothing is published. The others are
    #: the vendor's: what goes at once and what follows stay under them together (400, 600 and 50), wherever one counts.
    limits = (
        Limit(group="*", rate=2, burst=3),
        Limit(group="list", rate=200, per=600, burst=200),
        Limit(group="single", rate=580, per=300, burst=20),
        Limit(group="buy", rate=1),
        Limit(group="token", rate=45, per=300, burst=5, scope=LimitScope.ADDRESS),
    )
    at_once = (AtOnce(group="complaints", calls=1),)
    timeouts = Timeouts(read=20.0)
    overlap = timedelta(minutes=10)
    webhooks: ClassVar[CodesWholesaleWebhooks] = CodesWholesaleWebhooks()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._client = CodesWholesaleClient(context.transport, self._values)

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> frozenset[Capability]:
        return cls.capabilities if settings.get("postbacks") == ON else cls.capabilities - POSTBACKS

    # Account ---------------------------------------------------------------------------------------------------------
    def account(self) -> Account:
        """While no living token is stored, one is fetched for this call: asking again costs and spends nothing."""
        values = self._values()
        own = ""
        if account.is_over(values, self.context.clock.now()):
            own = self.refresh_token(values).values["access_token"]
        return account.account(self._client.account(token=own), values)

    def prove_other_keys(self) -> None:
        """The secret opens nothing as long as an older token lives; the signature is never sent at all."""
        values = self._values()
        self._client.token(values)
        if values.get("postbacks") == ON and not values.get("client_signature"):
            fix = "Enter the client signature, or empty “Postbacks”."
            raise Rejected("Postbacks are on, and there is nothing to prove them with", fix=fix)

    def refresh_token(self, values: Mapping[str, str]) -> TokenSet:
        if not values.get("client_id") or not values.get("client_secret"):
            raise LoginExpired("Client id or client secret is missing", fix=KEYS)
        return account.token(self._client.token(values), now=self.context.clock.now())

    # In --------------------------------------------------------------------------------------------------------------
    def pull_products(
        self, *, since: datetime | None = None, cursor: Mapping[str, Any] | None = None
    ) -> Iterator[Page[Product]]:
        """A product that leaves the list is told by nobody: only a pass over all of it shows that."""
        return walks.products(
            self._client, since=since, resume=cursor, now=self._now(), wishes=self._wishes(), language=self._language
        )

    def find_products(self, skus: Sequence[str]) -> Sequence[Product]:
        found = walks.of_numbers(self._client, goods.product_ids(skus), operation="pull_products")
        return [walks.described(self._client, self._language, row) for row in found if isinstance(row, Mapping)]

    def pull_stock(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[StockLevel]]:
        return walks.levels(
            self._client, remote_product_ids, goods.stock_level, wishes=self._wishes(), operation="pull_stock"
        )

    def pull_prices(self, *, remote_product_ids: Sequence[str] | None = None) -> Iterator[Page[PriceLevel]]:
        """What one costs us, not what it is sold for."""
        return walks.levels(
            self._client, remote_product_ids, goods.price_level, wishes=self._wishes(), operation="pull_prices"
        )

    # Purchases -------------------------------------------------------------------------------------------------------
    def offer(self, remote_product_id: str) -> Offer:
        return goods.offer(self._client.product(remote_product_id, operation="pull_products"))

    def balance(self) -> Balance:
        return account.balance(self._client.account(operation="purchase"))

    def buy(self, request: PurchaseRequest) -> Purchase:
        return buying.buy(self._client, request, now=self._now())

    def find_purchase(self, reference: str, *, asked_at: datetime) -> Purchase | None:
        return buying.find(self._client, reference, asked_at=asked_at, now=self._now())

    def purchase(self, remote_id: str) -> Purchase:
        return buying.opened(self._client, mapping.purchase(self._client.order(remote_id)))

    def bought_key(self, remote_id: str) -> BoughtKey:
        return buying.bought_key(self._client, remote_id)

    def invoice(self, remote_id: str) -> Invoice:
        answer = self._client.invoice(remote_id)
        try:
            pdf = base64.b64decode(needed_text(answer.get("body"), "body"), validate=True)
        except (binascii.Error, ValueError):
            raise UnexpectedPayload("body", "no base64") from None
        return Invoice(number=text(answer.get("invoiceNo"), "invoiceNo"), pdf=pdf)

    # What only this supplier has -------------------------------------------------------------------------------------
    def buyer_risk(self, *, email: str, ip_address: str, user_agent: str = "", payment_email: str = "") -> Risk:
        """What the supplier knows of a buyer, before a key is given to him."""
        asked = account.risk_question(
            email=email, ip_address=ip_address, user_agent=user_agent, payment_email=payment_email
        )
        return account.risk(self._client.risk(asked))

    def words(self) -> dict[str, tuple[str, ...]]:
        """The platforms, regions, languages and territories that it knows."""
        kinds = (("platforms", "name"), ("regions", "name"), ("languages", "name"), ("territories", "territory"))
        found = {}
        for kind, name in kinds:
            answer = self._client.words("territory" if kind == "territories" else kind)
            found[kind] = tuple(needed_text(row.get(name), f"{kind}[].{name}") for row in rows(answer.get(kind), kind))
        return found

    def complain(self, reference: str, wanted: Sequence[KeyComplaint]) -> Sequence[ItemResult]:
        return complaints.complain(self._client, reference, wanted)

    def complaints(self, reference: str = "") -> list[dict[str, Any]]:
        return complaints.listed(self._client, reference)

    # Messages --------------------------------------------------------------------------------------------------------
    def register_webhook(self, url: str) -> Mapping[str, str]:
        """Nothing is told in return: messages are proved by the signature that is stored already."""
        self._client.set_postback(url)
        return {}

    def registered_webhook(self) -> str:
        return text(self._client.postback().get("webhook"), "webhook")

    # -----------------------------------------------------------------------------------------------------------------
    @property
    def _language(self) -> str:
        return self._values().get("language", "")

    def _wishes(self) -> dict[str, frozenset[str]]:
        values = self._values()
        names = {"platform": "platforms", "regions": "regions", "languages": "languages"}
        return {name: goods.wish(values.get(field, "")) for name, field in names.items()}

    def _values(self) -> Mapping[str, str]:
        return self.context.credentials.current()

    def _now(self) -> datetime:
        """Theirs, as their answers tell it: what is changed since is asked for in their time."""
        return self.context.transport.remote_now() or self.context.clock.now()
