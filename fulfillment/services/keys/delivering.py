"""Keys handed over: a line is done when every unit has its key; each delivery opens once."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core import checkpoints
from core.errors import DomainError
from core.models import OutgoingMail
from core.services import needs_you
from fulfillment.models import KeyDelivery, LicenseKey
from fulfillment.services.keys.assigning import OWING, owed, put_back
from fulfillment.services.keys.lacks import settle_lack
from marketplaces.canonical.statuses import OrderStatus
from marketplaces.models import OutboundChange
from marketplaces.services import outbound
from marketplaces.services.abilities import able, takes_key_links
from orders.models import Order, OrderItem
from orders.services.lifecycle import move

State = LicenseKey.State
#: Signs the link; worth nothing for anything else.
SALT = "fulfillment.keys.delivery"
#: The browser that opened a link may look once more for so long: a doubled click is no second buyer.
SECOND_LOOK = timedelta(hours=1)
LONGEST_LINK = timedelta(days=60)
#: What a marketplace is asked whether it can.
TELLS = "tell_digital"


@dataclass(frozen=True, slots=True)
class Shown:
    """A key as its buyer sees it. Nothing of it is shown by accident."""

    title: str
    key: str
    media_type: str

    def __repr__(self) -> str:
        return f"Shown({self.title!r})"


def complete_lines(order: Order) -> list[OrderItem]:
    """Digital lines that are not done and have all their keys."""
    lines = list(OrderItem.objects.filter(order=order, is_digital=True, digital_fulfilled_at=None).order_by("position"))
    held = LicenseKey.objects.filter(order_item__in=lines, position__isnull=False)
    counts: dict[UUID, int] = {}
    for item_id in held.values_list("order_item_id", flat=True):
        counts[item_id] = counts.get(item_id, 0) + 1
    return [line for line in lines if owed(line) and counts.get(line.pk, 0) >= owed(line)]


def waits_for_keys(order: Order) -> bool:
    """Whether a digital line of it is still short of keys: who takes them only all together waits for that."""
    complete = {line.pk for line in complete_lines(order)}
    open_lines = OrderItem.objects.filter(order=order, is_digital=True, digital_fulfilled_at=None)
    return any(owed(line) and line.pk not in complete for line in open_lines)


@transaction.atomic
def hand_over(order_id: UUID, *, sent_to: str = "", by: str = "") -> KeyDelivery | None:
    """Give what is complete to the buyer, by a link to this address or by this person; None where nothing is.

    Lines, keys, delivery, mail and the order's status are one transaction: done again, it finds nothing to do.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("store").get(pk=order_id)
    lines = complete_lines(order) if order.status in OWING and not order.held_at and not order.cancel_requested else []
    if not lines or not (sent_to or by):
        return None
    delivery = KeyDelivery(store=order.store, order=order, sent_to=sent_to, handed_over_by=by[:150])
    delivery._change_reason = "handed over"
    delivery.save()
    for line in lines:
        _close(line, delivery)
    if sent_to:
        _post(delivery)
    _move_on(order, by)
    _tell(order, lines)
    checkpoints.reached("keys.before_commit")
    transaction.on_commit(lambda: checkpoints.reached("keys.handed_over"))
    return delivery


def _close(line: OrderItem, delivery: KeyDelivery) -> None:
    now = timezone.now()
    held = LicenseKey.objects.select_for_update(of=("self",)).filter(order_item=line, position__isnull=False)
    for number, key in enumerate(held.order_by("position")):
        if number >= owed(line):  # a unit was cancelled after its key was assigned
            put_back(key, "unit cancelled: back to the pool")
            continue
        key.state, key.sent_at, key.delivery = State.SENT, now, delivery
        key._change_reason = "handed over"
        key.save()
    line.digital_fulfilled_at = now
    line._change_reason = "keys handed over"
    line.save(update_fields=["digital_fulfilled_at", "updated_at"])
    settle_lack(delivery.store, line.pk, by="system")


def _post(delivery: KeyDelivery) -> None:
    OutgoingMail.objects.create(
        store=delivery.store, kind=OutgoingMail.Kind.KEYS, key=f"keys:{delivery.pk}", order_id=delivery.order_id,
        to=delivery.sent_to, due_at=timezone.now(),
    )  # fmt: skip


def _tell(order: Order, lines: list[OrderItem]) -> None:
    """Leave word of it where the marketplace wants to know; one that sends them itself is given them then."""
    if order.connection is None or not able(order.connection, TELLS):
        return
    postings = sorted({line.marketplace_order_id for line in lines if line.marketplace_order_id})
    subjects = [outbound.Subject(order.store_id, order.connection.pk, posting) for posting in postings]
    outbound.mark(OutboundChange.Kind.DIGITAL, subjects)


def _tell_new_link(order: Order) -> None:
    """Who shows the links to buyers must not keep one that opens nothing any more."""
    if takes_key_links(order.connection):
        _tell(order, list(OrderItem.objects.filter(order=order, is_digital=True, digital_fulfilled_at__isnull=False)))


