"""Shopee's request signature and authorisation link: pure, given the time (contract sections 3.1 and 4)."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

AUTHORISE_PATH = "/api/v2/shop/auth_partner"


def sign(partner_key: str, *parts: object) -> str:
    """Lower-case hex HMAC-SHA256 over the parts joined without separators; the key is text, never hex-decoded."""
    base = "".join(str(part) for part in parts)
    return hmac.new(partner_key.encode(), base.encode(), hashlib.sha256).hexdigest()


def public_query(values: Mapping[str, str], path: str, timestamp: int) -> dict[str, str]:
    """Common parameters of calls that name no shop: token calls, the link, push settings."""
    partner_id = values["partner_id"]
    signature = sign(values["partner_key"], partner_id, path, timestamp)
    return {"partner_id": partner_id, "timestamp": str(timestamp), "sign": signature}


def shop_query(values: Mapping[str, str], path: str, timestamp: int) -> dict[str, str]:
    """Common parameters of shop calls; `path` starts at /api/v2, without whatever the host has in front of it."""
    partner_id, token, shop_id = values["partner_id"], values.get("access_token", ""), values["shop_id"]
    signature = sign(values["partner_key"], partner_id, path, timestamp, token, shop_id)
    return {
        "partner_id": partner_id,
        "timestamp": str(timestamp),
        "access_token": token,
        "shop_id": shop_id,
        "sign": signature,
    }


def authorisation_link(values: Mapping[str, str], *, host: str, redirect_url: str, state: str, timestamp: int) -> str:
    """Link A, good for five minutes. Shopee hands no state back, so it travels in the redirect's own query."""
    query = public_query(values, AUTHORISE_PATH, timestamp) | {"redirect": _with_state(redirect_url, state)}
    return f"{host.rstrip('/')}{AUTHORISE_PATH}?{urlencode(query)}"


def _with_state(redirect_url: str, state: str) -> str:
    parts = urlsplit(redirect_url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *([("state", state)] if state else [])]
    return urlunsplit(parts._replace(query=urlencode(query)))
