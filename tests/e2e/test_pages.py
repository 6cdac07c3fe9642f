"""Every page that can be reached by a link: no fault of accessibility, nothing too wide, an empty console."""

import re

import pytest
from playwright.sync_api import Page

from tests.dashboard.looking import FACES, faults, too_wide
from tests.e2e.conftest import Whole

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_PAGES = 100
#: In the dark the same page has other colours and nothing else.
ONLY = {"dark": ("color-contrast",)}
START = (
    "/",
    "/analytics/",
    "/orders/",
    "/fulfilment/",
    "/customers/",
    "/products/",
    "/listings/",
    "/inventory/",
    "/connections/",
    "/connect/",
    "/syncs/",
    "/needs-you/",
    "/more/",
    "/settings/you/",
)
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"


@pytest.fixture(scope="package")
def addresses(whole: Whole, merchant: str) -> list[str]:
    """One example of every kind of page that links lead to, by walking them as a browser does."""
    found: dict[str, str] = {}
    waiting = list(START)
    with whole.person(merchant) as page:
        while waiting and len(found) < MOST_PAGES:
            address = waiting.pop(0)
            kind = UUID.sub("*", address)
            if kind in found:
                continue
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, f"{address} answers {answer.status}"
            found[kind] = address
            waiting += _inside(page, whole.address)
    return sorted(found.values())


def _inside(page: Page, origin: str) -> list[str]:
    links: list[str] = page.evaluate(LINKS)
    paths = [link.removeprefix(origin).partition("#")[0].partition("?")[0] for link in links if link.startswith(origin)]
    elsewhere = ("/admin", "/static", "/sign-")
    return [
        path
        for path in paths
        if path and not path.startswith(elsewhere) and not path.endswith(("/raw/", ".csv", ".pdf"))
    ]


def test_the_walk_finds_the_pages(addresses: list[str]) -> None:
    kinds = {UUID.sub("*", address) for address in addresses}
    expected = {
        "/orders/",
        "/fulfilment/",
        "/customers/",
        "/orders/*/",
        "/inventory/",
        "/inventory/*/ledger/",
        "/connections/",
        "/connections/*/",
    }
    assert expected | {"/", "/analytics/", "/analytics/syncs/", "/syncs/", "/syncs/*/"} <= kinds
    assert {"/notifications/", "/settings/notifications/", "/settings/mails/"} <= kinds
    assert {f"/settings/{page}/" for page in ("you", "members", "tokens", "hooks", "sandboxes", "audit")} <= kinds
    assert len(kinds) >= 15


@pytest.mark.parametrize("face", FACES)
def test_every_page_is_sound(whole: Whole, merchant: str, addresses: list[str], face: str) -> None:
    wrong: dict[str, object] = {}
    with whole.person(merchant, face=face) as page:
        for address in addresses:
            page.goto(address)
            if found := faults(page, *ONLY.get(face, ())):
                wrong[address] = found
            if (pixels := too_wide(page)) > 0:
                wrong[f"{address} is too wide"] = pixels
    assert wrong == {}


def test_every_page_is_there_without_script(whole: Whole, merchant: str, addresses: list[str]) -> None:
    with whole.person(merchant, script=False) as page:
        for address in addresses:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200
            assert page.locator("h1").first.inner_text().strip()
