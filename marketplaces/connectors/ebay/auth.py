"""Consent link, client header, and what each kind of call carries: pure, given the values."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from marketplaces.framework.transport import Outgoing

PREFIX = "https://api.ebay.com/oauth/api_scope"
#: What the merchant is asked for; `sell.finances` is for refunds.
SCOPES = (
    f"{PREFIX}/sell.fulfillment",
    f"{PREFIX}/sell.inventory",
    f"{PREFIX}/sell.finances",
    f"{PREFIX}/commerce.identity.readonly",
    f"{PREFIX}/commerce.notification.subscription",
)


def client_header(values: Mapping[str, str]) -> str:
    """Who the application is, at the token call."""
    pair = f"{values['client_id']}:{values['client_secret']}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def as_user(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    outgoing.headers["Authorization"] = f"Bearer {credentials.get('access_token', '')}"


def as_user_of_post_order(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """Post-Order is older and has a word of its own for the same token."""
    outgoing.headers["Authorization"] = f"IAF {credentials.get('access_token', '')}"


def consent_link(values: Mapping[str, str], *, address: str, state: str) -> str:
    """Where the merchant agrees. The way back is not in it: the RuName stands for an address kept at eBay."""
    query = {
        "client_id": values["client_id"],
        "redirect_uri": values["ru_name"],
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "state": state,
    }
    return f"{address}/oauth2/authorize?{urlencode(query, quote_via=quote)}"


def verification_token(values: Mapping[str, str], endpoint: str) -> str:
    """The word by which eBay recognises an endpoint: 64 letters made of the client secret and the address.

    eBay asks for it while the address is being registered, before anything could be stored; so it is computed.
    """
    message = f"ebay-endpoint {endpoint}".encode()
    return hmac.new(values["client_secret"].encode(), message, hashlib.sha256).hexdigest()


def challenge_response(code: str, token: str, endpoint: str) -> str:
    """The answer to eBay's challenge: code, token and address, hashed in that order."""
    return hashlib.sha256(f"{code}{token}{endpoint}".encode()).hexdigest()
