"""How fast is asked: by the kind of token, and dearer after a refusal."""

import pytest

from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import NotFound
from marketplaces.framework.limits import Limit
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import TOKEN, connected, refusal
from .test_auth import jwt


def of(limits: tuple[Limit, ...], group: str) -> tuple[float, float, float]:
    (found,) = [limit for limit in limits if limit.group == group]
    return found.rate, found.per, found.burst


@pytest.mark.parametrize("token", [jwt(acc=3), jwt(acc=4), TOKEN], ids=["personal", "service", "of no known form"])
def test_a_token_of_a_seller_has_the_documented_budgets(token: str) -> None:
    assert wildberries_connector.limits_for({"token": token}) == wildberries_connector.limits


def test_a_base_token_is_asked_far_less_of() -> None:
    limits = wildberries_connector.limits_for({"token": jwt(acc=1)})
    assert of(limits, "prices") == (4, 3600, 1)
    assert of(limits, "sales") == (1, 7200, 1)
    assert of(limits, "seller") == (1, 86_400, 1)
    assert of(limits, "orders")[:2] == (150, 60)
    assert of(limits, "cards") == of(wildberries_connector.limits, "cards")
    assert {limit.group for limit in limits} == {limit.group for limit in wildberries_connector.limits}


def test_a_refused_call_of_the_marketplace_costs_ten_and_one_of_cards_one(remote: Remote) -> None:
    at = connected(remote.url)
    limiter = at.context.transport._pacer._limiter
    remote.answers("GET /api/v3/warehouses", refusal("NotFound", 404))
    remote.answers("POST /content/v2/get/cards/list", (404, {"error": True, "errorText": "no"}))
    with pytest.raises(NotFound):
        at.warehouses()
    with pytest.raises(NotFound):
        list(at.pull_products())
    assert limiter.extra == [("warehouses", 9)]  # type: ignore[attr-defined]


def test_the_practice_shop_keeps_the_budgets_of_a_base_token(shop: Shop) -> None:
    shop.control("token", {"kind": "base"})
    shop.credentials.values.update(shop.control("credentials"))
    shop.control("limits", {"enabled": True})
    assert wildberries_connector.limits_for(shop.credentials.values) != wildberries_connector.limits
    with shop.trouble():
        assert next(iter(shop.connector.pull_prices())).items
        with pytest.raises(Exception, match="slow down") as caught:
            next(iter(shop.connector.pull_prices()))
    assert 60 < getattr(caught.value, "retry_after", 0) <= 900
