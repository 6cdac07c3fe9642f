"""A fee rule's way through its orders, as a browser follows it: without a reload, in every face."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from marketplaces.models import Connection
from orders.models import FeeRule
from orders.services import fee_estimates
from orders.services.fee_rules import set_fee_rule
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """Three orders, and a rule that has reached the newest of them."""
    monkeypatch.setattr(fee_estimates, "AT_ONCE", 1)
    found = world.connection(cast.store)
    for _order in range(3):
        world.order(found, total=100, currency="EUR")
    day = timezone.localdate(timezone=found.store.zone) - timedelta(days=300)
    rule = set_fee_rule(connection=found, percent=Decimal(10), starts_on=day, by="Nadia Weber")
    assert not fee_estimates.carry_out(rule.pk, patience=0)
    return found


@pytest.mark.parametrize("face", FACES)
def test_the_card_says_how_far_it_is_until_it_is_done(
    chrome: Browser, live_server, owner: Client, shop: Connection, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/connections/{shop.pk}/")
        expect(page.get_by_text("1 of 3 orders looked at")).to_be_visible()
        FeeRule.objects.update(updated_at=timezone.now() - timedelta(minutes=1), lease_until=None)
        expect(page.get_by_text("no worker is running")).to_be_visible()
        picture(page, f"fees-{face}")
        assert faults(page) == [] and too_wide(page) <= 0
        fee_estimates.carry_out(FeeRule.objects.get().pk)
        expect(page.locator("#fee-progress")).to_be_empty()


def test_without_script_there_is_a_link_to_look_again(
    chrome: Browser, live_server, owner: Client, shop: Connection
) -> None:
    with opened(chrome, live_server.url, "phone", owner, script=False) as page:
        page.goto(f"{live_server.url}/connections/{shop.pk}/")
        expect(page.get_by_text("1 of 3 orders looked at")).to_be_visible()
        fee_estimates.carry_out(FeeRule.objects.get().pk)
        page.get_by_role("link", name="How far is it now?").click()
        expect(page.locator("#fee-progress")).to_be_empty()
