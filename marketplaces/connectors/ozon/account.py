"""Whom the keys belong to and what they may do."""

from marketplaces.framework.base import Account
from marketplaces.framework.errors import ConnectorError, UnexpectedPayload

from .client import OzonClient
from .reading import Json, find_moment, mapping, rows, text, whole_answer


def account(client: OzonClient, client_id: str) -> Account:
    """The roles prove the key pair and tell when it ends; the company's name is asked for where the key may see it."""
    told = whole_answer(client.roles())
    if "roles" not in told:
        raise UnexpectedPayload("roles", None)
    company = _company(client)
    currency = text(company.get("currency"))
    return Account(
        remote_account_id=client_id,
        name=text(company.get("name")) or text(company.get("legal_name")),
        currency=currency if len(currency) == 3 else "",
        country=text(company.get("country")),
        login_ends_at=find_moment(told.get("expires_at"), "expires_at"),
        permissions=tuple(text(role.get("name")) for role in rows(told["roles"], "roles")),
    )


def _company(client: OzonClient) -> Json:
    """Decoration only: the keys are proven by then, whatever this second call meets."""
    try:
        return mapping(whole_answer(client.seller_info()).get("company"), "company")
    except ConnectorError:
        return {}
