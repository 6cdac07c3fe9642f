"""Stock files in a real browser: sound on every face, made and put without script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from sync.models import StockFile
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide
from tests.dashboard.settings.test_stock_files import file

__all__ = ["file"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_pages_are_sound_and_a_file_is_put(
    chrome: Browser, live_server, owner: Client, file: StockFile, subtests
) -> None:
    pages = {"stock-files": "/settings/stock-files/", "stock-file": f"/settings/stock-files/{file.pk}/"}
    for face in FACES:
        with opened(chrome, live_server.url, face, owner) as page:
            for name, address in pages.items():
                with subtests.test(page=name, face=face):
                    page.goto(live_server.url + address)
                    picture(page, f"{name}-{face}")
                    assert faults(page) == []
                    assert too_wide(page) <= 0
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + pages["stock-file"])
        page.get_by_role("button", name="Put it now").click()
        expect(page.get_by_text("Put with 1 line.")).to_be_visible()


def test_a_new_file_asks_of_a_server_only_once_one_is_chosen(chrome: Browser, live_server, owner: Client) -> None:
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + "/settings/stock-files/")
        expect(page.get_by_label("Folder")).to_be_visible()
        expect(page.get_by_label("Server")).to_be_hidden()
        expect(page.get_by_label("Or private key")).to_be_hidden()
        page.get_by_label("It is put").select_option("sftp")
        expect(page.get_by_label("Server")).to_be_visible()
        expect(page.get_by_label("Or private key")).to_be_visible()
