"""The page that says what a shop is told for each carrier."""

from django.test import Client

from fulfillment.services.carriers import carrier_map
from marketplaces.models import Connection
from tests.dashboard import world
from tests.dashboard.conftest import Cast


def test_words_are_kept_and_shown(owner: Client, cast: Cast) -> None:
    shop = world.connection(cast.store)
    where = f"/connections/{shop.pk}/carriers/"
    assert where in owner.get(f"/connections/{shop.pk}/").content.decode()
    typed = {"name": ["DHL Paket", "", ""], "told": ["DHL_DE", "", ""]}
    said = owner.post(where, typed, follow=True).content.decode()
    assert "1 carrier has another word now." in said and 'value="DHL_DE"' in said
    assert carrier_map(Connection.objects.get()) == {"DHL Paket": "DHL_DE"}
    assert owner.post(where, {"name": ["x" * 101], "told": ["y"]}).status_code == 422


def test_packer_and_reader_look_and_the_stranger_gets_nothing(
    packer: Client, reader: Client, stranger: Client, cast: Cast
) -> None:
    where = f"/connections/{world.connection(cast.store).pk}/carriers/"
    for client in (packer, reader):
        assert "Save carriers" not in client.get(where).content.decode()
        assert client.post(where, {"name": ["DHL"], "told": ["X"]}).status_code == 403
    assert stranger.get(where).status_code == 404 and stranger.post(where, {}).status_code == 404
