"""One act on many orders: each in its own transaction, each with its own answer, to the end whoever is killed.

An act that is short is carried out where it was asked for; after a second the rest is a worker's.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store, User
from fulfillment.services.ship_whole import ship_whole
from orders.models import BulkAct, Order
from orders.services import acceptance, archive, invoicing, lifecycle, tagging
from sync.push.again import try_orders_again

log = structlog.get_logger("orion.sync")
Status = BulkAct.Status
#: More is no act but a mistake; who means it narrows the view and does it in two goes.
MOST = 5_000
#: Why an order was left as it was: it is not there, it said no, or the fault is ours.
GONE, REFUSED, FAULT = "gone", "refused", "fault"
#: Nobody waits longer than this for an answer.
PATIENCE = 1.0
#: An act that nobody has touched for so long has lost its worker.
LEASE = timedelta(seconds=15)


def _by(act: BulkAct) -> str:
    return str(act.started_by or _("somebody who has left"))


def _hold(order: Order, act: BulkAct) -> None:
    lifecycle.hold(order=order, reason=act.options["reason"], actor_label=_by(act))


def _release(order: Order, act: BulkAct) -> None:
    lifecycle.unhold(order=order, actor_label=_by(act))


def _tag(order: Order, act: BulkAct) -> None:
    tagging.tag(order=order, word=act.options["tag"], by=_by(act))


def _untag(order: Order, act: BulkAct) -> None:
    tagging.untag(order=order, word=act.options["tag"], by=_by(act))


def _confirm(order: Order, act: BulkAct) -> None:
    acceptance.confirm(order=order, actor=act.started_by, actor_label=_by(act))


def _archive(order: Order, act: BulkAct) -> None:
    archive.archive(order=order, by=_by(act))


def _bring_back(order: Order, act: BulkAct) -> None:
    archive.bring_back(order=order, by=_by(act))


def _invoice(order: Order, act: BulkAct) -> None:
    invoicing.issue(order=order, actor_label=_by(act))


def _retry(order: Order, act: BulkAct) -> None:
    if not try_orders_again(store=act.store, orders=[order], by=_by(act)):
        raise DomainError(_("%(number)s has nothing that waits to be sent again.") % {"number": order.number})


def _ship(order: Order, act: BulkAct) -> None:
    ship_whole(
        order=order,
        carrier=act.options.get("carrier", ""),
        tracking_number=act.options.get("tracking", {}).get(str(order.pk), ""),
        request_key=f"bulk-{act.pk.hex}",
        actor=act.started_by,
        actor_label=_by(act),
    )


ACTS: Mapping[str, Callable[[Order, BulkAct], None]] = {
    "hold": _hold,
    "release": _release,
    "tag": _tag,
    "untag": _untag,
    "confirm": _confirm,
    "archive": _archive,
    "bring_back": _bring_back,
    "invoice": _invoice,
    "retry": _retry,
    "ship": _ship,
}


def begin(
    *,
    store: Store,
    by: User | None,
    kind: str,
    order_ids: Sequence[uuid.UUID],
    request_key: str = "",
    options: dict[str, Any] | None = None,
) -> BulkAct:
    """Write the act down; the same key is the same act. Raises DomainError for nothing, for too many, for no tag."""
    if not order_ids:
        raise DomainError(_("No order was ticked. Tick at least one, then press the button again."))
    if len(order_ids) > MOST:
        raise DomainError(_("More than %(most)d orders at once is too many. Narrow the view first.") % {"most": MOST})
    options = dict(options or {})
    if kind in ("tag", "untag"):
        options["tag"] = tagging.cleaned(options.get("tag", ""))
    act, _made = BulkAct.objects.get_or_create(
        store=store,
        request_key=request_key[:64] or uuid.uuid4().hex,
        defaults={
            "started_by": by, "kind": kind, "options": options, "order_ids": [str(pk) for pk in order_ids],
            "lease_until": timezone.now() + LEASE,
        },
    )  # fmt: skip
    return act


def carry_out(act_id: uuid.UUID, *, patience: float | None = None) -> bool:
    """Do it to one order after the other; with `patience` in seconds stop after it. True when nothing is left.

    Whoever locks the act takes its next order, so two workers share the work instead of doubling it.
    """
    end = time.monotonic() + patience if patience is not None else None
    act = BulkAct.objects.select_related("store", "started_by").get(pk=act_id)
    while act.status != Status.COMPLETED:
        if end is not None and time.monotonic() > end:
            _let_go(act)
            return False
        with transaction.atomic():
            _next(act)
    return True


def _next(act: BulkAct) -> None:
    """The next order, its answer, and that it was asked, in one transaction."""
    fresh = BulkAct.objects.select_for_update().only("done", "refused", "status").get(pk=act.pk)
    act.done, act.refused, act.status = fresh.done, fresh.refused, fresh.status
    if act.status == Status.COMPLETED:
        return
    if act.done < act.total:
        reason = _refusal(act, act.order_ids[act.done])
        if reason is not None:
            act.refused = [*act.refused, reason]
        act.done += 1
    act.status, act.lease_until = Status.IN_PROGRESS, timezone.now() + LEASE
    if act.done >= act.total:
        act.status, act.lease_until, act.finished_at = Status.COMPLETED, None, timezone.now()
    act.save(update_fields=["done", "refused", "status", "lease_until", "finished_at", "updated_at"])


def _refusal(act: BulkAct, order_id: str) -> dict[str, str] | None:
    """Nothing where it was done, else who refused and why; one order's fault never stops the others."""
    order = Order.objects.filter(store=act.store_id, pk=order_id).first()
    if order is None:
        return _refused(GONE, order_id, "", _("This order is not there any more."))
    try:
        with transaction.atomic():
            ACTS[act.kind](order, act)
    except DomainError as refused:
        return _refused(REFUSED, order_id, order.number, str(refused))
    except Exception:
        log.exception("bulk_act_failed", act=str(act.pk), order=order.number)
        words = _("%(number)s could not be changed: the fault is ours. It is logged; try it alone.")
        return _refused(FAULT, order_id, order.number, words % {"number": order.number})
    return None


def _refused(kind: str, order_id: str, number: str, reason: str) -> dict[str, str]:
    return {"order": order_id, "number": number, "reason": reason, "kind": kind}


def _let_go(act: BulkAct) -> None:
    BulkAct.objects.filter(pk=act.pk).update(lease_until=None)


def waiting() -> list[uuid.UUID]:
    """Acts that nobody works on: just handed over, or their worker is gone."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return list(BulkAct.objects.filter(free).exclude(status=Status.COMPLETED).values_list("pk", flat=True)[:100])
