"""The page of differences: the dearest first, decided by who manages, seen by nobody else's store, shut to packers."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from inventory.models import MarketplaceProduct
from marketplaces.models import Connection, OutboundChange
from sync.models import Drift

PAGE = "/listings/drift/"


@pytest.fixture
def drift(shop: Connection, listing: MarketplaceProduct) -> Drift:
    return Drift.objects.create(
        store=shop.store, connection=shop, listing=listing, what="price", cause="edited", state="open", ours="129",
        theirs="119", money=Decimal(70), currency="EUR", found_at=timezone.now(), seen_at=timezone.now(),
    )  # fmt: skip


def test_it_shows_both_sides_and_the_money_at_risk(owner: Client, drift: Drift) -> None:
    page = owner.get(PAGE).content.decode()
    assert "1 listing shows something else than we tell." in page
    assert "119" in page and "129" in page and "Changed at the marketplace" in page


def test_it_says_what_the_money_at_risk_is_made_of_and_is_narrowed_by_cause(owner: Client, drift: Drift) -> None:
    Drift.objects.filter(pk=drift.pk).update(units=7, tries=3)
    page = owner.get(PAGE, {"cause": "edited"}).content.decode()
    assert "7 × " in page and "€10.00" in page.replace("\u00a0", "") and "told again 3 times" in page
    assert "Nothing differs here" in owner.get(PAGE, {"cause": "late"}).content.decode()


def test_without_any_it_says_so_and_a_filter_that_hides_all_can_be_cleared(owner: Client, drift: Drift) -> None:
    assert "Nothing differs here" in owner.get(PAGE, {"what": "stock"}).content.decode()
    drift.delete()
    assert "Nothing waits here" in owner.get(PAGE).content.decode()


def test_ticked_ones_are_told_again(owner: Client, drift: Drift) -> None:
    owner.post(f"{PAGE}act/", {"drift": str(drift.pk), "do": "heal"})
    drift.refresh_from_db()
    assert drift.state == "healing" and "Nadia" in drift.decided_by
    assert OutboundChange.objects.get(kind="price").subject_id == drift.listing_id


def test_nothing_ticked_is_said(owner: Client, drift: Drift) -> None:
    page = owner.post(f"{PAGE}act/", {"do": "heal", "drift": "nonsense"}, follow=True).content.decode()
    assert "Tick the listings first." in page


def test_the_stranger_decides_nothing_here(stranger: Client, drift: Drift) -> None:
    assert "119" not in stranger.get(PAGE).content.decode()
    stranger.post(f"{PAGE}act/", {"drift": str(drift.pk), "do": "heal"})
    drift.refresh_from_db()
    assert drift.state == "open"


def test_the_reader_sees_and_presses_nothing(reader: Client, drift: Drift) -> None:
    assert 'name="do"' not in reader.get(PAGE).content.decode()
    assert reader.post(f"{PAGE}act/", {"drift": str(drift.pk), "do": "heal"}).status_code == 403


def test_the_packer_sees_no_money(packer: Client, drift: Drift) -> None:
    assert packer.get(PAGE).status_code == 403


def test_looking_changes_nothing(owner: Client, drift: Drift) -> None:
    owner.get(PAGE, {"do": "heal", "drift": str(drift.pk)})
    drift.refresh_from_db()
    assert drift.state == "open"
