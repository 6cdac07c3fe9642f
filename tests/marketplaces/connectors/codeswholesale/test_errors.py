"""Refusals: the two published codes, every status, the two forms, and what an order's answer leaves open."""

import json

import pytest

from marketplaces.connectors.codeswholesale.errors import (
    classify,
    classify_order,
    classify_token,
    classify_write,
)
from marketplaces.framework.errors import (
    BalanceTooLow,
    InDoubt,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer
from tests.conftest import shared
from tests.marketplaces.connectors.codeswholesale import samples


def answer(status, body=None, **headers):
    return Answer(status=status, headers=headers, body=b"", json=body)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 10002, BalanceTooLow), (404, 20001, NotFound), (400, 400, Rejected), (401, 0, LoginExpired),
        (403, 0, RightMissing), (404, 0, NotFound), (408, 0, Unavailable), (422, 0, Rejected),
        (429, 0, RateLimited), (500, 0, Unavailable), (503, 0, Unavailable),
    ],
)  # fmt: skip
def test_every_refusal_has_its_class(status, code, kind):
    _, body = samples.error(status, code, "their words")
    error = classify(answer(status, body))
    assert type(error) is kind
    assert error.said == "their words"
    assert error.remote_code == str(code or status)


@pytest.mark.parametrize("body", [None, [], "x", {}, {"code": {}}, {"message": None}])
def test_a_refusal_without_words_still_has_a_sentence(body):
    error = classify(answer(400, body))
    assert type(error) is Rejected
    assert "HTTP 400" in str(error)


def test_the_words_of_a_tokens_refusal_are_read_too():
    error = classify(answer(401, {"error": "invalid_token", "error_description": "Access token expired"}))
    assert (error.remote_code, error.said) == ("invalid_token", "Access token expired")


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_token_is_refused_for_its_keys_whatever_the_status(status):
    error = classify_token(answer(status, {"error": "invalid_client", "error_description": "Bad credentials"}))
    assert type(error) is LoginExpired
    assert (error.said, error.remote_code) == ("Bad credentials", "invalid_client")
    assert type(classify_token(answer(503))) is Unavailable
    assert classify_token(answer(200, {"access_token": "t"})) is None


def test_an_empty_object_is_nothing_found_to_a_read_and_good_to_a_write():
    assert type(classify(answer(200, {}))) is NotFound
    assert classify_write(answer(200, {})) is None


def test_a_limit_answer_rests_for_as_long_as_it_says_or_half_a_minute():
    assert classify(answer(429, {})).retry_after == 30
    assert classify(answer(429, {}, **{"retry-after": "5"})).retry_after is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 415, 422])
def test_by_a_clear_refusal_nothing_was_bought(status):
    error = classify_order(answer(status, samples.error(status)[1]))
    assert not isinstance(error, InDoubt)
    assert not error.maybe_done


@pytest.mark.parametrize("status", [302, 303, 402, 408, 409, 410, 423, 425, 429, 500, 502, 503, 504])
def test_any_other_answer_leaves_an_order_in_doubt(status):
    error = classify_order(answer(status, samples.error(status)[1]))
    assert error.maybe_done


@pytest.mark.parametrize("body", [{}, None, [], "x", 7])
def test_an_order_that_is_answered_with_nothing_is_in_doubt(body):
    assert isinstance(classify_order(answer(200, body)), InDoubt)


def test_the_contracts_examples_are_sorted():
    examples = json.loads((shared("contracts/codeswholesale") / "examples.json").read_text())["errors"]
    kinds = {name: type(classify(answer(each["http"], each.get("body")))) for name, each in examples.items()}
    del kinds["not_json"]  # judged by the transport: a page is no answer
    assert kinds == {
        "balance_too_low": BalanceTooLow, "unknown_product": NotFound, "token_expired": LoginExpired,
        "empty_object": NotFound,
    }  # fmt: skip
