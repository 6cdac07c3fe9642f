"""Whom a token belongs to, and what is asked how often."""

from datetime import UTC, datetime

import pytest

from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.framework.errors import PermissionMissing, RateLimited, UnexpectedPayload
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import connected
from .test_auth import jwt

PING, SELLER, PLACES = "GET /ping", "GET /api/v1/seller-info", "GET /api/v3/warehouses"
SID = "4f6c1d0a-5b7e-4c1d-9a53-3f0a2b9c7e11"


@pytest.fixture
def answering(remote: Remote) -> Remote:
    remote.answers(PING, {"TS": "2026-10-01T10:00:00+03:00", "Status": "OK"})
    remote.answers(SELLER, {"name": "ООО «Ателье»", "sid": SID, "tin": "7704123456", "tradeMark": "Atelier"})
    remote.answers(PLACES, [])
    return remote


def test_the_seller_is_named_and_the_end_of_the_token_told(answering: Remote) -> None:
    found = connected(answering.url, token=jwt(sid=SID, exp=1_790_841_600, s=1 << 4)).account()
    assert (found.remote_account_id, found.name) == (SID, "Atelier")
    assert found.login_ends_at == datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert found.permissions == ("Marketplace",)


def test_the_greeting_is_not_repeated(wildberries: wildberries_connector, answering: Remote) -> None:
    for _ in range(3):
        wildberries.account()
    assert [len(answering.asked(name)) for name in (PING, SELLER, PLACES)] == [1, 1, 3]


def test_a_name_that_may_be_asked_once_a_day_is_left_out(answering: Remote) -> None:
    answering.headers["X-Ratelimit-Retry"] = "86400"
    answering.answers(SELLER, (429, {"title": "too many requests", "detail": "limited"}))
    assert connected(answering.url, token=jwt(sid=SID)).account().remote_account_id == SID
    with pytest.raises(RateLimited):
        connected(answering.url).account()


@pytest.mark.parametrize("answer", [{"Status": "BAD"}, {}, []])
def test_another_service_is_noticed(wildberries: wildberries_connector, answering: Remote, answer: object) -> None:
    answering.answers(PING, (200, answer))
    with pytest.raises(UnexpectedPayload):
        wildberries.account()


def test_a_token_of_other_categories_is_said_so(shop: Shop) -> None:
    shop.control("token", {"categories": ["content"]})
    shop.credentials.values.update(shop.control("credentials"))
    with pytest.raises(PermissionMissing, match="Marketplace"):
        shop.connector.account()


def test_the_practice_token_tells_its_end(shop: Shop) -> None:
    found = shop.connector.account()
    assert found.login_ends_at is not None
    assert found.permissions == ("Content", "Analytics", "Prices and discounts", "Marketplace", "Statistics")
