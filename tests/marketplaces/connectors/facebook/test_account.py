"""Whose catalogue it is, what the token may do, signing in by link, and making a token longer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from marketplaces.connectors.facebook import connector as facebook_connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import LoginExpired, PermissionMissing, Rejected
from tests.marketplaces.connectors.remote import Lines, Remote

from .conftest import CREDENTIALS
from .samples import CATALOG, error, item, page

ME, HERE, PRODUCTS = "GET /me", f"GET /{CATALOG}", f"GET /{CATALOG}/products"
TOKEN, DEBUG = "GET /oauth/access_token", "GET /debug_token"
WAY_BACK = "https://hub.example/connect/facebook/callback/"


def named(remote: Remote) -> None:
    remote.answers(ME, {"id": "1221", "name": "Lumen"})
    remote.answers(HERE, {"id": CATALOG, "name": "Lumen catalog", "product_count": 3, "vertical": "commerce"})


def test_the_account_is_the_catalogue_and_its_currency_that_of_its_first_item(
    remote: Remote, facebook: facebook_connector
) -> None:
    named(remote)
    remote.answers(PRODUCTS, page([item()]))
    found = facebook.account()
    assert (found.remote_account_id, found.name, found.currency) == (CATALOG, "Lumen catalog", "THB")
    remote.answers(PRODUCTS, page([]))
    assert facebook.account().currency == ""


def test_a_catalogue_that_the_token_does_not_open_is_the_matter_of_its_permissions(
    remote: Remote, facebook: facebook_connector
) -> None:
    remote.answers(ME, {"id": "1221"})
    remote.answers(HERE, (400, error(100, subcode=33)))
    with pytest.raises(PermissionMissing) as caught:
        facebook.account()
    assert "Commerce Manager" in caught.value.fix


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ({"is_valid": False, "scopes": ["catalog_management"]}, LoginExpired),
        ({}, LoginExpired),
        ({"is_valid": True, "scopes": ["pages_read_engagement"]}, PermissionMissing),
        ({"is_valid": True, "scopes": ["catalog_management"]}, None),
        ({"is_valid": True}, None),
    ],
)
def test_the_apps_secret_is_proved_by_asking_about_the_token(
    remote: Remote, facebook: facebook_connector, found: dict[str, Any], kind: type[Exception] | None
) -> None:
    remote.answers(DEBUG, {"data": found})
    if kind is None:
        facebook.prove_other_keys()
    else:
        with pytest.raises(kind):
            facebook.prove_other_keys()
    (asked,) = remote.asked(DEBUG)
    assert asked.headers["Authorization"] == "Bearer 1200300400500|fbapp-secret-planted"


def test_no_key_stands_in_the_record_of_a_call_that_carries_it_in_its_address(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(DEBUG, {"data": {"is_valid": True}})
    remote.answers(TOKEN, {"access_token": "EAAnew", "token_type": "bearer", "expires_in": 60})
    shop = line(redirect_url=WAY_BACK)
    shop.connector.prove_other_keys()
    shop.connector.refresh_token(CREDENTIALS)
    shop.connector.exchange_code({"code": "AQcode0001"})
    written = " ".join(call.path for call in shop.recorder.calls)
    assert len(shop.recorder.calls) == 4
    for secret in (CREDENTIALS["access_token"], CREDENTIALS["app_secret"], "AQcode0001", "EAAnew"):
        assert secret not in written


def test_a_good_token_is_exchanged_for_a_longer_one(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(TOKEN, {"access_token": "EAAnew", "token_type": "bearer", "expires_in": 5_184_000})
    shop = line()
    found = shop.connector.refresh_token(CREDENTIALS)
    ends = shop.clock.now() + timedelta(days=60)
    assert found.expires_at == ends
    assert found.values == {"access_token": "EAAnew", "login_ends_at": ends.isoformat(timespec="seconds")}
    assert remote.asked(TOKEN)[0].query["grant_type"] == "fb_exchange_token"


def test_a_token_that_never_ends_has_no_end(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(TOKEN, {"access_token": "EAAnew", "token_type": "bearer"})
    found = facebook.refresh_token(CREDENTIALS)
    assert (found.values, found.expires_at) == ({"access_token": "EAAnew"}, None)


def test_a_dead_token_cannot_be_made_longer(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(TOKEN, (400, error(190, subcode=463)))
    with pytest.raises(LoginExpired):
        facebook.refresh_token(CREDENTIALS)
    with pytest.raises(LoginExpired):
        facebook.refresh_token({})


def test_the_end_that_was_told_is_shown(remote: Remote, line: Lines[Any]) -> None:
    named(remote)
    remote.answers(PRODUCTS, page([]))
    found = line(login_ends_at="2027-01-19T12:00:00+00:00").connector.account()
    assert found.login_ends_at == datetime(2027, 1, 19, 12, tzinfo=UTC)


# By link


def test_who_has_not_told_the_way_back_hears_which_one_to_enter(facebook: facebook_connector) -> None:
    with pytest.raises(Rejected) as caught:
        facebook.authorisation_url(redirect_url=WAY_BACK, state="s")
    assert WAY_BACK in str(caught.value)


def test_the_code_goes_with_the_same_way_back_and_becomes_a_long_token(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(TOKEN, lambda seen: {"access_token": "EAAhour" if "code" in seen.query else "EAAlong"})
    found = line(redirect_url=WAY_BACK).connector.exchange_code({"code": "AQ1"})
    first, second = remote.asked(TOKEN)
    assert (first.query["redirect_uri"], first.query["code"]) == (WAY_BACK, "AQ1")
    assert second.query["fb_exchange_token"] == "EAAhour"
    assert found.values["access_token"] == "EAAlong"


@pytest.mark.parametrize("query", [{}, {"code": " "}, {"error": "access_denied", "error_description": "No."}])
def test_no_consent_is_said(facebook: facebook_connector, query: dict[str, str]) -> None:
    with pytest.raises(Rejected):
        facebook.exchange_code(query)


@pytest.mark.parametrize(("count", "good"), [(0, False), (1, True), (2, False)])
def test_the_only_catalogue_of_a_business_is_found(remote: Remote, line: Lines[Any], count: int, good: bool) -> None:
    remote.answers(TOKEN, {"access_token": "EAAlong"})
    remote.answers("GET /31000/owned_product_catalogs", {"data": [{"id": f"4100{n}"} for n in range(count)]})
    connector = line(redirect_url=WAY_BACK, catalog_id="", business_id="31000").connector
    if good:
        assert connector.exchange_code({"code": "AQ1"}).values["catalog_id"] == "41000"
    else:
        with pytest.raises(Rejected, match="catalogue"):
            connector.exchange_code({"code": "AQ1"})


# What it can


def test_orders_are_offered_only_behind_their_setting() -> None:
    orders = {Capability.PULL_ORDERS, Capability.ORDER_ITEMS, Capability.CONFIRM_SHIPMENT, Capability.CANCEL}
    assert not orders & facebook_connector.able({})
    assert orders <= facebook_connector.able({"orders": "legacy"})
    assert Capability.PUSH_STOCK in facebook_connector.able({})


def test_the_app_is_registered_for_former_orders_when_the_shop_is_tested(
    remote: Remote, legacy: facebook_connector
) -> None:
    remote.answers(DEBUG, {"data": {"is_valid": True}})
    remote.answers("POST /610000000000009/order_management_apps", {"success": True})
    legacy.prove_other_keys()
    assert [each.path for each in remote.seen][-1] == "/v25.0/610000000000009/order_management_apps"
