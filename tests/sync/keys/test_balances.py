"""The money at a supplier: read at the practice one, judged by what was spent, told once."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from core.models import NeedsYou
from fulfillment.models import SupplierBalance, SupplierOrder
from fulfillment.selectors.balances import Forecast, forecasts
from inventory.models import Variant
from marketplaces.models import Connection
from sync.keys import balances
from tests.sync.keys.supply import Supply


def bought(supply: Supply, cost: str, *, days_ago: float, state: str = "received", currency: str = "EUR") -> None:
    """One purchase, without keys."""
    variant = Variant.objects.filter(store=supply.store).first() or supply.product()
    item = supply.item(supply.order(variant, 1))
    SupplierOrder.objects.create(
        store=supply.store, connection=supply.supplier, order_item=item, reference=f"r-{item.pk}",
        remote_product_id="1", quantity=1, state=state, total_cost=Decimal(cost), currency=currency,
        asked_at=timezone.now() - timedelta(days=days_ago),
    )  # fmt: skip


def forecast(supply: Supply) -> Forecast:
    (found,) = forecasts(supply.store, timezone.now())
    return found


def need(supply: Supply) -> NeedsYou | None:
    return NeedsYou.objects.filter(store=supply.store, kind="balance", settled_at=None).first()


def again(supply: Supply) -> None:
    """Half an hour later."""
    SupplierBalance.objects.update(next_read_at=timezone.now())
    balances.read_due()


def test_it_is_read_every_half_an_hour_and_by_one_at_a_time(supply: Supply) -> None:
    supply.desk("balance", {"balance": "80.50", "credit": "20.00"})
    assert forecast(supply).balance is None
    assert (balances.read_due(), balances.read_due()) == (1, 0)
    row = SupplierBalance.objects.get()
    assert (row.own, row.credit, row.to_spend, row.currency) == (Decimal("80.5"), 20, Decimal("100.5"), "EUR")
    assert timedelta(minutes=28) < row.next_read_at - timezone.now() < timedelta(minutes=31)
    history = row.history.count()
    again(supply)
    assert row.history.count() == history, "The same figures are no news."
    Connection.objects.filter(pk=supply.supplier.pk).update(status="paused")
    again(supply)
    assert SupplierBalance.objects.get().next_read_at <= timezone.now()


def test_what_was_spent_says_how_long_it_lasts(supply: Supply) -> None:
    supply.desk("balance", {"balance": "100.00", "credit": "0.00"})
    bought(supply, "70.00", days_ago=14)
    bought(supply, "999.00", days_ago=40)
    bought(supply, "999.00", days_ago=3, currency="USD")
    bought(supply, "999.00", days_ago=3, state="failed")
    balances.read_due()
    found = forecast(supply)
    assert (found.spent, found.per_day, found.days, found.is_low) == (Decimal("70.00"), Decimal("2.50"), 40, False)
    assert need(supply) is None


def test_a_supplier_that_is_new_is_measured_by_a_week(supply: Supply) -> None:
    supply.desk("balance", {"balance": "40.00", "credit": "0.00"})
    bought(supply, "70.00", days_ago=1)
    balances.read_due()
    assert (forecast(supply).per_day, forecast(supply).days) == (Decimal("10.00"), 4)
    told = need(supply)
    assert told is not None
    assert told.title == "The balance at Supplier lasts for 4 days"
    assert told.said == "40.00 EUR can be spent; a day costs 10.00 on average."
    assert told.deadline and told.money == 40
    again(supply)
    assert NeedsYou.objects.filter(store=supply.store, kind="balance").count() == 1
    supply.desk("balance", {"balance": "4000.00", "credit": "0.00"})
    again(supply)
    assert need(supply) is None


def test_nothing_to_spend_while_purchases_wait_needs_somebody(supply: Supply) -> None:
    supply.desk("balance", {"balance": "0.00", "credit": "0.00"})
    balances.read_due()
    assert need(supply) is None, "Nobody has bought there yet."
    bought(supply, "5.00", days_ago=0, state="held")
    again(supply)
    told = need(supply)
    assert told is not None and told.title == "The balance at Supplier is used up"


@pytest.mark.parametrize(("how", "stopped"), [("error500", False), ("wrong keys", True)])
def test_one_that_cannot_be_read_keeps_its_figures_and_says_why(supply: Supply, how: str, stopped: bool) -> None:
    balances.read_due()
    before = SupplierBalance.objects.get().to_spend
    if stopped:
        supply.desk("faults", {"kind": "expired_token", "times": 20})
    else:
        supply.desk("faults", {"kind": how, "times": 20})
    again(supply)
    supply.desk("faults", method="DELETE")
    row = SupplierBalance.objects.get()
    assert row.to_spend == before and row.error
    supply.supplier.refresh_from_db()
    assert (supply.supplier.status == "stopped") is stopped


def test_the_command_asks_at_once(supply: Supply) -> None:
    balances.read_due()
    supply.desk("balance", {"balance": "12.00", "credit": "0.00"})
    out = StringIO()
    call_command("keys", "balance", "--store", supply.store.slug, "--json", stdout=out)
    (row,) = json.loads(out.getvalue())
    assert (row["to_spend"], row["days"], row["is_low"], row["name"]) == ("12.00", None, False, "Supplier")
    call_command("keys", "balance", "--store", supply.store.slug, stdout=out)
    assert "Supplier: 12.00 EUR, 0.00 a day, nothing is spent." in out.getvalue()
