"""Tokens, consent, scopes and limits, as the documents say."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from .hub import APP_SCOPE, NOTIFICATION, ORDERS, Hub, error_of

BACK = "http://127.0.0.1:9/back"


def consented(hub: Hub, **change: str) -> dict[str, str]:
    query = {
        "client_id": hub.keys["client_id"], "redirect_uri": hub.keys["ru_name"], "response_type": "code", "state": "s1",
        "scope": f"{APP_SCOPE}/sell.fulfillment {APP_SCOPE}/commerce.identity.readonly", **change,
    }  # fmt: skip
    page = hub.session.post(
        f"{hub.url}/oauth2/authorize?{urlencode(query)}", data={"accepted": BACK}, allow_redirects=False, timeout=10
    )
    assert page.status_code in (302, 400)
    return dict(parse_qsl(urlsplit(page.headers.get("Location", "")).query))


def test_a_code_works_once_and_brings_a_refresh_token_of_eighteen_months(hub):
    code = consented(hub)["code"]
    assert "#" in code and "%" in code
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": hub.keys["ru_name"]}
    answer = hub.token_call(**given).json()
    assert (answer["expires_in"], answer["refresh_token_expires_in"]) == (7200, 47304000)
    again = hub.token_call(**given)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    renewed = hub.token_call(grant_type="refresh_token", refresh_token=answer["refresh_token"]).json()
    assert "refresh_token" not in renewed


@pytest.mark.parametrize(
    "change", [{"redirect_uri": BACK}, {"client_id": "x"}, {"scope": "x"}, {"response_type": "token"}]
)
def test_a_wrong_consent_link_leads_nowhere(hub, change):
    assert consented(hub, **change) == {}


def test_the_state_comes_back(hub):
    assert consented(hub)["state"] == "s1"


@pytest.mark.parametrize(
    ("form", "status", "word"),
    [
        ({"grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "x", "redirect_uri": "Other-Name"}, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": f"{APP_SCOPE}/sell.fulfillment"}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_a_wrong_grant_is_refused_in_words(hub, form, status, word):
    found = hub.token_call(**form)
    assert (found.status_code, found.json()["error"]) == (status, word)


def test_an_application_may_have_the_scopes_of_every_practice_keyset(hub):
    scopes = f"{APP_SCOPE} {APP_SCOPE}/buy.item.feed {APP_SCOPE}/buy.marketplace.insights"
    found = hub.token_call(grant_type="client_credentials", scope=scopes)
    assert (found.status_code, found.json()["token_type"]) == (200, "Application Access Token")
    hub.token = found.json()["access_token"]
    assert hub.call("GET", "/developer/analytics/v1_beta/rate_limit/").status_code == 200


def test_consent_may_ask_for_every_scope_that_the_descriptions_name(hub):
    names = ("sell.payment.dispute", "sell.marketing", "commerce.notification.subscription.readonly")
    assert consented(hub, scope=" ".join(f"{APP_SCOPE}/{name}" for name in names))["code"]


def test_a_wrong_secret_is_no_client(hub):
    found = hub.token_call(secret="x", grant_type="client_credentials", scope=APP_SCOPE)
    assert (found.status_code, found.json()["error"]) == (401, "invalid_client")


def test_a_scope_that_was_not_given_opens_nothing(hub):
    code = consented(hub)["code"]
    given = {"grant_type": "authorization_code", "code": code, "redirect_uri": hub.keys["ru_name"]}
    hub.token = hub.token_call(**given).json()["access_token"]
    assert hub.orders(limit="1").status_code == 200
    assert error_of(hub.call("GET", "/sell/inventory/v1/inventory_item")) == (403, 1100)


def test_an_ended_token_and_a_missing_one_are_told_apart(hub):
    hub.control("expire", {})
    assert error_of(hub.orders(limit="1")) == (401, 1001)
    hub.token = ""
    assert error_of(hub.orders(limit="1")) == (400, 1002)


def test_the_applications_token_opens_no_shop(hub):
    hub.as_application()
    assert error_of(hub.orders(limit="1")) == (403, 1100)
    assert hub.call("GET", f"{NOTIFICATION}/topic").status_code == 200


def test_the_quota_is_told_to_the_application_only(hub):
    path = "/developer/analytics/v1_beta/rate_limit/"
    assert error_of(hub.call("GET", path)) == (403, 1100)
    found = hub.as_application().call("GET", path, {"api_context": "sell", "api_name": "inventory"}).json()
    assert found["rateLimits"][0]["resources"][0]["rates"][0]["limit"] == 2_000_000
    assert hub.call("GET", path, {"api_name": "nothing"}).status_code == 204


def test_too_many_calls_at_once_are_refused(hub):
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    hub.control("clock", {"freeze": True})
    statuses = [hub.call("GET", f"{ORDERS}/order/none").status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]
    hub.control("limits", {"enabled": False, "time": "real"})
