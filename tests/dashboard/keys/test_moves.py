"""The history of a number of digital goods: keys and suppliers, where goods of a shelf have their ledger."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from fulfillment.models import LicenseKey
from fulfillment.services.keys import assigning, withdrawing
from tests.dashboard.conftest import Cast
from tests.fulfillment.digital import Keys, make_keys
from tests.fulfillment.services.keys.test_stock_marked import read


@pytest.fixture
def keys(cast: Cast) -> Keys:
    return make_keys(store=cast.store)


def test_it_leads_to_what_moved_keys_and_suppliers(owner: Client, keys: Keys) -> None:
    here = f"/inventory/{keys.variant.pk}/ledger/"
    assert "No key yet" in owner.get(here).content.decode()
    keys.load("A-1", "A-2", "A-3")
    item = keys.order(2)
    assigning.assign(item.pk)
    withdrawing.revoke(LicenseKey.objects.get(state="pool"), by="Anna", why="was leaked")
    offer = keys.offer(30)
    read(keys, offer, stock={"": 28}, price=Decimal("5.00"))
    why = owner.get(f"/inventory/listings/{keys.sold_at().pk}/why/").content.decode()
    assert f'href="{here}"' in why
    page = owner.get(here).content.decode()
    for words in ("3 keys: in pool", "loaded by Anna", "2 keys: reserved", "1 key: revoked", "was leaked",
                  "Wholesale says it has 28", item.order.number, f"/inventory/{keys.variant.pk}/why/"):  # fmt: skip
        assert words in page, words
    assert [part for part in ("+3", "−2", "−1", "−2") if part not in page] == []
    assert "Never counted" not in page
    assert not [key for key in ("A-1", "A-2", "A-3") if f">{key}" in page]


def test_a_stranger_finds_nothing(stranger: Client, reader: Client, keys: Keys) -> None:
    keys.load("A-1")
    here = f"/inventory/{keys.variant.pk}/ledger/"
    assert stranger.get(here).status_code == 404
    assert reader.get(here).status_code == 200
