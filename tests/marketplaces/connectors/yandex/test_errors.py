"""Refusals sorted by what happens next."""

from typing import Any

import pytest

from marketplaces.connectors.yandex.errors import classify
from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    Unavailable,
)
from marketplaces.framework.transport import Answer


def answer(status: int, message: str = "", code: str = "X", **headers: str) -> Answer:
    body: Any = {"status": "ERROR", "errors": [{"code": code, "message": message}]} if message else None
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status=status, headers=named, body=b"", json=body)


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "skus[0].sku: must not be null", Rejected),
        (400, "Too high scale of price", Rejected),
        (400, "Order 1 has no cancellation request", AlreadyDone),
        (401, "Api-Key token prefix is invalid", LoginExpired),
        (401, "", LoginExpired),
        (403, "Access denied to campaign 1", PermissionMissing),
        (403, "Access to API is disabled for campaign 1: DISABLED_BY_INACTIVITY", AccountSuspended),
        (404, "Order not found", NotFound),
        (405, "Method is not allowed", Rejected),
        (420, "Hit rate limit of 4 parallel requests for campaignId 1", RateLimited),
        (423, "Partner use only default price", Rejected),
        (500, "Internal", Unavailable),
        (503, "Service is not available", Unavailable),
        (404, "", Unavailable),
    ],
)
def test_each_answer_has_its_class(status: int, message: str, kind: type[ConnectorError]) -> None:
    assert type(classify(answer(status, message))) is kind


def test_a_good_answer_is_none() -> None:
    assert classify(Answer(status=200, headers={}, body=b"{}", json={"status": "OK"})) is None
    assert classify(Answer(status=200, headers={}, body=b"", json=None)) is None


def test_calls_at_the_same_time_wait_a_moment_and_a_window_until_its_end() -> None:
    busy = classify(answer(420, "Hit rate limit of 4 parallel requests for campaignId 1"))
    assert busy is not None and busy.retry_after == 1.0
    full = classify(
        answer(
            420,
            "Hit rate limit of 100 requests per 1 hour for resource x",
            x_ratelimit_resource_until="Thu, 01 Oct 2026 11:00:00 GMT",
            date="Thu, 01 Oct 2026 10:59:30 GMT",
        )  # fmt: skip
    )
    assert full is not None and full.retry_after == 31.0
    untold = classify(answer(420, "Hit rate limit of 100 requests per 1 hour for resource x"))
    assert untold is not None and untold.retry_after == 60.0


def test_a_refusal_of_prices_says_which_setting_to_change() -> None:
    found = classify(answer(423, "Partner use only default price"))
    assert found is not None and "cabinet" in str(found)


def test_an_error_inside_a_good_answer_is_a_refusal() -> None:
    body = {"status": "ERROR", "errors": [{"code": "BAD", "message": "no"}]}
    assert type(classify(Answer(status=200, headers={}, body=b"", json=body))) is Rejected
