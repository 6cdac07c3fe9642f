"""Purchases of what the pool lacks: intent before call, and one open purchase for a line (law 7)."""

import base64
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from core import checkpoints
from core.errors import DomainError
from core.services import needs_you
from fulfillment.models import LicenseKey, SupplierOrder
from fulfillment.services.keys.assigning import free_positions, give, locked
from fulfillment.services.keys.fingerprints import fingerprint
from fulfillment.services.keys.lacks import settle_lack
from inventory.models import MarketplaceProduct
from inventory.selectors.digital import key_offers
from inventory.services.digital import keys_moved, supply_switched
from marketplaces.canonical.purchases import (
    LONGEST_PROMISED,
    LONGEST_UNFINISHED,
    LOOK_AGAIN,
    LOOKS,
    LOOKS_IN_DOUBT,
    BoughtKey,
    KeyForm,
    Purchase,
    PurchaseState,
)
from marketplaces.models import Connection
from marketplaces.services.abilities import BUYS, buys_keys, supplies
from orders.models import OrderItem

State = SupplierOrder.State
OPEN = (State.ASKED, State.PAID, State.IN_DOUBT, State.HELD)
WORKED_ON = (State.ASKED, State.PAID, State.IN_DOUBT)
#: Longer than all calls of one look together; by the clock of the database.
LEASE = timedelta(minutes=6)
REST = LOOKS[-1]


def switch(connection: Connection, *, on: bool, by: str) -> None:
    """Buy keys here from now on for what the pool lacks, or no more. Raises DomainError where none are sold."""
    if on and not supplies(connection):
        raise DomainError(_("%s sells no keys.") % connection.marketplace.name)
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        row.settings = {name: value for name, value in row.settings.items() if name != BUYS} | (
            {BUYS: "on"} if on else {}
        )
        row._change_reason = f"buying keys {'on' if on else 'off'} by {by}"[:100]
        row.save()
        supply_switched(row, reason="Buying switched")
    connection.refresh_from_db()


def find_offer(item: OrderItem, lacking: int) -> MarketplaceProduct | None:
    """Where so many keys for the line are bought: at the cheapest of the suppliers that may be bought from and have
    enough, as far as we know; where none has, at the cheapest.
    """
    rows = MarketplaceProduct.objects.filter(
        variant=item.variant_id, store=item.order.store_id, connection__status=Connection.Status.ACTIVE,
        connection__deleted_at__isnull=True, status=MarketplaceProduct.Status.ACTIVE,
    )  # fmt: skip
    rows = rows.select_related("connection__marketplace").order_by("price", "pk")
    found = [row for row in rows if buys_keys(row.connection)]
    if len(found) > 1 and item.variant_id:
        enough = {each.id for each in key_offers(item.variant_id, item.listing_id) if each.units >= lacking}
        found = [row for row in found if row.pk in enough] or found
    return found[0] if found else None


@transaction.atomic
def ask(item_id: UUID, *, again: bool = False) -> SupplierOrder | None:
    """Write down that what the line lacks is to be bought; None where nothing lacks, or nobody sells it.

    What lies in the pool is never bought: it is given first, after waiting for whoever holds some of it just now. The
    purchase that is open already is the answer: pressing twice asks once. After one that came to nothing, only a person
    asks `again`.
    """
    item = locked(item_id)
    if item is None:
        return None
    open_one = SupplierOrder.objects.filter(order_item=item, state__in=OPEN).first()
    if open_one is not None:
        return open_one
    lacking = give(item, waits=True)
    offer = find_offer(item, lacking) if lacking else None
    if offer is None:
        return None
    earlier = SupplierOrder.all_objects.filter(order_item=item)
    if not again and earlier.filter(state=State.FAILED).exists():
        return None
    before = earlier.count()
    row = SupplierOrder(
        store_id=item.order.store_id, connection=offer.connection, order_item=item,
        reference=f"hub-{item.pk}-{before + 1}", remote_product_id=offer.marketplace_product_id, quantity=lacking,
        currency=offer.currency, asked_at=timezone.now(), next_look_at=timezone.now(),
    )  # fmt: skip
    row._change_reason = "asked for"
    row.save()
    checkpoints.reached("purchase.asked")
    return row


