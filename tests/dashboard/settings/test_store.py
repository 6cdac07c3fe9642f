"""How the store's pages write: seen by all, changed by owners and managers, the currency fixed by the first order."""

import pytest
from django.test import Client

from core.errors import DomainError
from core.models import Store
from orders.services import store_settings
from tests.dashboard import world
from tests.dashboard.conftest import Cast

SENT = {
    "name": "Atelier Lumen", "country": "LU", "currency": "EUR", "timezone": "Europe/Luxembourg", "locale": "en-GB",
    "language_1": "en", "language_2": "de", "language_3": "fr",
}  # fmt: skip


def test_saving_says_what_changed_and_by_whom(manager: Client, cast: Cast) -> None:
    sent = SENT | {"name": "Lumen", "timezone": "Asia/Tashkent", "currency": "UZS"}
    page = manager.post("/settings/store/", sent, follow=True).content.decode()
    assert "Saved: Name, country, currency, time zone. The order of languages is saved." in page
    cast.store.refresh_from_db()
    assert (cast.store.name, cast.store.currency, cast.store.languages) == ("Lumen", "UZS", ["en", "de", "fr"])
    newest = Store.history.filter(id=cast.store.pk).first()
    assert newest and newest.history_change_reason == "changed by Mona Manager"


def test_every_choice_shows_what_it_means(owner: Client) -> None:
    page = owner.get("/settings/store/").content.decode()
    assert "German (Germany) · 1.234,56 · 31.12.26" in page and "Luxembourg" in page and "EUR · Euro" in page


def test_the_currency_is_fixed_by_the_first_order(owner: Client, cast: Cast) -> None:
    world.order(world.connection(cast.store))
    assert "Fixed since the first order." in owner.get("/settings/store/").content.decode()
    owner.post("/settings/store/", SENT | {"currency": "USD"})
    cast.store.refresh_from_db()
    assert cast.store.currency == "EUR"
    with pytest.raises(DomainError, match="orders in EUR already"):
        store_settings.change_store(cast.store, {"currency": "USD"}, by="x")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 121), ("country", "XX"), ("currency", "XYZ"), ("timezone", "Mars/Olympus"),
        ("locale", "tlh"), ("language_2", "zzz9"), ("language_1", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_the_field(owner: Client, cast: Cast, field: str, value: str) -> None:
    sent = SENT | {field: value}
    if field == "language_1":
        sent = {name: text for name, text in sent.items() if not name.startswith("language")}
    answer = owner.post("/settings/store/", sent)
    assert answer.status_code == 422 and "to correct" in answer.content.decode()
    cast.store.refresh_from_db()
    assert cast.store.country == ""


@pytest.mark.parametrize(
    "wanted",
    [
        {"name": "a\x00b"}, {"country": "ZZ"}, {"currency": "xxx"}, {"timezone": "../etc/passwd"}, {"locale": ""},
        {"languages": []}, {"languages": ["<b>"]}, {"languages": ["en"] * 1 + [f"a{n}" for n in range(20)]},
    ],
)  # fmt: skip
def test_programs_are_refused_the_same(cast: Cast, wanted: dict[str, object]) -> None:
    with pytest.raises(DomainError) as refused:
        store_settings.change_store(cast.store, wanted, by="x")
    assert refused.value.field in wanted


def test_readers_and_packers_see_it_and_change_nothing(reader: Client, packer: Client, cast: Cast) -> None:
    for client in (reader, packer):
        page = client.get("/settings/store/").content.decode()
        assert "Owners and managers change this." in page and ">Save<" not in page
        assert client.post("/settings/store/", SENT | {"name": "Mine"}).status_code == 403
    cast.store.refresh_from_db()
    assert cast.store.name == "Atelier Lumen"


def test_a_stranger_sees_their_own_store(stranger: Client) -> None:
    page = stranger.get("/settings/store/").content.decode()
    assert "Elsewhere" in page and "Atelier Lumen" not in page
