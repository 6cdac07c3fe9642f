"""The words of mails: for owners and managers, in the store's languages, previewed before they are kept."""

from typing import Any

import pytest
from django.test import Client

from core.models import EmailTemplate
from marketplaces.framework import registry
from sync.news import buyers, texts
from tests.dashboard import world
from tests.dashboard.conftest import Cast
from tests.sync.news.test_buyers import Closed, Storefront

LIST, WORDS = "/settings/mails/", "/settings/mails/order_confirmation/in/de/"
TYPED = {"subject": "Bestellung {number}", "body": "Danke, {customer}.\n\n{lines}"}


@pytest.fixture(autouse=True)
def languages(cast: Cast) -> None:
    cast.store.languages = ["de", "en"]
    cast.store.save()


def test_every_mail_stands_in_every_language_with_whose_words_it_has(owner: Client, cast: Cast) -> None:
    shown = owner.get(LIST).content.decode()
    assert shown.count("As it came") == 2 * len(texts.MAILS)
    texts.save(store=cast.store, kind="digest", language="de", subject="Heute", body="{list}", by="Anna")
    shown = owner.get(LIST).content.decode()
    assert "Your words" in shown
    assert "fallback from German" in shown


@pytest.mark.parametrize("who", ["packer", "reader"])
def test_whoever_does_not_manage_the_store_sees_and_changes_none(
    who: str, request: pytest.FixtureRequest, cast: Cast
) -> None:
    client: Client = request.getfixturevalue(who)
    for path in (LIST, WORDS):
        assert client.get(path).status_code == 403
        assert client.post(path, TYPED | {"do": "save"}).status_code in (403, 405)
    assert not EmailTemplate.objects.exists()


def test_a_stranger_writes_only_in_their_own_store(stranger: Client, cast: Cast) -> None:
    cast.elsewhere.languages = ["de"]
    cast.elsewhere.save()
    stranger.post(WORDS, TYPED | {"do": "save"})
    assert [row.store for row in EmailTemplate.objects.all()] == [cast.elsewhere]


def test_a_preview_shows_real_data_and_keeps_nothing(owner: Client, cast: Cast) -> None:
    order = world.order(world.connection(cast.store))
    shown = owner.post(WORDS, TYPED | {"do": "preview"}).content.decode()
    assert f"Bestellung {order.channel_order_id}" in shown
    assert order.customer_name in shown
    assert "not saved" in shown
    assert not EmailTemplate.objects.exists()


@pytest.mark.parametrize("kind", texts.MAILS)
def test_before_anything_happened_the_preview_is_an_example(owner: Client, kind: str) -> None:
    shown = owner.get(f"/settings/mails/{kind}/in/de/").content.decode()
    assert "An example" in shown


def test_saved_words_hold_and_can_be_given_up(owner: Client) -> None:
    answer = owner.post(WORDS, TYPED | {"do": "save"}, follow=True)
    assert "Saved. The next mail has these words." in answer.content.decode()
    row = EmailTemplate.objects.get()
    assert (row.subject, row.language) == ("Bestellung {number}", "de")
    back = owner.post(WORDS, {"do": "go-back"}, follow=True)
    assert "given up" in back.content.decode()
    assert not EmailTemplate.objects.exists()


def test_a_placeholder_that_stands_for_nothing_is_named_at_its_field(owner: Client) -> None:
    answer = owner.post(WORDS, {"subject": "Bestellung {number}", "body": "{totla}", "do": "save"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing stands for {totla}" in shown
    assert 'id="id_body_error"' in shown
    assert ">{totla}</textarea>" in shown.replace("\n", "")
    assert not EmailTemplate.objects.exists()


def test_what_a_buyer_wrote_is_only_text_in_the_preview(owner: Client, cast: Cast) -> None:
    world.order(world.connection(cast.store), customer_name="<script>alert(1)</script>")
    shown = owner.post(WORDS, TYPED | {"do": "preview"}).content.decode()
    assert "<script>alert" not in shown


def test_looking_changes_nothing(owner: Client) -> None:
    owner.get(LIST)
    owner.get(WORDS)
    assert not EmailTemplate.objects.exists()
    assert owner.get("/settings/mails/buyers/").status_code == 405


@pytest.mark.parametrize("path", ["/settings/mails/postcard/in/de/", "/settings/mails/digest/in/fr/"])
def test_a_mail_or_a_language_that_there_is_not_is_not_there(owner: Client, path: str) -> None:
    assert owner.get(path).status_code == 404
    assert owner.post(path, TYPED).status_code == 404


def test_a_shop_writes_to_its_buyers_once_switched_on(
    owner: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = world.connection(cast.store)
    monkeypatch.setattr(registry, "connector_class", lambda code: Storefront)
    assert "Switch on" in owner.get(LIST).content.decode()
    answer = owner.post("/settings/mails/buyers/", {"shop": str(shop.pk), "on": "yes"}, follow=True)
    assert "confirms its orders from now on" in answer.content.decode()
    shop.refresh_from_db()
    assert buyers.switched_on(shop) is not None
    owner.post("/settings/mails/buyers/", {"shop": str(shop.pk), "on": "no"})
    shop.refresh_from_db()
    assert buyers.switched_on(shop) is None


def test_a_marketplace_that_forbids_it_is_said_so_and_cannot_be_talked_into_it(
    owner: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = world.connection(cast.store)
    monkeypatch.setattr(registry, "connector_class", lambda code: Closed)
    assert "Orion writes to no buyers of" in owner.get(LIST).content.decode()
    answer = owner.post("/settings/mails/buyers/", {"shop": str(shop.pk), "on": "yes"}, follow=True)
    assert "it is not known to allow it" in answer.content.decode()
    shop.refresh_from_db()
    assert shop.settings == {}


@pytest.mark.parametrize("who", ["packer", "reader", "stranger"])
def test_nobody_else_switches_it(
    who: str, request: pytest.FixtureRequest, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop: Any = world.connection(cast.store)
    monkeypatch.setattr(registry, "connector_class", lambda code: Storefront)
    client: Client = request.getfixturevalue(who)
    answer = client.post("/settings/mails/buyers/", {"shop": str(shop.pk), "on": "yes"})
    assert answer.status_code == (404 if who == "stranger" else 403)
    shop.refresh_from_db()
    assert shop.settings == {}


def test_a_preview_with_a_named_order_shows_its_data_and_an_unknown_number_says_so(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    first, newest = world.order(shop), world.order(shop)
    for order in (first, newest):
        shown = owner.post(WORDS, TYPED | {"do": "preview", "order": order.channel_order_id}).content.decode()
        assert f"Bestellung {order.channel_order_id}" in shown
    assert (
        f"Bestellung {first.channel_order_id}"
        in owner.post(WORDS, TYPED | {"do": "preview", "order": first.number}).content.decode()
    )
    answer = owner.post(WORDS, TYPED | {"do": "save", "order": "NOT-HERE"})
    assert answer.status_code == 422 and "There is no order NOT-HERE here." in answer.content.decode()
    assert not EmailTemplate.objects.exists()
