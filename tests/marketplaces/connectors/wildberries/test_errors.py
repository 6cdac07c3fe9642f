"""Refusals by what happens next."""

import json
from typing import Any

import pytest

from marketplaces.connectors.wildberries import connector as wildberries_connector
from marketplaces.connectors.wildberries.errors import RowsRefused, classify
from marketplaces.framework.errors import (
    AccountSuspended,
    AlreadyDone,
    ConnectorError,
    LoginExpired,
    NotFound,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer
from tests.marketplaces.connectors.remote import Remote


def judged(status: int, body: Any, **headers: str) -> ConnectorError | None:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return classify(Answer(status=status, headers=named, body=json.dumps(body).encode(), json=body))


GATEWAY = {
    "title": "unauthorized",
    "detail": "token problem",
    "code": "07e4668e-[x]",
    "requestId": "7b80",
    "status": 401,
}


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, GATEWAY, LoginExpired),
        (402, {"title": "payment required", "detail": "insufficient funds"}, AccountSuspended),
        (403, {"title": "access denied", "detail": "token scope not allowed"}, RightMissing),
        (403, {"code": "AccessDenied", "message": "Доступ запрещён"}, RightMissing),
        (404, {"code": "NotFound", "message": "Не найдено"}, NotFound),
        (404, {"title": "path not found", "detail": "Please consult"}, NotFound),
        (409, {"code": "StatusMismatch", "message": "…"}, Rejected),
        (409, {"code": "MetaValidationFail", "message": "…", "data": {"orders": []}}, Rejected),
        (409, {"code": "StoreIsProcessing", "message": "The store is processing"}, Unavailable),
        (409, {"code": "Unheard", "message": "of"}, Rejected),
        (406, {"code": "StatusNotAcceptable", "message": "…"}, AccountSuspended),
        (400, {"code": "SKUUploadDisabled", "message": "use chrtId"}, Rejected),
        (400, {"code": "BadRequest", "title": "IncorrectParameter", "detail": "Incorrect parameter"}, Rejected),
        (400, {"data": None, "error": True, "errorText": "Invalid price value"}, Rejected),
        (
            400,
            {"data": None, "error": True, "errorText": "The specified prices and discounts are already set"},
            AlreadyDone,
        ),
        (400, {"errors": ["dateFrom: field required"]}, Rejected),
        (500, {"title": "internal server error"}, Unavailable),
        (502, None, Unavailable),
        (418, None, Unavailable),
    ],
)
def test_each_refusal_has_its_class(status: int, body: Any, kind: type[ConnectorError]) -> None:
    error = judged(status, body)
    assert type(error) is kind
    assert str(error)[-1] in ".!?”"


@pytest.mark.parametrize("status", [200, 201, 204, 208])
def test_a_good_answer_is_no_error(status: int) -> None:
    assert judged(status, {"data": {"id": 1, "alreadyExists": True}, "error": False, "errorText": "exists"}) is None


def test_a_limit_answer_is_one_with_and_without_words() -> None:
    error = judged(429, {"title": "too many requests", "detail": "limited by …"})
    assert isinstance(error, RateLimited)
    assert error.said == "limited by …"
    assert isinstance(judged(429, None), RateLimited)


def test_the_rest_is_told_in_their_own_header(wildberries: wildberries_connector, remote: Remote) -> None:
    remote.headers["X-Ratelimit-Retry"] = "17"
    remote.answers("GET /api/v3/warehouses", (429, {"title": "too many requests", "detail": "limited by …"}), [])
    assert wildberries.warehouses() == []
    assert wildberries.context.clock.slept == [17.0]  # type: ignore[attr-defined]


def test_rows_of_a_stock_call_are_named_with_their_reasons() -> None:
    error = judged(
        409,
        [
            {"code": "NotFound", "message": "no", "data": [{"sku": "", "chrtId": 7, "amount": 1}]},
            {"code": "CargoWarehouseRestrictionSGT", "message": "too large", "data": [{"chrtId": 8, "amount": 2}]},
        ],
    )
    assert isinstance(error, RowsRefused)
    found = error.errors()
    assert {size: type(each) for size, each in found.items()} == {7: NotFound, 8: Rejected}
    assert found[8].said == "too large"


def test_a_reason_without_rows_holds_for_the_call() -> None:
    error = judged(409, [{"code": "StoreIsProcessing", "message": "The store is processing"}])
    assert isinstance(error, RowsRefused)
    assert {size: type(each) for size, each in error.errors().items()} == {None: Unavailable}
