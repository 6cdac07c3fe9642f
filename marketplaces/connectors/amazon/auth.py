"""The consent link and what each call carries: pure, given the values. Nothing is signed (contract, section 0)."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from marketplaces.framework.errors import Rejected
from marketplaces.framework.transport import Authorise, Outgoing

HEADER = "x-amz-access-token"


def as_seller(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """The bare token, without a word in front."""
    outgoing.headers[HEADER] = credentials.get("access_token", "")


def with_token(token: str) -> Authorise:
    """A token for personal data in place of the seller's own."""

    def authorise(outgoing: Outgoing, _credentials: Mapping[str, str]) -> None:
        outgoing.headers[HEADER] = token

    return authorise


def consent_link(values: Mapping[str, str], *, address: str, redirect_url: str, state: str) -> str:
    """Where the merchant agrees, in the Seller Central of his marketplace."""
    if not values.get("application_id"):
        raise Rejected("The application id is missing", fix="Enter it to sign in by link, or enter a refresh token.")
    query = {"application_id": values["application_id"], "state": state, "redirect_uri": redirect_url}
    return f"{address}/apps/authorize/consent?{urlencode(query, quote_via=quote)}"