def due(limit: int = 20) -> list[UUID]:
    """Purchases to go on with now."""
    rows = SupplierOrder.objects.filter(_free(), state__in=WORKED_ON, next_look_at__lte=Now())
    return list(rows.order_by("next_look_at", "pk").values_list("pk", flat=True)[:limit])


def _free() -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lt=Now())


@transaction.atomic
def claim(pk: UUID, owner: UUID) -> SupplierOrder | None:
    """Take it up for a while, unless somebody has it."""
    rows = SupplierOrder.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "connection__marketplace", "order_item__order", "store"
    )
    row = rows.filter(_free(), pk=pk, state__in=WORKED_ON, next_look_at__lte=Now()).first()
    if row is None:
        return None
    row.lease_owner, row.lease_until = owner, timezone.now() + LEASE
    _save_quietly(row)
    return row


@transaction.atomic
def begin(row: SupplierOrder, *, unit_cost: Decimal, currency: str) -> bool:
    """From here on it may have been sent. False where the line's order was cancelled, or a lease ran out."""
    mine = _mine(row)
    if mine is None:
        return False
    if locked(mine.order_item_id) is None:
        if mine.sent_at is None:
            _fail(mine, _("The order is over, or on hold: nothing was bought."))
        return False
    first, mine.sent_at = mine.sent_at is None, mine.sent_at or timezone.now()
    mine.unit_cost, mine.currency, mine.again = unit_cost, currency, False
    mine._change_reason = "sent"
    mine.save()
    if first:
        _moved(mine)
    return True


@transaction.atomic
def not_sent(row: SupplierOrder, *, wait: float) -> None:
    """Surely nothing reached the supplier: it is tried anew."""
    if (mine := _mine(row)) is not None:
        was_sent, mine.sent_at, mine.state = mine.sent_at is not None, None, State.ASKED
        _rest(mine, timedelta(seconds=wait))
        mine._change_reason = "not sent"
        mine.save()
        if was_sent:
            _moved(mine)


@transaction.atomic
def look_later(row: SupplierOrder, *, wait: float) -> None:
    """The supplier could not be asked how far it is."""
    if (mine := _mine(row)) is not None:
        _rest(mine, timedelta(seconds=wait))
        _save_quietly(mine)


@transaction.atomic
def held(row: SupplierOrder, *, said: str, fix: str) -> None:
    """Nothing was bought, and nothing is until a person has decided."""
    if (mine := _mine(row)) is None:
        return
    mine.state, mine.error, mine.sent_at, mine.next_look_at = State.HELD, said, None, None
    mine.lease_owner = mine.lease_until = None
    mine._change_reason = "held"
    mine.save()
    _moved(mine)
    _tell(mine, _("A key was not bought: %s") % mine.order_item.product_name, said, fix)


@transaction.atomic
def in_doubt(row: SupplierOrder, *, said: str, person: bool = False) -> None:
    """It may have been bought. It is looked for again and again; after some looks a person is asked to look there."""
    if (mine := _mine(row)) is None:
        return
    mine.looks = mine.looks + 1 if mine.state == State.IN_DOUBT else 1
    mine.state, mine.error = State.IN_DOUBT, said
    asks = person or mine.looks > LOOKS_IN_DOUBT
    _rest(mine, REST if asks else LOOK_AGAIN)
    mine._change_reason = "in doubt"
    mine.save()
    if mine.looks == 1:
        _moved(mine)
    if asks:
        fix = _(
            "Look at %(shop)s for the reference %(reference)s. Is it not there, press Buy again; we buy nothing by"
            " ourselves."
        ) % {"shop": mine.connection.name, "reference": mine.reference}
        _tell(mine, _("Nobody knows whether a key was bought: %s") % mine.order_item.product_name, said, fix)


