"""Looking at pages as a browser does: real chromium, axe-core, an empty console, nothing wider than the window."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_core_python import sync_playwright as axe_package
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

AXE = (Path(axe_package.__file__).parent / "axe.min.js").read_text()
expect.set_options(timeout=30_000)  # a page on a busy machine; what is there in time costs nothing
FACES = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (390, 844, "light")}
#: Without the source of each element that is looked at, and without every style sheet read a second time: neither
#: tells a fault (the one rule that reads sheets is experimental and never run), and both were a quarter of the work.
RUN_AXE = """
    rules => {
        axe.configure({noHtml: true});
        const wanted = {resultTypes: ['violations'], preload: {assets: ['media']}};
        return axe.run(document, {...wanted, ...(rules.length ? {runOnly: rules} : {})})
            .then(found => found.violations);
    }
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium if it is there, else playwright's own. Without either: a failure in CI, a skip elsewhere.

    Best the one without windows, as playwright's own is: of the whole chromium half the work goes into its own window.
    """
    # Playwright's loop runs in this thread; the test's own database calls beside it are plain and sequential.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        if path is None and not Path(play.chromium.executable_path).exists():
            missing = "There is no chromium. `make test` installs one."
            pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, server: str, face: str, client: Client | None = None, script: bool = True
) -> Iterator[Page]:
    """A page of this size and scheme, signed in like the test client; it ends with an empty console or fails."""
    width, height, scheme = FACES[face]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
        has_touch=face == "phone",
    )
    if client is not None:
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server}])
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    # Without script chromium notes every refused form (422) as a resource that failed; it is the answer we want.
    assert [text for text in complaints if "status of 422" not in text] == []


def faults(page: Page, *rules: str) -> list[str]:
    """What axe finds by these rules or all, as sentences; the policy lets it run by evaluation, not as an element."""
    page.evaluate(AXE)
    return [
        f"{fault['id']}: {fault['help']} at {[node['target'] for node in fault['nodes']][:4]}"
        for fault in page.evaluate(RUN_AXE, list(rules))
    ]


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def picture(page: Page, name: str) -> None:
    """Keep a picture under var/looks when asked to by ORION_LOOKS."""
    if os.environ.get("ORION_LOOKS"):
        folder = Path(settings.BASE_DIR) / "var" / "looks"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
