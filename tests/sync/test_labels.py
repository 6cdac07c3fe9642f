"""Labels are asked for once at the practice Ozon, over HTTP, kept, and printed from here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.errors import DomainError
from core.models import Store
from core.services.stores import open_store
from fulfillment.models import Label, Shipment
from marketplaces.framework.errors import Rejected, Unavailable
from marketplaces.models import ApiCall, Connection
from marketplaces.sandbox.server import Running
from orders.models import MarketplaceOrder, Order
from sync.labels import forget, has_labels, label_for
from tests.dashboard import shops, world
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def store(db: None) -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def shop(store: Store, practice: Running) -> Connection:
    return shops.ozon(store, practice)


def sold(shop: Connection, practice: Running, told: str, **fields: Any) -> Order:
    """An order of ours that stands so at the practice Ozon."""
    there = shops.control(practice, "ozon", "state")["orders"]
    number = next(order["id"] for order in there if order["status"] == told)
    return world.order(shop, channel_order_id=number, **{"status": "ready_for_shipment", **fields})


def asked(shop: Connection) -> int:
    """How often its labels were asked for; calls are noted beside the test's transaction."""
    return ApiCall.objects.filter(connection=shop, operation="label").count()


def test_it_is_fetched_once_and_every_printing_is_in_the_history(shop: Connection, practice: Running) -> None:
    order = sold(shop, practice, "awaiting_deliver")
    first = label_for(order, by="Nadia Weber")
    again = label_for(order, by="Marc Thill")
    assert bytes(first.content).startswith(b"%PDF-") and bytes(again.content) == bytes(first.content)
    assert (asked(shop), again.prints, Label.objects.count()) == (1, 2, 1)
    said = list(first.history.order_by("history_date").values_list("history_change_reason", flat=True))
    assert said == ["label fetched for Nadia Weber", "label printed for Nadia Weber", "label printed for Marc Thill"]


def test_anew_and_after_another_parcel_it_is_asked_for_again(shop: Connection, practice: Running) -> None:
    order = sold(shop, practice, "awaiting_deliver")
    label_for(order, by="Nadia")
    label_for(order, by="Nadia", anew=True)
    assert asked(shop) == 2
    Shipment.objects.create(
        store=shop.store, order=order, marketplace_order=order.marketplace_orders.get(), number=1, request_key="k",
        shipped_at=timezone.now(),
    )  # fmt: skip
    label_for(order, by="Nadia")
    label_for(order, by="Nadia")
    assert asked(shop) == 3


def test_what_has_no_label_yet_says_so_and_nothing_is_kept(shop: Connection, practice: Running) -> None:
    with pytest.raises(Rejected, match="awaiting_deliver"):
        label_for(sold(shop, practice, "awaiting_packaging"), by="Nadia")
    shops.control(practice, "ozon", "settings", {"label_delay": 10.0**9})
    with pytest.raises(Unavailable, match="still making the label"):
        label_for(sold(shop, practice, "awaiting_deliver"), by="Nadia")
    assert not Label.all_objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "cancelled"}, "is cancelled, so there is no label"),
        ({"status": "pending"}, "is pending, so there is no label"),
        ({"scheme": "marketplace"}, "is shipped by the marketplace"),
    ],
)
def test_what_can_have_none_is_never_asked_for(
    shop: Connection, practice: Running, fields: dict[str, str], sentence: str
) -> None:
    order = sold(shop, practice, "awaiting_deliver", **fields)
    assert not has_labels(order)
    with pytest.raises(DomainError, match=sentence):
        label_for(order, by="Nadia")
    assert not asked(shop)


def test_a_marketplace_without_labels_is_named(store: Store) -> None:
    order = world.order(world.connection(store, "Atelier", "letzshop"), status="confirmed")
    assert not has_labels(order)
    with pytest.raises(DomainError, match="Atelier makes no labels"):
        label_for(order, by="Nadia")


def test_of_several_shipments_one_is_named(shop: Connection, practice: Running) -> None:
    order = sold(shop, practice, "awaiting_deliver")
    one = order.marketplace_orders.get()
    other = MarketplaceOrder.objects.create(
        store=shop.store, connection=shop, marketplace=shop.marketplace, order=order, marketplace_order_id="second",
        status="confirmed", currency="RUB", total_amount=1, remote_updated_at=timezone.now(),
        last_sync_at=timezone.now(), first_seen_by="poll",
    )  # fmt: skip
    with pytest.raises(DomainError, match="2 shipments") as told:
        label_for(order, by="Nadia")
    assert str(other.pk) in str(told.value)
    assert label_for(order, by="Nadia", posting=one.pk).marketplace_order_id == one.pk
    with pytest.raises(DomainError, match="no such shipment"):
        label_for(order, by="Nadia", posting=shop.pk)


def test_old_labels_are_forgotten_with_the_address_on_them(shop: Connection, practice: Running) -> None:
    label = label_for(sold(shop, practice, "awaiting_deliver"), by="Nadia")
    forget()
    assert Label.objects.exists()
    label.fetched_at = timezone.now() - timedelta(days=31)
    label.save()
    forget()
    assert not Label.all_objects.exists()
    assert "content" not in {field.name for field in Label.history.model._meta.fields}
