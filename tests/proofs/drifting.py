"""A practice shop that is changed behind our back, and what of it must be found, explained, healed or held."""

import gc
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from inventory.models import MarketplaceProduct
from inventory.selectors.stock import told
from inventory.services.locations import default_location
from inventory.services.offers import tell_card
from inventory.services.overrides import set_overrides
from inventory.services.rules import set_healing
from inventory.services.stock import adjust
from marketplaces.canonical.prices import PriceUpdate
from marketplaces.canonical.products import ProductRemoval
from marketplaces.canonical.stock import StockUpdate
from marketplaces.models import ApiCall, Connection, OutboundChange
from marketplaces.services.connectors import open_connector
from sync import executor, runs
from sync.drift.deciding import decide
from sync.drift.reading import SLICE
from sync.models import Drift, MarketplaceSyncLog
from sync.switches import switch
from tests.proofs.processes import Sandboxes
from tests.proofs.shops import did
from tests.proofs.virtual import pass_time

#: Minutes between two readings of products, and from there to the look that a reading of orders brings.
READING, LOOK = 30, 5
#: What each shop heals by itself; all else waits for a person.
POLICY = {
    "ozon": {"stock": True, "price": False, "status": False},
    "shopee": {"stock": False, "price": True, "status": True},
    "lazada": {"stock": True, "price": True, "status": False},
}
#: Where a marketplace lets stock not be lowered: the control call, and the name of its number.
LOCKS = {"shopee": ("reserve", "quantity"), "lazada": ("campaign", "units")}
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "error500", "times": 1}, {"kind": "error500", "times": 1, "when": "after"}, {"kind": "torn", "times": 1},
    {"kind": "partial_failure", "times": 1}, {"kind": "html_page", "times": 1, "when": "after"},
)  # fmt: skip
#: No number that we ever tell.
STRANGE = 500
OPEN = (Drift.State.OPEN, Drift.State.HEALING, Drift.State.WATCHED)
Key = tuple[str, str]


@dataclass
class Wrong:
    """One change behind our back."""

    listing: MarketplaceProduct
    what: str
    cause: str
    ours: str
    theirs: str
    minute: int
    found: int | None = None
    #: Who had it told again: "policy", "person", or nobody.
    healed_by: str = ""
    watched: bool = False
    excused: int = 0


