"""Keeps secrets out of logs, traces, stored calls and messages: by the name of a field and by known value."""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit, urlunsplit

HIDDEN = "[hidden]"
SHORTEST_VALUE = 6  # shorter values would blot out ordinary words
SHORTEST_INSIDE = 8  # the same for a piece of base64

NAMES = {
    "authorization", "proxy_authorization", "cookie", "set_cookie", "password", "passwd", "passphrase", "pwd", "secret",
    "token", "jwt", "assertion", "sign", "signature", "hmac", "appsecret_proof", "api_key", "apikey", "app_key",
    "partner_key", "push_key", "access_key", "private_key", "secret_key", "client_key", "license_key", "fernet_key",
    "fernet_keys", "credential", "credentials", "sessionid", "csrftoken", "csrfmiddlewaretoken", "x_csrftoken",
}  # fmt: skip
ENDINGS = (
    "_password", "_secret", "_token", "_signature", "_credential", "_credentials", "_api_key", "_partner_key",
    "_push_key", "_access_key", "_private_key", "_secret_key", "_license_key", "_apikey", "_authorization",
)  # fmt: skip
# Places in a list, not keys to a door: without them a stored call cannot be followed.
HARMLESS = {"next_token", "page_token", "pagination_token", "next_page_token", "continuation_token", "has_token"}

_known: ContextVar[tuple[str, ...]] = ContextVar("known_secrets", default=())

_PERCENT = re.compile("%[0-9A-F]{2}")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PAIR = re.compile(
    r"""(?P<name>[A-Za-z][A-Za-z0-9_-]*)(?P<between>\\?["']?\s*[:=]\s*)"""
    r"""(?P<value>\\?"[^"\\]*\\?"|'[^']*'|(?:Bearer|Basic|Token|SHA256)\s+[^\s,;"'&}\])]+|[^\s,;"'&}\])]+)""",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE)
# Our own tokens, wherever somebody pasted one; the first characters are how people recognise it.
_TOKEN = re.compile(r"\b(orion_[\w-]{6})[\w-]{20,}")
# The secret part of the addresses that pushes come to, that feed files are fetched from, and that show keys.
_HOOK = re.compile(r"(/(?:hooks/[\w-]+|feeds|keys/open)/)[\w:-]{8,}")
# A password may hold an unescaped slash; digits before a slash are a port.
_USERINFO = re.compile(r"""(?<=://)[^/\s@"':]*(?::(?!\d+/)[^\s@"']*)?@""")


@contextmanager
def known(*values: str) -> Iterator[None]:
    """While inside, these values are hidden wherever they turn up, log lines included."""
    before = _known.get()
    mark = _known.set((*before, *values))
    try:
        yield
    finally:
        _known.reset(mark)


def is_secret_name(name: str) -> bool:
    """Whether a field, header or parameter of this name holds a secret; spelling and case do not matter."""
    plain = _CAMEL.sub("_", name).lower().replace("-", "_").strip("_ ")
    if plain in HARMLESS:
        return False
    return plain in NAMES or plain.endswith(ENDINGS) or plain.removeprefix("x_") in NAMES


def value(data: Any, *, secrets: Iterable[str] = ()) -> Any:
    """A copy of nested data without its secrets."""
    secrets = tuple(secrets)
    if isinstance(data, Mapping):
        return {key: _member(key, item, secrets) for key, item in data.items()}
    if isinstance(data, list | tuple | set | frozenset):
        return [value(item, secrets=secrets) for item in data]
    if isinstance(data, bytes):
        return text(data.decode("utf-8", "replace"), secrets=secrets)
    if isinstance(data, str):
        return text(data, secrets=secrets)
    return data


def headers(items: Mapping[str, str], *, secrets: Iterable[str] = ()) -> dict[str, str]:
    """Headers without their secrets."""
    secrets = tuple(secrets)
    return {str(name): str(_member(name, item, secrets)) for name, item in items.items()}


def query(raw: str, *, secrets: Iterable[str] = ()) -> str:
    """A query string or form body without its secrets; an authorisation `code` counts as one here."""
    secrets = tuple(secrets)
    pairs = parse_qsl(raw, keep_blank_values=True)
    hidden = [(name, HIDDEN if name == "code" else str(_member(name, item, secrets))) for name, item in pairs]
    return urlencode(hidden, safe="[]")


