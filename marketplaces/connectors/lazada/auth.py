"""Lazada's request signature and consent link: pure, given the time (contract sections 2.1 and 3)."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

METHOD = "sha256"
CONSENT_PATH = "/oauth/authorize"


def sign(secret: str, path: str, params: Iterable[tuple[str, str]]) -> str:
    """Upper-case hex HMAC-SHA256 over the path without `/rest` and all that is said, sorted by name."""
    pairs = sorted((name, value) for name, value in params if name and value and name != "sign")
    text = path + "".join(name + value for name, value in pairs)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest().upper()


def system_params(
    values: Mapping[str, str], path: str, params: Iterable[tuple[str, str]], *, milliseconds: int, token: bool
) -> list[tuple[str, str]]:
    """What every call carries beside its own parameters; calls for tokens carry no token."""
    system = [("app_key", values["app_key"]), ("timestamp", str(milliseconds)), ("sign_method", METHOD)]
    if token:
        system.append(("access_token", values.get("access_token", "")))
    return [*system, ("sign", sign(values["app_secret"], path, [*params, *system]))]


def consent_link(*, host: str, app_key: str, redirect_url: str, state: str) -> str:
    """Where the merchant agrees. Lazada hands only the code back, so the state travels in the redirect's own query."""
    query = {
        "response_type": "code",
        "force_auth": "true",
        "client_id": app_key,
        "redirect_uri": _with_state(redirect_url, state),
    }
    return f"{host.rstrip('/').removesuffix('/rest')}{CONSENT_PATH}?{urlencode(query)}"


def _with_state(redirect_url: str, state: str) -> str:
    parts = urlsplit(redirect_url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *([("state", state)] if state else [])]
    return urlunsplit(parts._replace(query=urlencode(query)))
