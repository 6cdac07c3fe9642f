"""A store with goods on the shelf and a shop of its own that sends its orders, speaking to the real address."""

import copy
import hashlib
import hmac
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from core.models import Store
from core.services.stores import open_store
from fulfillment.services.keys import files, pool
from inventory.models import Location, Product, Stock, Variant
from inventory.services.stock import recount
from marketplaces.models import Connection
from marketplaces.services.connect import connect
from marketplaces.services.trial import Tested

SECRET = "whsec_test_0123456789abcdef"
ORDER = {
    "external_id": "WEB-1001", "number": "1001", "status": "confirmed", "payment_status": "paid",
    "placed_at": "2026-01-05T10:00:00Z", "updated_at": "2026-01-05T10:00:30Z", "revision": 2, "currency": "EUR",
    "prices_include_tax": True,
    "totals": {"shipping": "4.90", "total": "84.70"},
    "customer": {"email": "zoe.muller@example.lu", "first_name": "Zoé", "last_name": "Müller"},
    "shipping_address": {"line1": "12A, Rue de l'Exemple", "city": "Luxembourg", "country": "LU"},
    "lines": [
        {"external_line_id": "1", "sku": "TEA", "name": "Théière", "quantity": 2, "unit_price": "39.90",
         "total": "79.80"}
    ],
}  # fmt: skip


@dataclass
class Shop:
    """The merchant's shop: it signs what it says."""

    connection: Connection
    client: Client = field(default_factory=Client)
    keys: Any = field(default_factory=lambda: itertools.count(1))

    @property
    def base(self) -> str:
        return f"/api/v1/storefront/{self.connection.pk}"

    def headers(self, method: str, target: str, body: bytes, *, key: str = "", secret: str = SECRET) -> dict[str, str]:
        stamp = str(int(time.time()))
        signed = hmac.new(secret.encode(), f"{stamp}\n{method}\n{target}\n".encode() + body, hashlib.sha256).hexdigest()
        key = key or f"key-{next(self.keys):08d}"
        return {
            "X-Hub-Key": "web_1", "X-Hub-Timestamp": stamp, "X-Hub-Signature": f"v1={signed}", "Idempotency-Key": key,
        }  # fmt: skip

    def call(self, method: str, path: str, body: Any = None, *, key: str = "", secret: str = SECRET) -> Any:
        """The response; `data` is what it says."""
        raw = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        target = self.base + path
        answer: Any = self.client.generic(
            method, target, raw, content_type="application/json",
            headers=self.headers(method, target, raw, key=key, secret=secret), REQUEST_URI=target,
        )  # fmt: skip
        answer.told = json.loads(answer.content)
        return answer

    def push(self, order: Any = ORDER, **more: Any) -> Any:
        return self.call("POST", "/orders", order, **more)


def changed(**more: Any) -> Any:
    """The order, some of it changed; a doubled underscore reaches inside."""
    found = copy.deepcopy(ORDER)
    for name, value in more.items():
        *path, last = name.split("__")
        place: Any = found
        for step in path:
            place = place[int(step) if step.isdigit() else step]
        place[last] = value
    return found


@pytest.fixture
def store(db: None) -> Store:
    return open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store


@pytest.fixture
def place(store: Store) -> Location:
    return Location.objects.create(store=store, name="Main", code="MAIN", is_default=True)


def put(store: Store, place: Location, sku: str, units: int, *, kind: str = "physical") -> Variant:
    """A product with so many on the shelf, counted; of digital goods so many keys in the pool."""
    product = Product.objects.create(store=store, title=f"Product {sku}", kind=kind)
    variant = Variant.objects.create(store=store, product=product, sku=sku)
    if kind == Product.Kind.DIGITAL:
        keys = "\n".join(f"{sku}-KEY-{number}" for number in range(units))
        pool.load(store=store, rows=files.read(keys.encode(), zone=store.zone), variant=variant, by="test")
        return variant
    recount(store=store, variant=variant, location=place, counted=units, reason="opening", actor_label="test")
    variant.refresh_from_db()
    return variant


@pytest.fixture
def tea(store: Store, place: Location) -> Variant:
    return put(store, place, "TEA", 5)


def reserved(variant: Variant) -> tuple[int, int]:
    """On hand and reserved."""
    return Stock.objects.values_list("on_hand", "reserved").get(variant=variant)


@pytest.fixture
def shop(store: Store) -> Shop:
    return connected(store)


def connected(store: Store) -> Shop:
    values = {"key_id": "web_1", "secret": SECRET}
    tested = Tested(code="storefront", values=values)
    return Shop(connect(store=store, code="storefront", name="My shop", tested=tested))
