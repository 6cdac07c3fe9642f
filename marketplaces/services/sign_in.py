"""Signing in by link: the merchant gives consent at the marketplace and comes back with a code."""

from collections.abc import Mapping

from marketplaces.framework import registry
from marketplaces.framework.base import Connector
from marketplaces.services import credentials
from marketplaces.services.trial import Tested, TriedCredentials, try_connector


def sign_in_link(
    code: str,
    values: Mapping[str, str],
    *,
    redirect_url: str,
    state: str,
    base_url: str = "",
    allow_private: bool = False,
) -> str:
    """Where to send the merchant; `values` are the app's keys. Raises NotSupported where there is no such sign-in."""
    connector, _ = _connector(code, values, base_url, allow_private)
    return connector.authorisation_url(redirect_url=redirect_url, state=state)


def finish_sign_in(
    code: str,
    values: Mapping[str, str],
    query: Mapping[str, str],
    *,
    base_url: str = "",
    allow_private: bool = False,
) -> Tested:
    """Exchange the callback's query for tokens and test them; who gets this must save it, the code is spent.

    The caller has checked `state`. Raises what the exchange raises.
    """
    connector, source = _connector(code, values, base_url, allow_private)
    source.take(connector.exchange_code(query))
    return source.tested(connector)


def _connector(
    code: str, values: Mapping[str, str], base_url: str, allow_private: bool
) -> tuple[Connector, TriedCredentials]:
    kind = registry.connector_class(code)
    typed_by_merchant = "" if allow_private else base_url
    source = TriedCredentials(kind, credentials.with_environment(kind, values, base_url=typed_by_merchant))
    return try_connector(source, base_url=base_url, allow_private=allow_private, settings={}), source
