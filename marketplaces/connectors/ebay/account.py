"""Whose shop this is, and the tokens that open it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from marketplaces.framework.base import Account, TokenSet
from marketplaces.framework.errors import AccountSuspended, Rejected

from .reading import Json, find_moment, needed_text, text, whole

#: Site to its currency and to the language that texts are written in there.
SITES: Mapping[str, tuple[str, str]] = {
    "EBAY_US": ("USD", "en-US"), "EBAY_GB": ("GBP", "en-GB"), "EBAY_DE": ("EUR", "de-DE"), "EBAY_FR": ("EUR", "fr-FR"),
    "EBAY_IT": ("EUR", "it-IT"), "EBAY_ES": ("EUR", "es-ES"), "EBAY_AT": ("EUR", "de-AT"), "EBAY_BE": ("EUR", "fr-BE"),
    "EBAY_NL": ("EUR", "nl-NL"), "EBAY_IE": ("EUR", "en-IE"), "EBAY_CH": ("CHF", "de-CH"), "EBAY_PL": ("PLN", "pl-PL"),
    "EBAY_AU": ("AUD", "en-AU"), "EBAY_CA": ("CAD", "en-CA"), "EBAY_HK": ("HKD", "zh-HK"), "EBAY_SG": ("SGD", "en-SG"),
}  # fmt: skip
#: Two hours, where the answer does not tell.
ACCESS_SECONDS = 7200
ON_HOLD = "ACCOUNTONHOLD"
HELD = "eBay has put this account on hold"
NO_CONSENT = "eBay was not given the consent"


def read(user: Json, *, site: str, login_ends_at: datetime | None) -> Account:
    """The answer of getUser. The user id stays for ever; user names change and are being replaced."""
    if text(user.get("status"), "status") == ON_HOLD:
        raise AccountSuspended(HELD, marketplace="eBay", remote_code=ON_HOLD)
    site = site or text(user.get("registrationMarketplaceId"), "registrationMarketplaceId")
    return Account(
        remote_account_id=needed_text(user.get("userId"), "userId"),
        name=text(user.get("username"), "username"),
        currency=SITES.get(site, ("", ""))[0],
        country=site.removeprefix("EBAY_"),
        login_ends_at=login_ends_at,
    )


def code(query: Mapping[str, str]) -> str:
    """The code of the callback, decoded once as it came."""
    if query.get("error"):
        raise Rejected(NO_CONSENT, marketplace="eBay", said=query["error"], fix="Sign in again and agree.")
    found = query.get("code", "").strip()
    if not found:
        raise Rejected("eBay sent no code", marketplace="eBay", fix="Start signing in again.")
    return found


def tokens(answer: Json, *, now: datetime) -> TokenSet:
    """A renewal brings no new refresh token: the one at hand stays good for its eighteen months."""
    values = {"access_token": needed_text(answer.get("access_token"), "access_token")}
    if refresh := text(answer.get("refresh_token"), "refresh_token"):
        seconds = whole(answer.get("refresh_token_expires_in"), "refresh_token_expires_in", 0)
        values["refresh_token"] = refresh
        if seconds:
            values["login_ends"] = (now + timedelta(seconds=seconds)).isoformat(timespec="seconds")
    expires_at = now + timedelta(seconds=whole(answer.get("expires_in"), "expires_in", ACCESS_SECONDS))
    return TokenSet(values=values, expires_at=expires_at)


def login_ends(values: Mapping[str, str]) -> datetime | None:
    """When the consent ends, as it was told at signing in."""
    return find_moment(values.get("login_ends"), "login_ends")


def language(site: str) -> str:
    """Which texts are written for a site."""
    return SITES.get(site, ("", "en-US"))[1]