@dataclass
class Shop:
    """A shop, the people who change it, and the books of the proof about it."""

    connection: Connection
    sandboxes: Sandboxes
    dice: random.Random
    wrong: dict[Key, Wrong] = field(default_factory=dict)
    done: list[Wrong] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    minute: int = 0
    strange: int = STRANGE
    #: Sold there, and the order not read yet: our own number is about to change.
    unread: set[str] = field(default_factory=set)

    @property
    def code(self) -> str:
        return self.connection.marketplace.code

    def open(self) -> None:
        """Prices told once, cards of what can be sent from here, and its policy."""
        self.connection.refresh_from_db()
        for row in self.listings():
            set_overrides(listing=row, by="proof", price=row.price)
        for name in ("price_out", "products_out"):
            switch(self.connection, name, on=True, by="proof")
        self.connection.refresh_from_db()
        did(self.connection, "prices", full=True)
        if POLICY[self.code]["status"]:
            for row in self.alone():
                tell_card(row, by="proof")
        heals = POLICY[self.code]
        set_healing(
            self.connection, by="proof", stock=heals["stock"], price=heals["price"], status=heals["status"]
        )  # fmt: skip
        self.push()
        there = MarketplaceProduct.objects.filter(connection=self.connection, status="inactive", variant__isnull=False)
        for row in there.select_related("variant__product", "connection__marketplace", "connection__store", "store"):
            self.wrong[row.marketplace_sku, "status"] = Wrong(row, "status", "edited", "active", "inactive", 0)

    def listings(self) -> list[MarketplaceProduct]:
        rows = MarketplaceProduct.objects.filter(connection=self.connection, variant__isnull=False, status="active")
        found = rows.select_related("variant__product", "connection__marketplace", "connection__store", "store")
        return list(found.order_by("marketplace_sku"))

    def alone(self) -> list[MarketplaceProduct]:
        """Cards of one variant: taking them off sale takes nothing else with them."""
        rows = self.listings()
        cards = Counter(row.marketplace_product_id for row in rows)
        return [row for row in rows if cards[row.marketplace_product_id] == 1]

    # What happens ------------------------------------------------------------------------------------------
    def half_hour(self) -> None:
        """People change things and buyers buy; then a reading of products, one of orders with its look, the pushes."""
        gc.collect()  # connectors of earlier rounds give their connections back: the sandbox holds a hundred
        for _ in range(self.dice.randrange(4)):
            self.someone()
        if self.dice.random() < 0.4:
            self.we_count()
        missed = not self.reads("products")
        if self.dice.random() < 0.5:
            self.sell()
        pass_time(LOOK * 60)
        if self.reads("orders"):
            self.unread.clear()
        else:
            missed = True
        self.minute += READING
        self.compare(missed)
        if self.dice.random() < 0.3:
            self.someone_decides()
        self.struck_push()

    def someone(self) -> None:
        """Changes one thing of one listing of which nothing else is wrong."""
        acts = [self.edit_stock, self.edit_price, self.late_stock]
        acts += [self.promote] if self.code == "ozon" else []
        acts += [self.lock] if self.code in LOCKS else [self.edit_stock]
        acts += [self.take_off_sale] if self.code == "shopee" else []  # elsewhere that deletes, which is no drift
        act = self.dice.choice(acts)
        rows = self.untouched(self.alone() if act == self.take_off_sale else self.listings())
        if rows:
            act(self.dice.choice(rows))

    def untouched(self, rows: Iterable[MarketplaceProduct]) -> list[MarketplaceProduct]:
        """Neither wrong nor with anything on its way there."""
        settled = OutboundChange.objects.filter(connection=self.connection, kind__in=("stock", "price"))
        moving = set(settled.exclude(state="synced").values_list("subject_id", flat=True))
        busy = {sku for sku, _what in self.wrong} | self.unread
        return [row for row in rows if row.marketplace_sku not in busy and row.pk not in moving and self.ours(row) > 1]

    def ours(self, row: MarketplaceProduct) -> int:
        tell = told([row.pk]).get(row.pk)
        return tell.total if tell else 0

    def edit_stock(self, row: MarketplaceProduct) -> None:
        self.strange += 1
        self.set_stock(row, self.strange)
        self.note(row, "stock", "edited", str(self.ours(row)), str(self.strange))

    def late_stock(self, row: MarketplaceProduct) -> None:
        """We tell a new number; the call with the one before arrives after it."""
        before = self.ours(row)
        self.change_ours(row, 3)
        self.push()
        if OutboundChange.objects.filter(kind="stock", subject_id=row.pk, state="synced").exists():
            self.set_stock(row, before)
            self.note(row, "stock", "late", str(before + 3), str(before))

    def edit_price(self, row: MarketplaceProduct) -> None:
        self.set_price(row, cause="edited", factor=Decimal("1.25"))

    def promote(self, row: MarketplaceProduct) -> None:
        self.set_price(row, cause="promotion", factor=Decimal("0.9"))

    def lock(self, row: MarketplaceProduct) -> None:
        """Their campaign keeps the stock from being lowered; we have fewer, and they refuse to hear it."""
        before, (call, number) = self.ours(row), LOCKS[self.code]
        self.sandboxes.control(self.code, call, {"sku": row.marketplace_sku, number: before})
        self.change_ours(row, -1)
        self.push()
        self.note(row, "stock", "refused", str(before - 1), str(before))

    def take_off_sale(self, row: MarketplaceProduct) -> None:
        removal = ProductRemoval(
            ref="x", sku=row.marketplace_sku, remote_product_id=row.marketplace_product_id,
            remote_variant_id=row.marketplace_variant_id,
        )  # fmt: skip
        (result,) = open_connector(self.connection).delete_products([removal])
        assert result.ok, result.error
        self.note(row, "status", "edited", "active", "inactive")

    def set_stock(self, row: MarketplaceProduct, units: int) -> None:
        """By another tool of the merchant's, with his keys."""
        (place,) = told([row.pk])[row.pk].by_warehouse
        update = StockUpdate(
            ref="x", remote_product_id=row.marketplace_product_id, remote_variant_id=row.marketplace_variant_id,
            sku=row.marketplace_sku, quantity=units, warehouse_remote_id=place,
        )  # fmt: skip
        (result,) = open_connector(self.connection).push_stock([update])
        assert result.ok, result.error

    def set_price(self, row: MarketplaceProduct, *, cause: str, factor: Decimal) -> None:
        ours = Decimal(OutboundChange.objects.get(kind="price", subject_id=row.pk).last_sent["price"])
        theirs = (ours * factor).quantize(Decimal(1))
        update = PriceUpdate(
            ref="x", remote_product_id=row.marketplace_product_id, remote_variant_id=row.marketplace_variant_id,
            sku=row.marketplace_sku, price=theirs, currency=row.currency,
            compare_price=ours if cause == "promotion" else None,
        )  # fmt: skip
        (result,) = open_connector(self.connection).push_price([update])
        if result.ok:  # some are below what the marketplace allows him
            self.note(row, "price", cause, str(ours), str(theirs))

    def change_ours(self, row: MarketplaceProduct, delta: int) -> None:
        assert row.variant is not None
        adjust(
            store=row.store, variant=row.variant, location=default_location(row.store), delta=delta, reason="proof"
        )  # fmt: skip

    def we_count(self) -> None:
        """Our own number changes and is told: until then nothing may be read back, and it is no drift."""
        rows = self.untouched(self.listings())
        if rows:
            self.change_ours(self.dice.choice(rows), 2)

    def sell(self) -> None:
        rows = self.untouched(self.listings())
        if rows:
            sku = self.dice.choice(rows).marketplace_sku
            self.sandboxes.control(self.code, "sell", {"sku": sku, "quantity": 1})
            self.unread.add(sku)
            self.counts["sales"] += 1

    def someone_decides(self) -> None:
        """A person has one told again, or keeps watching it."""
        held = [each for each in self.wrong.values() if each.found is not None and not each.healed_by]
        if not held:
            return
        each = self.dice.choice(held)
        act = "heal" if self.dice.random() < 0.6 else "watch"
        self.decides(each, act)

    def decides(self, each: Wrong, act: str) -> None:
        if act == "heal" and each.cause == "refused":
            call, number = LOCKS[self.code]
            self.sandboxes.control(self.code, call, {"sku": each.listing.marketplace_sku, number: 0})
        row = self.row(each)
        done, left = decide(store=self.connection.store, ids=[row.pk], act=act, by="Nadia")
        if act == "heal" and each.what == "status" and not hasattr(each.listing, "offer"):
            assert not done and "not sent from here" in left[0].why
            return
        assert done == 1, left
        each.watched = act == "watch"
        each.healed_by = "person" if act == "heal" else ""

    # Runs ------------------------------------------------------------------------------------------
    def reads(self, kind: str) -> bool:
        """One reading, sometimes struck; says whether it went through whole."""
        if self.dice.random() < 0.1:
            self.sandboxes.control(self.code, "faults", {"kind": "error500", "times": self.dice.choice((1, 8))})
        needed = self.is_needed()
        log = self.ran(kind)
        self.sandboxes.control(self.code, "faults", method="DELETE")
        if kind == "products":
            self.budget(log, needed=needed)
        return log.status == "completed" and not (kind == "products" and needed)

    def is_needed(self) -> bool:
        due = OutboundChange.objects.filter(connection=self.connection, state__in=("waiting", "retry"))
        return due.exists()

    def budget(self, log: MarketplaceSyncLog, *, needed: bool) -> None:
        """Prices are read by the radar alone: never while something is due to be told, else card by card."""
        calls = ApiCall.objects.filter(run_id=log.pk, operation="pull_prices", attempt=1).count()
        pages = 1 + min(SLICE, MarketplaceProduct.objects.filter(connection=self.connection).count())
        assert calls <= (0 if needed else pages), f"{self.code}: {calls} calls to read back, needed: {needed}"
        self.counts["read back calls"] += calls
        self.counts["readings"] += 1
        self.counts["readings left out for pushes"] += needed

    def ran(self, kind: str) -> MarketplaceSyncLog:
        return executor.run_now(runs.start(connection=self.connection, sync_type=kind, cause="schedule"))

    def struck_push(self) -> None:
        if self.dice.random() < 0.4:
            fault = self.dice.choice(FAULTS)
            self.counts[f"pushes struck: {fault['kind']} {fault.get('when', 'before')}"] += 1
            self.sandboxes.control(self.code, "faults", fault)
        self.push()
        self.sandboxes.control(self.code, "faults", method="DELETE")

    def push(self) -> None:
        """What is due is told, and looked for once."""
        for _ in range(2):
            pass_time(60)
            for kind in ("inventory", "prices", "products_out"):
                self.ran(kind)

    # The books ------------------------------------------------------------------------------------------
    def note(self, row: MarketplaceProduct, what: str, cause: str, ours: str, theirs: str) -> None:
        minute = self.minute + self.dice.randrange(READING)
        self.wrong[row.marketplace_sku, what] = Wrong(row, what, cause, ours, theirs, minute)

    def row(self, each: Wrong) -> Drift:
        return Drift.objects.get(listing=each.listing, what=each.what)

    def compare(self, missed: bool) -> None:
        """After a look: what is wrong there is on our list and nothing else is; and only what may be is told again."""
        rows = {
            (row.listing.marketplace_sku, row.what): row
            for row in Drift.objects.filter(connection=self.connection).select_related("listing")
        }
        alarms = {key for key, row in rows.items() if row.state in OPEN} - set(self.wrong)
        assert not alarms or missed, f"{self.code}: nobody changed {[(key, str(rows[key])) for key in alarms]}"
        for key, each in list(self.wrong.items()):
            each.excused += missed
            row = rows.get(key)
            if each.found is None:
                self.find(each, row)
            elif row is not None and row.state == Drift.State.OVER:
                self.over(key, each)
            elif row is not None:
                self.stands(each, row)

    def find(self, each: Wrong, row: Drift | None) -> None:
        waited = self.minute + LOOK - each.minute
        if row is None or row.state not in OPEN:
            limit = READING + LOOK + READING * each.excused
            late = f"{self.code}: {each} is not found after {waited} minutes of {limit}; {self.story(each)}"
            assert waited < limit, late
            return
        assert row.theirs == each.theirs or Decimal(row.theirs) == Decimal(each.theirs), (each, str(row))
        assert row.cause == each.cause, f"{self.code}: {each} is explained as {row.cause}"
        each.found = waited
        if self.may_heal(each):
            each.healed_by = "policy"
        self.stands(each, row)

    def story(self, each: Wrong) -> str:
        """How its listing and its change stand, and what the last runs said: what a failure is explained by."""
        listing = MarketplaceProduct.objects.filter(pk=each.listing.pk).values("stock", "price", "status", "updated_at")
        change = OutboundChange.objects.filter(subject_id=each.listing.pk, kind=each.what).values(
            "state", "sent_at", "last_sent", "wanted_version", "sent_version", "due_at"
        )
        runs_ = MarketplaceSyncLog.objects.filter(connection=self.connection).order_by("-created_at")
        said = [(run.sync_type, run.status, run.error_message) for run in runs_[:12]]
        return f"there {self.shown(each)}, here {list(listing)}, told {list(change)}, runs {said}"

    def may_heal(self, each: Wrong) -> bool:
        sent = each.what != "status" or hasattr(each.listing, "offer")
        return POLICY[self.code][each.what] and each.cause in ("edited", "late") and sent

    def stands(self, each: Wrong, row: Drift) -> None:
        wanted = Drift.State.HEALING if each.healed_by else Drift.State.WATCHED if each.watched else Drift.State.OPEN
        again = each.healed_by == "person" and row.state == Drift.State.OPEN  # told again, and struck on the way
        assert row.state == wanted or again, f"{self.code}: {each} is {row.state}"
        if not each.healed_by:
            assert self.shown(each) == each.theirs, f"{self.code}: {each} was held, and they show {self.shown(each)}"

    def over(self, key: Key, each: Wrong) -> None:
        assert each.healed_by, f"{self.code}: {each} was held, and is over"
        assert self.shown(each) != each.theirs, f"{self.code}: {each} is over, and still shown"
        self.done.append(self.wrong.pop(key))

    def shown(self, each: Wrong) -> str:
        """What the marketplace itself holds."""
        products = self.sandboxes.state(self.code, "&orders=0")["products"]
        row = next((row for row in products if row["sku"] == each.listing.marketplace_sku), None)
        if row is None:  # the desk does not name what was taken off sale
            return "inactive"
        if each.what == "status":
            return "active" if str(row.get("status", "active")).lower() in ("normal", "active", "live") else "inactive"
        if each.what == "price":
            price = Decimal(str(row["price"]))
            return each.theirs if price == Decimal(each.theirs) else str(price)
        (place,) = told([each.listing.pk])[each.listing.pk].by_warehouse or {"": 0}
        shelf = row["stock"].get(place) or next(iter(row["stock"].values()))
        return str(shelf["available"])

    def finish(self) -> None:
        """A person has all told again; rounds without trouble until nothing is left that could be told."""
        for _ in range(8):
            for each in self.wrong.values():
                if each.found is not None and each.healed_by != "policy":
                    state = self.row(each).state
                    if state in (Drift.State.OPEN, Drift.State.WATCHED):
                        self.decides(each, "heal")
            self.push()
            self.ran("products")
            pass_time(LOOK * 60)
            self.ran("orders")
            self.minute += READING
            self.compare(missed=True)
            if not self.left() and not self.is_needed():
                break

    def agree(self) -> int:
        """Each listing on sale shows there what we tell, in stock and price; returns how many were compared."""
        for row in self.listings():
            price = OutboundChange.objects.get(kind="price", subject_id=row.pk).last_sent["price"]
            for what, ours in (("stock", str(self.ours(row))), ("price", price), ("status", "active")):
                shown = self.shown(Wrong(row, what, "", ours, ours, 0))
                assert shown == ours, f"{self.code}: {row.marketplace_sku} shows the {what} {shown}, ours is {ours}"
        return len(self.listings())

    def left(self) -> list[Wrong]:
        """What was never found, or still stands though it could be told: what was not sent from here cannot."""
        return [
            each for each in self.wrong.values()
            if each.found is None or each.what != "status" or hasattr(each.listing, "offer")
        ]  # fmt: skip
