"""The page of the API works without any other host, under a policy of its own, and with an empty console."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.dashboard.looking import chromium, picture

PATH = "/api/docs/"


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_the_policy_allows_no_outside_host_and_no_inline_script(db: None) -> None:
    policy = Client().get(PATH)["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "default-src 'none'" in policy
    assert "http" not in policy and "*" not in policy and "unsafe-eval" not in policy


def test_reading_it_needs_no_token_and_posting_there_is_refused(db: None) -> None:
    assert Client().get(PATH).status_code == 200
    assert Client().post(PATH).status_code == 405


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_it_shows_the_operations_and_complains_of_nothing(chrome: Browser, live_server: Any, width: int) -> None:
    context = chrome.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc or urlsplit(asked.url).scheme))
    page.goto(live_server.url + PATH)
    page.locator("#operations-tag-connections").click()
    expect(page.get_by_text("/api/v1/connections/", exact=True).first).to_be_visible()
    page.locator("#operations-tag-syncs").click()
    page.locator("#operations-syncs-syncs_create").click()
    expect(page.get_by_text("Idempotency-Key").first).to_be_visible()
    picture(page, f"api-docs-{width}")
    assert complaints == []
    assert hosts <= {urlsplit(live_server.url).netloc, "data", "blob"}
    context.close()
