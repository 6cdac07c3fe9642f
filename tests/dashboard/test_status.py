"""Every state has a word, a tone and an icon; colour is never the only sign."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import TextChoices

from dashboard import nav, status
from fulfillment.models import Shipment, Supply
from inventory.models import MarketplaceProduct
from marketplaces.models import Connection, OutboundChange
from orders.models import Order, OrderReturn
from sync.models import MarketplaceSyncLog

ICONS = set(re.findall(r'id="i-([a-z0-9-]+)"', (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()))
STATES = [(kind, state) for kind, table in status.TABLES.items() for state in table]


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_every_state_has_a_word_a_tone_and_an_icon(kind: str, state: str) -> None:
    look = status.look(kind, state)
    assert str(look.word)
    assert look.tone in status.TONES
    assert look.icon in ICONS


def test_a_state_nobody_knows_is_not_guessed() -> None:
    assert status.look("order", "teleported") == status.STRANGE


def test_every_canonical_order_status_is_in_the_table() -> None:
    from marketplaces.canonical import statuses

    assert {state.value for state in statuses.OrderStatus} <= set(status.ORDER)
    assert {state.value for state in statuses.ListingStatus} <= set(status.LISTING)


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        ("order", Order.Status),
        ("return", OrderReturn.Status),
        ("sync", OutboundChange.State),
        ("run", MarketplaceSyncLog.Status),
        ("run", MarketplaceSyncLog.Phase),
        ("connection", Connection.Status),
        ("listing", MarketplaceProduct.Status),
        ("shipment", Shipment.Status),
        ("supply", Supply.Status),
    ],
)
def test_every_state_a_row_can_have_is_in_the_table(kind: str, choices: type[TextChoices]) -> None:
    assert set(choices.values) <= set(status.TABLES[kind])


def test_icons_named_in_templates_exist() -> None:
    named: set[str] = set()
    for page in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        named |= set(re.findall(r'{%\s*icon "([^"]+)"', page.read_text()))
        named |= set(re.findall(r'icon="([^"]+)"', page.read_text()))
    assert named
    assert named <= ICONS


def test_icons_of_the_rail_exist_and_letters_are_unique() -> None:
    places = (*nav.WORK, *nav.CHANNELS)
    assert {place.icon for place in places} <= ICONS
    assert len({place.letter for place in places}) == len(places)
