"""Whose account it is, the token that opens it, what it has to spend, and how a buyer looks to the supplier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from marketplaces.canonical.purchases import Balance
from marketplaces.framework.base import Account, TokenSet
from marketplaces.framework.errors import UnexpectedPayload
from marketplaces.framework.reading import Json, find_moment, money, text, whole, written

#: Nowhere in the API is a currency told: everything is in euros (contract section 1).
CURRENCY = "EUR"
#: So long before a token's end the hub asks for another.
MARGIN = timedelta(seconds=60)
#: From here on the vendor advises to hold an order.
HOLD_FROM = Decimal("1.5")


def account(answer: Json, values: Mapping[str, str]) -> Account:
    """There is no number of an account; its e-mail address stays when its keys are exchanged."""
    money(answer.get("totalToUse"), "totalToUse")
    email = text(answer.get("email"), "email").lower()
    return Account(
        remote_account_id=email or values["client_id"],
        name=text(answer.get("fullName"), "fullName"),
        currency=CURRENCY,
    )


def token(answer: Json, *, now: datetime) -> TokenSet:
    """Of either form. What is told is the life that is left, and asking early gives the same token again.

    So one that is about to end is used to its end: asked for sooner, it would be asked for with every call.
    """
    value = text(answer.get("access_token"), "access_token") or text(answer.get("value"), "value")
    if not value:
        raise UnexpectedPayload("access_token", "nothing")
    ends = _end(answer, now)
    if ends is None:
        return TokenSet(values={"access_token": value, "token_ends_at": ""})
    soon = ends - now <= 2 * MARGIN
    return TokenSet(
        values={"access_token": value, "token_ends_at": written(ends)}, expires_at=ends + MARGIN if soon else ends
    )


def _end(answer: Json, now: datetime) -> datetime | None:
    """Their clock may be another one: the seconds that are left count more than a moment."""
    for name in ("expires_in", "expiresIn"):
        if answer.get(name) is not None:
            return now + timedelta(seconds=whole(answer[name], name))
    return find_moment(answer.get("expiration"), "expiration")


def is_over(values: Mapping[str, str], now: datetime) -> bool:
    """Whether there is no stored token, or one of which is known that it has ended."""
    ends = find_moment(values.get("token_ends_at"), "token_ends_at")
    return not values.get("access_token") or (ends is not None and ends <= now)


def balance(answer: Json) -> Balance:
    own = money(answer.get("currentBalance"), "currentBalance")
    credit = money(answer.get("currentCredit"), "currentCredit")
    return Balance(
        own=own, credit=credit, to_spend=money(answer.get("totalToUse"), "totalToUse"), currency=CURRENCY
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What the supplier's list says of a buyer; `hold` is its advice, not its refusal."""

    score: Decimal
    hold: bool
    reasons: tuple[str, ...]


def risk_question(*, email: str, ip_address: str, user_agent: str = "", payment_email: str = "") -> Json:
    """Address and IP address are both needed."""
    asked = {
        "customerEmail": email, "customerIpAddress": ip_address, "customerUserAgent": user_agent,
        "customerPaymentEmail": payment_email,
    }  # fmt: skip
    return {name: given for name, given in asked.items() if given}


def risk(answer: Json) -> Risk:
    score = money(answer.get("riskScore"), "riskScore")
    marks = ("domainBlacklisted", "ipBlacklisted", "ipTor", "subDomain")
    return Risk(score=score, hold=score >= HOLD_FROM, reasons=tuple(each for each in marks if answer.get(each) is True))
