"""The ledger is append-only in the database itself: not even a console changes a row."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core.models import User
from inventory.models import InventoryChange, Stock, Variant
from inventory.services.stock import adjust
from tests.inventory.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(world: World) -> Variant:
    return world.variant("LMP", 5)


def at_commit() -> None:
    """What the end of the transaction would ask."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize(
    "change", [{"delta": 6}, {"reason": "another"}, {"created_at": timezone.now()}], ids=["delta", "reason", "moment"]
)
def test_a_row_is_not_changed(lamp: Variant, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        InventoryChange.objects.filter(variant=lamp).update(**change)


def test_a_row_is_not_removed(lamp: Variant) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        InventoryChange.objects.filter(variant=lamp).delete()
        at_commit()
    assert InventoryChange.objects.filter(variant=lamp).exists()


def test_who_is_erased_is_forgotten_in_it(world: World, lamp: Variant) -> None:
    person = User.objects.create(email="mara@lumen.example")
    adjust(store=world.store, variant=lamp, location=world.place, delta=1, reason="Delivery", actor=person)
    person.delete()
    assert not InventoryChange.objects.filter(variant=lamp, actor__isnull=False).exists()
    at_commit()


def test_goods_that_are_erased_take_their_rows_along(world: World, lamp: Variant) -> None:
    kept = world.variant("CUP", 3)
    Stock.objects.filter(variant=lamp).delete()
    lamp.delete()
    at_commit()
    assert set(InventoryChange.objects.values_list("variant_id", flat=True)) == {kept.pk}


def test_a_store_that_is_erased_takes_its_ledger_along(world: World, lamp: Variant) -> None:
    with connection.cursor() as cursor:  # as an operator would, children first
        for table in ("inventory_changes", "stock", "product_variants"):
            cursor.execute(f"DELETE FROM {table} WHERE store_id = %s", [world.store.pk])
    at_commit()
    assert not InventoryChange.objects.exists()
