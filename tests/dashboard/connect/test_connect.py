"""Connecting a shop in the browser: the form, the three verdicts, what is saved and what never is shown."""

from __future__ import annotations

import pytest
from django.test import Client

from marketplaces.framework import registry
from marketplaces.models import ApiCall, Connection, MarketplaceCredential
from marketplaces.sandbox.server import Running
from marketplaces.services import credentials
from sync.models import ScheduledJob
from sync.schedule import kinds_of
from tests.dashboard import shops, world
from tests.dashboard.conftest import Cast

SECRET = "planted-secret-0123456789"


def test_every_marketplace_with_a_connector_can_be_chosen(owner: Client, cast: Cast) -> None:
    text = owner.get("/connect/").content.decode()
    assert "/connect/ozon/" in text and "/connect/shopee/" in text


def test_the_form_is_made_of_the_connectors_own_fields(owner: Client) -> None:
    text = owner.get("/connect/shopee/").content.decode()
    for name in ("partner_id", "partner_key", "shop_id", "access_token", "refresh_token", "push_key"):
        assert f'name="{name}"' in text
    assert "Sign in at Shopee" in text
    assert "Sign in at Ozon" not in owner.get("/connect/ozon/").content.decode()


def test_what_the_marketplace_tells_by_itself_is_asked_of_nobody(owner: Client) -> None:
    told = [(kind.code, field.name) for kind in registry.connectors() for field in kind.credential_fields if field.told]
    assert told
    for code, name in told:
        assert f'name="{name}"' not in owner.get(f"/connect/{code}/").content.decode()


def test_a_marketplace_whose_api_is_assumed_says_so(owner: Client) -> None:
    for address in ("/connect/", "/connect/fourseller/"):
        assert "Experimental" in owner.get(address).content.decode()
    text = owner.get("/connect/fourseller/").content.decode()
    assert "publishes no API" in text
    assert "own documents" not in text
    assert "Experimental" not in owner.get("/connect/ozon/").content.decode()


def test_passing_keys_are_saved_with_schedules_and_nothing_is_sent_yet(
    owner: Client, cast: Cast, practice: Running
) -> None:
    typed = {"name": "  Ozon Урал ", "sandbox": "on", **shops.OZON_KEYS, "do": "test"}
    answer = owner.post("/connect/ozon/", typed)
    shop = Connection.objects.get(store=cast.store)
    assert answer.url == f"/connections/{shop.pk}/"
    assert (shop.name, shop.is_sandbox, shop.status) == ("Ozon Урал", True, "active")
    assert (shop.stock_out, shop.price_out) == (False, False)
    made = ScheduledJob.objects.filter(connection=shop).values_list("job_type", flat=True)
    assert sorted(made) == sorted(kinds_of(shop)) and "orders" in made


