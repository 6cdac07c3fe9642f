"""Connecting, watching a run and asking why, with a real browser, at the practice marketplaces."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection as database
from django.test import Client
from playwright.sync_api import Browser, expect

from inventory.models import MarketplaceProduct
from inventory.services.opening import take_opening_counts
from marketplaces.models import Connection
from marketplaces.sandbox.server import Running
from sync import executor, runs
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import faults, opened, picture
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False])
def test_connecting_with_a_failing_then_a_passing_test(
    chrome: Browser, live_server, owner: Client, practice: Running, script: bool
) -> None:
    with opened(chrome, live_server.url, "light", owner, script=script) as page:
        page.goto(live_server.url + "/connect/ozon/")
        page.get_by_label("Name in Orion").fill("Ozon Урал")
        page.get_by_label("Client id").fill("1001")
        page.get_by_label("API key").fill("wrong-key-0123456789")
        page.get_by_label("Use the practice marketplace").check()
        with page.expect_response("**/connect/ozon/"):
            page.get_by_role("button", name="Test and connect").click()
        expect(page.get_by_text("2. The keys were refused")).to_be_visible()
        assert page.get_by_label("Name in Orion").input_value() == "Ozon Урал"
        assert page.get_by_label("API key").input_value() == ("wrong-key-0123456789" if script else "")
        if script:
            page.get_by_label("API key").fill("")
            page.get_by_role("button", name="Test and connect").click()
            expect(page.get_by_label("API key")).to_have_attribute("aria-invalid", "true")
            expect(page.get_by_label("Client id")).to_have_attribute("aria-invalid", "false")
            picture(page, "connect-failed-light")
            assert faults(page) == []
        page.get_by_label("API key").fill(shops.OZON_KEYS["api_key"])
        page.get_by_role("button", name="Test and connect").click()
        page.wait_for_url("**/connections/*/")
        expect(page.get_by_role("heading", name="Ozon Урал")).to_be_visible()
    assert Connection.objects.get().name == "Ozon Урал"


def carry_out(log_id: uuid.UUID) -> None:
    """A worker's part, in a thread of its own."""
    try:
        executor.execute(log_id)
    finally:
        database.close()


def test_a_run_is_watched_until_it_ends(
    chrome: Browser, live_server, owner: Client, cast: Cast, practice: Running
) -> None:
    shop = shops.ozon(cast.store, practice)
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(f"{live_server.url}/connections/{shop.pk}/")
        page.get_by_role("button", name="Read orders").click()
        page.wait_for_url("**/syncs/*/")
        expect(page.get_by_role("button", name="Stop after this batch")).to_be_visible()
        log_id = uuid.UUID(page.url.rstrip("/").rsplit("/", 1)[1])
        worker = threading.Thread(target=carry_out, args=(log_id,))
        worker.start()
        expect(page.get_by_role("button", name="Run again")).to_be_visible(timeout=20_000)
        worker.join()
        expect(page.get_by_text("It adds up.")).to_be_visible()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.wait_for_timeout(1200)
        assert asked == []


def test_a_number_explains_itself(chrome: Browser, live_server, owner: Client, cast: Cast, practice: Running) -> None:
    shop = shops.ozon(cast.store, practice)
    executor.run_now(
        runs.start(connection=shop, sync_type="products", cause="button", options={"create_missing": True})
    )
    take_opening_counts(connection=shop, location=world.location(cast.store), actor_label="test")
    listing = MarketplaceProduct.objects.order_by("marketplace_sku").first()
    assert listing is not None
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/inventory/")
        page.locator(f'[popovertarget="why-{listing.pk}"]').click()
        pop = page.locator(f"#why-{listing.pk}")
        expect(pop.get_by_text("On hand")).to_be_visible()
        expect(pop.get_by_text("History of this number")).to_be_visible()
        picture(page, "inventory-why-light")
        assert faults(page) == []
        page.keyboard.press("Escape")
        expect(pop).to_be_hidden()


def test_a_card_is_tested_in_place(chrome: Browser, live_server, owner: Client, cast: Cast, practice: Running) -> None:
    shops.ozon(cast.store, practice)
    with opened(chrome, live_server.url, "light", owner) as page:
        page.goto(live_server.url + "/connections/")
        page.get_by_role("button", name="Test Ozon Москва").click()
        expect(page.get_by_text("The keys are accepted")).to_be_visible()
        assert page.url.endswith("/connections/")
