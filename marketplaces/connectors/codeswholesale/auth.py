"""A bearer token for client id and secret, and the hash that postbacks carry: pure."""

import hashlib
from collections.abc import Mapping

from marketplaces.framework.errors import LoginExpired
from marketplaces.framework.transport import Outgoing


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """Raises LoginExpired while there is no token: then one is asked for, as for one that has ended."""
    token = credentials.get("access_token", "")
    if not token:
        raise LoginExpired("There is no token yet")
    with_token(token, outgoing, credentials)


def with_token(token: str, outgoing: Outgoing, _credentials: Mapping[str, str]) -> None:
    """Whatever the credentials hold, this one."""
    outgoing.headers["Authorization"] = f"Bearer {token}"


def token_form(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """In the body, never in the query, which ends up in logs. A scope may be left out (contract section 2)."""
    return [
        ("grant_type", "client_credentials"),
        ("client_id", values.get("client_id", "")),
        ("client_secret", values.get("client_secret", "")),
    ]


def auth_hash(client_id: str, signature: str) -> str:
    """Hex SHA-256 of the id directly followed by the signature (contract section 7); the same for every message."""
    return hashlib.sha256(f"{client_id}{signature}".encode()).hexdigest()
