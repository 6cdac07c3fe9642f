"""The policy is on every answer, and the admin's names no outside host either."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.csp import ADMIN, STRICT, ContentSecurityPolicy
from core.models import User


def policy(path: str) -> str:
    return ContentSecurityPolicy(lambda request: HttpResponse())(RequestFactory().get(path))["Content-Security-Policy"]


def test_pages_get_the_strict_policy_and_the_admin_its_own() -> None:
    assert policy("/orders/") == STRICT and policy("/admin/core/") == ADMIN
    assert policy("/administration/") == STRICT


def test_no_policy_allows_an_outside_host_and_the_strict_one_nothing_inline() -> None:
    assert "unsafe" not in STRICT and "data:" not in STRICT
    for written in (STRICT, ADMIN):
        assert "http" not in written and "*" not in written and "default-src 'none'" in written


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/sign-in/", "/static/css/tokens.css", "/hooks/ozon/nobody/", "/admin/"])
def test_whatever_is_answered_carries_a_policy(path: str) -> None:
    answer = Client().get(path)
    assert answer["Content-Security-Policy"] == (ADMIN if path == "/admin/" else STRICT)
    assert answer["X-Content-Type-Options"] == "nosniff" or path.startswith("/static/")


@pytest.mark.django_db
def test_signing_in_leads_to_no_other_host() -> None:
    user = User.objects.create_user("nadia@example.org", "correct horse battery")
    given = {"username": user.email, "password": "correct horse battery"}
    for where in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"):
        assert Client().post(f"/sign-in/?next={where}", {**given, "next": where})["Location"] == "/"
