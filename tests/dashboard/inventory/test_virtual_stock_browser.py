"""Why a number of digital goods is what it is, as a person opens it: stock list, key pool, without script."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from inventory.models import MarketplaceProduct
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import faults, opened, picture, too_wide
from tests.fulfillment.digital import Keys, make_keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACES = pytest.mark.parametrize("face", ["light", "phone"])


@pytest.fixture
def keys(cast: Cast) -> Keys:
    """12 of its own, 30 at the supplier, 2 owed; the second channel sells it below cost."""
    made = make_keys(store=cast.store)
    made.load(*(f"KEY-{number}" for number in range(12)))
    made.offer(30)
    made.read(minutes_ago=14)
    made.order(2)
    MarketplaceProduct.objects.filter(pk=made.sold_at(1).pk).update(price=Decimal(4))
    return made


@FACES
def test_the_number_on_the_stock_list_opens_its_sum(
    chrome: Browser, live_server, owner: Client, keys: Keys, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/inventory/?q={keys.variant.sku}")
        page.get_by_role("button", name="40").first.click()
        because = page.locator(f"#why-{keys.variant.pk}")
        expect(because).to_contain_text("Why 40 are available")
        for words in ("Keys of your own", "Can be bought", "Wholesale 30, read 14 min ago", "Owed to open orders"):
            expect(because).to_contain_text(words)
        picture(page, f"virtual-stock-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0


@FACES
def test_a_channel_that_sells_below_cost_says_so(
    chrome: Browser, live_server, owner: Client, keys: Keys, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner, script=False) as page:
        page.goto(f"{live_server.url}/inventory/listings/{keys.sold_at(1).pk}/why/")
        expect(page.get_by_text("costs more than it is sold for: none of its 30 count")).to_be_visible()
        expect(page.locator(".sum .result .n")).to_have_text("10")
        picture(page, f"virtual-why-{face}")
        assert too_wide(page) <= 0


@FACES
def test_the_key_pool_says_what_is_available(
    chrome: Browser, live_server, owner: Client, keys: Keys, face: str
) -> None:
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(f"{live_server.url}/fulfilment/keys/")
        page.get_by_role("button", name="40").first.click()
        expect(page.locator(f"#why-{keys.variant.pk}")).to_contain_text("Owed to open orders")
        picture(page, f"virtual-pool-{face}")
        assert faults(page) == []
        assert too_wide(page) <= 0
