"""Whose shop this is, and the tokens that open it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from marketplaces.framework.base import Account, TokenSet
from marketplaces.framework.errors import PermissionMissing, Rejected

from .places import PLACES
from .reading import Json, mapping, needed_text, text, whole

#: One hour, where the answer does not tell.
ACCESS_SECONDS = 3600


def check_seller(number: str) -> None:
    """Every call of a listing names the seller, and no answer tells the number."""
    if not number:
        raise Rejected(
            "The merchant token is missing", marketplace="Amazon",
            fix="Enter it, from Seller Central, Account info; or sign in at Amazon, which brings it.",
        )  # fmt: skip


def read(participations: Sequence[Json], *, seller: str, place: str) -> Account:
    """The seller on one marketplace. The answer does not name the seller, so the number at hand is taken."""
    there = {text(mapping(each.get("marketplace"), "payload[].marketplace").get("id")): each for each in participations}
    found = there.get(place)
    taking_part = found and mapping(found.get("participation"), "payload[].participation").get("isParticipating")
    if found is None or taking_part is not True:
        others = ", ".join(sorted(PLACES[each].country for each in there if each in PLACES)) or "none"
        raise PermissionMissing(
            f"This seller does not sell on the marketplace {_country(place)}", said=f"marketplaces: {others}",
            fix="Enter the number of a marketplace that the account sells on.",
        )  # fmt: skip
    told = mapping(found.get("marketplace"), "payload[].marketplace")
    return Account(
        remote_account_id=f"{seller}:{place}",
        name=text(found.get("storeName"), "payload[].storeName"),
        currency=needed_text(told.get("defaultCurrencyCode"), "payload[].marketplace.defaultCurrencyCode"),
        country=text(told.get("countryCode"), "payload[].marketplace.countryCode"),
    )


def code(query: Mapping[str, str]) -> str:
    """The code of the callback; it is good for about five minutes."""
    found = query.get("spapi_oauth_code", "").strip()
    if not found:
        raise Rejected("Amazon sent no code", marketplace="Amazon", fix="Start signing in again.")
    return found


def granted(answer: Json, query: Mapping[str, str], *, now: datetime) -> TokenSet:
    """The first tokens, with the seller's number, which no later answer tells."""
    found = tokens(answer, now=now)
    seller = query.get("selling_partner_id", "").strip()
    if not seller:
        raise Rejected("Amazon did not say which seller signed in", marketplace="Amazon", fix="Sign in again.")
    return TokenSet(values={**found.values, "selling_partner_id": seller}, expires_at=found.expires_at)


def tokens(answer: Json, *, now: datetime) -> TokenSet:
    """A renewal may bring the refresh token again; it is the same one and does not end by itself."""
    values = {"access_token": needed_text(answer.get("access_token"), "access_token")}
    if refresh := text(answer.get("refresh_token"), "refresh_token"):
        values["refresh_token"] = refresh
    seconds = whole(answer.get("expires_in"), "expires_in", ACCESS_SECONDS)
    return TokenSet(values=values, expires_at=now + timedelta(seconds=seconds))


def _country(place: str) -> str:
    return PLACES[place].country if place in PLACES else place