def test_refused_keys_give_three_verdicts_and_are_not_saved(owner: Client, practice: Running) -> None:
    answer = owner.post("/connect/ozon/", {"sandbox": "on", "client_id": "1001", "api_key": SECRET, "do": "test"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "1. Ozon can be reached" in text
    assert "2. The keys were refused" in text
    assert "3. Shape of the answer: not tried" in text
    assert not Connection.objects.exists()


def test_a_typed_secret_is_not_shown_again(owner: Client, practice: Running) -> None:
    answer = owner.post("/connect/ozon/", {"sandbox": "on", "client_id": "1001", "api_key": SECRET, "do": "test"})
    assert SECRET not in answer.content.decode()
    assert 'value="1001"' in answer.content.decode()


def test_with_script_only_the_answer_comes_so_what_was_typed_stays(owner: Client, practice: Running) -> None:
    typed = {"sandbox": "on", "client_id": "", "api_key": SECRET, "do": "test"}
    answer = owner.post("/connect/ozon/", typed, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<form" not in text
    assert "Client id is empty" in text
    assert 'id="id_client_id_error" hx-swap-oob="true"' in text


def test_with_script_a_success_leads_to_the_shop(owner: Client, practice: Running) -> None:
    typed = {"sandbox": "on", **shops.OZON_KEYS, "do": "test"}
    answer = owner.post("/connect/ozon/", typed, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/connections/{Connection.objects.get().pk}/"


def test_a_sandbox_that_does_not_run_is_a_sentence(owner: Client, settings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    text = owner.post("/connect/ozon/", {"sandbox": "on", **shops.OZON_KEYS, "do": "test"}).content.decode()
    assert "1. Ozon could not be reached" in text


def test_it_can_be_saved_switched_off_without_a_call(owner: Client, settings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    owner.post("/connect/ozon/", {"sandbox": "on", **shops.OZON_KEYS, "do": "save"})
    assert Connection.objects.get().status == "paused"


def test_saving_switched_off_still_needs_the_keys(owner: Client) -> None:
    answer = owner.post("/connect/ozon/", {"client_id": "12 34", "do": "save"})
    assert answer.status_code == 422
    assert "API key is empty" in answer.content.decode()
    assert "has a blank inside" in answer.content.decode()


def test_new_keys_replace_the_old_ones_and_a_blank_keeps_them(owner: Client, cast: Cast, practice: Running) -> None:
    shop = shops.ozon(cast.store, practice)
    page = owner.get(f"/connections/{shop.pk}/keys/").content.decode()
    assert "Stored, ends …01" in page
    assert shops.OZON_KEYS["api_key"] not in page
    answer = owner.post(f"/connections/{shop.pk}/keys/", {"name": "Ozon neu", "client_id": "1001", "do": "test"})
    assert answer.url == f"/connections/{shop.pk}/"
    shop.refresh_from_db()
    assert shop.name == "Ozon neu"
    assert MarketplaceCredential.objects.get(connection=shop).api_key == shops.OZON_KEYS["api_key"]


def test_another_name_alone_is_saved_without_a_call(owner: Client, cast: Cast, settings) -> None:
    shop = world.connection(cast.store)
    credentials.save(shop, registry.connector_class("ozon"), shops.OZON_KEYS)
    settings.SANDBOX_URL = "http://127.0.0.1:1"  # nobody answers there
    calls = ApiCall.objects.count()
    answer = owner.post(f"/connections/{shop.pk}/keys/", {"name": "Ozon Süd", "client_id": "1001", "do": "test"})
    assert answer.status_code == 302 and answer.url == f"/connections/{shop.pk}/"
    shop.refresh_from_db()
    assert (shop.name, shop.history.first().history_change_reason) == ("Ozon Süd", "renamed by Nadia Weber")
    assert ApiCall.objects.count() == calls


def test_refused_new_keys_leave_the_old_ones(owner: Client, cast: Cast, practice: Running) -> None:
    shop = shops.ozon(cast.store, practice)
    answer = owner.post(f"/connections/{shop.pk}/keys/", {"client_id": "1001", "api_key": SECRET, "do": "test"})
    assert answer.status_code == 422
    assert MarketplaceCredential.objects.get(connection=shop).api_key == shops.OZON_KEYS["api_key"]


def test_connecting_a_disconnected_shop_again_takes_up_the_same_one(
    owner: Client, cast: Cast, practice: Running
) -> None:
    shop = shops.ozon(cast.store, practice)
    owner.post(f"/connections/{shop.pk}/disconnect/")
    assert "Stored, ends" not in owner.get(f"/connections/{shop.pk}/keys/").content.decode()
    owner.post(f"/connections/{shop.pk}/keys/", {"name": shop.name, **shops.OZON_KEYS, "do": "test"})
    assert [row.pk for row in Connection.objects.all()] == [shop.pk]
    assert Connection.objects.get().status == "active"


def test_an_unknown_marketplace_is_not_found(owner: Client) -> None:
    assert owner.get("/connect/nowhere/").status_code == 404


@pytest.mark.parametrize("address", ["/connect/", "/connect/ozon/", "/connect/shopee/callback/"])
def test_the_packer_and_the_reader_may_not(packer: Client, reader: Client, address: str) -> None:
    assert packer.get(address).status_code == 403
    assert reader.get(address).status_code == 403
    assert not Connection.objects.exists()


def test_the_stranger_gets_no_keys_page(stranger: Client, cast: Cast, practice: Running) -> None:
    shop = shops.ozon(cast.store, practice)
    assert stranger.get(f"/connections/{shop.pk}/keys/").status_code == 404
    assert stranger.post(f"/connections/{shop.pk}/keys/", {"do": "test"}).status_code == 404


def test_a_name_that_another_gave_meanwhile_is_said(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store, "Ozon Nord")
    credentials.save(shop, registry.connector_class("ozon"), shops.OZON_KEYS)
    typed = {"name": "Ozon Süd", "client_id": "1001", "do": "test", "name_was": "Ozon Москва"}
    answer = owner.post(f"/connections/{shop.pk}/keys/", typed)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Somebody called it “Ozon Nord” meanwhile" in text
    assert 'name="name_was" id="name-was" value="Ozon Nord"' in text and 'value="Ozon Süd"' in text
    assert owner.post(f"/connections/{shop.pk}/keys/", typed | {"name_was": "Ozon Nord"}).status_code == 302
    shop.refresh_from_db()
    assert shop.name == "Ozon Süd"
