"""A look at a key, and keys that are taken out of use or replaced: each with who and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from fulfillment.models import LicenseKey
from fulfillment.services.keys.assigning import keep_cost, pool_of
from fulfillment.services.keys.delivering import hand_over_one
from fulfillment.services.keys.files import KeyRow
from fulfillment.services.keys.fingerprints import fingerprint
from inventory.services.digital import keys_moved
from orders.models import OrderItem

State = LicenseKey.State
SHORTEST_REASON = 5


@dataclass(slots=True)
class Revoked:
    """How many keys are given to nobody any more, and a sentence for each line that is not one of them."""

    done: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def reveal(key: LicenseKey, *, by: str, why: str) -> str:
    """The key in full; that it was shown, to whom and why, is kept. Raises DomainError without a reason."""
    row = LicenseKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    row._change_reason = _reason(f"shown to {by}", why)
    row.save(update_fields=["updated_at"])
    return row.key


@transaction.atomic
def revoke(key: LicenseKey, *, by: str, why: str) -> LicenseKey:
    """A key of the pool that is given to nobody any more. Raises DomainError for one that belongs to an order."""
    row = LicenseKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if row.state != State.POOL:
        raise DomainError(_("This key belongs to an order. Replace it there."))
    row.state = State.REVOKED
    row._change_reason = _reason(f"revoked by {by}", why)
    row.save()
    keys_moved([row.variant_id], reason="Key revoked")
    return row


@transaction.atomic
def revoke_listed(*, store: Store, rows: Sequence[KeyRow], by: str, why: str) -> Revoked:
    """Revoke the keys of a list as far as they are in the pool. Raises DomainError without a reason."""
    _reason(by, why)
    revoked = Revoked()
    marks = {row.line: fingerprint(store.pk, row.key) for row in rows if not row.problem}
    found = LicenseKey.objects.select_for_update(of=("self",)).filter(store=store, fingerprint__in=marks.values())
    here = {key.fingerprint: key for key in found.defer("key").order_by("pk")}
    lines = OrderItem.objects.filter(pk__in=[key.order_item_id for key in here.values() if key.order_item_id])
    numbers = dict(lines.values_list("pk", "order__number"))
    for row in rows:
        key = here.get(marks.get(row.line, ""))
        problem = row.problem or _kept_from(key, numbers)
        if problem or key is None:
            revoked.refused.append((row.line, problem))
            continue
        key.state = State.REVOKED
        key._change_reason = _reason(f"revoked by {by}", why)
        key.save(update_fields=["state", "updated_at"])
        revoked.done += 1
    keys_moved({key.variant_id for key in here.values()}, reason="Keys revoked")
    return revoked


def _kept_from(key: LicenseKey | None, numbers: Mapping[UUID, str]) -> str:
    """Why it is not revoked, in a sentence; empty where nothing keeps it."""
    if key is None:
        return _("This key is not here.")
    if key.state in (State.REVOKED, State.REPLACED):
        return _("This key is given to nobody already.")
    if key.order_item_id is not None or key.state != State.POOL:
        number = numbers[key.order_item_id] if key.order_item_id else "–"
        return _("This key belongs to order %s. Replace it there.") % number
    return ""


@transaction.atomic
def replace(key: LicenseKey, *, by: str, why: str) -> LicenseKey:
    """Another key of the pool for the same unit, handed over as the first one was; the first is given to nobody.

    Raises DomainError for a key that belongs to no order, and where the pool has no other.
    """
    row = LicenseKey.objects.select_for_update(of=("self",)).select_related("delivery").get(pk=key.pk)
    if row.order_item_id is None or row.position is None:
        raise DomainError(_("This key belongs to no order."))
    item = OrderItem.objects.select_for_update(of=("self",)).select_related("order").get(pk=row.order_item_id)
    other = pool_of(item).select_for_update(skip_locked=True).first()
    if other is None:
        raise DomainError(_("The pool has no other key for %s. Load one, then replace it.") % item.product_name)
    state, position, delivery = row.state, row.position, row.delivery
    reason = _reason(f"replaced by {by}", why)
    row.state, row.position, row.delivery, row._change_reason = State.REPLACED, None, None, reason
    row.save()
    other.order_item, other.position, other.state = item, position, State.RESERVED
    keep_cost(other)
    if state != State.RESERVED:
        hand_over_one(other, item.order, before=delivery, by=by)
    other._change_reason = reason
    other.save()
    keys_moved([other.variant_id], reason="Key replaced")
    return other


def _reason(who: str, why: str) -> str:
    why = " ".join(why.split())
    if len(why) < SHORTEST_REASON:
        raise DomainError(_("Say why in a few words; it is kept with your name."), field="why")
    return f"{who}: {why}"[:100]
