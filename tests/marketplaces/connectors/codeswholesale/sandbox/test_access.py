"""Who may ask the practice CodesWholesale, for how long, and how often."""

import pytest

from .hub import CLIENT, OTHER, OTHER_SECRET, SECRET


def token_call(hub, form, **more):
    answer = hub.session.post(f"{hub.url}/oauth/token", data=form, timeout=10, **more)
    return answer


GOOD = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET}


def test_asking_again_gives_the_same_token_with_less_life(hub):
    first = token_call(hub, GOOD).json()
    hub.control("clock", {"advance": 600})
    second = token_call(hub, GOOD).json()
    assert first["access_token"] == second["access_token"]
    assert (first["token_type"], first["expires_in"] - second["expires_in"]) == ("bearer", 600)


def test_an_ended_token_opens_nothing_and_a_new_one_is_another(hub):
    before = hub.sign_in()
    hub.control("clock", {"advance": 3601})
    answer = hub.call("GET", "/v3/accounts/current")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_token")
    assert hub.sign_in() != before
    assert hub.call("GET", "/v3/accounts/current").status_code == 200


def test_the_wrapped_form_tells_the_same(hub):
    hub.control("token", {"wrapped": True})
    body = token_call(hub, GOOD).json()
    assert set(body) == {"value", "tokenType", "expiresIn", "expiration", "expired", "scope"}
    hub.sign_in()
    assert hub.call("GET", "/v3/accounts/current").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "another"}, {"client_id": "another"}, {"grant_type": "password"}, {"grant_type": ""},
        {"client_secret": OTHER_SECRET},
    ],
)  # fmt: skip
def test_wrong_keys_get_no_token(hub, wrong):
    answer = token_call(hub, {**GOOD, **wrong})
    assert answer.status_code == 401
    assert answer.json()["error"]


def test_keys_in_the_address_are_not_taken(hub):
    assert token_call(hub, {}, params=GOOD).status_code == 401
    assert token_call(hub, GOOD, params={"scope": "administration"}).status_code == 401


@pytest.mark.parametrize("header", [{}, {"Authorization": ""}, {"Authorization": "Bearer nobody"}])
@pytest.mark.parametrize("path", ["/v3/accounts/current", "/v3/products", "/v3/orders", "/v3/codes/x"])
def test_without_a_good_token_nothing_opens(hub, header, path):
    answer = hub.session.get(f"{hub.url}{path}", headers=header, timeout=10)
    assert answer.status_code == 401
    assert answer.json()["error"] in ("unauthorized", "invalid_token")


def test_a_raw_token_is_not_enough(hub):
    token = hub.sign_in()
    answer = hub.session.get(f"{hub.url}/v3/accounts/current", headers={"Authorization": token}, timeout=10)
    assert answer.status_code == 401


def test_one_account_does_not_see_the_others_orders_and_keys(hub):
    made = hub.order().json()
    hub.control("clock", {"advance": 5})
    (code,) = hub.call("GET", f"/v3/orders/{made['orderId']}").json()["products"][0]["codes"]
    hub.sign_in(OTHER, OTHER_SECRET)
    for path in (f"/v3/orders/{made['orderId']}", "/v3/orders/hub-1", f"/v3/codes/{code['codeId']}"):
        hub.refused(hub.call("GET", path), 404)
    assert hub.call("GET", "/v3/orders").json() == {"items": []}


def test_the_account_tells_balance_credit_and_their_sum(hub):
    body = hub.call("GET", "/v3/accounts/current").json()
    assert (body["currentBalance"], body["currentCredit"], body["totalToUse"]) == (2500.0, 500.0, 3000.0)


def test_version_1_is_switched_off(hub):
    hub.refused(hub.call("GET", "/v1/products"), 404)


def test_more_than_two_a_second_are_refused(hub):
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    statuses = [hub.call("GET", "/v3/accounts/current").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    hub.control("clock", {"advance": 0.5})
    assert hub.call("GET", "/v3/accounts/current").status_code == 200
    hub.control("limits", {"enabled": False})


def test_fifty_tokens_in_five_minutes_are_all_there_are(hub):
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    statuses = {token_call(hub, GOOD).status_code for _ in range(50)}
    assert statuses == {200}
    assert token_call(hub, GOOD).status_code == 429
    hub.control("clock", {"advance": 301})
    assert token_call(hub, GOOD).status_code == 200
    hub.control("limits", {"enabled": False})


def test_four_hundred_lists_in_ten_minutes_are_all_there_are(hub):
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    for _ in range(400):
        hub.control("clock", {"advance": 1})
        assert hub.session.get(f"{hub.url}/v2/products?region=none", headers=hub.headers, timeout=10).ok
    hub.control("clock", {"advance": 1})
    assert hub.call("GET", "/v3/products").status_code == 429
    assert hub.call("GET", "/v3/accounts/current").status_code == 200
    hub.control("limits", {"enabled": False})


def test_the_limits_are_told_to_whoever_measures(hub):
    limits = hub.control("", method="GET")["limits"]
    assert limits["overall"]["rate"] == 2
    assert limits["operations"]["GET /v3/products"]["burst"] == 400
    assert limits["operations"]["POST /oauth/token"]["burst"] == 50
