"""Each error of the contract's table becomes the class that says what happens next."""

from typing import Any

import pytest

from marketplaces.connectors.ozon.errors import classify, row_error
from marketplaces.framework.errors import (
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer


def answer(status: int, body: Any) -> Answer:
    return Answer(status=status, headers={}, body=b"", json=body)


@pytest.mark.parametrize(
    ("status", "code", "said", "kind"),
    [
        (403, 7, "Invalid Api-Key, please check the key and try again", LoginExpired),
        (401, 16, "Invalid Api-Key, please check the key and try again", LoginExpired),
        (401, 16, "no", LoginExpired),
        (403, 16, "who are you", LoginExpired),
        (403, 7, "Api-key is deactivated, use another one or generate a new one", LoginExpired),
        (403, 7, "Api-Key is missing a required role for a method", RightMissing),
        (403, 7, "Api-Key is restricted to specific IP addresses", PermissionMissing),
        (403, 7, "no access", RightMissing),
        (429, 8, "You have reached request rate limit per second", RateLimited),
        (429, 8, "anything", RateLimited),
        (400, 8, "You have reached request rate limit per second", RateLimited),
        (500, 13, "Internal error", Unavailable),
        (500, 3, "whatever", Unavailable),
        (503, 14, "Circle is open", Unavailable),
        (400, 3, "Request validation error: invalid limit", Rejected),
        (409, 9, "conflict", Rejected),
        (404, 5, "POSTING_NOT_FOUND", NotFound),
        (400, 3, "POSTING_ALREADY_CANCELLED", AlreadyDone),
        (400, 3, "POSTING_ALREADY_SHIPPED", AlreadyDone),
        (400, 3, "HAS_INCORRECT_STATUS", Rejected),
        (400, 3, "TRANSITION_IS_NOT_POSSIBLE", Rejected),
        (400, 3, "HAS_INCORRECT_CANCEL_REASON", Rejected),
        (400, 3, "The next postings aren't ready", Unavailable),
    ],
)
def test_each_error_answer_has_its_class(status: int, code: int, said: str, kind: type[ConnectorError]) -> None:
    error = classify(answer(status, {"code": code, "message": said, "details": []}))
    assert type(error) is kind
    assert said in str(error)


def test_the_older_form_of_an_error_is_understood() -> None:
    error = classify(answer(400, {"error": {"code": "BAD_REQUEST", "message": "Invalid request payload", "data": []}}))
    assert type(error) is Rejected
    assert (error.remote_code, error.said) == ("BAD_REQUEST", "Invalid request payload")


@pytest.mark.parametrize("status", [400, 403, 404, 502])
def test_a_page_instead_of_json_says_nothing_about_keys_or_data(status: int) -> None:
    assert type(classify(answer(status, None))) is Unavailable


def test_a_good_answer_is_no_error() -> None:
    assert classify(answer(200, {"result": [{"updated": False, "errors": [{"code": "NOT_FOUND_ERROR"}]}]})) is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("TOO_MANY_REQUESTS", RateLimited),
        ("product_is_not_created", RateLimited),
        ("offer_id_not_found", NotFound),
        ("NOT_FOUND_ERROR", NotFound),
        ("WAREHOUSE_NOT_FOUND", Rejected),
        ("NON_KGT_ON_KGT_WAREHOUSE", Rejected),
        ("PRODUCT_HAS_NOT_BEEN_TAGGED_YET", Rejected),
        ("discount_too_big", Rejected),
        ("SOMETHING_NEW", Rejected),
    ],
)
def test_each_row_error_has_its_class_and_says_what_to_do(code: str, kind: type[ConnectorError]) -> None:
    error = row_error(code, "")
    assert type(error) is kind
    assert error.fix


def test_a_pair_told_too_often_rests_for_thirty_seconds_and_a_price_for_minutes() -> None:
    assert row_error("TOO_MANY_REQUESTS", "").retry_after == 30
    assert row_error("", "error limiting: acquire limit per item: items limit: limit exceeded").retry_after == 360
