"""Several switches turn together or not at all."""

from __future__ import annotations

import pytest

from core.errors import DomainError
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from sync.switches import set_switches


def test_what_is_named_is_turned_and_said_by_whom(shop: Connection) -> None:
    set_switches(shop, {"stock_out": True, "orders_in": False}, by="Nadia")
    kept = Connection.objects.get(pk=shop.pk)
    assert (kept.stock_out, kept.orders_in, kept.products_in) == (True, False, True)
    assert {row.history_change_reason for row in kept.history.all()[:2]} == {
        "stock_out on by Nadia", "orders_in off by Nadia",
    }  # fmt: skip


def test_what_is_so_already_leaves_no_trace(shop: Connection) -> None:
    before = shop.history.count()
    assert set_switches(shop, {"orders_in": True}, by="Nadia") == 0
    assert shop.history.count() == before


@pytest.mark.parametrize("name", ["price_out", "nonsense"])
def test_one_that_cannot_be_leaves_all_as_they_were(
    shop: Connection, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    kind = registry.connector_class("ozon")
    monkeypatch.setattr(kind, "capabilities", kind.capabilities - {Capability.PUSH_PRICE})
    with pytest.raises(DomainError) as refused:
        set_switches(shop, {"orders_in": False, name: True}, by="Nadia")
    assert refused.value.field == name
    assert Connection.objects.get(pk=shop.pk).orders_in is True
