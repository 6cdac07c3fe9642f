"""The administration: every list and one row of each, with its history, sound in a browser, without outside hosts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Whole

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
PATHS = "() => [...document.querySelectorAll('a[href]')].map(link => link.pathname)"
#: Rows that a demo surely has; the walk must have opened them.
KNOWN = {"core/store", "inventory/variant", "marketplaces/connection", "orders/order", "sync/marketplacesynclog"}


def paths(page: Page, pattern: str) -> list[str]:
    """Where the links of this page lead, of one pattern."""
    return sorted({path for path in page.evaluate(PATHS) if re.fullmatch(pattern, path)})


def opened(page: Page, path: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path} answers {answer.status}"


def test_staff_walks_the_whole_administration(whole: Whole, merchant: str) -> None:
    asked: set[str] = set()
    rows: set[str] = set()
    with whole.person(merchant) as page:
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.goto("/orders/")
        page.locator("summary.avatar").click()
        page.get_by_role("link", name="Administration").click()
        page.wait_for_url("**/admin/")
        lists = paths(page, r"/admin/\w+/\w+/")
        for each in lists:
            opened(page, each)
            for row in paths(page, rf"{each}[^/]+/change/")[:1]:
                opened(page, row)
                rows.add(each.removeprefix("/admin/").rstrip("/"))
                for history in paths(page, rf"{each}[^/]+/history/"):
                    opened(page, history)
    assert len(lists) > 30
    assert rows >= KNOWN
    assert asked <= {urlsplit(whole.address).netloc, ""}


def test_nobody_else_is_shown_the_way_there(whole: Whole, newcomer: str) -> None:
    with whole.person(newcomer) as page:
        page.goto("/connections/")
        page.locator("summary.avatar").click()
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert page.get_by_role("link", name="Administration").count() == 0
