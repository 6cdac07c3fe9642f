"""Every page of Settings and of signing in, in a real browser: sound, no wider than a phone, also without script."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from core.models import Role
from core.services import members, second_step
from marketplaces.sandbox.server import Running
from sync.outgoing import couriers
from tests.dashboard import looking, shops, world
from tests.dashboard.conftest import Cast, browser
from tests.sync.outgoing.receiver import receiving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PAGES = ("you", "signing-in", "signing-in/second-step", "store", "members", "tokens", "hooks", "endpoints", "schedules", "sandboxes", "audit")  # fmt: skip  # noqa: E501


@pytest.fixture
def filled(cast: Cast, practice: Running, owner: Client) -> Client:
    """A store with a practice shop, an order, somebody asked, a second step begun."""
    shop = shops.ozon(cast.store, practice)
    world.order(shop)
    shops.control(practice, "ozon", "faults", {"kind": "slow", "times": 3})
    members.invite(store=cast.store, email="new@example.org", role=Role.PACKER, by=cast.owner)
    owner.post("/settings/tokens/", {"name": "Till", "user": str(cast.owner.pk), "may_orders": "read", "life": "30d"})
    second_step.begin(cast.owner)
    return owner


@pytest.mark.parametrize("face", looking.FACES)
def test_every_page_is_sound(chrome: Browser, live_server: LiveServer, filled: Client, face: str) -> None:
    wrong = {}
    with looking.opened(chrome, live_server.url, face, filled) as page:
        for name in PAGES:
            page.goto(f"{live_server.url}/settings/{name}/")
            assert page.locator("h1").count() == 1
            looking.picture(page, f"settings-{name.replace('/', '-')}-{face}")
            if found := looking.faults(page):
                wrong[name] = found
            if (pixels := looking.too_wide(page)) > 0:
                wrong[f"{name} is too wide"] = [str(pixels)]
    assert wrong == {}


@pytest.mark.parametrize("face", looking.FACES)
def test_the_gate_is_sound(chrome: Browser, live_server: LiveServer, cast: Cast, face: str) -> None:
    second_step.confirm(cast.owner, second_step.code_now(second_step.begin(cast.owner)))
    invited = members.invite(store=cast.store, email="new@example.org", role=Role.PACKER, by=cast.owner)
    wrong = {}
    with looking.opened(chrome, live_server.url, face) as page:
        for name in ("", "forgotten/", f"join/{invited.token}/", "new-password/x/y/"):
            page.goto(f"{live_server.url}/sign-in/{name}")
            looking.picture(page, f"gate-{name.partition('/')[0] or 'sign-in'}-{face}")
            wrong[name] = [*looking.faults(page), *(["too wide"] if looking.too_wide(page) > 0 else [])]
        page.goto(f"{live_server.url}/sign-in/")
        page.get_by_label("E-mail").fill("nadia@example.org")
        page.get_by_label("Password").fill("correct horse battery")
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("Six-digit code").fill("481 20")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("That code had 5 digits")).to_be_visible()
        looking.picture(page, f"gate-code-{face}")
        wrong["code"] = looking.faults(page)
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_second_step_is_set_up_and_used_without_script(
    chrome: Browser, live_server: LiveServer, cast: Cast, owner: Client
) -> None:
    with looking.opened(chrome, live_server.url, "phone", owner, script=False) as page:
        page.goto(f"{live_server.url}/settings/signing-in/")
        page.get_by_role("button", name="Set up the second step").click()
        assert page.locator("svg.qr").bounding_box()["width"] > 150  # type: ignore[index]
        step = second_step.begin(cast.owner)
        page.get_by_label("Six-digit code").fill(second_step.code_now(step))
        page.get_by_role("button", name="Turn it on").click()
        codes = page.locator(".thirds li").all_inner_texts()
        assert len(codes) == 10
        looking.picture(page, "settings-recovery-codes-phone")
    with looking.opened(chrome, live_server.url, "phone", script=False) as page:
        page.goto(f"{live_server.url}/settings/you/")
        page.get_by_label("E-mail").fill("nadia@example.org")
        page.get_by_label("Password").fill("correct horse battery")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Use a recovery code").click()
        page.get_by_label("Recovery code").fill(codes[0])
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="You")).to_be_visible()


def test_a_new_token_is_shown_copied_and_gone(chrome: Browser, live_server: LiveServer, filled: Client) -> None:
    with looking.opened(chrome, live_server.url, "light", filled) as page:
        page.goto(f"{live_server.url}/settings/tokens/")
        page.get_by_label("Name", exact=True).fill("Shop window")
        page.get_by_label("Stock").select_option("read")
        page.get_by_role("button", name="Make the token").click()
        secret = page.get_by_label("The new token").input_value()
        assert secret.startswith("orion_")
        looking.picture(page, "settings-token-made-light")
        assert looking.faults(page) == []
        page.goto(f"{live_server.url}/settings/tokens/")
        assert secret not in page.content()


def test_a_test_order_is_watched_until_it_is_here(
    chrome: Browser, live_server: LiveServer, filled: Client, cast: Cast
) -> None:
    from sync import executor
    from sync.models import MarketplaceSyncLog

    with looking.opened(chrome, live_server.url, "light", filled) as page:
        page.goto(f"{live_server.url}/settings/sandboxes/")
        page.get_by_role("button", name="Place a practice order").click()
        page.get_by_text("A buyer ordered at").wait_for()
        executor.execute(str(MarketplaceSyncLog.objects.get(sync_type="orders").pk))
        page.get_by_text("The practice order is here").wait_for(timeout=8000)
        looking.picture(page, "settings-bought-light")
        page.get_by_role("link", name="Open the order").click()
        page.wait_for_url("**/orders/**")


def test_an_address_is_tested_in_place(chrome: Browser, live_server: LiveServer, filled: Client, settings) -> None:
    settings.PUBLIC_URL = live_server.url
    with looking.opened(chrome, live_server.url, "light", filled) as page:
        page.goto(f"{live_server.url}/settings/hooks/")
        page.get_by_role("button", name="Test the address").click()
        page.get_by_text("The address leads here.").wait_for()


def test_the_rail_leads_to_settings_by_keyboard(chrome: Browser, live_server: LiveServer, cast: Cast) -> None:
    with looking.opened(chrome, live_server.url, "light", browser(cast.packer)) as page:
        page.goto(f"{live_server.url}/more/")
        page.keyboard.press("g")
        page.keyboard.press("t")
        page.wait_for_url("**/settings/you/")


@pytest.mark.parametrize("face", looking.FACES)
def test_the_page_of_an_endpoint_is_sound(
    chrome: Browser, live_server: LiveServer, filled: Client, cast: Cast, settings, face: str
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiving() as program, looking.opened(chrome, live_server.url, face, filled) as page:
        program.answer = lambda _got: (503, {}, b"back at ten " * 40)
        page.goto(f"{live_server.url}/settings/endpoints/")
        page.get_by_label("Name", exact=True).fill("Bookkeeping")
        page.get_by_label("Address").fill(program.url)
        page.get_by_label("A parcel left.").check()
        page.get_by_role("button", name="Make the endpoint").click()
        expect(page.get_by_label("The new secret")).to_have_value(re.compile("^whsec_"))
        looking.picture(page, f"settings-endpoint-made-{face}")
        wrong = looking.faults(page)
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("A test is on its way")).to_be_visible()
        for thread in couriers.deliver_due():
            thread.join(30)
        page.reload()
        page.get_by_text("Tries and what was sent").click()
        expect(page.get_by_text("back at ten").first).to_be_visible()
        looking.picture(page, f"settings-endpoint-{face}")
        assert [*wrong, *looking.faults(page)] == [] and looking.too_wide(page) <= 0
        page.goto(f"{live_server.url}/settings/endpoints/")
        looking.picture(page, f"settings-endpoints-{face}")
        assert looking.faults(page) == [] and looking.too_wide(page) <= 0
        page.get_by_role("link", name="Bookkeeping").click()
        for word in ("New secret…", "Keep this one", "Remove…"):
            page.get_by_role("link", name=word).click()
        expect(page.get_by_role("button", name="Remove it")).to_be_visible()
        assert looking.faults(page) == []


def test_an_endpoint_is_made_tried_and_removed_without_script(
    chrome: Browser, live_server: LiveServer, filled: Client, cast: Cast, settings
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiving() as program, looking.opened(chrome, live_server.url, "phone", filled, script=False) as page:
        page.goto(f"{live_server.url}/settings/endpoints/")
        page.get_by_label("Name", exact=True).fill("Bookkeeping")
        page.get_by_label("Address").fill(program.url)
        page.get_by_role("button", name="Make the endpoint").click()
        expect(page.get_by_text("Choose at least one kind of news.").first).to_be_visible()
        page.get_by_label("A parcel left.").check()
        page.get_by_role("button", name="Make the endpoint").click()
        expect(page.get_by_label("The new secret")).to_have_value(re.compile("^whsec_"))
        page.get_by_role("button", name="Send a test").click()
        for thread in couriers.deliver_due():
            thread.join(30)
        page.reload()
        expect(page.get_by_role("table").get_by_text("Arrived")).to_be_visible()
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("button", name="Resume")).to_be_visible()
        page.get_by_role("link", name="Remove…").click()
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("No program is told yet")).to_be_visible()
