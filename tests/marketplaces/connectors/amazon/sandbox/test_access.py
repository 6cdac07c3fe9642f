"""Who may ask, and how often."""

from __future__ import annotations

import pytest

from .hub import ALL, LONG_AGO, OLD_ORDERS, ORDERS, Hub, error_of

WHERE = "/sellers/v1/marketplaceParticipations"


def test_the_seller_is_told_where_it_sells(hub: Hub) -> None:
    reply = hub.call("GET", WHERE)
    assert [each["marketplace"]["countryCode"] for each in reply.json()["payload"]] == ["DE", "FR"]
    assert reply.headers["x-amzn-RateLimit-Limit"] == "0.016"
    assert hub.seller not in reply.text


@pytest.mark.parametrize(("token", "code"), [("", "MissingAuthenticationToken"), ("Atza|forged", "Unauthorized")])
def test_a_wrong_token_opens_nothing(hub: Hub, token: str, code: str) -> None:
    hub.token = token
    assert error_of(hub.call("GET", WHERE)) == (403, code)
    assert error_of(hub.orders(lastUpdatedAfter=LONG_AGO)) == (403, code)


def test_an_ended_token_is_told_as_such_and_renewed_by_the_same_refresh_token(hub: Hub) -> None:
    hub.control("clock", {"advance": 3601})
    reply = hub.call("GET", WHERE)
    assert reply.json()["errors"][0]["details"] == "The access token you provided has expired."
    assert "x-amzn-RateLimit-Limit" not in reply.headers
    answer = hub.token_call(grant_type="refresh_token", refresh_token=hub.keys["refresh_token"]).json()
    assert (answer["refresh_token"], answer["expires_in"]) == (hub.keys["refresh_token"], 3600)
    hub.token = answer["access_token"]
    assert hub.call("GET", WHERE).status_code == 200


@pytest.mark.parametrize(
    ("form", "status", "word"),
    [
        ({"grant_type": "refresh_token", "refresh_token": "Atzr|forged"}, 400, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "old"}, 400, "invalid_grant"),
        ({"grant_type": "client_credentials", "scope": "everything"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x", "client_secret": "old"}, 401, "invalid_client"),
    ],
)
def test_a_wrong_grant_is_refused_in_oauths_own_shape(hub: Hub, form: dict[str, str], status: int, word: str) -> None:
    reply = hub.token_call(**form)
    assert (reply.status_code, reply.json()["error"]) == (status, word)


def test_a_rotated_secret_is_refused_and_the_refresh_token_stays(hub: Hub) -> None:
    grant = {"grant_type": "refresh_token", "refresh_token": hub.keys["refresh_token"]}
    hub.control("expire", {"secret": True})
    assert hub.token_call(**grant).status_code == 401
    hub.control("expire", {"secret": False})
    assert hub.token_call(**grant).status_code == 200


def test_a_code_works_once_and_for_five_minutes(hub: Hub) -> None:
    page = hub.session.post(
        f"{hub.url}/apps/authorize/consent", data={}, timeout=10, allow_redirects=False,
        params={"application_id": hub.keys["application_id"], "state": "s", "redirect_uri": "http://127.0.0.1:9/back"},
    )  # fmt: skip
    code = page.headers["Location"].partition("spapi_oauth_code=")[2].partition("&")[0]
    grant = {"grant_type": "authorization_code", "code": code}
    assert hub.token_call(**grant).json()["refresh_token"]
    assert hub.token_call(**grant).json()["error"] == "invalid_grant"


def test_another_marketplace_than_the_sellers_is_denied(hub: Hub) -> None:
    assert error_of(hub.orders(lastUpdatedAfter=LONG_AGO, marketplaceIds="A19VAU5U5O7RUS")) == (403, "Unauthorized")
    assert error_of(hub.orders(lastUpdatedAfter=LONG_AGO, marketplaceIds="NOWHERE")) == (400, "InvalidInput")


def test_another_sellers_listings_are_denied(hub: Hub) -> None:
    reply = hub.call("GET", "/listings/2021-08-01/items/A1LUMEN9SG8Q4Z", {"marketplaceIds": hub.place})
    assert error_of(reply) == (403, "Unauthorized")


def test_personal_data_of_the_old_api_need_a_token_of_their_own(hub: Hub) -> None:
    number = hub.sell()
    bare = hub.call("GET", f"{OLD_ORDERS}/{number}").json()["payload"]
    assert "Name" not in bare["ShippingAddress"]
    resources = [
        {"method": "GET", "path": f"{OLD_ORDERS}/{{orderId}}", "dataElements": ["buyerInfo", "shippingAddress"]}
    ]
    hub.token = hub.call(
        "POST", "/tokens/2021-03-01/restrictedDataToken", body={"restrictedResources": resources}
    ).json()["restrictedDataToken"]
    assert hub.call("GET", f"{OLD_ORDERS}/{number}").json()["payload"]["ShippingAddress"]["Name"]
    assert error_of(hub.call("GET", f"{ORDERS}/{number}", {"includedData": ALL})) == (403, "Unauthorized")


def test_each_operation_has_a_bucket_of_its_own(hub: Hub) -> None:
    hub.control("limits", {"enabled": True})
    replies = [hub.orders(lastUpdatedAfter=LONG_AGO, maxResultsPerPage=1) for _ in range(21)]
    assert [each.status_code for each in replies] == [200] * 20 + [429]
    assert error_of(replies[-1]) == (429, "QuotaExceeded")
    assert "x-amzn-RateLimit-Limit" not in replies[-1].headers
    assert "retry-after" not in {name.lower() for name in replies[-1].headers}
    assert hub.call("GET", WHERE).status_code == 200
    hub.control("limits", {"enabled": False})
