"""Who is let in, and what those who are not hear."""

from dataclasses import replace
from datetime import timedelta

import pytest

from .samples import KEYS, NOW, ORDER, SECRET, receive


def code(answer):
    return answer[0], answer[1].get("code")


def test_a_signed_call_is_let_in(desk):
    assert receive(desk, "POST", "/orders", ORDER)[0] == 201


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"x_hub_key": "web_2"}, (401, "unknown_key")),
        ({"x_hub_key": None}, (401, "unknown_key")),
        ({"x_hub_timestamp": None}, (401, "clock_skew")),
        ({"x_hub_timestamp": "yesterday"}, (401, "clock_skew")),
        ({"x_hub_timestamp": "١٧٦٧٢٢٥٦٠٠"}, (401, "clock_skew")),
        ({"x_hub_signature": None}, (401, "bad_signature")),
        ({"x_hub_signature": "v1=" + "0" * 64}, (401, "bad_signature")),
    ],
)
def test_a_call_that_is_not_the_shops_is_refused_by_code_alone(desk, headers, wanted):
    status, body = receive(desk, "POST", "/orders", ORDER, **headers)
    assert (status, body["code"]) == wanted
    assert "detail" not in body and "errors" not in body
    assert desk.stored == [] and desk.keys == {}


@pytest.mark.parametrize(("seconds", "status"), [(-300, 201), (300, 201), (-301, 401), (301, 401)])
def test_the_clock_may_be_five_minutes_off(desk, seconds, status):
    assert receive(desk, "POST", "/orders", ORDER, at=NOW + timedelta(seconds=seconds))[0] == status


def test_another_method_target_or_body_has_another_signature(desk):
    from .samples import StorefrontIntake, call

    good = call("POST", "/orders/WEB-1001/cancel", {"reason": "x"})
    for forged in (
        replace(good, target=good.target + "?a=1"), replace(good, body=good.body + b" "), replace(good, method="GET"),
    ):  # fmt: skip
        assert StorefrontIntake().answer(forged, KEYS, desk).body["code"] == "bad_signature"


def test_both_secrets_are_believed_while_one_is_changed(desk):
    both = replace(KEYS, secrets=("whsec_new_0123456789abcdef", SECRET))
    assert receive(desk, "POST", "/orders", ORDER, keys=both)[0] == 201
    assert receive(desk, "POST", "/orders", ORDER, keys=both, secret=both.secrets[0], key="key-00000002")[0] == 200
    assert receive(desk, "POST", "/orders", ORDER, keys=replace(both, secrets=both.secrets[:1]))[0] == 401


def test_a_connection_that_is_off_takes_nothing(desk):
    desk.on = False
    assert code(receive(desk, "POST", "/orders", ORDER)) == (403, "connection_disabled")


def test_too_many_calls_are_told_when_to_come_again(desk):
    from .samples import StorefrontIntake, call

    desk.wait_for = 1.2
    reply = StorefrontIntake().answer(call("POST", "/orders", ORDER), KEYS, desk)
    assert (reply.status, reply.headers["Retry-After"]) == (429, "2")
    desk.wait_for = 0.0
    assert receive(desk, "POST", "/orders", ORDER)[0] == 201


def test_a_body_over_a_mebibyte_is_too_large(desk):
    assert code(receive(desk, "POST", "/orders", b"x" * (1024 * 1024 + 1))) == (413, "too_large")


@pytest.mark.parametrize("key", [None, "short", "x" * 129])
def test_a_write_needs_an_idempotency_key(desk, key):
    assert receive(desk, "POST", "/orders", ORDER, idempotency_key=key)[0] == 400


@pytest.mark.parametrize("path", ["/", "/nothing", "/orders/1/2/3", "/hooks/other", "/orders/1/pay"])
def test_a_place_that_is_none_is_a_404(desk, path):
    assert receive(desk, "POST", path, ORDER)[0] == 404


def test_the_answer_never_repeats_the_body(desk):
    told = {**ORDER, "currency": "a-secret-word", "status": "a-secret-word"}
    _status, body = receive(desk, "POST", "/orders", told)
    assert "a-secret-word" not in str(body)
    assert {each["pointer"] for each in body["errors"]} == {"/currency", "/status"}
