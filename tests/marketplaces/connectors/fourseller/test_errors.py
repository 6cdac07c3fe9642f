"""What their answers mean, sorted by what happens next."""

import pytest

from marketplaces.connectors.fourseller.errors import Outdated, classify, item_error
from marketplaces.framework.errors import (
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RetryLater,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer


def answer(status, body=None, **headers):
    return Answer(status=status, headers=headers, body=b"", json=body)


def error(code="", message="", **more):
    return {"error": {"code": code, "message": message, **more}}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected), (401, LoginExpired), (403, RightMissing), (404, NotFound), (408, Unavailable),
        (409, Outdated), (422, Rejected), (429, RateLimited), (500, Unavailable), (502, Unavailable),
        (503, Unavailable), (418, Rejected),
    ],
)  # fmt: skip
def test_each_status_is_sorted(status, kind):
    for body in (error("c", "said so"), {"message": "said so"}, {"error": "said so"}):
        found = classify(answer(status, body))
        assert (type(found) is kind) or status == 409
        assert found.said == "said so"
    assert isinstance(classify(answer(status)), kind)


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_good_answer_is_none(status):
    assert classify(answer(status, {"error": "odd"})) is None


def test_wrong_fields_are_told_with_their_names():
    fields = {"items.0.quantity": ["must be 0 or more"]}
    found = classify(answer(422, error("validation_failed", "1 field is wrong", fields=fields, request_id="req_1")))
    assert found.fields == {"items.0.quantity": "must be 0 or more"}
    assert "items.0.quantity must be 0 or more" in str(found)


def test_a_limit_answer_without_a_time_asks_for_a_minute():
    assert classify(answer(429, error())).retry_after == 60.0
    assert classify(answer(429, error(), **{"retry-after": "7"})).retry_after is None


@pytest.mark.parametrize(("code", "kind"), [("conflict", Outdated), ("", Outdated), ("duplicate_sku", Rejected)])
def test_only_what_is_older_than_theirs_is_read_again(code, kind):
    assert type(classify(answer(409, error(code, "no")))) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("validation_failed", Rejected), ("not_found", NotFound), ("conflict", RetryLater), ("internal", Unavailable),
        ("rate_limited", RateLimited), ("whatever", Rejected),
    ],
)  # fmt: skip
def test_each_failed_item_of_a_batch_is_sorted(code, kind):
    assert type(item_error({"status": "failed", **error(code, "no")})) is kind


def test_a_failed_item_without_a_reason_says_so():
    assert "no reason given" in str(item_error({"status": "failed", "error": None}))
