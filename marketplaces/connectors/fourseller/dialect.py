"""Where the calls go and what their headers are called: assumed, so every name can be changed on the connection."""

from collections.abc import Mapping
from urllib.parse import quote

PATHS: Mapping[str, str] = {
    "base": "/v1",
    "ping": "/ping",
    "products": "/products",
    "products_batch": "/products/batch",
    "inventory": "/inventory",
    "orders": "/orders",
    "webhooks": "/webhooks",
}
HEADERS: Mapping[str, str] = {
    "key": "Authorization",
    "seller": "X-Seller-ID",
    "timestamp": "X-4Seller-Timestamp",
    "signature": "X-4Seller-Signature",
}
#: The forms of the two settings: name=value pairs with commas between.
PATHS_FORM = rf"({'|'.join(PATHS)})=/[^,=\s]*(,({'|'.join(PATHS)})=/[^,=\s]*)*"
HEADERS_FORM = rf"({'|'.join(HEADERS)})=[\w-]+(,({'|'.join(HEADERS)})=[\w-]+)*"


def path(values: Mapping[str, str], name: str, *parts: str) -> str:
    """The path of a call behind the base of all, with ids behind it."""
    named = _named(values.get("paths", ""), PATHS)
    return "/".join([named["base"].rstrip("/") + named[name], *(quote(part, safe="") for part in parts)])


def header(values: Mapping[str, str], name: str) -> str:
    """What a header is called."""
    return _named(values.get("headers", ""), HEADERS)[name]


def _named(text: str, usual: Mapping[str, str]) -> dict[str, str]:
    """The usual names, and in their place those that the setting gives."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair)
    return {**usual, **{name: value for name, _, value in pairs if name in usual and value}}
