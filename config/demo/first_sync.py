"""The demo's connections and their first full sync, step by step, as a merchant would do it on the pages."""

import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle
from typing import Any

from django.core.management.base import CommandError, OutputWrapper
from django.db.models import Sum

from config.demo import gift_cards
from config.demo.lanes import Lanes
from core.models import Store
from inventory.models import InventorySyncConfig, Location, Reservation, Variant
from inventory.services import outbound
from inventory.services.opening import take_opening_counts
from inventory.services.stock import adjust
from marketplaces.framework import registry
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from marketplaces.services import connectors, sandboxes
from marketplaces.services.abilities import able, supplies, takes_cards, why_unable
from marketplaces.services.connect import Tested, connect, test_values
from marketplaces.services.practice import fetch
from orders.models import MarketplaceOrder
from sync import executor, runs
from sync.feed_files import addresses
from sync.models import MarketplaceSyncLog, SyncType
from sync.report import BarOnTerminal, clear, sentence
from sync.run import Run
from sync.schedule import DEFAULTS

#: What each channel in turn is not told of, so that the why of a number has something to show.
BUFFERS = (1, 2)
WHO = "demo"
#: Products that stay short after the delivery, and units of the others that come on top of what was sold.
STAY_SHORT, DELIVERED_OVER = 3, 12


class Halted(Exception):
    """Ctrl-C during the first sync: what was stored is safe, the next start goes on."""


