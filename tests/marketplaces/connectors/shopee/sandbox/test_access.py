"""Who is let in: signature, time, partner, token and shop."""

from __future__ import annotations

import pytest

from marketplaces.connectors.shopee.sandbox.signing import call_signature, push_signature

from .hub import Hub

INFO = "/api/v2/shop/get_shop_info"


def test_the_contracts_signature_vectors_hold() -> None:
    key = "shpk0123456789abcdef0123456789abcdef"
    public = call_signature(key=key, partner_id="1000001", path="/api/v2/auth/token/get", timestamp="1767225600")
    assert public == "d1f5c9289f5261fd4007793b1f7ab680fd34190ee61f3531bda80e8ee3b390fc"
    tail = "4d61726b6574746f6b656e220033445"
    path = "/api/v2/order/get_order_list"
    shop = call_signature(key=key, partner_id="1000001", path=path, timestamp="1767225600", tail=tail)
    assert shop == "632c1fe7494dcd9671e083d353200ffaaa0ffc514bf427e55e00403eaacf0de0"


def test_the_contracts_push_vector_holds() -> None:
    body = (
        b'{"data":{"items":[],"ordersn":"260101ABCDEFGH","status":"READY_TO_SHIP","completed_scenario":"",'
        b'"update_time":1767225700},"shop_id":220033445,"code":3,"timestamp":1767225701}'
    )
    signature = push_signature(key="5f1d2c3b4a596877", url="https://hub.example.com/hooks/shopee/", body=body)
    assert signature == "32b202205a474f778b60906a140a36ee7dd5c0d05869839b236805a19900abe4"


def test_shop_info_has_its_fields_at_the_top(hub: Hub) -> None:
    answer = hub.get("shop/get_shop_info")
    assert (answer["error"], answer["region"], answer["status"]) == ("", "TH", "NORMAL")
    assert "response" not in answer


@pytest.mark.parametrize("name", ["partner_id", "timestamp", "sign", "access_token", "shop_id"])
def test_a_missing_common_parameter_is_named(hub: Hub, name: str) -> None:
    query = [(key, value) for key, value in hub.signed(INFO).items() if key != name]
    answer = hub.send("GET", INFO, query)
    assert answer["error"] == "error_param"
    assert name in answer["message"]


def test_a_wrong_sign_is_refused_with_403(hub: Hub) -> None:
    answer = hub.send("GET", INFO, list((hub.signed(INFO) | {"sign": "0" * 64}).items()))
    assert (answer["_status"], answer["error"]) == (403, "error_sign")


def test_the_signature_of_another_path_is_refused(hub: Hub) -> None:
    query = hub.signed("/api/v2/order/get_order_list")
    assert hub.send("GET", INFO, list(query.items()))["error"] == "error_sign"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_timestamp_more_than_five_minutes_away_is_refused(hub: Hub, at_noon: int, seconds: int) -> None:
    answer = hub.send("GET", INFO, list(hub.signed(INFO, timestamp=str(at_noon + seconds)).items()))
    assert (answer["_status"], answer["error"]) == (403, "error_sign")


def test_a_timestamp_of_almost_five_minutes_is_taken(hub: Hub, at_noon: int) -> None:
    answer = hub.send("GET", INFO, list(hub.signed(INFO, timestamp=str(at_noon - 299)).items()))
    assert answer["error"] == ""


def test_a_timestamp_in_milliseconds_is_refused(hub: Hub) -> None:
    answer = hub.send("GET", INFO, list(hub.signed(INFO, timestamp=f"{hub.now()}000").items()))
    assert answer["error"] == "error_param"


def test_another_partner_is_refused(hub: Hub) -> None:
    answer = hub.send("GET", INFO, list(hub.signed(INFO, partner_id="999").items()))
    assert (answer["_status"], answer["error"]) == (403, "invalid_partner_id")


def test_an_unknown_token_is_refused_in_shopees_own_spelling(hub: Hub) -> None:
    answer = hub.send("GET", INFO, list(hub.signed(INFO, access_token="abc").items()))
    assert (answer["_status"], answer["error"]) == (403, "invalid_acceess_token")


def test_a_token_does_not_open_another_shop(hub: Hub) -> None:
    assert hub.send("GET", INFO, list(hub.signed(INFO, shop_id="220077889").items()))["error"] == "error_auth"
    assert hub.send("GET", INFO, list(hub.signed(INFO, shop_id="5").items()))["error"] == "partner_shop_no_link"


def test_an_unknown_parameter_is_refused(hub: Hub) -> None:
    assert hub.get("shop/get_shop_info", page=1)["error"] == "error_param"


def test_an_unknown_path_is_told_in_the_envelope(hub: Hub) -> None:
    reply = hub.session.get(f"{hub.url}/api/v2/shop/nothing", timeout=10)
    assert (reply.status_code, reply.json()["error"]) == (404, "error_not_found")


def test_ten_calls_a_second_are_taken_and_the_eleventh_is_not(hub: Hub) -> None:
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    hub.control("clock", {"freeze": True})
    errors = [hub.get("shop/get_shop_info")["error"] for _ in range(11)]
    assert errors == [""] * 10 + ["error_rate_limit"]
    hub.control("clock", {"advance": 0.2})
    assert hub.get("shop/get_shop_info")["error"] == ""


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [
        ("error500", 500, "error_server"),
        ("rate_limit", 200, "error_rate_limit"),
        ("expired_token", 403, "invalid_acceess_token"),
    ],
)
def test_a_fault_speaks_shopees_dialect(hub: Hub, kind: str, status: int, error: str) -> None:
    hub.control("faults", {"kind": kind, "times": 1})
    answer = hub.get("shop/get_shop_info")
    assert (answer["_status"], answer["error"]) == (status, error)
    assert hub.get("shop/get_shop_info")["error"] == ""
