"""Every page in light, dark and on a phone: no fault of accessibility, nothing too wide, an empty console."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.dashboard.conftest import Cast, browser
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(cast: Cast) -> Client:
    cast.owner.is_staff = True
    cast.owner.save()
    return browser(cast.owner)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("address", ["/elements/", "/more/"])
def test_a_page_is_sound(chrome: Browser, live_server, staff: Client, address: str, face: str) -> None:
    with opened(chrome, live_server.url, face, staff) as page:
        page.goto(live_server.url + address)
        picture(page, f"{address.strip('/').replace('/', '-')}-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


def test_what_is_wrong_with_a_page_is_found(chrome: Browser) -> None:
    page = chrome.new_page(viewport={"width": 390, "height": 844})
    page.set_content(
        "<h1>Bad</h1><img src='x'><p style='color: #999; background: #fff'>pale</p><input><a href='/'></a>"
        "<p style='width: 600px'>wide</p>"
    )
    found = {fault.partition(":")[0] for fault in faults(page)}
    assert found >= {"image-alt", "color-contrast", "label", "link-name", "html-has-lang", "document-title"}
    assert too_wide(page) > 0
    page.close()


@pytest.mark.parametrize("face", FACES)
def test_the_gate_is_sound(chrome: Browser, live_server, db: None, face: str) -> None:
    with opened(chrome, live_server.url, face) as page:
        page.goto(live_server.url + "/sign-in/")
        picture(page, f"sign-in-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


def test_signing_in_and_out_works_without_script(chrome: Browser, live_server, cast: Cast) -> None:
    with opened(chrome, live_server.url, "light", script=False) as page:
        page.goto(live_server.url + "/sign-in/")
        page.get_by_label("E-mail").fill("nadia@example.org")
        page.get_by_label("Password").fill("correct horse battery")
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("NW: Nadia Weber, account").click()
        page.get_by_role("button", name="Sign out").first.click()
        page.wait_for_url("**/sign-in/")


def test_the_theme_changes_at_once_and_stays(chrome: Browser, live_server, owner: Client) -> None:
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/more/")
        with page.expect_response("**/me/theme") as answer:
            page.get_by_label("Light or dark").click()
        assert page.locator("html").get_attribute("data-theme") == "dark"
        assert answer.value.status == 204
        page.reload()
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_keyboard_opens_the_list_of_keys_and_goes_places(chrome: Browser, live_server, staff: Client) -> None:
    with opened(chrome, live_server.url, "light", staff) as page:
        page.goto(live_server.url + "/elements/")
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("?")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        page.locator("#keys").wait_for(state="hidden")
        page.keyboard.press("j")
        assert page.locator("tr.is-cursor").count() == 1


def test_ticking_is_counted(chrome: Browser, live_server, staff: Client) -> None:
    with opened(chrome, live_server.url, "light", staff) as page:
        page.goto(live_server.url + "/elements/")
        assert page.locator("[data-count]").inner_text() == "1"
        page.get_by_label("Untick all").click()
        expect(page.locator(".bulk")).not_to_be_visible()
