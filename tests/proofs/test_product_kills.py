"""A process is killed at every point of sending products: what was wished for is there once, and nothing else is."""

import signal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from core import checkpoints
from core.models import Store
from inventory.models import MarketplaceProduct, Offer, Product, Variant
from inventory.services.offers import withdraw
from marketplaces.models import Connection, OutboundChange
from sync import publishing
from sync.switches import switch
from tests.proofs.processes import Sandboxes, Worker
from tests.proofs.shops import did, open_shop
from tests.proofs.virtual import pass_time

CODE = "fourseller"
PUSH = ("push.after_claim", "push.before_call", "push.after_call", "push.after_settle")


def _at_length(point: str) -> Any:
    """All of them in the proofs; between the answer and the book, where doubling would happen, each time."""
    return point if point == "push.after_call" else pytest.param(point, marks=[pytest.mark.prove])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", [*map(_at_length, PUSH), *checkpoints.PRODUCT_POINTS])
def test_a_kill_while_a_product_is_made_neither_loses_nor_doubles_it(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], point: str
) -> None:
    shop = _shop(store, sandboxes)
    before = _there(sandboxes)
    variants = [_variant(store, shop, f"KILL-{n}") for n in range(3)]
    publishing.publish(store=store, variants=variants, shops=[shop], by="proof")
    _die(workers, shop, point)
    _go_on(workers, shop)
    assert sorted(_there(sandboxes)) == sorted([*before, *(variant.sku for variant in variants)])
    _everything_is_settled(shop)
    for variant in variants:
        listing = MarketplaceProduct.objects.get(connection=shop, marketplace_sku=variant.sku)
        assert (listing.variant, listing.offer.wanted) == (variant, Offer.Wish.OFFERED)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("point", [*map(_at_length, PUSH)])
def test_a_kill_while_a_product_is_taken_out_takes_it_out_once(
    store: Store, sandboxes: Sandboxes, workers: Callable[..., Worker], point: str
) -> None:
    shop = _shop(store, sandboxes)
    before = _there(sandboxes)
    publishing.publish(store=store, variants=[_variant(store, shop, "KILL-1")], shops=[shop], by="proof")
    did(shop, "products_out")
    withdraw(listing=MarketplaceProduct.objects.get(connection=shop, marketplace_sku="KILL-1"), by="proof")
    _die(workers, shop, point)
    _go_on(workers, shop)
    assert _there(sandboxes) == before
    _everything_is_settled(shop)
    assert MarketplaceProduct.objects.get(connection=shop, marketplace_sku="KILL-1").status == "deleted"


def _shop(store: Store, sandboxes: Sandboxes) -> Connection:
    sandboxes.fresh(CODE)
    shop = open_shop(store, sandboxes, CODE, ready=False)
    switch(shop, "products_out", on=True, by="proof")
    return Connection.objects.select_related("marketplace", "store").get(pk=shop.pk)


def _variant(store: Store, shop: Connection, sku: str) -> Variant:
    product = Product.objects.create(store=store, title=f"Teapot {sku}")
    return Variant.objects.create(
        store=store, product=product, sku=sku, price=Decimal("39.90"), currency=shop.currency
    )  # fmt: skip


def _there(sandboxes: Sandboxes) -> list[str]:
    rows = sandboxes.state(CODE, "orders=0&webhooks=0")["products"]
    return [row["sku"] for row in rows if row["status"] != "deleted"]


def _die(workers: Callable[..., Worker], shop: Connection, point: str) -> None:
    dying = workers(die_at=point).ready()
    dying.tell("run", connection=str(shop.pk), kind="products_out")
    assert dying.hear() is None, "the worker outlived the point"
    assert dying.end() == -signal.SIGKILL


def _go_on(workers: Callable[..., Worker], shop: Connection) -> None:
    """Ordinary minutes until all is told."""
    again = workers().ready()
    for _minute in range(6):
        pass_time(400)
        assert again.ask("quiet")["quiet"]
        if not OutboundChange.objects.filter(connection=shop).exclude(state="synced").exists():
            return


def _everything_is_settled(shop: Connection) -> None:
    left = OutboundChange.objects.filter(connection=shop).exclude(state="synced")
    assert not left.exists(), list(left.values("kind", "state", "error", "attempts", "progress"))
