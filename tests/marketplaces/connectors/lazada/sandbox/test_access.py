"""Who is let in, and how often."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from .hub import Hub

SELLER = "/seller/get"


def test_a_signed_call_is_let_in(hub: Hub) -> None:
    assert hub.get(SELLER)["data"]["seller_id"] == 300500


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"app_key": "100133"}, "InvalidAppKey"),
        ({"app_key": ""}, "MissingParameter"),
        ({"timestamp": ""}, "MissingParameter"),
        ({"timestamp": "1767225600"}, "IncompleteSignature"),
        ({"timestamp": "1767225600000"}, "IncompleteSignature"),
        ({"sign_method": "md5"}, "IncompleteSignature"),
        ({"access_token": ""}, "MissingParameter"),
        ({"access_token": "50000other"}, "IllegalAccessToken"),
    ],
)
def test_anything_else_is_not(hub: Hub, change: dict[str, str], code: str) -> None:
    assert hub.send("GET", SELLER, hub.signed(SELLER, {}, **change))["code"] == code


def test_a_changed_parameter_breaks_the_signature(hub: Hub) -> None:
    query = hub.signed("/orders/get", {"update_after": "2026-01-01T00:00:00+07:00", "limit": "10"})
    assert hub.send("GET", "/orders/get", query | {"limit": "11"})["code"] == "IncompleteSignature"
    assert hub.send("GET", "/orders/get", query | {"sign": query["sign"].lower()})["code"] == "IncompleteSignature"


def test_the_two_calls_that_were_switched_off_are_gone(hub: Hub) -> None:
    for path in ("/order/pack", "/order/rts"):
        assert hub.post(path, order_item_ids=[1])["code"] == "InvalidApiPath"


def test_a_token_ends_and_is_renewed_while_the_consent_lasts(hub: Hub) -> None:
    before = hub.post("/auth/token/refresh", token=False, refresh_token=hub.refresh_token)
    hub.control("clock", {"advance": 864_001})
    assert hub.get(SELLER)["code"] == "IllegalAccessToken"
    after = hub.post("/auth/token/refresh", token=False, refresh_token=before["refresh_token"])
    hub.token = after["access_token"]
    assert hub.get(SELLER)["code"] == "0"
    assert after["refresh_expires_in"] <= before["refresh_expires_in"] - 864_000
    hub.control("clock", {"advance": 4_320_000})
    refused = hub.post("/auth/token/refresh", token=False, refresh_token=after["refresh_token"])
    assert refused["code"] == "IllegalRefreshToken"


def test_a_code_works_once_and_for_half_an_hour(hub: Hub) -> None:
    first, second = code(hub), code(hub)
    assert hub.post("/auth/token/create", token=False, code=first)["country"] == "th"
    assert hub.post("/auth/token/create", token=False, code=first)["code"] == "InvalidCode"
    hub.control("clock", {"advance": 1801})
    assert hub.post("/auth/token/create", token=False, code=second)["code"] == "InvalidCode"


def code(hub: Hub) -> str:
    link = f"{hub.url}/oauth/authorize?response_type=code&client_id=100132&redirect_uri=http://127.0.0.1:9/back"
    assert "Authorise" in requests.get(link, timeout=10).text
    reply = requests.post(link, data={"seller_id": "300501"}, timeout=10, allow_redirects=False)
    return parse_qs(urlsplit(reply.headers["Location"]).query)["code"][0]


def test_ten_calls_at_once_are_the_most(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    hub.control("clock", {"freeze": True})
    codes = [hub.get(SELLER)["code"] for _ in range(11)]
    assert codes == ["0"] * 10 + ["ApiCallLimit"]
    assert "ban will last 1 seconds" in hub.get(SELLER)["message"]
    hub.control("clock", {"advance": 1})
    assert hub.get(SELLER)["code"] == "0"
    hub.control("limits", {"enabled": False})
