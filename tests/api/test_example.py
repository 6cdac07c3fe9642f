"""The example of the guide is what the description says, and it runs against a server as it is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from api.example import BEGIN, END, GUIDE, program, written
from core.models import Role, Store
from core.services.tokens import make_token
from fulfillment.models import Shipment
from inventory.models import InventoryChange, Stock
from orders.models import Order
from tests.dashboard import world
from tests.dashboard.conftest import person


def printed() -> str:
    """The example as the guide prints it."""
    guide = GUIDE.read_text()
    assert guide.count(BEGIN) == guide.count(END) == 1
    return guide.partition(BEGIN)[2].partition(END)[0]


def test_the_guide_prints_what_the_description_says() -> None:
    assert printed() == program() and written(GUIDE.read_text()) == GUIDE.read_text(), "Write it with `make openapi`."


def test_it_installs_nothing_and_names_no_host() -> None:
    imported = {line.split()[1].partition(".")[0] for line in printed().splitlines() if line.startswith("import ")}
    assert imported <= sys.stdlib_module_names and "http://" not in printed()


@pytest.mark.django_db(transaction=True)
def test_it_ships_notes_and_books_against_a_server(live_server: Any, tmp_path: Path) -> None:
    store = Store.objects.create(slug="atelier-lumen", name="Atelier Lumen")
    nadia = person(store, "Nadia Weber", Role.OWNER)
    shop = world.connection(store)
    lamp = world.variant(store, "ORI-LMP-BRS", on_hand=5)
    whole, held = world.order(shop, quantity=2), world.order(shop, held_at=timezone.now(), held_reason="Address?")
    world.reserve(whole.items.get(), lamp, granted=2)
    made = make_token(
        store=store, user=nadia, name="Warehouse", scopes=["orders:write", "stock:write"],
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    file = tmp_path / "example.py"
    file.write_text(printed())
    environment = {**os.environ, "ORION_URL": live_server.url, "ORION_TOKEN": made.secret}
    ran = subprocess.run(
        [sys.executable, str(file)], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == [
        f"{whole.number} shipped",
        "ORI-LMP-BRS 201",
        "NO-SUCH-SKU 404 There is no such thing in this store.",
    ]
    whole.refresh_from_db()
    assert (whole.status, whole.notes) == ("shipped", "Sent by our own program")
    assert Order.objects.get(pk=held.pk).status == "confirmed" and Shipment.objects.get().order == whole
    assert Stock.objects.get().on_hand == 5 - 2 + 12
    assert InventoryChange.objects.get(cause="adjusted").reason == "Delivery 4711"
