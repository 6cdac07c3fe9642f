"""The consent link, the client's header, the challenge and the end of a consent."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from marketplaces.connectors.ebay import account, auth
from marketplaces.connectors.ebay.connector import EbayConnector
from marketplaces.framework.errors import AccountSuspended, Rejected

VALUES = {"client_id": "App-1", "client_secret": "Cert-1", "ru_name": "Some_Name-App-1-abc"}
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_the_consent_link_names_the_application_and_the_way_back_by_its_name():
    link = auth.consent_link(VALUES, address="https://auth.ebay.com", state="s t/1")
    assert link.partition("?")[0] == "https://auth.ebay.com/oauth2/authorize"
    query = parse_qs(urlsplit(link).query)
    assert query["redirect_uri"] == ["Some_Name-App-1-abc"]
    assert (query["state"], query["response_type"]) == (["s t/1"], ["code"])
    assert query["scope"] == [" ".join(auth.SCOPES)]
    assert "%20" in link and "+" not in link


@pytest.mark.parametrize(
    ("environment", "hosts"),
    [
        ("", ["https://api.ebay.com", "https://apiz.ebay.com", "https://auth.ebay.com"]),
        (
            "sandbox",
            ["https://api.sandbox.ebay.com", "https://apiz.sandbox.ebay.com", "https://auth.sandbox.ebay.com"],
        ),
    ],
)
def test_identity_and_consent_have_hosts_of_their_own_in_both_environments(environment, hosts):
    table, region = EbayConnector.hosts, EbayConnector.hosts.region({"environment": environment})
    found = [table.address(name, region) or EbayConnector.api_base_url for name in ("", "identity", "consent")]
    assert found == hosts


def test_the_client_is_named_as_basic_authentication_does():
    assert base64.b64decode(auth.client_header(VALUES).removeprefix("Basic ")) == b"App-1:Cert-1"


def test_the_challenge_is_hashed_in_the_order_of_the_contract():
    url = "https://hub.example.com/hooks/ebay/t/"
    token = auth.verification_token(VALUES, url)
    assert 32 <= len(token) <= 80 and token.isalnum()
    assert auth.challenge_response("c1", token, url) == hashlib.sha256(f"c1{token}{url}".encode()).hexdigest()
    assert token != auth.verification_token(VALUES, url.rstrip("/"))
    assert token != auth.verification_token({**VALUES, "client_secret": "Cert-2"}, url)


def test_a_sign_in_brings_both_tokens_and_the_end_of_the_consent():
    answer = {"access_token": "a", "expires_in": 7200, "refresh_token": "r", "refresh_token_expires_in": 47304000}
    found = account.tokens(answer, now=NOW)
    assert found.expires_at == NOW + timedelta(hours=2)
    assert found.values["refresh_token"] == "r"
    assert account.login_ends(found.values) == NOW + timedelta(seconds=47304000)


def test_a_renewal_leaves_the_refresh_token_as_it_is():
    found = account.tokens({"access_token": "b", "expires_in": 7200}, now=NOW)
    assert found.values == {"access_token": "b"}


@pytest.mark.parametrize("query", [{}, {"code": " "}, {"error": "access_denied", "code": "x"}])
def test_a_way_back_without_a_code_is_told_to_the_merchant(query):
    with pytest.raises(Rejected) as caught:
        account.code(query)
    assert caught.value.fix


def test_a_code_is_taken_as_it_came():
    assert account.code({"code": "v^1.1#i^1#p%3D"}) == "v^1.1#i^1#p%3D"


def test_the_account_is_known_by_the_number_that_never_changes():
    user = {"userId": "u-1", "username": "shop_x", "registrationMarketplaceId": "EBAY_DE", "status": "CONFIRMED"}
    found = account.read(user, site="", login_ends_at=None)
    assert (found.remote_account_id, found.name, found.currency, found.country) == ("u-1", "shop_x", "EUR", "DE")
    assert account.read(user, site="EBAY_GB", login_ends_at=None).currency == "GBP"
    with pytest.raises(AccountSuspended):
        account.read({**user, "status": "ACCOUNTONHOLD"}, site="", login_ends_at=None)
