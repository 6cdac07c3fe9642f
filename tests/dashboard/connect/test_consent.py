"""Signing in at the marketplace: the link, the way back, and everybody who is not let in."""

from __future__ import annotations

import html
import re
import urllib.parse

import pytest
import requests
from django.conf import settings
from django.test import Client

from core.models import Store
from marketplaces.models import Connection, MarketplaceCredential
from marketplaces.sandbox.server import Running
from tests.dashboard import shops
from tests.dashboard.conftest import Cast

BANGKOK = "220033445"


def link_of(page: str) -> str:
    found = re.search(r'href="([^"]*auth_partner[^"]*)"', page)
    assert found, page
    return html.unescape(found.group(1))


def agreed(link: str) -> str:
    """What a seller does at Shopee; returns path and query of the way back."""
    answer = requests.post(link, data={"shop_id": BANGKOK}, allow_redirects=False, timeout=5)
    back = urllib.parse.urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


@pytest.fixture
def way_back(owner: Client, practice: Running) -> str:
    page = owner.post("/connect/shopee/", {"name": "Bangkok", "sandbox": "on", **shops.SHOPEE_APP, "do": "consent"})
    assert shops.SHOPEE_APP["partner_key"] not in page.content.decode()
    return agreed(link_of(page.content.decode()))


def test_signing_in_connects_the_shop(owner: Client, cast: Cast, way_back: str) -> None:
    answer = owner.get(way_back)
    shop = Connection.objects.get(store=cast.store)
    assert answer.url == f"/connections/{shop.pk}/"
    assert (shop.name, shop.remote_account_id, shop.status) == ("Bangkok", BANGKOK, "active")
    assert MarketplaceCredential.objects.get(connection=shop).token_expires_at is not None


def test_the_guide_tells_the_address_that_the_app_there_must_know(owner: Client) -> None:
    assert f"{settings.PUBLIC_URL}/connect/shopee/callback/" in owner.get("/connect/shopee/").content.decode()
    assert "Address to come back to" not in owner.get("/connect/ozon/").content.decode()


def test_the_way_back_is_open_once(owner: Client, way_back: str) -> None:
    owner.get(way_back)
    assert owner.get(way_back).status_code == 400


def test_another_state_is_not_let_in(owner: Client, way_back: str) -> None:
    answer = owner.get(re.sub(r"state=[^&]+", "state=guessed", way_back))
    assert answer.status_code == 400
    assert "was not started here" in answer.content.decode()
    assert not Connection.objects.exists()


def test_somebody_elses_browser_is_not_let_in(stranger: Client, way_back: str) -> None:
    assert stranger.get(way_back).status_code == 400
    assert not Connection.objects.exists()


def test_another_store_of_the_same_person_is_not_let_in(owner: Client, cast: Cast, way_back: str) -> None:
    from core.models import Membership, Role

    other = Store.objects.create(slug="other", name="Other")
    Membership.objects.create(user=cast.owner, store=other, role=Role.OWNER)
    owner.post("/me/store", {"store": str(other.pk)})
    assert owner.get(way_back).status_code == 400
    assert not Connection.objects.exists()


def test_the_session_holds_no_key_in_clear(owner: Client, way_back: str) -> None:
    assert shops.SHOPEE_APP["partner_key"] not in str(dict(owner.session))


def test_the_apps_keys_are_asked_for_first(owner: Client) -> None:
    answer = owner.post("/connect/shopee/", {"do": "consent"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Partner id is empty" in text
    assert "Shop id is empty" not in text


def test_without_a_code_it_says_so(owner: Client, way_back: str) -> None:
    answer = owner.get(re.sub(r"&?code=[^&]+", "", way_back), follow=True)
    assert "Shopee sent no code" in answer.content.decode()
    assert not Connection.objects.exists()


def test_a_marketplace_without_such_a_sign_in_offers_none(owner: Client) -> None:
    assert owner.post("/connect/ozon/", {"do": "consent"}).status_code == 404
