"""Whatever goes wrong is answered in one form: a sentence, the fields, and never a trace."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import exceptions as drf

from api.errors import Problem, problem_of
from api.serializers import amount_text
from core.errors import DomainError
from marketplaces.framework import errors as border
from tests.api.conftest import PROBLEM, Program


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DomainError("Enter less."), 422),
        (Http404("x"), 404),
        (PermissionDenied("No."), 403),
        (ValidationError("No."), 400),
        (drf.ValidationError({"a": ["b"]}), 400),
        (drf.Throttled(wait=3), 429),
        (border.Unavailable("Ozon does not answer", marketplace="Ozon"), 503),
        (border.RateLimited("Slow down", retry_after=7.2), 503),
        (border.LoginExpired("Signed out"), 409),
        (border.PermissionMissing("No"), 409),
        (border.Rejected("No", fields={"price": "too low"}), 422),
        (border.NotFound("Gone"), 422),
        (border.NotSupported("Cannot"), 422),
        (border.UnexpectedPayload("a.b", 3), 502),
        (ZeroDivisionError("planted"), 500),
    ],
    ids=lambda each: type(each).__name__,
)
def test_each_kind_of_error_has_its_status_and_its_sentence(error: Exception, status: int) -> None:
    answer = problem_of(error).response("/api/v1/x/")
    assert (answer.status_code, answer.content_type) == (status, PROBLEM)
    assert set(answer.data) >= {"type", "title", "status", "detail", "instance"}
    assert answer.data["status"] == status and answer.data["detail"].strip()
    assert answer.data["type"].startswith("urn:orion:problem:")


def test_a_marketplaces_error_says_what_was_tried_what_they_said_and_what_to_do() -> None:
    error = border.Rejected(
        "Ozon refused the price", marketplace="Ozon", operation="push_price", said="Too low; api_key=abcdef1234567",
        fix="Raise it.", request_id="r-1", fields={"price": "too low"},
    )  # fmt: skip
    told = problem_of(error).response("/").data
    assert (told["tried"], told["fix"], told["marketplace"], told["reference"]) == (
        "push price",
        "Raise it.",
        "Ozon",
        "r-1",
    )
    assert told["said"] == "Too low; api_key=[hidden]" and "abcdef" not in str(told)
    assert told["errors"] == [{"field": "price", "message": "too low"}]


def test_a_marketplace_that_is_away_says_when_to_try_again() -> None:
    assert problem_of(border.RateLimited("Slow", retry_after=7.2)).headers["Retry-After"] == "8"
    assert int(problem_of(border.Unavailable("Away")).headers["Retry-After"]) > 0


def test_a_refusal_names_its_field() -> None:
    told = problem_of(DomainError("Enter less.", field="quantity")).response("/").data
    assert told["errors"] == [{"field": "quantity", "message": "Enter less."}]


def test_nested_fields_are_named_by_their_path() -> None:
    detail: Any = {"items": [{}, {"quantity": ["Enter 1 or more."]}], "non_field_errors": ["Both."]}
    told = problem_of(drf.ValidationError(detail)).response("/").data
    assert told["errors"] == [
        {"field": "items.1.quantity", "message": "Enter 1 or more."},
        {"field": "", "message": "Both."},
    ]


def test_a_problem_is_answered_as_it_was_raised() -> None:
    told = problem_of(Problem(418, "refused", "No tea.", headers={"X": "1"}, extra=3)).response("/tea/")
    assert (told.status_code, told.data["extra"], told["X"]) == (418, 3, "1")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_an_address_that_is_none_is_a_problem_too(db: None, method: str) -> None:
    for path in (
        "/api/", "/api/v1/", "/api/v2/orders/", "/api/v1/nothing/here/", "/api/v1/syncs/x/", "/api/v1/a%0Ab/",
        "/health/", "/health/nowhere", "/health/marketplace-integrations/", "/health/marketplace-integrations%00",
    ):  # fmt: skip
        answer = Program().send(method, path)
        assert (answer.status, answer.kind) == (404, PROBLEM), path


def test_a_forgotten_slash_is_named(db: None) -> None:
    answer = Program().get("/api/v1/marketplaces")
    assert (answer.status, answer.kind) == (404, PROBLEM)
    assert "/api/v1/marketplaces/?" in answer.body["detail"]


def test_json_is_given_whatever_is_asked_for(owner: Program) -> None:
    assert owner.get("/api/v1/marketplaces/", Accept="text/html").kind == "application/json"


@pytest.mark.parametrize(
    ("amount", "text"),
    [("12.5", "12.50"), ("0", "0.00"), ("0.1234", "0.1234"), ("-3.100", "-3.10"), ("1E+3", "1000.00")],
)
def test_an_amount_is_text_with_two_decimals_at_least(amount: str, text: str) -> None:
    assert amount_text(Decimal(amount)) == text
