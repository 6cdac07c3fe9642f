"""The pages of categories and of what a shop heals, in a real browser: sound on every face, chosen without script."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from inventory.models import CategoryChoice
from inventory.services.category_map import keep_tree
from marketplaces.canonical.products import RemoteCategory
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop(cast: Cast) -> Connection:
    made = world.connection(cast.store, "Lumen Singapore", code="shopee")
    for sku, category in (("LAMP", "Lamps"), ("KETTLE", "Kettles and everything else that whistles")):
        product = world.variant(cast.store, sku).product
        product.category = category
        product.save()
    tree = (("7", ("Home & Living", "Table lamps")), ("8", ("Home & Living", "Kettles")))
    keep_tree(shop=made, categories=[RemoteCategory(remote_id=number, path=path) for number, path in tree])
    return made


def test_the_pages_are_sound_and_a_category_is_chosen_without_script(
    chrome: Browser, live_server, owner: Client, shop: Connection, subtests
) -> None:
    pages = {"categories": f"/connections/{shop.pk}/categories/", "shop-drift": f"/connections/{shop.pk}/"}
    for face in FACES:
        with opened(chrome, live_server.url, face, owner) as page:
            for name, address in pages.items():
                with subtests.test(page=name, face=face):
                    page.goto(live_server.url + address)
                    picture(page, f"{name}-{face}")
                    assert faults(page) == []
                    assert too_wide(page) <= 0
    with opened(chrome, live_server.url, "light", owner, script=False) as page:
        page.goto(live_server.url + pages["categories"])
        page.get_by_label("Suggested for Lamps").select_option("7")
        page.get_by_role("form", name="Category for Lamps").get_by_role("button", name="Choose").click()
        expect(page.get_by_text("Lamps goes into Home & Living / Table lamps.")).to_be_visible()
    assert CategoryChoice.objects.get().theirs == "7"
