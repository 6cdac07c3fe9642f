"""What surrounds every page, and the pages for when something is wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from core.models import NeedsYou
from dashboard.access import managing, writing
from tests.dashboard.conftest import Cast


def test_what_waits_is_counted_on_the_rail(owner: Client, cast: Cast) -> None:
    NeedsYou.objects.create(store=cast.store, kind="short", cause_key="a", title="Short by 1")
    NeedsYou.objects.create(store=cast.elsewhere, kind="short", cause_key="b", title="Short by 2")
    request = RequestFactory().get("/more/")
    request.user = cast.owner
    from dashboard.context import Frame

    assert Frame(request)._counts["needs_you"] == 1


def test_a_page_has_one_heading_a_skip_link_and_the_strict_policy(owner: Client) -> None:
    answer = owner.get("/more/")
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert 'href="#main"' in page
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_an_address_that_is_not_there_says_so(owner: Client) -> None:
    answer = owner.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_worst_pages_need_no_context(name: str) -> None:
    assert "<h1>" in render_to_string(name)


@pytest.mark.parametrize(("guard", "who"), [(writing, "reader"), (managing, "packer")])
def test_a_role_that_may_not_is_told_who_may(cast: Cast, guard, who: str) -> None:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse

    request = RequestFactory().post("/")
    request.user = getattr(cast, who)
    with pytest.raises(PermissionDenied, match="Nadia Weber"):
        guard(lambda request: HttpResponse())(request)
    request = RequestFactory().post("/")
    request.user = cast.owner
    assert guard(lambda request: HttpResponse())(request).status_code == 200
