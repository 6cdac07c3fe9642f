"""How fast we may call: declared by the connector, kept by the rate limiter before the call."""

from dataclasses import dataclass
from enum import StrEnum


class LimitScope(StrEnum):
    """Whose budget a call spends."""

    APP = "app"  # all connections with the same application key
    ACCOUNT = "account"  # one seller account at the marketplace
    SHOP = "shop"  # one connection
    KEY = "key"  # one secret, whichever shops it opens
    ADDRESS = "address"  # all calls of this installation, whose address the marketplace counts
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
    #: Items are counted, not calls: a call costs what its `cost` says, `rate` and `burst` are items.
    items: bool = False
    #: All of `rate` may go at once in a window of `per` seconds, then nothing until the next one (no `burst`).
    #: Where windows begin is learned from the headers that the connector names.
    window: bool = False
    #: What a call costs in all that the marketplace refused (HTTP 400 to 499, a limit answer apart).
    refusal_cost: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """At most `calls` of the group under way at the same time, over all processes."""

    group: str
    calls: int
    scope: LimitScope = LimitScope.ACCOUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitHeaders:
    """The headers, in lower case, in which each answer tells of the window that the call was counted in.

    `left` is what may still go, `until` when the window ends (a date, Unix seconds or a span), `most` its size. `retry`
    is how a limit answer says when to come back (a span or a date), where `Retry-After` does not.
    """

    left: str = ""
    until: str = ""
    most: str = ""
    retry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowTold:
    """What an answer told of its window; `seconds` are those until its end, `most` is None where it does not say."""

    left: int
    seconds: float
    most: int | None = None
