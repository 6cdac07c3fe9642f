"""The token on every call with the proof that we know the app's secret, and the consent link: pure."""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

from marketplaces.framework.transport import Outgoing

SCOPES = ("business_management", "catalog_management", "pages_read_engagement")
ORDER_SCOPES = ("commerce_account_read_orders", "commerce_account_manage_orders")


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """The proof goes in the query, of reads and of writes alike."""
    token = credentials["access_token"]
    outgoing.headers["Authorization"] = f"Bearer {token}"
    outgoing.params.append(("appsecret_proof", proof(credentials["app_secret"], token)))


def proof(app_secret: str, token: str) -> str:
    """Lower-case hex HMAC-SHA256 of the token under the app's secret (contract section 2)."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def app_token(credentials: Mapping[str, str]) -> str:
    """By which an app speaks for itself."""
    return f"{credentials['app_id']}|{credentials['app_secret']}"


def consent_link(*, host: str, version: str, app_id: str, redirect_url: str, state: str, orders: bool) -> str:
    """Where the merchant agrees."""
    query = {
        "client_id": app_id,
        "redirect_uri": redirect_url,
        "state": state,
        "response_type": "code",
        "scope": ",".join((*SCOPES, *(ORDER_SCOPES if orders else ()))),
    }
    return f"{host.rstrip('/')}/{version}/dialog/oauth?{urlencode(query)}"
