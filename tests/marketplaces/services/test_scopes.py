"""Whose budget a call spends: one key's is shared by whatever it opens, and is not told by the limiter's rows."""

from marketplaces.framework.limits import LimitScope
from marketplaces.services.connectors import scope_values
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
