"""Whose shop it is, and how its sign-in begins, goes on and ends."""

from datetime import UTC, datetime, timedelta

import pytest

from marketplaces.connectors.lazada import account, countries
from marketplaces.framework.errors import AccountSuspended, LoginExpired, Rejected, UnexpectedPayload
from marketplaces.framework.hosts import Hosts
from tests.marketplaces.connectors.lazada.conftest import CREDENTIALS, NOW, bad, good

TOKENS = {
    "access_token": "50000new",
    "refresh_token": "50001new",
    "expires_in": 864000,
    "refresh_expires_in": 4320000,
    "country": "th",
    "account": "s@example.com",
    "account_platform": "seller_center",
    "country_user_info": [{"country": "th", "user_id": "1001", "seller_id": "300500", "short_code": "TH1ABC"}],
}


def test_the_shop_is_named_by_its_seller_id_and_has_the_currency_of_its_country(lazada, remote):
    remote.answers("/seller/get", good({"seller_id": 300500, "name": "Lumen", "status": "ACTIVE"}))
    found = lazada.account()
    assert (found.remote_account_id, found.name, found.currency, found.country) == ("300500", "Lumen", "THB", "TH")


@pytest.mark.parametrize("status", ["INACTIVE", "DELETED"])
def test_a_closed_shop_pauses_the_connection(lazada, remote, status):
    remote.answers("/seller/get", good({"seller_id": 300500, "name": "Lumen", "status": status}))
    with pytest.raises(AccountSuspended):
        lazada.account()


def test_an_unknown_state_of_the_shop_is_named():
    with pytest.raises(UnexpectedPayload, match=r"data\.status"):
        account.read({"seller_id": 1, "status": "FROZEN"}, {})


def test_a_code_becomes_tokens_with_the_seconds_lazada_told(lazada, remote):
    remote.answers("/auth/token/create", good(**TOKENS))
    found = lazada.exchange_code({"code": "0_100132_demo", "state": "s"})
    assert found.values == {
        "access_token": "50000new", "refresh_token": "50001new", "country": "th",
        "login_ends_at": (NOW + timedelta(seconds=4320000)).isoformat(timespec="seconds"),
    }  # fmt: skip
    assert found.expires_at == NOW + timedelta(seconds=864000)
    (call,) = remote.seen
    assert (call.method, call.path, call.given["code"]) == ("POST", "/rest/auth/token/create", "0_100132_demo")
    assert "access_token" not in call.given


def test_renewing_gives_both_tokens_and_leaves_the_end_of_the_consent_alone(lazada, remote):
    told = TOKENS | {"country_user_info_list": TOKENS["country_user_info"]}
    remote.answers("/auth/token/refresh", good(**told))
    found = lazada.refresh_token(CREDENTIALS)
    assert found.values == {"access_token": "50000new", "refresh_token": "50001new"}
    assert remote.seen[0].given["refresh_token"] == "50001demo"


def test_an_ended_consent_asks_to_sign_in_and_is_not_tried_again(lazada, remote):
    remote.answers("/auth/token/refresh", bad("IllegalRefreshToken"))
    with pytest.raises(LoginExpired) as caught:
        lazada.refresh_token(CREDENTIALS)
    assert "Sign in" in caught.value.fix
    assert len(remote.seen) == 1


def test_without_a_refresh_token_nothing_is_asked(lazada, remote):
    with pytest.raises(LoginExpired):
        lazada.refresh_token({**CREDENTIALS, "refresh_token": ""})
    assert remote.seen == []


def test_a_callback_without_a_code_is_refused():
    with pytest.raises(Rejected):
        account.code_of({"state": "s"})


def test_a_cross_border_account_must_be_told_its_country():
    told = TOKENS | {"country": "cb"}
    with pytest.raises(Rejected, match="several countries"):
        account.granted(told, now=NOW, chosen="")
    assert account.granted(told, now=NOW, chosen="my").values["country"] == "my"


def test_the_end_of_the_consent_is_read_back():
    found = account.read({"seller_id": 1, "status": "ACTIVE"}, {"login_ends_at": "2026-02-20T00:00:00+00:00"})
    assert found.login_ends_at == datetime(2026, 2, 20, tzinfo=UTC)


def test_every_country_has_a_host_a_currency_and_a_name():
    assert countries.API_HOSTS.keys() == countries.CURRENCIES.keys()
    assert {name.lower() for name in countries.NAMES.values()} == countries.API_HOSTS.keys()


def test_the_hosts_are_those_of_the_contract():
    assert countries.HOSTS.address("", "th") == "https://api.lazada.co.th"
    assert countries.HOSTS.address(countries.TOKENS, "th") == "https://auth.lazada.com"


class TestItsOwnHosts:
    """One address a country, one for tokens: here, other folders of the scripted marketplace."""

    @pytest.fixture
    def hosts(self, remote):
        return Hosts(named={"": {"th": f"{remote.url}/th"}, countries.TOKENS: f"{remote.url}/auth"}, by="country")

    def test_calls_go_to_the_host_of_the_country_and_token_calls_to_the_host_of_tokens(self, lazada, remote):
        remote.answers("/th/rest/seller/get", good({"seller_id": 300500, "name": "Lumen", "status": "ACTIVE"}))
        remote.answers("/auth/rest/auth/token/refresh", good(**TOKENS))
        lazada.account()
        lazada.refresh_token(CREDENTIALS)
        assert remote.names() == ["/th/rest/seller/get", "/auth/rest/auth/token/refresh"]

    def test_the_merchant_agrees_at_the_host_of_tokens(self, lazada, remote):
        link = lazada.authorisation_url(redirect_url="https://hub.example.com/back", state="s")
        assert link.startswith(f"{remote.url}/auth/oauth/authorize?")


def test_an_address_with_rest_at_its_end_is_understood(lazada, remote):
    context = lazada.context
    context.base_url = context.transport.base_url = f"{remote.url}/rest"
    remote.answers("/seller/get", good({"seller_id": 300500, "name": "Lumen", "status": "ACTIVE"}))
    assert type(lazada)(context).account().name == "Lumen"
    assert remote.names() == ["/seller/get"]
    assert lazada.authorisation_url(redirect_url="https://h", state="").startswith(f"{remote.url}/oauth/authorize?")
