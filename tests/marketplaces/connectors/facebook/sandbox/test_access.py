"""Who may ask what: tokens, the proof, permissions, limits, and the page where a merchant agrees."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from .hub import APP_ID, APP_SECRET, BUSINESS, CATALOG, CMS, OTHERS, PAGE, TOKEN, Hub

BACK = "https://hub.example.com/back"


def test_a_token_names_its_user_and_opens_its_catalogue(hub: Hub) -> None:
    assert hub.get("me", fields="id,name") == {"id": "122100000000001", "name": "Atelier Lumen"}
    found = hub.get(CATALOG, fields="id,name,product_count,vertical")
    assert (found["product_count"], found["vertical"]) == (60, "commerce")
    assert hub.get(f"{BUSINESS}/owned_product_catalogs")["data"] == [{"id": CATALOG, "name": "Atelier Lumen catalog"}]
    assert hub.get("me/accounts")["data"][0]["id"] == PAGE
    settings = hub.get(PAGE, fields="business,commerce_merchant_settings{id,display_name}")
    assert settings["commerce_merchant_settings"]["id"] == CMS


def test_the_token_may_also_be_a_parameter(hub: Hub) -> None:
    answer = hub.call("GET", "me", signed=False, access_token=TOKEN, appsecret_proof=hub.proof())
    assert answer.status_code == 200


def test_a_wrong_token_is_refused(hub: Hub) -> None:
    hub.token = "EAAwrong"
    answer = hub.call("GET", "me")
    assert (answer.status_code, hub.error(answer)) == (401, (190, 0))
    assert hub.error(hub.call("GET", "me", signed=False)) == (2500, 0)


@pytest.mark.parametrize(
    ("change", "subcode"),
    [({"revoked": True}, 458), ({"expires": 1_700_000_000}, 463), ({"expires": 1_900_000_000}, None)],
)
def test_an_ended_or_revoked_token_is_told_apart(hub: Hub, change: dict[str, Any], subcode: int | None) -> None:
    hub.control("token", change)
    answer = hub.call("GET", "me")
    assert answer.ok if subcode is None else hub.error(answer) == (190, subcode)


def test_the_proof_is_asked_for_and_checked(hub: Hub) -> None:
    without = hub.call("GET", "me", signed=False, access_token=TOKEN)
    wrong = hub.call("GET", "me", signed=False, access_token=TOKEN, appsecret_proof="0" * 64)
    assert hub.error(without) == hub.error(wrong) == (100, 0)
    assert "appsecret_proof" in without.json()["error"]["message"]


def test_another_merchants_catalogue_is_not_there(hub: Hub) -> None:
    assert hub.error(hub.call("GET", OTHERS)) == (100, 33)
    assert hub.error(hub.call("GET", f"{OTHERS}/products")) == (100, 33)
    assert hub.error(hub.call("POST", f"{OTHERS}/items_batch", item_type="PRODUCT_ITEM", requests="[]")) == (100, 33)


def test_without_the_permission_the_catalogue_is_closed(hub: Hub) -> None:
    hub.control("token", {"scopes": ["pages_read_engagement"]})
    answer = hub.call("GET", f"{CATALOG}/products")
    assert (answer.status_code, hub.error(answer)) == (403, (200, 0))


def test_an_address_that_is_none_is_said(hub: Hub) -> None:
    answer = requests.get(f"{hub.url}/nowhere", timeout=10)
    assert answer.status_code == 400 and answer.json()["error"]["code"] == 2500


# Signing in


def agreed(hub: Hub) -> dict[str, str]:
    query = {"client_id": APP_ID, "redirect_uri": BACK, "state": "s 1", "response_type": "code"}
    link = f"{hub.url}/v26.0/dialog/oauth"
    assert "Continue" in requests.get(link, params=query, timeout=10).text
    page = requests.post(link, params=query, data={"merchant": "lumen"}, timeout=10, allow_redirects=False)
    assert page.headers["Location"].startswith(BACK)
    return dict(parse_qsl(urlsplit(page.headers["Location"]).query))


def exchanged(hub: Hub, **query: str) -> requests.Response:
    app = {"client_id": APP_ID, "client_secret": APP_SECRET}
    return requests.get(f"{hub.url}/v26.0/oauth/access_token", params=app | query, timeout=10)


def test_consent_leads_to_a_token_for_an_hour_and_then_for_sixty_days(hub: Hub) -> None:
    back = agreed(hub)
    assert back["state"] == "s 1"
    short = exchanged(hub, code=back["code"], redirect_uri=BACK).json()
    assert short["expires_in"] == 3600
    long = exchanged(hub, grant_type="fb_exchange_token", fb_exchange_token=short["access_token"]).json()
    assert long["expires_in"] == 5_184_000
    hub.token = long["access_token"]
    assert hub.get("me")["name"] == "Atelier Lumen"
    hub.control("clock", {"advance": 5_184_001})
    assert hub.error(hub.call("GET", "me")) == (190, 463)
    dead = exchanged(hub, grant_type="fb_exchange_token", fb_exchange_token=hub.token)
    assert hub.error(dead) == (190, 463)


def test_a_code_is_good_once_and_for_the_address_it_was_sent_to(hub: Hub) -> None:
    code = agreed(hub)["code"]
    assert hub.error(exchanged(hub, code=code, redirect_uri=f"{BACK}/")) == (100, 36008)
    assert exchanged(hub, code=code, redirect_uri=BACK).ok
    assert hub.error(exchanged(hub, code=code, redirect_uri=BACK)) == (100, 36007)
    late = agreed(hub)["code"]
    hub.control("clock", {"advance": 601})
    assert hub.error(exchanged(hub, code=late, redirect_uri=BACK)) == (100, 36007)


def test_a_stranger_gets_neither_page_nor_token(hub: Hub) -> None:
    asked = {"client_id": "999", "redirect_uri": BACK}
    assert requests.get(f"{hub.url}/v26.0/dialog/oauth", params=asked, timeout=10).status_code == 400
    asked = {"client_id": APP_ID, "redirect_uri": "back"}
    assert requests.get(f"{hub.url}/v26.0/dialog/oauth", params=asked, timeout=10).status_code == 400
    assert exchanged(hub, client_secret="guessed", code="x").status_code == 400
    assert exchanged(hub, grant_type="client_credentials").status_code == 400


def test_a_token_is_looked_at_by_its_app_alone(hub: Hub) -> None:
    token, hub.token = hub.token, f"{APP_ID}|{APP_SECRET}"
    found = hub.get("debug_token", input_token=token)["data"]
    assert (found["is_valid"], found["expires_at"]) == (True, 0)
    assert "catalog_management" in found["scopes"]
    assert hub.get("debug_token", input_token="EAAwrong")["data"]["is_valid"] is False
    hub.token = token
    assert hub.error(hub.call("GET", "debug_token", input_token=token)) == (190, 0)


# Limits


def test_batches_are_limited_by_the_minute_and_the_headers_say_when_it_goes_on(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    row = {"method": "UPDATE", "data": {"id": "FB-POSTCARDS", "price": "4.00 USD"}}
    for _ in range(8):
        hub.batch(row)
    fields = {"item_type": "PRODUCT_ITEM", "requests": json.dumps([row])}
    answer = hub.call("POST", f"{CATALOG}/items_batch", **fields)
    assert hub.error(answer) == (80014, 0)
    (case,) = json.loads(answer.headers["X-Business-Use-Case-Usage"])[BUSINESS]
    assert (case["call_count"], case["estimated_time_to_regain_access"]) == (100, 1)
    hub.control("clock", {"advance": 60})
    assert hub.call("POST", f"{CATALOG}/items_batch", **fields).ok


def test_all_calls_together_are_limited_and_every_answer_tells_how_near_the_end_is(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    told = [json.loads(hub.call("GET", "me").headers["X-App-Usage"])["call_count"] for _ in range(50)]
    assert told == sorted(told) and told[0] <= 2 and told[-1] >= 95
    assert hub.error(hub.call("GET", "me")) == (80009, 0)
    hub.control("clock", {"advance": 1})
    assert hub.call("GET", "me").ok


@pytest.mark.parametrize(
    ("kind", "code", "status"), [("rate_limit", 80009, 400), ("expired_token", 190, 401), ("error500", 1, 500)]
)
def test_trouble_on_demand_speaks_their_language(hub: Hub, kind: str, code: int, status: int) -> None:
    hub.control("faults", {"kind": kind, "times": 1})
    answer = hub.call("GET", "me")
    assert (answer.status_code, hub.error(answer)[0]) == (status, code)
