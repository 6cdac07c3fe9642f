"""Bringing the estimates of a shop's orders to a new fee rule: piece by piece, to the end whoever is killed."""

import time
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core.period import midnight
from core.services.sets import update_rows
from orders.models import FeeRule, Order
from orders.services.fee_estimate import Rules, estimate, rules_of
from orders.services.intake import one_at_a_time

#: Orders per transaction; reading orders waits no longer than for one of these.
AT_ONCE = 2_000
#: Nobody waits longer than this for an answer.
PATIENCE = 1.0
#: A rule that nobody has touched for so long has lost its worker.
LEASE = timedelta(seconds=15)


def count_orders(rule: FeeRule) -> int:
    """How many orders it may concern: placed since, with fees that the marketplace did not tell."""
    return _concerned(rule).count()


def carry_out(rule_id: UUID, *, patience: float | None = None) -> bool:
    """Estimate the newest orders first; with `patience` in seconds stop after it. True when nothing is left.

    Whoever locks the rule takes its next piece, so two workers share the work instead of doubling it.
    """
    end = time.monotonic() + patience if patience is not None else None
    while not _piece(rule_id):
        if end is not None and time.monotonic() > end:
            FeeRule.objects.filter(pk=rule_id).update(lease_until=None)
            return False
    return True


@transaction.atomic
def _piece(rule_id: UUID) -> bool:
    """The next orders, and that they were dealt with, in one transaction; True when there are no more."""
    rule = FeeRule.objects.select_for_update(of=("self",)).select_related("connection__store").get(pk=rule_id)
    if rule.estimated_at is not None:
        return True
    one_at_a_time(rule.connection)
    orders = list(_rest(rule).order_by("-ordered_at", "-id").values_list("pk", "ordered_at")[:AT_ONCE])
    rule.orders_estimated += _write(
        Order.objects.filter(pk__in=[pk for pk, _at in orders]), rules_of(rule.connection), _reason(rule)
    )
    rule.orders_looked_at += len(orders)
    if orders:
        rule.last_id, rule.last_placed_at = orders[-1]
    done = len(orders) < AT_ONCE
    rule.estimated_at, rule.lease_until = (timezone.now(), None) if done else (None, timezone.now() + LEASE)
    FeeRule.objects.filter(pk=rule.pk).update(
        orders_looked_at=rule.orders_looked_at,
        orders_estimated=rule.orders_estimated,
        last_id=rule.last_id,
        last_placed_at=rule.last_placed_at,
        estimated_at=rule.estimated_at,
        lease_until=rule.lease_until,
    )
    return done


def _concerned(rule: FeeRule) -> QuerySet[Order]:
    start = midnight(rule.starts_on, rule.connection.store.zone)
    rows = Order.objects.filter(
        store=rule.store_id, connection=rule.connection_id, ordered_at__gte=start, net_amount__isnull=True
    )
    return rows.exclude(fees__isnull=False, fees_estimated=False).exclude(status__in=("cancelled", "unknown"))


def _rest(rule: FeeRule) -> QuerySet[Order]:
    """Those behind the last one. Whatever comes in meanwhile is estimated by the new rule as it comes."""
    rows = _concerned(rule)
    if rule.last_id is None or rule.last_placed_at is None:
        return rows
    behind = Q(ordered_at__lt=rule.last_placed_at) | Q(ordered_at=rule.last_placed_at, pk__lt=rule.last_id)
    return rows.filter(behind, ordered_at__lte=rule.last_placed_at)


def _write(orders: QuerySet[Order], rules: Rules, reason: str) -> int:
    rows = []
    for pk, total, currency, placed_at in orders.values_list("pk", "total", "currency", "ordered_at"):
        rule = rules.of(placed_at)
        fees = estimate(rule, total, currency) if rule is not None else None
        rows.append((pk, fees, fees is not None))
    return len(update_rows(Order, ("id", "fees", "fees_estimated"), rows, now=timezone.now(), reason=reason))


def _reason(rule: FeeRule) -> str:
    return f"fee rule set by {rule.made_by}"[:100]


def waiting() -> list[UUID]:
    """Rules that nobody works on: just handed over, or their worker is gone."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    rows = FeeRule.objects.filter(free, estimated_at__isnull=True).order_by(F("created_at"))
    return list(rows.values_list("pk", flat=True)[:100])