def _move_on(order: Order, by: str) -> None:
    """All digital lines done: fulfilled, unless parcels are still to be sent."""
    if OrderItem.objects.filter(order=order, is_digital=True, digital_fulfilled_at=None, quantity__gt=0).exists():
        to = OrderStatus.PROCESSING
    else:
        sums = OrderItem.objects.filter(order=order, is_digital=False).aggregate(
            asked=Sum("quantity"), gone=Sum("shipped_quantity"), off=Sum("cancelled_quantity")
        )
        left = (sums["asked"] or 0) - (sums["gone"] or 0) - (sums["off"] or 0)
        to = OrderStatus.PROCESSING if left > 0 else OrderStatus.FULFILLED
        needs_you.settle_cause(
            store=order.store, cause_key=by_hand_cause(order.pk), how=_("Keys handed over"), by="system"
        )
    if order.status != to and not (to == OrderStatus.PROCESSING and order.status == OrderStatus.READY_FOR_SHIPMENT):
        move(order=order, to=to, who="system", reason=_("Keys handed over"), metadata={"by": by} if by else {})


def by_hand_cause(order_id: UUID) -> str:
    """One open row per order."""
    return f"keys:by-hand:{order_id}"


def ask_for_a_hand(order: Order) -> None:
    """The keys are there, and nobody may write to this buyer from here."""
    if needs_you.is_open(store=order.store, cause_key=by_hand_cause(order.pk)):
        return
    needs_you.raise_cause(
        store=order.store, kind="refused", cause_key=by_hand_cause(order.pk),
        title=_("Keys of %s wait to be handed over") % order.number,
        said=_("This channel gives no address of the buyer that Orion may write to."),
        cost=_("The buyer waits for the keys."),
        fix=_("Open the order, show the keys and send them through the channel’s own messages."),
        subject_type="order", subject_id=order.pk, reference=order.number, money=order.total, currency=order.currency,
    )  # fmt: skip


# The link ------------------------------------------------------------------------------------------------
def token_of(delivery: KeyDelivery) -> str:
    """What the link is made of."""
    return signing.dumps(str(delivery.pk), salt=SALT)


def find_delivery(token: str) -> KeyDelivery | None:
    """The delivery of a link; None for one that was not made here, is too old, or was withdrawn."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LONGEST_LINK)
    except signing.BadSignature:
        return None
    rows = KeyDelivery.objects.select_related("store", "order").filter(withdrawn_at=None, store__deleted_at=None)
    return rows.filter(pk=pk).exclude(sent_to="").first()


def may_open(delivery: KeyDelivery, browser: str) -> bool:
    """Nobody opened it yet, or this browser did a moment ago."""
    if delivery.opened_at is None:
        return True
    same = bool(browser) and delivery.opened_by == _mark(browser)
    return same and timezone.now() - delivery.opened_at < SECOND_LOOK


@transaction.atomic
def open_delivery(delivery: KeyDelivery, *, browser: str) -> list[Shown]:
    """The keys, to the first browser that asks. Raises DomainError for every other."""
    row = KeyDelivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.withdrawn_at or not may_open(row, browser):
        raise DomainError(_("These keys were shown already. Ask the shop for a new link."))
    keys = list(
        LicenseKey.objects.select_for_update(of=("self",))
        .filter(delivery=row)
        .select_related("order_item")
        .order_by("order_item__position", "position")
    )
    if row.opened_at is None:
        row.opened_at, row.opened_by = timezone.now(), _mark(browser)
        row._change_reason = "opened by its link"
        row.save()
        for key in keys:
            key.state, key.opened_at = State.OPENED, row.opened_at
            key._change_reason = "opened by its link"
            key.save(update_fields=["state", "opened_at", "updated_at"])
    return [_shown(key) for key in keys]


def _shown(key: LicenseKey) -> Shown:
    title = key.order_item.product_name if key.order_item else ""
    return Shown(title, key.key, key.media_type)


def _mark(browser: str) -> str:
    return hashlib.sha256(browser.encode()).hexdigest()


@transaction.atomic
def send_again(order: Order, *, by: str) -> KeyDelivery:
    """A new link for all keys of the order; older ones open nothing more. Raises DomainError where none was sent."""
    old = list(KeyDelivery.objects.select_for_update(of=("self",)).filter(order=order, withdrawn_at=None))
    sent_to = next((each.sent_to for each in old if each.sent_to), "")
    if not sent_to:
        raise DomainError(_("No link was sent for %s.") % order.number)
    delivery = KeyDelivery(store=order.store, order=order, sent_to=sent_to)
    delivery._change_reason = f"sent again by {by}"[:100]
    delivery.save()
    for each in old:
        each.withdrawn_at = timezone.now()
        each._change_reason = f"withdrawn by {by}"[:100]
        each.save()
    for key in LicenseKey.objects.select_for_update(of=("self",)).filter(delivery__in=old):
        key.delivery, key._change_reason = delivery, "in a new link"
        key.save(update_fields=["delivery", "updated_at"])
    _post(delivery)
    _tell_new_link(order)
    return delivery


def hand_over_one(key: LicenseKey, order: Order, *, before: KeyDelivery | None, by: str) -> KeyDelivery:
    """One key in place of another, to whom the other went; the caller saves the key."""
    sent_to = before.sent_to if before else ""
    delivery = KeyDelivery(store_id=order.store_id, order=order, sent_to=sent_to, handed_over_by=by[:150])
    delivery._change_reason = "a key was replaced"
    delivery.save()
    key.state, key.sent_at, key.delivery = State.SENT, timezone.now(), delivery
    if sent_to:
        _post(delivery)
    _tell_new_link(order)
    return delivery
