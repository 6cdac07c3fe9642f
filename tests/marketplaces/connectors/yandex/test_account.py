"""Whose key it is, which shop is meant, and what a closed shop says."""

from typing import Any

import pytest

from marketplaces.connectors.yandex import connector as yandex_connector
from marketplaces.framework.errors import AccountSuspended, LoginExpired, PermissionMissing, Rejected
from tests.contract.exercise import exercise
from tests.contract.shop import Shop
from tests.marketplaces.connectors.remote import Remote

from .conftest import API_KEY, CAMPAIGNS, connected, refusal

TOKEN = {"status": "OK", "result": {"apiKey": {"name": "hub", "authScopes": ["ALL_METHODS"]}}}
SETTINGS = {"status": "OK", "result": {"settings": {"currency": "RUR"}}}


def test_the_account_is_the_shop_with_its_currency_and_permissions(shop: Shop) -> None:
    found = shop.connector.account()
    assert (found.remote_account_id, found.name, found.currency) == ("21000001", "Atelier Lumen Казань", "RUB")
    assert found.permissions == ("ALL_METHODS",)


def test_the_key_goes_as_it_is(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers("/v2/auth/token", TOKEN)
    yandex.account()
    sent = {name.lower(): text for name, text in remote.seen[0].headers.items()}
    assert sent["api-key"] == API_KEY
    assert "authorization" not in sent


def test_a_key_of_several_shops_lists_them(remote: Remote) -> None:
    remote.answers("/v2/auth/token", TOKEN)
    with pytest.raises(Rejected, match=r"21000001 \(Atelier Lumen, FBS\)"):
        connected(remote.url).account()
    with pytest.raises(Rejected, match="does not open the shop 5"):
        connected(remote.url, campaign_id="5").account()


def test_a_key_of_one_shop_needs_no_number(remote: Remote) -> None:
    remote.answers("/v2/auth/token", TOKEN)
    remote.answers("/v2/campaigns", {**CAMPAIGNS, "campaigns": CAMPAIGNS["campaigns"][:1]})
    assert connected(remote.url).account().remote_account_id == "21000001"


def test_shops_on_later_pages_are_found(remote: Remote) -> None:
    first, second = CAMPAIGNS["campaigns"]
    remote.answers("/v2/auth/token", TOKEN)
    remote.answers(
        "/v2/campaigns",
        {"campaigns": [first], "paging": {"nextPageToken": "2"}},
        {"campaigns": [second], "paging": {}},
    )
    assert connected(remote.url, campaign_id="21000002").account().name == "Lumen DBS"


def test_settings_that_cannot_be_read_do_not_spoil_the_test(remote: Remote, yandex: yandex_connector) -> None:
    remote.answers("/v2/auth/token", TOKEN)
    remote.answers("/v2/businesses/5001/settings", refusal(403, "no access", "FORBIDDEN"))
    assert yandex.account().currency == ""
    remote.answers("/v2/businesses/5001/settings", SETTINGS)
    assert yandex.account().currency == "RUB"


def test_a_closed_shop_says_why(shop: Shop) -> None:
    shop.control("shop", {"availability": "DISABLED_BY_INACTIVITY"})
    with pytest.raises(AccountSuspended, match="long time"):
        shop.connector.account()
    with pytest.raises(AccountSuspended):
        list(shop.connector.pull_stock())


@pytest.mark.parametrize(("key", "words"), [("y0_oauth", "prefix"), ("ACMA:short", "format"), ("ACMA:a:b", "invalid")])
def test_a_wrong_key_is_the_accounts_matter(shop: Shop, key: str, words: str) -> None:
    shop.credentials.values["api_key"] = key
    with pytest.raises(LoginExpired) as caught:
        shop.connector.account()
    assert words in caught.value.said


def test_a_key_that_may_only_read_pauses_the_connection(shop: Shop) -> None:
    key: Any = "ACMA:readsOnly:00ff"
    shop.control("key", {"key": key, "scopes": ["ALL_METHODS_READ_ONLY"]})
    shop.credentials.values["api_key"] = key
    order = shop.sold()
    with pytest.raises(PermissionMissing):
        shop.shipped(order)


def test_a_key_with_the_three_accesses_that_the_form_names_does_all_that_is_declared(shop: Shop) -> None:
    scopes = ["INVENTORY_AND_ORDER_PROCESSING", "OFFERS_AND_CARDS_MANAGEMENT", "PRICING"]
    key = "ACMA:sandboxThreeAccessesOnly:3003cafe"
    shop.control("key", {"key": key, "scopes": scopes})
    shop.credentials.values["api_key"] = key
    exercise(shop)
    assert {call.outcome for call in shop.recorder.calls} == {"ok"}
