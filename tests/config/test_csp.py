"""The policy is on every answer, and the admin's names no outside host either."""

from django.http import HttpResponse
from django.test import RequestFactory

from config.csp import ADMIN, STRICT, ContentSecurityPolicy


def policy(path: str) -> str:
    return ContentSecurityPolicy(lambda request: HttpResponse())(RequestFactory().get(path))["Content-Security-Policy"]


def test_pages_get_the_strict_policy_and_the_admin_its_own() -> None:
    assert policy("/orders/") == STRICT and policy("/admin/core/") == ADMIN
    assert policy("/administration/") == STRICT


def test_no_policy_allows_an_outside_host_and_the_strict_one_nothing_inline() -> None:
    assert "unsafe" not in STRICT and "data:" not in STRICT
    for written in (STRICT, ADMIN):
        assert "http" not in written and "*" not in written and "default-src 'none'" in written