def url(address: str, *, secrets: Iterable[str] = ()) -> str:
    """An address without user, password and secret parameters."""
    address = _USERINFO.sub("", address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return text(address, secrets=secrets)
    place = parts.netloc.rpartition("@")[2]
    path = _without_values(parts.path, tuple(secrets))
    return urlunsplit((parts.scheme, place, path, query(parts.query, secrets=secrets), ""))


def body(raw: bytes | str, *, secrets: Iterable[str] = ()) -> str:
    """A request or answer body fit for keeping: JSON by its fields, a form by its fields, anything else as text."""
    secrets = tuple(secrets)
    written = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
    try:
        return json.dumps(value(json.loads(written), secrets=secrets), ensure_ascii=False)
    except ValueError:
        pass
    if re.fullmatch(r"[\w.~%+-]+=[^\s<>]*", written):
        return query(written, secrets=secrets)
    return text(written, secrets=secrets)


def text(written: str, *, secrets: Iterable[str] = ()) -> str:
    """Free text without known values, `name=value` and `"name": "value"` pairs of secret names, and bearer tokens."""
    written = _without_values(written, tuple(secrets))
    written = _USERINFO.sub("", written)
    written = _PAIR.sub(_hide_pair, written)
    written = _HOOK.sub(rf"\1{HIDDEN}", written)
    written = _TOKEN.sub(rf"\1{HIDDEN}", written)
    return _SCHEME.sub(rf"\1 {HIDDEN}", written)


def processor(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """For structlog and, through its formatter, the standard library's logging."""
    for key in list(event):
        if not key.startswith("_"):
            event[key] = _member(key, event[key], ())
    return event


def _member(name: Any, item: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(name, str) and item not in (None, "") and (is_secret_name(name) or _is_grant(name, item)):
        return HIDDEN
    return value(item, secrets=secrets)


def _is_grant(name: str, item: Any) -> bool:
    """`code` is an error code, a product code or a one-time login code; only the last is long, mixed and opaque."""
    if name.lower() != "code" or not isinstance(item, str) or len(item) < 16:
        return False
    return any(sign.isdigit() for sign in item) and any(sign.islower() for sign in item)


def _hide_pair(found: re.Match[str]) -> str:
    if not is_secret_name(found["name"]):
        return found[0]
    first = found["value"]
    edge = re.match(r"""\\?["']""", first)
    mark = edge[0] if edge else ""
    return f"{found['name']}{found['between']}{mark}{HIDDEN}{mark}"


def _without_values(written: str, secrets: tuple[str, ...]) -> str:
    spellings = {form for secret in (*secrets, *_known.get()) for form in _spellings(secret)}
    for form in sorted(spellings, key=len, reverse=True):
        written = written.replace(form, HIDDEN)
    return written


@lru_cache(maxsize=256)
def _spellings(secret: str) -> frozenset[str]:
    """The forms in which a value travels: as it is, in an address, in JSON, on a page, in base64."""
    if len(secret) < SHORTEST_VALUE:
        return frozenset()
    addresses = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    small = {_PERCENT.sub(lambda found: found[0].lower(), written) for written in addresses}
    texts = {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    texts |= {written.replace("/", "\\/") for written in texts}
    pages = {html.escape(secret), html.escape(secret, quote=False), html.escape(secret).replace("&#x27;", "&#39;")}
    return frozenset({secret, *addresses, *small, *texts, *pages, *_in_base64(secret.encode())})


def _in_base64(raw: bytes) -> set[str]:
    """Whole, and as it stands inside something longer (`user:secret`): without the signs that its neighbours share."""
    found = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        found.add(encode(raw).decode())
        for shift in range(3):
            written = encode(b"\0" * shift + raw).decode()
            inside = written[(0, 2, 3)[shift] : len(written) - (0, 3, 2)[(shift + len(raw)) % 3]]
            if len(inside) >= SHORTEST_INSIDE:
                found.add(inside)
    return found
