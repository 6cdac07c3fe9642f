"""What a connection can do may depend on its settings."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.models import Store
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from marketplaces.services.abilities import WHAT_IT_DOES, abilities_of, able, figure_tellers, figures_zone, why_unable
from marketplaces.services.connectors import marketplace_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Connection:
    """Its marketplace takes prices only with the setting `prices`."""
    kind = registry.connector_class("ozon")

    def by_setting(settings: Mapping[str, Any]) -> frozenset[Capability]:
        return kind.capabilities if settings.get("prices") else kind.capabilities - {Capability.PUSH_PRICE}

    monkeypatch.setattr(kind, "able", by_setting)
    store = Store.objects.create(name="Atelier Lumen", slug="atelier-lumen")
    return Connection.objects.create(
        store=store, marketplace=marketplace_row("ozon"), name="Ozon 1", remote_account_id="1"
    )


def test_a_setting_takes_an_ability_away_and_gives_it_back(shop: Connection) -> None:
    assert not able(shop, "push_price")
    assert able(shop, "push_stock")
    shop.settings = {"prices": True}
    assert able(shop, "push_price")
    assert abilities_of(shop) == registry.connector_class("ozon").capabilities


def test_it_is_said_whether_the_settings_or_the_marketplace_is_why(shop: Connection) -> None:
    assert "As Ozon 1 is set up, there is no way to send prices" in why_unable(shop, {Capability.PUSH_PRICE})
    assert "Ozon gives no way to accept orders" in why_unable(shop, {Capability.ACCEPT_ORDER})
    assert why_unable(shop, {Capability.PUSH_STOCK}) == ""


def test_no_connection_is_able_to_nothing() -> None:
    assert not able(None, "push_price")


def test_whose_days_are_counted_is_known_even_of_a_marketplace_that_is_gone(shop: Connection) -> None:
    assert figures_zone(shop) == "Europe/Moscow" and "Ozon" in figure_tellers()
    shop.marketplace.code = "closed"
    assert figures_zone(shop) == "UTC"


def test_every_capability_has_words_for_what_it_lets_a_merchant_do() -> None:
    assert set(WHAT_IT_DOES) == set(Capability)
