"""The desk over the database: what a connector's intake asks of the hub, for one connection and one call."""

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import checkpoints
from inventory.models import MarketplaceProduct, Product, Variant
from marketplaces.canonical.orders import Order
from marketplaces.framework.errors import Rejected
from marketplaces.framework.intake import Held, Remembered, Reply
from marketplaces.framework.limits import Limit
from marketplaces.models import Connection
from marketplaces.services.limiter import DatabaseLimiter
from orders.models import MarketplaceOrder
from orders.services.intake import import_orders, one_at_a_time
from sync.intake import doubts, held, keys, shelf
from sync.models import ReceivedOrder

CAUSE = "sent"


class DatabaseDesk:
    """The Desk port. Keys are claimed and answered outside the order's transaction: what runs is seen by all."""

    def __init__(self, connection: Connection, limit: Limit) -> None:
        self._connection = connection
        self._limit = limit
        self._marks: dict[str, uuid.UUID] = {}

    def now(self) -> datetime:
        return timezone.now()

    def is_on(self) -> bool:
        """Also while our own calls to the shop are stopped: its orders are not what is wrong then."""
        works = self._connection.status in (Connection.Status.ACTIVE, Connection.Status.STOPPED)
        return works and self._connection.orders_in

    def wait(self) -> float:
        return DatabaseLimiter(self._connection.marketplace.code).take(self._limit, str(self._connection.pk))

    # Keys ------------------------------------------------------------------------------------------------------------
    def claim(self, key: str, fingerprint: str) -> Remembered | None:
        mark = uuid.uuid4()
        known = keys.claim(self._connection.pk, key, fingerprint, mark=mark)
        if known is None:
            self._marks[key] = mark
        checkpoints.reached("intake.claimed")
        return known

    def remember(self, key: str, reply: Reply | None) -> None:
        mark = self._marks.pop(key)
        if reply is None:
            keys.let_go(mark)
        else:
            keys.keep(mark, reply)

    # Orders ----------------------------------------------------------------------------------------------------------
    @contextmanager
    def order(self, external_id: str) -> Iterator[Held | None]:
        """The shop's orders wait for each other, as pages that are read do: what is new is seen by the next."""
        with transaction.atomic():
            one_at_a_time(self._connection)
            yield self.find(external_id)
            checkpoints.reached("intake.before_commit")
        checkpoints.reached("intake.after_commit")

    def find(self, external_id: str) -> Held | None:
        return held.find(self._connection, external_id)

    def store(self, order: Order, document: Mapping[str, Any]) -> Held:
        outcome = import_orders(connection=self._connection, orders=[order], seen_at=timezone.now(), cause=CAUSE)
        if outcome.refused:
            raise Rejected(outcome.refused[0][1])
        there = MarketplaceOrder.objects.select_related("order").get(
            connection=self._connection, marketplace_order_id=order.remote_id
        )
        kept = {"order": there.order, "document": _plain(document), "received_at": timezone.now()}
        row, _made = ReceivedOrder.objects.update_or_create(
            connection=self._connection, remote_id=order.remote_id, defaults=kept
        )
        doubts.settle(self._connection, order.remote_id)
        Connection.objects.filter(pk=self._connection.pk).update(orders_read_at=timezone.now())
        return held.shown([row])[0]

    def orders(self, *, since: datetime | None, cursor: str, limit: int) -> tuple[Sequence[Held], str]:
        return held.page(self._connection, since=since, cursor=cursor, limit=limit)

    def needs_you(self, external_id: str, cause: str, sentence: str) -> None:
        there = MarketplaceOrder.objects.filter(connection=self._connection, marketplace_order_id=external_id)
        order_id = there.values_list("order_id", flat=True).first()
        doubts.tell(self._connection, external_id, cause, sentence, order_id=order_id)

    # Goods -----------------------------------------------------------------------------------------------------------
    def known_skus(self, skus: Collection[str]) -> Mapping[str, bool]:
        """By our own SKUs, and by those of listings that a person linked to another."""
        own = Variant.objects.filter(store_id=self._connection.store_id, sku__in=skus)
        linked = MarketplaceProduct.objects.filter(
            connection=self._connection, marketplace_sku__in=skus, variant__isnull=False
        )
        kinds = {**dict(own.values_list("sku", "product__kind"))}
        kinds |= dict(linked.values_list("marketplace_sku", "variant__product__kind"))
        return {sku: kind == Product.Kind.DIGITAL for sku, kind in kinds.items()}

    def stock(self, *, skus: Sequence[str] | None, cursor: str) -> tuple[Sequence[tuple[str, int, datetime]], str]:
        return shelf.page(self._connection, skus=skus, cursor=cursor)


def _plain(document: Mapping[str, Any]) -> Any:
    """As the column keeps it: a number that a shop added with a point is exact as text."""
    return json.loads(json.dumps(document, default=str))
