"""How fast we may call: declared by the connector, kept by the rate limiter before the call."""

from dataclasses import dataclass
from enum import StrEnum


class LimitScope(StrEnum):
    """Whose budget a call spends."""

    APP = "app"  # all connections with the same application key
    ACCOUNT = "account"  # one seller account at the marketplace
    SHOP = "shop"  # one connection
    KEY = "key"  # one secret, whichever shops it opens
    SUBJECT = "subject"  # one thing (a product and warehouse pair); never waited for, only planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `rate` calls per `per` seconds, up to `burst` at once, for all calls of `group`.

    A call spends from every limit whose group it names; the group "*" is spent by each call. With a `burst` between 1
    and 2 no two calls go at once, and a call that comes late does not cost the next one its time.
    """

    group: str
    rate: float
    per: float = 1.0
    burst: float = 1
    scope: LimitScope = LimitScope.ACCOUNT
