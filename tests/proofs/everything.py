"""One of each kind of object that an address may name, and the sum of every table, to see that nothing changed."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.utils import timezone

from core.models import ApiToken, Invitation, Membership, NeedsYou, Role, Store, User
from core.services import needs_you
from fulfillment.models import JointOrder, JointParcel, LicenseKey, Shipment, SupplierOrder, Supply
from inventory.models import MarketplaceProduct, PriceRule, PromotionHold, Variant
from marketplaces.models import Connection, OutboundChange
from orders.models import BulkAct, Customer, Invoice, Order, OrderReturn, OrderReturnLine, SavedView, Seller
from sync.models import (
    Drift,
    ImportSource,
    MarketplaceSyncLog,
    MarketplaceWebhook,
    ScheduledJob,
    StockFile,
    SyncLogItem,
    WebhookDelivery,
    WebhookEndpoint,
)  # fmt: skip
from tests.dashboard import world


@contextmanager
def standing(store: dict[str, str], unblock: Any) -> Iterator[tuple[Store, dict[str, Any]]]:
    """A store with everything, made once for the tests of a file: what each does in it is rolled back over it."""
    around = transaction.atomic()
    with unblock():
        around.__enter__()
        made = Store.objects.create(**store)
        things = everything(made)
    yield made, things
    with unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def everything(store: Store) -> dict[str, Any]:
    """One of each kind of object that an address may name."""
    shop = world.connection(store, base_url="http://127.0.0.1:1", settings={"private_address": True})
    order = world.order(shop)
    order.items.update(marks_asked="imei?")  # so that its page of marking codes is there, and nothing is held up
    there = order.marketplace_orders.get()
    variant = world.variant(store)
    variant.price, variant.currency, variant.skip_history_when_saving = Decimal(5), "EUR", True
    variant.save()
    del variant.skip_history_when_saving
    now = timezone.now()
    run = MarketplaceSyncLog.objects.create(
        store=store, connection=shop, marketplace=shop.marketplace, sync_type="orders", status="failed"
    )
    listing = MarketplaceProduct.objects.create(
        store=store, connection=shop, marketplace=shop.marketplace, marketplace_product_id="p1", last_sync_at=now,
        marketplace_sku="ORI-LMP-1", variant=variant, product=variant.product, status="active", currency="EUR",
    )  # fmt: skip
    change = OutboundChange.objects.create(
        store=store, connection=shop, kind="shipment", subject_id=there.pk, wanted_at=now, due_at=now, state="refused"
    )
    needs_you.raise_cause(
        store=store, kind=NeedsYou.Kind.REFUSED, cause_key="proof", title="Refused", subject_type="outbound_change",
        subject_id=change.pk,
    )  # fmt: skip
    return {
        "order": order, "connection": shop, "variant": variant, "product": variant.product, "run": run,
        "listing": listing, "need": NeedsYou.objects.get(store=store, cause_key="proof"), "item": order.items.get(),
        "shipment": Shipment.objects.create(
            store=store, order=order, marketplace_order=there, number=1, request_key="k", shipped_at=now
        ),
        "change": change,
        "drift": Drift.objects.create(
            store=store, connection=shop, listing=listing, what="price", cause="edited", ours="5", theirs="4",
            money=Decimal(1), currency="EUR", units=1, found_at=now, seen_at=now,
        ),
        "supply": Supply.objects.create(store=store, connection=shop, name="Morning"),
        "stock_file": quietly(StockFile(store=store, name="stock.csv", where="folder", due_at=now)),
        "price_rule": quietly(PriceRule(store=store, connection=shop)),
        "promotion_hold": quietly(
            PromotionHold(store=store, connection=shop, variant=variant, quantity=2, left=1, until=now + timedelta(9))
        ),
        **keys(order, variant, shop),
        "refused": SyncLogItem.objects.create(sync_log=run, item="1", outcome="refused", reason="No"),
        "job": ScheduledJob.objects.create(
            store=store, connection=shop, job_type="orders", interval_minutes=5, next_run_at=now
        ),
        **people(store),
        **told(store),
        "import": MarketplaceSyncLog.objects.create(store=store, sync_type="import", status="failed"),
        "source": ImportSource.objects.create(
            store=store, name="Supplier", kind="url", url="https://127.0.0.1:1/feed.csv", next_run_at=now
        ),
        **desk(store, order),
        "webhook": MarketplaceWebhook.objects.create(
            store=store, connection=shop, event_key="k", topic="order", kind="x", body="{}", received_at=now, due_at=now
        ),
    }  # fmt: skip


def quietly(row: Any) -> Any:
    """Made without an audit row: the audit page reads once more for each kind of thing that it shows, and it is counted
    with the kinds above."""
    return type(row).objects.bulk_create([row])[0]


def keys(order: Order, variant: Variant, shop: Connection) -> dict[str, Any]:
    """A key that belongs to an order, and a purchase that waits for a person."""
    item, now = order.items.get(), timezone.now()
    return {
        "license_key": LicenseKey.objects.create(
            store=order.store, variant=variant, key="KEY-OF-A-BUYER", fingerprint=f"f-{order.store_id}", state="sent",
            order_item=item, position=1,
        ),
        "supplier_order": SupplierOrder.objects.create(
            store=order.store, connection=shop, order_item=item, reference=f"hub-{item.pk}-1", remote_product_id="1",
            quantity=1, state="held", asked_at=now,
        ),
    }  # fmt: skip


def desk(store: Store, order: Order) -> dict[str, Any]:
    """What stands beside orders: an act on many, a kept view, a buyer, a return."""
    came_back = OrderReturn.objects.create(
        store=store, connection=order.connection, order=order, marketplace_order=order.marketplace_orders.get(),
        remote_id="r-1", order_remote_id=order.channel_order_id, status="requested", requested_at=timezone.now(),
        remote_updated_at=timezone.now(),
    )  # fmt: skip
    user = User.objects.create_user(f"desk@{store.slug}.example")
    buyer = Customer.objects.create(
        store=store, connection=order.connection, remote_id="b-1", name="Anna", email="anna@example.org",
        phone="+7 843 555 12 18",
    )  # fmt: skip
    return {
        "bulk_act": BulkAct.objects.create(
            store=store, kind="hold", request_key="k", order_ids=[str(order.pk)], done=1, status="completed",
            refused=[{"order": str(order.pk), "number": order.number, "reason": f"{order.number} is closed."}],
        ),
        "saved_view": SavedView.objects.create(
            store=store, owner=user, name="Gifts", query="view=open", is_shared=True
        ),
        "customer": buyer,
        "invoice": invoice(store, order),
        "joint_parcel": joint_parcel(store, order),
        "order_return": came_back,
        "order_return_line": OrderReturnLine.objects.create(order_return=came_back, sku="ORI-LMP-1", quantity=1),
    }  # fmt: skip


def invoice(store: Store, order: Order) -> Invoice:
    """A document as it was issued, by who sells."""
    now, who = timezone.now(), {"legal_name": "Orion", "address": "Rue du Fort 3"}
    Seller.objects.create(store=store, **who)
    return Invoice.objects.create(
        store=store, order=order, kind="invoice", sequence=1, number="INV-00001", issued_at=now, issued_on=now.date(),
        supplied_on=now.date(), currency=order.currency, net=order.total, tax=0, total=order.total,
        seller={**who, "vat_id": "", "registration": "", "note": ""},
        buyer={"name": order.customer_name, "address": order.shipping_address}, lines=[],
    )  # fmt: skip


def joint_parcel(store: Store, order: Order) -> JointParcel:
    """Orders that are packed together; the other one is there no more, so that this one can do everything alone."""
    parcel = JointParcel.objects.create(store=store, made_by="Marc")
    JointOrder.objects.create(joint_parcel=parcel, order=order)
    return parcel


def told(store: Store) -> dict[str, Any]:
    """A program that is told what happens, and something that it was told."""
    now = timezone.now()
    endpoint = WebhookEndpoint.objects.create(
        store=store, name="ERP", url="https://127.0.0.1:1/hook", kinds=["order.created"], secret="whsec_c2VjcmV0",
        active_since=now,
    )  # fmt: skip
    return {
        "endpoint": endpoint,
        "delivery": WebhookDelivery.objects.create(
            store=store, endpoint=endpoint, event_id=uuid.uuid4(), kind="order.created", happened_at=now, body="{}",
            due_at=now, give_up_at=now,
        ),
    }  # fmt: skip


def people(store: Store) -> dict[str, Any]:
    """Whom and what the settings name: a member, somebody who was asked, a token."""
    user = User.objects.create_user(f"member@{store.slug}.example")
    end = timezone.now() + timedelta(days=1)
    return {
        "member": Membership.objects.create(user=user, store=store, role=Role.MANAGER),
        "invitation": Invitation.objects.create(
            store=store, email="asked@example.org", role=Role.PACKER, expires_at=end
        ),
        "token": ApiToken.objects.create(
            store=store, user=user, name="Till", prefix="orion_t", digest=store.pk.hex, expires_at=end
        ),
    }


def fingerprint() -> dict[str, Any]:
    """Every table of ours that a call might change, as the number of its rows and the sum of their contents."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_relation_size(oid) > 0 FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)",
            [["sessions", "api_calls", "core_user"]],
        )
        tables = dict(cursor.fetchall())
        sums = (
            f"SELECT '{name}', count(*), sum(hashtextextended(t::text, 0)::numeric) FROM \"{name}\" t"
            for name, written in tables.items()
            if written  # a table without a byte has no row, and is not asked
        )
        cursor.execute(" UNION ALL ".join(sums))
        return dict.fromkeys(tables, (0, None)) | {name: tuple(sum_) for name, *sum_ in cursor.fetchall()}
