"""What a connector declares of itself and its marketplace: the first screen of each `connector.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from marketplaces.framework.capabilities import Capability
from marketplaces.framework.cards import CardRules
from marketplaces.framework.credentials import CredentialField
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.intake import OrderIntake
from marketplaces.framework.limits import AtOnce, Limit, LimitHeaders
from marketplaces.framework.publication import Publication
from marketplaces.framework.transport import NO_RIGHTS, Retries, Timeouts
from marketplaces.framework.webhooks import WebhookHandler


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How many items one outbound call may carry, and how long one subject rests between two changes (seconds).

    `seconds` is what a full call surely ends in, all that it asks before included: its changes are leased so long.
    `abreast` is how many calls of stock or prices one shop may have under way; never two about one product. Four keep
    up with ten a second where an answer takes 0.4; fewer where its contract says so or their order counts (1).
    """

    size: int
    rest: float = 0.0
    seconds: float = 90.0
    abreast: int = 4


class Declaration:
    """Class attributes that a connector sets; what has a value here is the usual."""

    code: ClassVar[str]
    name: ClassVar[str]
    description: ClassVar[str] = ""
    api_base_url: ClassVar[str]
    #: Its other addresses. A connection with an address of its own (a practice shop, a proxy) calls that one for all.
    hosts: ClassVar[Hosts] = Hosts()
    api_version: ClassVar[str]
    #: Their names for the rights that a key may lack, by a part of the paths that ask for them; the first that fits.
    rights: ClassVar[Mapping[str, str]] = NO_RIGHTS
    auth_type: ClassVar[str]  # api_key, oauth2, bearer
    documentation_url: ClassVar[str] = ""
    capabilities: ClassVar[frozenset[Capability]]
    credential_fields: ClassVar[tuple[CredentialField, ...]]
    #: The fields that name the application (limits of scope app are its) and, where no test call told it, the account.
    app_field: ClassVar[str] = ""
    account_field: ClassVar[str] = ""
    limits: ClassVar[tuple[Limit, ...]] = ()
    at_once: ClassVar[tuple[AtOnce, ...]] = ()
    limit_headers: ClassVar[LimitHeaders | None] = None
    stock_batch: ClassVar[Batch] = Batch(size=50)
    price_batch: ClassVar[Batch] = Batch(size=50)
    product_batch: ClassVar[Batch] = Batch(size=50)
    #: What a product's card must hold to be taken; asked of the merchant before it is sent.
    card_rules: ClassVar[CardRules] = CardRules()
    #: Orders are read again this far back before the cursor, because their clocks and indexes lag.
    overlap: ClassVar[timedelta] = timedelta(minutes=5)
    #: Nothing younger than this (remote clock) is taken as final; the cursor stops there.
    horizon: ClassVar[timedelta] = timedelta(seconds=0)
    first_look_back: ClassVar[timedelta] = timedelta(days=30)
    #: Whose days its own figures are of.
    figures_zone: ClassVar[str] = "UTC"
    #: Are they of whole cards, all variants of one together? Then no `DayFigures` names a variant.
    figures_of_cards: ClassVar[bool] = False
    #: Can a second parcel be told for one order?
    partial_shipments: ClassVar[bool] = True
    #: Their words for the ways of sending in which a parcel may be several boxes, each told with what lies in it.
    boxed_schemes: ClassVar[frozenset[str]] = frozenset()
    #: Their words for ways of sending: whose open orders no list holds, so that they are followed, and go in no supply;
    #: where the seller brings the parcel himself and says what the buyer did, with or without a code that he shows.
    unlisted_schemes: ClassVar[frozenset[str]] = frozenset()
    arrival_schemes: ClassVar[frozenset[str]] = frozenset()
    arrival_code: ClassVar[bool] = False
    #: Does it choose carrier and tracking number by itself, so that nobody needs to type them?
    numbers_parcels: ClassVar[bool] = False
    #: May a shop write to the buyers of its orders by itself? Most marketplaces forbid it and do so themselves.
    mails_buyers: ClassVar[bool] = False
    #: Is it told the links by which buyers open their keys, to show them there?
    takes_key_links: ClassVar[bool] = False
    #: Hosts of the addresses that it lends to its buyers in place of their own: no shop writes to those.
    relay_hosts: ClassVar[tuple[str, ...]] = ()
    #: Access tokens come for the keys alone: nobody consents by link, and asking for one spends nothing.
    keys_renew: ClassVar[bool] = False
    #: Each shop has an address of its own: what the merchant enters there is called so.
    own_address: ClassVar[str] = ""
    #: Its API is assumed, not seen: pages and API say so.
    experimental: ClassVar[bool] = False
    timeouts: ClassVar[Timeouts] = Timeouts()
    retries: ClassVar[Retries] = Retries()
    #: Seconds after each failed try of a change, where its contract names them; after the last a person is asked.
    #: Empty: the usual ones, which never end by themselves.
    tries: ClassVar[tuple[float, ...]] = ()
    webhooks: ClassVar[WebhookHandler | None] = None
    #: What it takes as files that the hub publishes; what they carry is declared like any other capability.
    publication: ClassVar[Publication | None] = None
    #: Where it sends its orders by itself: what it says at `api/v1/<code>/<connection>/…`.
    intake: ClassVar[OrderIntake | None] = None
