"""Whose budget a call spends: one key's is shared by whatever it opens, and is not told by the limiter's rows.

How large it is may depend on the kind of key.
"""

from collections.abc import Mapping

import pytest

from marketplaces.framework import registry
from marketplaces.framework.limits import Limit, LimitScope
from marketplaces.models import Connection
from marketplaces.services import connectors, credentials
from marketplaces.services.connectors import scope_values
from marketplaces.services.trial import TriedCredentials, try_connector
from tests.marketplaces.services.toy import ToyConnector

KEY = {"app_key": "planted-key-0123456789", "access_token": "a"}


def of_key(values: dict[str, str], *, shop: str = "1") -> str:
    return scope_values(ToyConnector, values, account=f"account of {shop}", shop=shop)[LimitScope.KEY]


def test_two_shops_with_one_key_share_its_budget() -> None:
    assert of_key(KEY) == of_key(KEY, shop="2")


def test_another_key_has_a_budget_of_its_own() -> None:
    assert of_key(KEY) != of_key(KEY | {"app_key": "another"})


def test_a_token_that_is_renewed_is_the_same_key() -> None:
    assert of_key(KEY) == of_key(KEY | {"access_token": "b"})


def test_the_key_itself_is_not_in_it() -> None:
    assert not any(KEY["app_key"][start : start + 4] in of_key(KEY) for start in range(len(KEY["app_key"]) - 4))


class GradedConnector(ToyConnector):
    """The toy, with keys of a cheaper kind."""

    @classmethod
    def limits_for(cls, values: Mapping[str, str]) -> tuple[Limit, ...]:
        return (Limit(group="*", rate=1, per=3600 if values.get("app_key") == "cheap" else 1),)


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "waits"), [("cheap", 3600.0), ("dear", 1.0)])
def test_keys_of_another_kind_have_other_limits_before_and_after_they_are_saved(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, key: str, waits: float
) -> None:
    monkeypatch.setattr(registry, "connector_class", lambda code: GradedConnector)
    values = {"app_key": key, "access_token": "a"}
    credentials.save(connection, GradedConnector, values)
    source = TriedCredentials(GradedConnector, values)
    saved = connectors.open_connector(connection)
    tried = try_connector(source, base_url="", allow_private=False, settings={})
    for connector in (saved, tried):
        limits = connector.context.transport._pacer._limits
        assert [limit.per for limit in limits] == [waits]
