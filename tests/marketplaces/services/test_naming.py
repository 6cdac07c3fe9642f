"""What a shop is called here is the team's own word."""

import pytest

from core.errors import DomainError
from core.models import Store
from marketplaces.models import Connection
from marketplaces.services.naming import rename
from tests.dashboard import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Connection:
    return world.connection(Store.objects.create(slug="s", name="S"), "Ozon")


def test_a_new_name_is_kept_with_who_gave_it_and_nothing_else_is_written_back(shop: Connection) -> None:
    Connection.objects.filter(pk=shop.pk).update(status="paused")  # by somebody else, after our copy was read
    assert rename(shop, " Ozon\tUral ", by="Nadia")
    found = Connection.objects.get()
    assert (found.name, found.status, shop.name) == ("Ozon Ural", "paused", "Ozon Ural")
    assert found.history.first().history_change_reason == "renamed by Nadia"
    assert not rename(shop, "Ozon Ural", by="Nadia") and found.history.count() == 2


@pytest.mark.parametrize("name", ["", " \n", "x" * 101])
def test_a_name_that_is_none_is_refused(shop: Connection, name: str) -> None:
    with pytest.raises(DomainError) as refused:
        rename(shop, name, by="Nadia")
    assert refused.value.field == "name" and Connection.objects.get().name == "Ozon"
