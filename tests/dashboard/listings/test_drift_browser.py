"""The page of differences in a real browser: sound on every face, and decided without script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from sync.models import Drift
from tests.dashboard.listings.test_drift import PAGE, drift
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

__all__ = ["drift"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {"drift": PAGE, "drift-filtered": f"{PAGE}?what=stock", "drift-none": f"{PAGE}?view=watched"}


def test_the_page_is_sound_and_a_difference_is_watched_without_script(
    chrome: Browser, live_server, owner: Client, drift: Drift, subtests
) -> None:
    for face in FACES:
        with opened(chrome, live_server.url, face, owner) as page:
            for name, address in PAGES.items():
                with subtests.test(page=name, face=face):
                    page.goto(live_server.url + address)
                    picture(page, f"{name}-{face}")
                    assert faults(page) == []
                    assert too_wide(page) <= 0
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + PAGE)
        page.locator("input[name=drift]").check()
        page.get_by_role("button", name="Keep watching").click()
        expect(page.get_by_text("1 listing is done.")).to_be_visible()
    drift.refresh_from_db()
    assert drift.state == "watched"
