"""What a client hands to the transport and what it gets back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from marketplaces.framework.errors import ConnectorError

#: Of a marketplace whose rights have no names.
NO_RIGHTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One remote operation, without credentials.

    `path` is joined by plain concatenation to the address of `host` in the connector's table, else to the base address.
    `region` chooses where a host has one address a region and no credentials tell which (`authorised` is False). The
    body is `json`, or the fields of `form` (urlencoded; an empty form is sent too), or the bytes of `body` under the
    content type of `headers`. `safe` says that sending it again after a lost answer does no harm (reads, absolute
    writes). `once` says that doing it again costs: it leaves one time only, whatever comes back, but after a refusal of
    the token at the door. `authorised` is False for token calls: no credentials, no refresh. `cost` is how many items
    it carries or asks for, where limits count those. `url` stands in place of address, path and parameters, for files
    that lie elsewhere: it is guarded like the base address, goes without the shop's keys and spends none of its limits.
    `secrets` are what its body carries and no record, log or error may repeat, as answers do.
    """

    operation: str
    method: str
    path: str
    host: str = ""
    region: str = ""
    params: Sequence[tuple[str, str]] = ()
    json: Any = None
    form: Sequence[tuple[str, str]] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    cost: int = 1
    safe: bool = True
    once: bool = False
    authorised: bool = True
    expects: str = "json"  # or "bytes"
    url: str = ""
    body: bytes | None = None
    secrets: Sequence[str] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if sum(each is not None for each in (self.json, self.form, self.body)) > 1:
            raise ValueError(f"{self.operation}: a call has one body, either json or a form or bytes")
        if self.once and self.safe:
            raise ValueError(f"{self.operation}: what must leave once is not safe to send again")
        if self.url and self.authorised:
            raise ValueError(f"{self.operation}: the shop's keys go to the marketplace alone, not to another address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. Numbers with a point in `json` are Decimals; `json` is None where there was no JSON."""

    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes
    json: Any = None
    request_id: str = ""


@dataclass(slots=True, kw_only=True)
class Outgoing:
    """The request of one try. `authorise` may change it right before it leaves, after all waiting is done."""

    method: str
    path: str
    params: list[tuple[str, str]]
    headers: dict[str, str]
    json: Any = None
    form: list[tuple[str, str]] | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds: to get a connection, between two pieces of an answer, and for one try as a whole."""

    connect: float = 5.0
    read: float = 30.0
    total: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """How often a call is tried in all, and the seconds between: they double, give or take a `spread` share of them.

    No try begins later than `within` seconds after the first one.
    """

    attempts: int = 3
    first_pause: float = 0.5
    spread: float = 0.25
    within: float = 600.0


Authorise = Callable[[Outgoing, Mapping[str, str]], None]
Classify = Callable[[Answer], ConnectorError | None]
