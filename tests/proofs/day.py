"""What happens in a day: buyers, couriers, the merchant, and everything that goes wrong on the way. Seeded."""

import random
from dataclasses import dataclass, field
from typing import Any

from core.errors import DomainError
from fulfillment.services.ship import ship
from inventory.models import Stock
from inventory.services.stock import adjust
from marketplaces.models import Connection
from orders.models import MarketplaceOrder
from tests.proofs.processes import Sandboxes

FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "slow", "seconds": 0.05, "times": 3},
    {"kind": "error500", "times": 2},
    {"kind": "error500", "times": 1, "when": "after"},
    {"kind": "html_page", "times": 1},
    {"kind": "html_page", "times": 1, "when": "after"},
    {"kind": "torn", "times": 2},
    {"kind": "rate_limit", "times": 1},
    {"kind": "duplicate_webhooks", "times": 3},
    {"kind": "reordered_webhooks", "times": 3},
    {"kind": "missing_page", "times": 1},
    {"kind": "partial_failure", "times": 2},
)
#: Where an order may go next by the courier's doing.
COURIER = {
    "ozon": {"awaiting_deliver": "delivering", "delivering": "delivered"},
    "shopee": {"PROCESSED": "SHIPPED", "SHIPPED": "TO_CONFIRM_RECEIVE", "TO_CONFIRM_RECEIVE": "COMPLETED"},
}
OPEN_THERE = {"ozon": {"awaiting_packaging"}, "shopee": {"READY_TO_SHIP"}}


@dataclass
class Day:
    """The dice and what they did, for the message of a failure."""

    sandboxes: Sandboxes
    shops: list[Connection]
    seed: int
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def hour(self) -> None:
        """Some of everything."""
        for shop in self.shops:
            code = shop.marketplace.code
            for _ in range(self.dice.randrange(3)):
                self._sell(code)
            self._courier(code)
            if self.dice.random() < 0.4:
                self._cancel(code)
            for _ in range(self.dice.randrange(3)):
                fault = self.dice.choice(FAULTS)
                self._note("fault", code, fault["kind"])
                self.sandboxes.control(code, "faults", fault)
        for _ in range(self.dice.randrange(3)):
            self._adjust()
        if self.dice.random() < 0.6:
            self._ship(self.dice.choice(self.shops))

    def _note(self, *words: Any) -> None:
        self.done.append(" ".join(str(word) for word in words))

    def _sell(self, code: str) -> None:
        rows = self.sandboxes.state(code, "&orders=0")["products"]
        there = [row["sku"] for row in rows if any(shelf["available"] > 1 for shelf in row["stock"].values())]
        if there:
            sku = self.dice.choice(sorted(there))
            self._control(code, "sell", {"sku": sku, "quantity": self.dice.choice((1, 1, 2))})

    def _courier(self, code: str) -> None:
        for row in self._orders(code, set(COURIER[code]))[: self.dice.randrange(3)]:
            self._control(code, "move", {"order": row["id"], "status": COURIER[code][row["status"]]})

    def _cancel(self, code: str) -> None:
        for row in self._orders(code, OPEN_THERE[code])[:1]:
            self._control(code, "cancel", {"order": row["id"]})

    def _orders(self, code: str, statuses: set[str]) -> list[dict[str, Any]]:
        rows = self.sandboxes.state(code, "&products=0")["orders"]
        found = sorted((row for row in rows if row["status"] in statuses), key=lambda row: str(row["id"]))
        self.dice.shuffle(found)
        return found

    def _control(self, code: str, name: str, body: dict[str, Any]) -> None:
        """A buyer may find that there is nothing left, a courier that the order is gone: that is no failure."""
        url = f"{self.sandboxes.url}/{code}/_control/{name}"
        answer = self.sandboxes.session.post(url, json=body, timeout=30)
        assert answer.status_code in (200, 400), answer.text
        self._note(name, code, body, answer.status_code)

    def _adjust(self) -> None:
        row = self.dice.choice(list(Stock.objects.select_related("variant", "location", "store").order_by("pk")))
        delta = self.dice.choice((-2, -1, 3, 5))
        try:
            adjust(store=row.store, variant=row.variant, location=row.location, delta=delta, reason="proof")
        except DomainError:
            delta = 0
        self._note("adjust", row.variant.sku, delta)

    def _ship(self, shop: Connection) -> None:
        told = MarketplaceOrder.objects.filter(
            connection=shop, remote_status__in=OPEN_THERE[shop.marketplace.code], order__scheme="seller",
            order__short_units=0, order__unlinked_lines=0,
        )  # fmt: skip
        for there in told.select_related("order").order_by("marketplace_order_id")[:1]:
            takes = {item.pk: item.open_quantity for item in there.order_items.all()}
            try:
                ship(
                    order=there.order, takes=takes, carrier="DHL", tracking_number=f"JD{self.dice.randrange(10**9):09}",
                    request_key=f"proof {there.pk}",
                )  # fmt: skip
            except DomainError as refused:
                self._note("not shipped", there, refused)
            else:
                self._note("shipped", there)
