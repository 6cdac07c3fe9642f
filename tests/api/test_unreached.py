"""A request that comes to no view is answered in the caller's form all the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from api import description
from tests.api.conftest import PROBLEM

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/api/v1/orders/", "/api/nowhere", "/health/marketplace-integrations"])
def test_a_program_that_calls_by_another_name_is_told_so(path: str) -> None:
    answer = Client().get(path, headers={"host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    body = answer.json()
    assert body["type"] == "urn:orion:problem:unreadable" and body["instance"] == path and "name" in body["detail"]


def test_a_browser_that_calls_by_another_name_gets_a_page() -> None:
    answer = Client().get("/orders/", headers={"host": "evil.example"})
    assert answer.status_code == 400 and answer["Content-Type"].startswith("text/html")


def test_what_breaks_outside_every_view_has_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_request: HttpRequest) -> Any:
        raise ZeroDivisionError("secret-of-ours")

    monkeypatch.setattr(description, "FILE", property(broken))  # has no bytes to be read
    answer = Client(raise_request_exception=False).get("/api/openapi.yaml")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    body = answer.json()
    assert body["reference"] in body["detail"] and "secret-of-ours" not in answer.content.decode()
