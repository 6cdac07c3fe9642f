"""The customer: a store made, a shop connected and read by command, as the README says."""

import io
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.models import Store
from inventory.models import Location
from marketplaces.models import Connection
from orders.models import Order
from tests.trial.stub import Script, serving

KEYS = {
    "ozon": ["client_id=3141592", "api_key=7f9c1f2e-0000-4444-8888-aaaaaaaaaaaa"],
    "shopee": [
        "partner_id=2001234", "partner_key=shpk4a6b", "shop_id=14701711", "access_token=at-1", "refresh_token=rt-1",
    ],
}  # fmt: skip


@dataclass
class Said:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> dict[str, Any]:
        return json.loads(self.out.strip().splitlines()[-1])


def command(*words: str) -> Said:
    """A command as a shell would run it."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except CommandError as error:
        return Said(error.returncode, out.getvalue(), err.getvalue() + str(error))
    except SystemExit as ended:
        return Said(int(ended.code or 0), out.getvalue(), err.getvalue())
    return Said(0, out.getvalue(), err.getvalue())


@dataclass
class Customer:
    """A store with shops at scripted marketplaces."""

    store: Store
    stack: ExitStack

    def connect(self, code: str, script: Script, *more: str) -> Connection:
        self.stack.enter_context(serving(script))
        keys = [word for pair in KEYS[code] for word in ("--set", pair)]
        said = command("connect", code, "--store", self.store.slug, "--name", f"Shop {code}", "--base-url", script.url,
                       "--json", *keys, *more)  # fmt: skip
        assert said.code == 0, (said.out, said.err)
        return Connection.objects.select_related("marketplace", "store").get(pk=said.line["connection"])

    def sync(self, shop: Connection, kind: str = "orders", *more: str) -> Said:
        return command("sync", kind, "--connection", str(shop.pk), "--json", *more)

    def order(self, remote_id: str) -> Order:
        return Order.objects.get(store=self.store, marketplace_orders__marketplace_order_id=remote_id)


@pytest.fixture
def customer(transactional_db: None, settings: Any) -> Iterator[Customer]:
    store = Store.objects.create(slug="trial", name="Trial")
    Location.objects.create(store=store, name="Main", code="MAIN", is_default=True)
    with ExitStack() as stack:
        yield Customer(store, stack)
