"""Telling a marketplace where to push to: it has our address afterwards, or a sentence says why not."""

import pytest

from core.models import Store
from sync.hook_probe import address_of
from sync.push_address import can_register, register
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import open_shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_shopee_takes_the_address_and_pushes_go_there(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "shopee", ready=False)
    assert can_register(shop)
    found = register(shop)
    assert found.taken, found
    assert [row["url"] for row in sandboxes.control("shopee", "", method="GET")["receivers"]] == [address_of(shop)]


def test_what_it_answers_is_said(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "shopee", ready=False)
    sandboxes.control("shopee", "faults", {"kind": "error500", "path": "/api/v2/push/", "times": 20})
    found = register(shop)
    assert not found.taken
    assert "did not take the address" in found.sentence


def test_where_there_is_no_call_it_is_entered_by_hand(store: Store, sandboxes: Sandboxes) -> None:
    shop = open_shop(store, sandboxes, "ozon", ready=False)
    assert not can_register(shop)
    assert "by hand" in register(shop).sentence
