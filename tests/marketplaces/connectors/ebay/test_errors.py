"""What their answers mean, sorted by what happens next."""

import pytest

from marketplaces.connectors.ebay.errors import classify, row_error
from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer


def answer(status, body=None, **headers):
    return Answer(status=status, headers=headers, body=b"", json=body)


def errors(number, message="said so", **more):
    return {"errors": [{"errorId": number, "domain": "X", "category": "REQUEST", "message": message, **more}]}


@pytest.mark.parametrize(
    ("status", "number", "kind"),
    [
        (401, 1001, LoginExpired), (400, 1002, LoginExpired), (403, 1100, RightMissing),
        (403, 215122, Rejected), (403, 215120, Rejected), (400, 32400, AccountSuspended),
        (400, 34922, Unavailable), (409, 34924, Rejected), (404, 34913, NotFound), (500, 34900, Unavailable),
        (429, 2001, RateLimited), (404, 32100, NotFound), (400, 32100, NotFound), (404, 25713, NotFound),
        (400, 25702, NotFound), (400, 25709, Rejected), (400, 32300, Rejected), (400, 31100, Rejected),
        (400, 25003, Rejected), (400, 25402, AlreadyDone), (409, 195012, AlreadyDone), (409, 195021, AlreadyDone),
        (500, 25001, Unavailable), (500, 25025, Unavailable), (400, 25025, Unavailable), (500, 30500, Unavailable),
        (500, 2003, Unavailable), (409, 99999, Rejected), (500, 99999, Unavailable),
    ],
)  # fmt: skip
def test_each_number_is_sorted(status, number, kind):
    found = classify(answer(status, errors(number)))
    assert type(found) is kind
    assert (found.said, found.remote_code) == ("said so", str(number))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, LoginExpired),
        (403, RightMissing),
        (404, NotFound),
        (429, RateLimited),
        (502, Unavailable),
    ],
)
def test_an_answer_without_a_body_is_sorted_by_its_status(status, kind):
    found = classify(answer(status))
    assert type(found) is kind
    assert str(status) in str(found)


@pytest.mark.parametrize("status", [200, 201, 204, 207])
def test_a_good_answer_is_none(status):
    assert classify(answer(status, {"responses": []})) is None


def test_the_long_sentence_is_taken_where_there_is_one():
    assert classify(answer(400, errors(25709, longMessage="the whole story"))).said == "the whole story"


def test_parameters_are_told_as_fields():
    body = errors(25709, parameters=[{"name": "fieldName", "value": "title"}])
    assert classify(answer(400, body)).fields == {"fieldName": "title"}


def test_post_order_nests_its_errors():
    inner = {"errorId": 1503, "message": {"value": "exists already"}, "parameter": [{"name": "a", "value": "b"}]}
    found = classify(answer(400, {"errorMessage": {"error": [inner]}}))
    assert (found.said, found.fields, type(found)) == ("exists already", {"a": "b"}, Rejected)


@pytest.mark.parametrize(
    ("word", "status", "kind"),
    [
        ("invalid_grant", 400, LoginExpired), ("invalid_scope", 400, PermissionMissing),
        ("invalid_client", 401, PermissionMissing), ("invalid_request", 400, Rejected),
        ("server_error", 500, Unavailable), ("rate_limit", 429, RateLimited),
    ],
)  # fmt: skip
def test_the_token_call_says_words(word, status, kind):
    found = classify(answer(status, {"error": word, "error_description": "why"}))
    assert (type(found), found.said, found.remote_code) == (kind, "why", word)


def test_a_row_has_a_status_of_its_own():
    assert row_error({"statusCode": 200, "errors": []}) is None
    assert type(row_error({"statusCode": 404, **errors(25702)})) is NotFound
    assert type(row_error({"statusCode": 500, **errors(25025)})) is Unavailable
    assert row_error({"statusCode": 400}).said == "status 400"
    assert type(row_error({})) is Rejected


def test_a_limit_answer_asks_for_a_rest():
    assert classify(answer(429, errors(2001))).retry_after == 60.0
    assert classify(answer(429, errors(2001), **{"retry-after": "7"})).retry_after is None
