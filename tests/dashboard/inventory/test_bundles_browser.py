"""Parts of a bundle, units kept for a promotion, count sheets, as a person uses them: typed, refused, mended, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from inventory.models import BundlePart, MarketplaceProduct, PromotionHold, Stock, Variant
from inventory.services.bundles import set_parts
from inventory.services.stock import recount
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.dashboard.looking import FACES, faults, opened, picture, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])


@pytest.fixture
def pot(cast: Cast) -> Variant:
    made = world.variant(cast.store, "POT", on_hand=0)
    recount(store=cast.store, variant=made, location=world.location(cast.store), counted=9)
    return made


def sound(page: Page, name: str, *, script: bool = True) -> None:
    picture(page, name)
    if script:
        assert faults(page) == [], name
    assert too_wide(page) <= 0, name


def parts_of(cast: Cast) -> str:
    bundle = world.variant(cast.store, "SET", on_hand=0)
    return f"/products/{bundle.product_id}/variants/{bundle.pk}/parts/"


@SCRIPT
def test_parts_are_named_and_what_is_unknown_is_said_at_its_field(
    chrome: Browser, live_server, owner: Client, cast: Cast, pot: Variant, script: bool
) -> None:
    address = live_server.url + parts_of(cast)
    with opened(chrome, live_server.url, "phone", owner, script=script) as page:
        page.goto(address)
        page.get_by_label("SKU", exact=True).first.fill("NOPE")
        page.get_by_label("How many").first.fill("2")
        page.get_by_role("button", name="Save the parts").click()
        expect(page.get_by_text("NOPE").first).to_be_visible()
        expect(page.get_by_label("How many").first).to_have_value("2")
        sound(page, f"parts-refused-phone-{script}", script=script)
        page.get_by_label("SKU", exact=True).first.fill("POT")
        page.get_by_role("button", name="Save the parts").click()
        page.wait_for_url(lambda url: not url.endswith("/parts/"))
        page.goto(address)
        expect(page.get_by_label("SKU", exact=True).first).to_have_value("POT")
    assert BundlePart.objects.get().quantity == 2


@SCRIPT
def test_units_are_kept_for_a_promotion_and_let_go(
    chrome: Browser, live_server, owner: Client, cast: Cast, pot: Variant, script: bool
) -> None:
    shop = world.connection(cast.store, stock_out=True)
    listing: MarketplaceProduct = world.listing(shop, pot, sku="POT")
    address = f"{live_server.url}/listings/{listing.pk}/hold/"
    with opened(chrome, live_server.url, "phone", owner, script=script) as page:
        page.goto(address)
        page.get_by_label("Last day").fill("2099-05-01")
        page.get_by_role("button", name="Keep them").click()
        expect(page.get_by_text("Enter how many are kept").first).to_be_visible()
        expect(page.get_by_label("Last day")).to_have_value("2099-05-01")
        sound(page, f"hold-refused-phone-{script}", script=script)
        page.get_by_label("Units kept for it").fill("4")
        page.get_by_role("button", name="Keep them").click()
        page.wait_for_url(lambda url: not url.endswith("/hold/"))
        page.goto(address)
        expect(page.get_by_text("4 of 4 are kept now")).to_be_visible()
        sound(page, f"hold-kept-phone-{script}", script=script)
        page.get_by_role("button", name="End it now").click()
        page.wait_for_url(lambda url: not url.endswith("/hold/"))
    assert PromotionHold.objects.get().ended_at is not None


@SCRIPT
def test_a_filled_in_sheet_is_shown_before_it_is_written(
    chrome: Browser, live_server, owner: Client, pot: Variant, tmp_path: Path, script: bool
) -> None:
    sheet = tmp_path / "shelf.csv"
    sheet.write_text("sku,counted\nPOT,3\nNOPE,1\n")
    with opened(chrome, live_server.url, "phone", owner, script=script) as page:
        page.goto(f"{live_server.url}/inventory/counts/")
        page.get_by_label("File").set_input_files(str(sheet))
        page.get_by_role("button", name="Show what would change").click()
        expect(page.get_by_text("There is no product with the SKU NOPE.")).to_be_visible()
        sound(page, f"counts-shown-phone-{script}", script=script)
        assert Stock.objects.get(variant=pot).on_hand == 9
        page.get_by_role("button", name="Write the counts").click()
        expect(page.get_by_text("1 count is written.").first).to_be_visible()
    assert Stock.objects.get(variant=pot).on_hand == 3


@pytest.mark.parametrize("face", FACES)
def test_what_stands_in_them_is_sound_in_every_face(
    chrome: Browser, live_server, owner: Client, cast: Cast, pot: Variant, tmp_path: Path, face: str
) -> None:
    address = parts_of(cast)
    set_parts(Variant.objects.get(sku="SET"), {pot.pk: 2}, by="Ann")
    sheet = tmp_path / "shelf.csv"
    sheet.write_text("sku,counted\nPOT,3\nNOPE,1\n")
    with opened(chrome, live_server.url, face, owner) as page:
        page.goto(live_server.url + address)
        expect(page.get_by_label("SKU", exact=True).first).to_have_value("POT")
        sound(page, f"parts-filled-{face}")
        page.goto(f"{live_server.url}/inventory/counts/")
        page.get_by_label("File").set_input_files(str(sheet))
        page.get_by_role("button", name="Show what would change").click()
        expect(page.get_by_text("What shelf.csv would change")).to_be_visible()
        sound(page, f"counts-shown-{face}")
