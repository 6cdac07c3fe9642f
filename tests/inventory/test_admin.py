"""The admin over goods, orders and parcels: staff sees every row and its history, and changes only what is theirs."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from core.admin import AuditedAdmin
from core.models import User
from fulfillment.models import (
    JointOrder,
    JointParcel,
    KeyDelivery,
    Label,
    LicenseKey,
    Shipment,
    ShipmentItem,
    SuppliedOrder,
    SupplierBalance,
    SupplierOrder,
    Supply,
    UnitMark,
)  # fmt: skip
from inventory.models import (
    Agreement,
    AttributeChoice,
    BundlePart,
    CategoryAttributes,
    CategoryChoice,
    CategoryTree,
    ConnectionLocation,
    FieldOwner,
    InventorySyncConfig,
    ListingFigures,
    MarketplaceProductTranslation,
    Offer,
    PriceHold,
    PriceRule,
    ProductTranslation,
    PromotionHold,
    RefusedMatch,
    StoreStockRule,
    Variant,
)
from orders.models import (
    BulkAct,
    DeskSetting,
    FeeRule,
    OrderItem,
    OrderRefund,
    OrderRefundLine,
    OrderReturn,
    OrderReturnLine,
    SavedView,
    Seller,
)
from orders.services.invoicing import issue
from tests.inventory.world import wanted
from tests.orders.world import NOON, World, line, make_world, told

APPS = ("inventory", "orders", "fulfillment")
STAFF_MAY_CHANGE = {"Product", "ProductTranslation", "Variant", "Location"}


def _models() -> list[type[models.Model]]:
    return [
        each for app in APPS for each in apps.get_app_config(app).get_models() if not hasattr(each, "instance_type")
    ]


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    """Somebody with every right."""
    client.force_login(User.objects.create_superuser("root@example.org", "secret-enough"))
    return client


@pytest.fixture
def world(db: None) -> World:
    """A store with a row of every model."""
    world = make_world()
    pot = world.put("POT", 1, listed=True)
    world.take_in(told("A-1", line("POT", 2)))
    item, store = OrderItem.objects.get(), {"store": world.store}
    Seller.objects.create(**store, legal_name="Ours", address="Rue du Fort 3")
    issue(order=item.order)
    ProductTranslation.objects.create(**store, product=pot.product, language="fr", title="Bouilloire")
    MarketplaceProductTranslation.objects.create(listing=pot.listings.get(), language="fr", title="Bouilloire")
    ConnectionLocation.objects.create(**store, connection=world.shop, location=world.place, remote_id="w1")
    InventorySyncConfig.objects.create(**store, connection=world.shop)
    StoreStockRule.objects.create(**store, buffer=1)
    PromotionHold.objects.create(
        **store, connection=world.shop, variant=pot, quantity=2, left=1, until=NOON + timedelta(days=9999)
    )
    BundlePart.objects.create(**store, bundle=world.put("GIFT", 0), part=pot)
    ListingFigures.objects.create(**store, connection=world.shop, listing=pot.listings.get(), day=NOON.date())
    Offer.objects.create(**store, connection=world.shop, variant=pot)
    Agreement.objects.create(**store, listing=pot.listings.get(), field="title", agreed_at=NOON)
    FieldOwner.objects.create(**store, connection=world.shop, field="title")
    CategoryChoice.objects.create(**store, connection=world.shop, ours="Lamps", theirs="7")
    CategoryTree.objects.create(**store, connection=world.shop, read_at=NOON)
    CategoryAttributes.objects.create(**store, connection=world.shop, category="7", read_at=NOON)
    AttributeChoice.objects.create(**store, connection=world.shop, category="7", name="Material", words="oak")
    PriceRule.objects.create(**store, connection=world.shop)
    PriceHold.objects.create(
        **store, connection=world.shop, listing=pot.listings.get(), cause="below", wanted=1, currency="EUR"
    )
    RefusedMatch.objects.create(**store, listing=pot.listings.get(), variant=pot, refused_by="Anna")
    parcel = Shipment.objects.create(**store, order=item.order, number=1, request_key="k", shipped_at=NOON)
    ShipmentItem.objects.create(shipment=parcel, order_item=item, quantity=1)
    JointOrder.objects.create(joint_parcel=JointParcel.objects.create(**store, made_by="Anna"), order=item.order)
    SupplierBalance.objects.create(**store, connection=world.shop, next_read_at=NOON)
    supply = Supply.objects.create(**store, connection=world.shop, name="Morning")
    SuppliedOrder.objects.create(supply=supply, marketplace_order=item.marketplace_order)
    UnitMark.objects.create(store=world.store, order_item=item, unit=1, kind="imei", code="490154203237518")
    Label.objects.create(**store, marketplace_order=item.marketplace_order, content=b"%PDF", fetched_at=NOON)
    KeyDelivery.objects.create(**store, order=item.order, sent_to="anna@example.org")
    refund = OrderRefund.objects.create(
        **store, connection=world.shop, order=item.order, marketplace_order=item.marketplace_order, request_key="k",
        amount=Decimal(5), currency="EUR", reason="other",
    )  # fmt: skip
    OrderRefundLine.objects.create(order_refund=refund, order_item=item, amount=Decimal(5))
    bought = SupplierOrder.objects.create(
        **store, connection=world.shop, order_item=item, reference="r", remote_product_id="1", quantity=1,
        asked_at=NOON,
    )  # fmt: skip
    LicenseKey.objects.create(**store, variant=pot, key="AAAA-BBBB-CCCC", fingerprint="f", supplier_order=bought)
    FeeRule.objects.create(**store, connection=world.shop, percent=10, currency="EUR", starts_on=NOON.date())
    member = User.objects.create_user("packer@example.org")
    SavedView.objects.create(**store, owner=member, name="Mine", query="view=open")
    DeskSetting.objects.create(**store, user=member)
    BulkAct.objects.create(**store, started_by=member, kind="hold", request_key="k")
    back = OrderReturn.objects.create(
        **store, connection=world.shop, order=item.order, remote_id="R-1", order_remote_id="A-1", status="requested",
        requested_at=NOON, remote_updated_at=NOON,
    )  # fmt: skip
    OrderReturnLine.objects.create(order_return=back, order_item=item, quantity=1)
    return world


def _address(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_list_opens_and_nothing_is_made_there(staff: Client, world: World, model: type[models.Model]) -> None:
    assert staff.get(_address(model, "changelist"), {"q": "POT"}).status_code == 200
    assert staff.get(_address(model, "changelist")).status_code == 200
    assert staff.get(_address(model, "add")).status_code == 403


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_row_opens_with_its_history_and_cannot_be_deleted(
    staff: Client, world: World, model: type[models.Model]
) -> None:
    row = model._default_manager.first()
    assert row is not None, f"this world has no {model.__name__}"
    page = staff.get(_address(model, "change", row.pk))
    assert page.status_code == 200
    assert b"AAAA-BBBB-CCCC" not in page.content
    assert (b'name="_save"' in page.content) == (model.__name__ in STAFF_MAY_CHANGE)
    if hasattr(model, "history"):
        assert staff.get(_address(model, "history", row.pk)).status_code == 200
    assert staff.post(_address(model, "delete", row.pk), {"post": "yes"}).status_code == 403


def test_a_price_changed_here_is_told_to_the_shops(staff: Client, world: World) -> None:
    world.shop.price_out = True
    world.shop.save()
    pot = world.variants["POT"]
    values = {"price": "12.50", "currency": "EUR", "position": 0, "low_stock_at": 0, "options": "{}", "gtin": ""}
    answer = staff.post(_address(Variant, "change", pot.pk), values)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    pot.refresh_from_db()
    assert pot.price == Decimal("12.50")
    assert wanted(pot.listings.get(), "price") == 1
    assert pot.history.latest().history_user.email == "root@example.org"


def test_no_page_reads_a_secret() -> None:
    for model in _models():
        shown = admin.site._registry[model]
        secret = {field.name for field in model._meta.fields if "Secret" in type(field).__name__}
        assert secret <= set(shown.exclude or ()), model.__name__
        assert secret <= shown.get_queryset(None).query.deferred_loading[0], model.__name__  # type: ignore[arg-type]


def test_what_has_no_history_offers_no_page_of_it() -> None:
    audited = {model for model, shown in admin.site._registry.items() if isinstance(shown, AuditedAdmin)}
    assert audited
    assert not {model.__name__ for model in audited if not hasattr(model, "history")}