@transaction.atomic
def settle(row: SupplierOrder, found: Purchase) -> None:
    """Keep what the supplier told: each key once, to the units that lack one. Done again, it changes nothing."""
    if (mine := _mine(row)) is None:
        return
    mine.remote_id = found.remote_id or mine.remote_id
    mine.total_cost = found.total if found.total is not None else mine.total_cost
    before, had = mine.state, LicenseKey.all_objects.filter(supplier_order=mine).count()
    bad = _keep_keys(mine, found)
    came = LicenseKey.all_objects.filter(supplier_order=mine).count()
    if found.state is PurchaseState.FAILED and not came:
        _fail(mine, _("%(shop)s gave the order up: %(word)s") % _words(mine, found))
        return
    _note_on_line(mine, found)
    mine.looks += 1
    if came >= mine.quantity:
        mine.state, mine.settled_at, mine.error = State.RECEIVED, timezone.now(), ""
        mine.lease_owner = mine.lease_until = mine.next_look_at = None
        _settled(mine, _("The keys have come"))
    else:
        mine.state, mine.error = State.PAID, bad
        _rest(mine, LOOKS[min(mine.looks, len(LOOKS)) - 1])
        _warn(mine, found, came, bad)
    mine._change_reason = "told by the supplier"
    mine.save()
    if (mine.state, came) != (before, had):
        _moved(mine)
    if found.doubles:
        _tell_doubles(mine, found)


def _keep_keys(row: SupplierOrder, found: Purchase) -> str:
    """Store what is new; a sentence where one of them is no good."""
    item = OrderItem.objects.select_for_update(of=("self",)).select_related("order").get(pk=row.order_item_id)
    known = set(LicenseKey.all_objects.filter(supplier_order=row).values_list("remote_id", flat=True))
    over = item.order.status in ("cancelled", "refunded") or item.digital_fulfilled_at is not None
    free = [] if over else free_positions(item)
    sentence = ""
    for key in found.keys:
        if key.problem:
            sentence = key.problem
        if not key.is_here or key.remote_id in known:
            continue
        known.add(key.remote_id)
        text = key.text or base64.b64encode(key.image).decode()
        mark = fingerprint(row.store_id, text)
        if LicenseKey.all_objects.filter(store=row.store_id, fingerprint=mark).exists():
            sentence = _("The supplier gave a key that we had before. Complain there; it is given to nobody.")
            continue
        _keep(row, item, key, text, mark, free.pop(0) if free else None)
    return sentence


def _keep(row: SupplierOrder, item: OrderItem, key: BoughtKey, text: str, mark: str, position: int | None) -> None:
    """One more than the line needs belongs to the pool: it is paid for."""
    kept = LicenseKey(
        store_id=row.store_id, variant=item.variant, key=text, fingerprint=mark, remote_id=key.remote_id,
        media_type="" if key.text else key.media_type, supplier_order=row,
        state=LicenseKey.State.RESERVED if position else LicenseKey.State.POOL,
        order_item=item if position else None, position=position,
    )  # fmt: skip
    kept._change_reason = f"bought, {row.reference}"[:100]
    kept.save()


def _note_on_line(row: SupplierOrder, found: Purchase) -> None:
    item = OrderItem.objects.get(pk=row.order_item_id)
    told = (row.connection.marketplace.code[:30], found.remote_id[:100], row.total_cost)
    if (item.supplier, item.supplier_order_id, item.supplier_cost) != told:
        item.supplier, item.supplier_order_id, item.supplier_cost = told
        item._change_reason = "bought"
        item.save(update_fields=["supplier", "supplier_order_id", "supplier_cost", "updated_at"])


def _warn(row: SupplierOrder, found: Purchase, came: int, bad: str) -> None:
    """What takes longer than it should, or is less than was paid for, is a person's matter; we go on looking."""
    forms = Counter(key.form for key in found.keys if not key.is_here)
    age = timezone.now() - (row.sent_at or row.asked_at)
    promised = forms[KeyForm.PROMISED]
    late = age > (LONGEST_PROMISED if promised else LONGEST_UNFINISHED)
    short = found.state is PurchaseState.READY and not promised
    if bad or late or short or found.state is PurchaseState.FAILED:
        said = bad or _("%(came)d of %(all)d keys came; the supplier says: %(word)s") % {
            "came": came, "all": row.quantity, "word": found.remote_status
        }  # fmt: skip
        fix = _("Ask %(shop)s about order %(number)s. Keys that come later are taken by themselves.") % {
            "shop": row.connection.name, "number": found.number or found.remote_id
        }  # fmt: skip
        _tell(row, _("Paid for, and keys are missing: %s") % row.order_item.product_name, said, fix)


