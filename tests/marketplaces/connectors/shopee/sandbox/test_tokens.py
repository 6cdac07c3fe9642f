"""Authorisation: the link, the code, and tokens that rotate."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from .hub import Hub

BACK = "http://127.0.0.1:9/callback?state=s1"
LINK = "/api/v2/shop/auth_partner"


def refresh(hub: Hub, token: str, shop_id: int = 220033445) -> dict[str, Any]:
    body = {"refresh_token": token, "partner_id": 1000001, "shop_id": shop_id}
    return hub.post("auth/access_token/get", body, public=True)


def exchange(hub: Hub, code: str, **where: int) -> dict[str, Any]:
    return hub.post("auth/token/get", {"code": code, "partner_id": 1000001} | where, public=True)


def consent(hub: Hub, shop: str = "220033445", path: str = LINK) -> dict[str, list[str]]:
    query = hub.signed(path, public=True) | {"redirect": BACK}
    page = hub.session.get(f"{hub.url}{path}?{urlencode(query)}", timeout=10)
    assert page.status_code == 200
    assert "<form" in page.text
    reply = hub.session.post(page.url, data={"shop_id": shop}, allow_redirects=False, timeout=10)
    assert reply.status_code == 302
    return parse_qs(urlsplit(reply.headers["Location"]).query)


def test_the_first_tokens_work_and_a_refresh_gives_new_ones(hub: Hub) -> None:
    answer = refresh(hub, hub.refresh_token)
    assert (answer["error"], answer["expire_in"], answer["shop_id"]) == ("", 14400, 220033445)
    assert answer["refresh_token"] != hub.refresh_token
    hub.token = answer["access_token"]
    assert hub.get("shop/get_shop_info")["error"] == ""


def test_a_refresh_token_works_once(hub: Hub) -> None:
    first = refresh(hub, hub.refresh_token)
    again = refresh(hub, hub.refresh_token)
    assert (again["_status"], again["error"]) == (403, "error_shop_refresh_token")
    assert refresh(hub, first["refresh_token"])["error"] == ""


def test_an_access_token_lives_four_hours(hub: Hub) -> None:
    hub.control("clock", {"advance": 4 * 3600 - 30})
    assert hub.get("shop/get_shop_info")["error"] == ""
    hub.control("clock", {"advance": 31})
    assert hub.get("shop/get_shop_info")["error"] == "invalid_acceess_token"
    hub.token = refresh(hub, hub.refresh_token)["access_token"]
    assert hub.get("shop/get_shop_info")["error"] == ""


def test_a_refresh_token_lives_thirty_days(hub: Hub) -> None:
    hub.control("clock", {"advance": 30 * 86400 + 1})
    assert refresh(hub, hub.refresh_token)["error"] == "refresh_token_expired"


def test_a_refresh_needs_its_own_shop_and_partner(hub: Hub) -> None:
    assert refresh(hub, hub.refresh_token, shop_id=220077889)["error"] == "error_shop_refresh_token"
    assert refresh(hub, hub.refresh_token, shop_id=7)["error"] == "shop_no_linked"
    body = {"refresh_token": hub.refresh_token, "partner_id": 5, "shop_id": 220033445}
    assert hub.post("auth/access_token/get", body, public=True)["error"] == "error_param"
    assert refresh(hub, hub.refresh_token)["error"] == ""


def test_credentials_stay_valid_after_the_refresh_token_was_used(hub: Hub) -> None:
    refresh(hub, hub.refresh_token)
    given = hub.control("credentials")
    assert set(given) == {"partner_id", "partner_key", "shop_id", "access_token", "refresh_token", "push_key"}
    assert refresh(hub, given["refresh_token"])["error"] == ""


def test_the_link_leads_back_with_a_code_for_the_picked_shop(hub: Hub) -> None:
    back = consent(hub, shop="220077889")
    assert back["state"] == ["s1"]
    assert back["shop_id"] == ["220077889"]
    answer = exchange(hub, back["code"][0], shop_id=220077889)
    assert (answer["error"], answer["expire_in"]) == ("", 14400)
    hub.token, hub.shop_id = answer["access_token"], "220077889"
    assert hub.get("shop/get_shop_info")["region"] == "SG"


def test_a_code_works_once_and_for_ten_minutes(hub: Hub) -> None:
    code, late = (consent(hub)["code"][0] for _ in range(2))
    assert exchange(hub, code, shop_id=220033445)["error"] == ""
    assert exchange(hub, code, shop_id=220033445)["error"] == "invalid_code"
    hub.control("clock", {"advance": 601})
    assert exchange(hub, late, shop_id=220033445)["error"] == "invalid_code"


def test_a_code_is_for_one_shop(hub: Hub) -> None:
    code = consent(hub)["code"][0]
    assert exchange(hub, code, shop_id=220077889)["error"] == "invalid_shop_id"
    assert exchange(hub, code, main_account_id=1)["error"] == "invalid_main_acount_id"
    assert exchange(hub, code)["error"] == "error_param"


def test_an_unsigned_link_is_refused(hub: Hub) -> None:
    query = {"partner_id": "1000001", "timestamp": str(hub.now()), "sign": "f" * 64, "redirect": BACK}
    reply = hub.session.get(f"{hub.url}{LINK}?{urlencode(query)}", timeout=10)
    assert (reply.status_code, reply.json()["error"]) == (403, "error_sign")


def test_a_link_lives_five_minutes(hub: Hub) -> None:
    query = hub.signed(LINK, public=True) | {"redirect": BACK}
    hub.control("clock", {"advance": 302})
    assert hub.session.get(f"{hub.url}{LINK}?{urlencode(query)}", timeout=10).status_code == 403


def test_a_cancelled_authorisation_ends_every_token(hub: Hub) -> None:
    consent(hub, path="/api/v2/shop/cancel_auth_partner")
    assert hub.get("shop/get_shop_info")["error"] == "invalid_acceess_token"
    assert refresh(hub, hub.refresh_token)["error"] == "error_shop_refresh_token"


def test_a_new_seed_keeps_a_hub_signed_in(hub: Hub) -> None:
    answer = refresh(hub, hub.refresh_token)
    hub.control("seed", {"seed": 3})
    hub.token = answer["access_token"]
    assert hub.get("shop/get_shop_info")["error"] == ""
    assert refresh(hub, answer["refresh_token"])["error"] == ""


def test_tokens_can_be_made_to_expire(hub: Hub) -> None:
    hub.control("expire", {})
    assert hub.get("shop/get_shop_info")["error"] == "invalid_acceess_token"
    assert refresh(hub, hub.refresh_token)["error"] == ""