class FirstSync:
    """Says what it does; safe to run again after it was cut off anywhere."""

    def __init__(
        self, *, store: Store, say: Callable[[str], Any], terminal: OutputWrapper, halted: Callable[[], bool]
    ) -> None:
        self.store, self.say, self.terminal, self.halted = store, say, terminal, halted
        self._line = threading.Lock()

    def connections(self, keys: Mapping[str, Mapping[str, str]]) -> list[Connection]:
        """One per practice marketplace; those that are there stay as their owner left them."""
        known = {
            connection.marketplace.code: connection
            for connection in Connection.objects.filter(store=self.store).select_related("marketplace", "store")
        }
        return [known.get(code) or self._connect(code, values) for code, values in keys.items()]

    def _connect(self, code: str, values: Mapping[str, str]) -> Connection:
        address = connectors.sandbox_address(code)
        tested = test_values(code, values, base_url=address, renew=True)
        if not tested.passed:
            reasons = [verdict.said for verdict in tested.verdicts if verdict.said] or [*tested.problems.values()]
            raise CommandError(f"The practice {code} was not connected. {' '.join(reasons)}")
        name = self._name(code, tested)
        connection = connect(store=self.store, code=code, name=name, tested=tested, base_url=address)
        self.say(f"Connected {connection.name} at {connection.marketplace.name}.")
        return connection

    def _name(self, code: str, tested: Tested) -> str:
        """As a merchant calls a shop: after its place there, and after the marketplace too where that is not enough."""
        marketplace = registry.connector_class(code).name
        account = tested.account.name if tested.account else ""
        name = account.removeprefix("Atelier ") or marketplace
        taken = Connection.objects.filter(store=self.store, name=name).exists()
        return f"{name} {marketplace}" if taken else name

    def carry_out(self, connections: Sequence[Connection]) -> bool:
        """Products, gift cards, orders, opening counts, then stock out; whether every run went through.

        Orders come before the counts: what a marketplace shows leaves out the units its open orders hold, and the
        count adds them again.
        """
        connections = sorted(connections, key=_sells_ours)
        good = self._take_in(connections)
        gift_cards.sell_some(self.store, connections)
        self._receive_orders(connections)
        self._count(connections)
        self._receive()
        told = [each for each in connections if able(each, Capability.PUSH_STOCK)]
        with Lanes() as lanes:
            sent = [lanes.submit(self._tell, *each) for each in zip(told, cycle(BUFFERS), strict=False)]
        return all(each.result() for each in sent) and good

    def _take_in(self, connections: Sequence[Connection]) -> bool:
        """Products one shop after another, for who has one first gives it its name; orders once their shop's are in."""
        with Lanes() as lanes:
            good, orders = True, []
            for connection in connections:
                if _sells_ours(connection):
                    gift_cards.stock_up(self.store, connections)
                if not why_unable(connection, DEFAULTS[SyncType.PRODUCTS][1]):
                    good = self._run(connection, SyncType.PRODUCTS, _options(connection)) and good
                if not why_unable(connection, DEFAULTS[SyncType.ORDERS][1]):
                    orders.append(lanes.submit(self._run, connection, SyncType.ORDERS, {}))
        return all(each.result() for each in orders) and good

    def _tell(self, connection: Connection, buffer: int) -> bool:
        self._let_out(connection, buffer)
        good = self._run(connection, SyncType.INVENTORY, {})
        self._have_fetched(connection)
        return good

    def _have_fetched(self, connection: Connection) -> None:
        """A marketplace that takes files comes for them."""
        row = addresses.find(connection)
        if row is not None and row.rendered_at:
            told = fetch(connection=connection, addresses=addresses.by_language(row))
            self._over_the_bar(f"{connection.name} fetched its feed: {told} listings.")

    def _receive_orders(self, connections: Sequence[Connection]) -> None:
        """A shop that sends its orders by itself was told our address with its catalogue; they come in now."""
        for connection in connections:
            if able(connection, Capability.RECEIVE_ORDERS):
                sandboxes.deliver(connection.marketplace.code)
                taken = MarketplaceOrder.objects.filter(connection=connection).count()
                self.say(f"{connection.name} has sent {taken} orders.")

    def _run(self, connection: Connection, kind: str, options: Mapping[str, Any]) -> bool:
        if self.halted():
            raise Halted
        entry = runs.start(connection=connection, sync_type=kind, cause="command", options=dict(options))
        bar = BarOnTerminal(connection.name, kind, self.terminal)
        entry = executor.run_now(entry, listener=lambda run: self._watch(run, bar))
        self._over_the_bar(sentence(entry))
        if entry.status == MarketplaceSyncLog.Status.STOPPED:
            raise Halted
        return entry.status in (MarketplaceSyncLog.Status.COMPLETED, MarketplaceSyncLog.Status.PARTIALLY_COMPLETED)

    def _over_the_bar(self, text: str) -> None:
        """The bars of all lanes share the terminal's last line."""
        with self._line:
            clear(self.terminal)
            self.say(text)

    def _watch(self, run: Run, bar: BarOnTerminal) -> None:
        with self._line:
            bar(run)
        if self.halted():
            runs.request_stop(run.log)

    def _count(self, connections: Sequence[Connection]) -> None:
        """From the first shop, then from the others what the first does not have: a unit is counted once."""
        place = Location.objects.get(store=self.store, is_default=True)
        for connection in connections:
            result = take_opening_counts(connection=connection, location=place, actor_label=WHO)
            self.say(f"Opening counts taken from {connection.name}: {result.counted}.")

    def _receive(self) -> None:
        """A delivery came in for what both shops had sold; a few products stay short, so that there is work to see."""
        open_shortages = Reservation.objects.filter(store=self.store, short__gt=0)
        short = open_shortages.values("variant", "location").annotate(units=Sum("short")).order_by("variant")
        rows = list(short[STAY_SHORT:])
        for row in rows:
            adjust(
                store=self.store,
                variant=Variant.objects.get(pk=row["variant"]),
                location=Location.objects.get(pk=row["location"]),
                delta=row["units"] + DELIVERED_OVER,
                reason="Delivery received",
                actor_label=WHO,
            )
        self.say(f"A delivery came in for {len(rows)} products.")

    def _let_out(self, connection: Connection, buffer: int) -> None:
        InventorySyncConfig.objects.get_or_create(
            connection=connection, defaults={"store": self.store, "safety_stock": buffer}
        )
        connection.refresh_from_db()
        connection.stock_out = True
        connection.products_out = takes_cards(connection)
        connection._change_reason = "stock switched on"
        connection.save(update_fields=["stock_out", "products_out", "updated_at"])
        outbound.mark_connection_stock(connection)


def _options(connection: Connection) -> dict[str, Any]:
    """What a supplier has is no product of the store until somebody wants to sell it."""
    return {} if supplies(connection) else {"create_missing": True}


def _sells_ours(connection: Connection) -> bool:
    """A shop that sells our catalogue comes after those that fill it."""
    return able(connection, Capability.OFFER_CATALOGUE)