def _tell_doubles(row: SupplierOrder, found: Purchase) -> None:
    needs_you.raise_cause(
        store=row.store, kind="refused", cause_key=f"keys:double:{row.pk}",
        title=_("Bought twice under one reference: %s") % row.reference, said=", ".join(found.doubles)[:500],
        cost=_("Money was spent twice."), fix=_("Ask %s to take the second order back.") % row.connection.name,
        subject_type="order", subject_id=row.order_item.order_id, reference=row.reference,
    )  # fmt: skip


# What a person decides -------------------------------------------------------------------------------------
@transaction.atomic
def decide(row: SupplierOrder, *, what: str, by: str) -> SupplierOrder:
    """`agree` to price and region, `retry` what was held, `again` for what was surely not bought, `drop` it.

    `buy` asks anew for what came to nothing. Raises DomainError where that is no answer to how it stands.
    """
    row = (
        SupplierOrder.objects.select_for_update(of=("self",)).select_related("connection", "order_item").get(pk=row.pk)
    )
    allowed = {State.HELD: {"agree", "retry", "drop"}, State.IN_DOUBT: {"again", "drop"}, State.FAILED: {"buy"}}
    if what not in allowed.get(State(row.state), set()):
        raise DomainError(_("This purchase is %s: there is nothing to decide.") % row.get_state_display().lower())
    if row.lease_until and row.lease_until > timezone.now():
        raise DomainError(_("The supplier is being asked at this moment. Try again in a minute."))
    if what == "buy":
        asked = ask(row.order_item_id, again=True)
        if asked is None:
            raise DomainError(_("Nothing lacks, or nobody sells it: there is nothing to buy."))
        return asked
    row._change_reason = f"{what} by {by}"[:100]
    if what == "drop":
        _fail(row, _("Given up by %s") % by)
        return row
    row.agreed = row.agreed or what == "agree"
    row.again = what == "again"
    row.state = State.IN_DOUBT if row.again else State.ASKED
    row.next_look_at = timezone.now()
    row.save()
    _settled(row, _("Decided by %s") % by)
    return row


# ---------------------------------------------------------------------------------------------------------
def _mine(row: SupplierOrder) -> SupplierOrder | None:
    """Under its lock, unless its lease went to somebody else."""
    rows = SupplierOrder.objects.select_for_update(of=("self",)).select_related(
        "connection__marketplace", "order_item", "store"
    )
    return rows.filter(pk=row.pk, lease_owner=row.lease_owner, state__in=WORKED_ON).first()


def _fail(row: SupplierOrder, said: str) -> None:
    row.state, row.error, row.settled_at, row.next_look_at = State.FAILED, said, timezone.now(), None
    row.lease_owner = row.lease_until = None
    row._change_reason = getattr(row, "_change_reason", None) or "given up"
    row.save()
    _moved(row)
    _settled(row, said)


def _moved(row: SupplierOrder) -> None:
    """What was bought is not at the supplier any more, and what is on its way is not owed."""
    if row.order_item.variant_id:
        keys_moved([row.order_item.variant_id], reason="Keys bought")


def _rest(row: SupplierOrder, pause: timedelta) -> None:
    row.next_look_at, row.lease_owner, row.lease_until = timezone.now() + pause, None, None


def _save_quietly(row: SupplierOrder) -> None:
    """Who has it and when it is next due is no news: no history row."""
    row.skip_history_when_saving = True
    try:
        row.save(update_fields=["next_look_at", "lease_owner", "lease_until", "looks", "updated_at"])
    finally:
        del row.skip_history_when_saving


def _cause(row: SupplierOrder) -> str:
    return f"keys:purchase:{row.pk}"


def _tell(row: SupplierOrder, title: str, said: str, fix: str) -> None:
    needs_you.raise_cause(
        store=row.store, kind="refused", cause_key=_cause(row), title=title, said=said, fix=fix,
        cost=_("The buyer waits for %d keys.") % row.quantity, subject_type="order",
        subject_id=row.order_item.order_id, reference=row.reference, money=row.unit_cost, currency=row.currency,
    )  # fmt: skip
    settle_lack(row.store, row.order_item_id, by="system")


def _settled(row: SupplierOrder, how: str) -> None:
    needs_you.settle_cause(store=row.store, cause_key=_cause(row), how=how, by="system")


def _words(row: SupplierOrder, found: Purchase) -> dict[str, str]:
    return {"shop": row.connection.name, "word": found.remote_status}
