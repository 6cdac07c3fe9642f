"""A key is good for one write, whatever happens to it."""

import json
from datetime import timedelta

import pytest

from marketplaces.connectors.storefront.intake import StorefrontIntake, fingerprint_of
from marketplaces.framework.intake import Remembered

from .samples import KEYS, NOW, ORDER, call, order, receive


def reply_to(desk, *args, **more):
    return StorefrontIntake().answer(call(*args, **more), KEYS, desk)


def test_the_first_answer_is_given_again(desk):
    first, again = reply_to(desk, "POST", "/orders", ORDER), reply_to(desk, "POST", "/orders", ORDER)
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(desk.stored) == 1


def test_a_refusal_is_given_again_too(desk):
    first, again = (reply_to(desk, "POST", "/orders", order(lines=[])) for _ in range(2))
    assert (first.status, again.status, again.headers.get("Idempotent-Replayed")) == (422, 422, "true")
    assert json.loads(first.bytes)["request_id"] == json.loads(again.bytes)["request_id"]


@pytest.mark.parametrize(("path", "body"), [("/orders", order(note="x")), ("/orders/WEB-1001/cancel", ORDER)])
def test_the_same_key_with_another_body_or_target_is_refused(desk, path, body):
    reply_to(desk, "POST", "/orders", ORDER)
    assert reply_to(desk, "POST", path, body).body["code"] == "idempotency_key_reused"


def test_a_call_whose_first_still_runs_is_told_to_wait(desk):
    desk.keys["key-00000001"] = (NOW, Remembered(fingerprint=fingerprint_of(call("POST", "/orders", ORDER))))
    reply = reply_to(desk, "POST", "/orders", ORDER)
    assert (reply.status, reply.body["code"]) == (409, "idempotency_in_progress")
    assert reply.headers["Retry-After"] == "2"


def test_a_call_that_broke_may_be_made_anew(desk):
    desk.trouble = RuntimeError("the database went away")
    with pytest.raises(RuntimeError):
        reply_to(desk, "POST", "/orders", ORDER)
    assert reply_to(desk, "POST", "/orders", ORDER).status == 201


def test_a_key_lives_72_hours(desk):
    reply_to(desk, "POST", "/orders", ORDER)
    desk.moment = NOW + timedelta(hours=71, minutes=59)
    assert reply_to(desk, "POST", "/orders", ORDER).headers.get("Idempotent-Replayed") == "true"
    desk.moment = NOW + timedelta(hours=72)
    assert receive(desk, "POST", "/orders", ORDER)[1]["result"] == "unchanged"


def test_reading_needs_no_key(desk):
    assert receive(desk, "GET", "/orders")[0] == 200
    assert desk.keys == {}
