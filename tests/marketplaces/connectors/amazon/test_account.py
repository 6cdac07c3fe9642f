"""Whose shop it is, and the tokens that open it."""

from datetime import timedelta

import pytest

from marketplaces.framework.errors import LoginExpired, PermissionMissing, Rejected, UnexpectedPayload

from .conftest import CREDENTIALS, GERMANY, SELLER

WHERE = "GET /sellers/v1/marketplaceParticipations"
TOKEN = "POST /auth/o2/token"


def participation(place=GERMANY, country="DE", currency="EUR", **more):
    return {
        "marketplace": {
            "id": place, "name": "Amazon", "countryCode": country, "defaultCurrencyCode": currency,
            "defaultLanguageCode": "de_DE", "domainName": "www.amazon.de",
        },
        "storeName": "Lumen",
        "participation": {"isParticipating": True, "hasSuspendedListings": False, **more},
    }  # fmt: skip


def test_a_seller_on_one_marketplace_is_one_shop(amazon, remote):
    remote.answers(WHERE, {"payload": [participation("A13V1IB3VIYZZH", "FR"), participation()]})
    found = amazon.account()
    assert (found.remote_account_id, found.name) == (f"{SELLER}:{GERMANY}", "Lumen")
    assert (found.currency, found.country) == ("EUR", "DE")


@pytest.mark.parametrize(
    "payload", [[], [participation("A13V1IB3VIYZZH", "FR")], [participation(isParticipating=False)]]
)
def test_a_seller_who_does_not_sell_there_is_told_where_he_does(amazon, remote, payload):
    remote.answers(WHERE, {"payload": payload})
    with pytest.raises(PermissionMissing) as caught:
        amazon.account()
    assert "DE" in str(caught.value)


def test_a_shop_without_the_sellers_number_is_no_shop(line, remote):
    with pytest.raises(Rejected) as caught:
        line(selling_partner_id="").connector.account()
    assert "Account info" in caught.value.fix
    assert remote.seen == []


def test_suspended_listings_do_not_close_the_shop(amazon, remote):
    remote.answers(WHERE, {"payload": [participation(hasSuspendedListings=True)]})
    assert amazon.account().name == "Lumen"


def test_tokens_are_made_with_the_fields_of_a_form(line, remote):
    made = line()
    remote.answers(TOKEN, {"access_token": "Atza|2", "token_type": "bearer", "expires_in": 3600})
    found = made.connector.refresh_token(CREDENTIALS)
    assert found.values == {"access_token": "Atza|2"}
    assert found.expires_at == made.clock.now() + timedelta(hours=1)
    (asked,) = remote.asked(TOKEN)
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "grant_type=refresh_token" in asked.body
    assert "x-amz-access-token" not in {name.lower() for name in asked.headers}


def test_a_shop_that_was_never_signed_in_says_so(amazon, remote):
    with pytest.raises(LoginExpired):
        amazon.refresh_token({**CREDENTIALS, "refresh_token": ""})
    assert remote.seen == []


def test_a_wrong_client_secret_is_found_before_the_token_ends(amazon, remote):
    remote.answers(TOKEN, (401, {"error": "invalid_client", "error_description": "Client authentication failed"}))
    with pytest.raises(LoginExpired) as caught:
        amazon.prove_other_keys()
    assert "secret" in caught.value.fix


def test_a_code_brings_tokens_and_the_number_of_the_seller(amazon, remote):
    answer = {"access_token": "Atza|2", "refresh_token": "Atzr|3", "token_type": "bearer", "expires_in": 3600}
    remote.answers(TOKEN, answer)
    query = {"spapi_oauth_code": "S1", "state": "x", "selling_partner_id": "A2OTHER0000001"}
    assert amazon.exchange_code(query).values == {
        "access_token": "Atza|2", "refresh_token": "Atzr|3", "selling_partner_id": "A2OTHER0000001",
    }  # fmt: skip


@pytest.mark.parametrize("query", [{}, {"spapi_oauth_code": " "}])
def test_a_callback_without_a_code_costs_no_call(amazon, remote, query):
    with pytest.raises(Rejected):
        amazon.exchange_code(query)
    assert remote.seen == []


def test_a_callback_without_a_seller_is_refused(amazon, remote):
    remote.answers(TOKEN, {"access_token": "Atza|2", "refresh_token": "Atzr|3", "expires_in": 3600})
    with pytest.raises(Rejected):
        amazon.exchange_code({"spapi_oauth_code": "S1"})


def test_an_answer_without_a_token_names_the_field(amazon, remote):
    remote.answers(TOKEN, {"token_type": "bearer"})
    with pytest.raises(UnexpectedPayload, match="access_token"):
        amazon.refresh_token(CREDENTIALS)


@pytest.mark.parametrize("name", ["client_id", "client_secret"])
def test_without_the_keys_of_an_application_nothing_is_renewed(amazon, remote, name):
    with pytest.raises(LoginExpired, match="application is missing"):
        amazon.refresh_token({**CREDENTIALS, name: ""})
    assert remote.seen == []
