"""The fee rule of a shop: a new one counts from a day on, and orders placed before it keep their estimate."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.period import midnight
from core.services.sets import update_rows
from marketplaces.models import Connection
from orders.models import FeeRule, Order
from orders.services.fee_estimate import Rules, estimate, rules_of
from orders.services.intake import one_at_a_time

#: Further back nobody asks what an estimate was, and a change stays a matter of seconds.
FURTHEST = timedelta(days=366)
#: Orders per transaction; reading orders waits no longer than for one of these.
AT_ONCE = 2_000
LARGEST_FIXED = Decimal(10) ** 9


class RuleSet(NamedTuple):
    """The new rule, and how many orders have another estimate because of it."""

    rule: FeeRule
    orders_estimated: int


def rule_in_force(connection: Connection) -> FeeRule | None:
    """The rule for an order placed today."""
    return rules_of(connection).of(timezone.now())


def set_fee_rule(
    *,
    connection: Connection,
    percent: Decimal | None,
    fixed: Decimal = Decimal(0),
    currency: str = "",
    starts_on: date | None = None,
    by: str,
) -> RuleSet:
    """Let a rule count for orders placed on a day or later, today unless named.

    Only fees that the marketplace did not tell are estimated anew; an order placed earlier keeps what it has. Without
    a percentage nothing is estimated from that day on. Raises DomainError at the field that cannot be.
    """
    today = timezone.localdate(timezone=connection.store.zone)
    day = starts_on or today
    _check(percent, fixed, day, today)
    rule = FeeRule(
        store_id=connection.store_id, connection=connection, percent=percent,
        fixed=fixed if percent is not None else Decimal(0), currency=currency or connection.store.currency,
        starts_on=day, made_by=by[:150],
    )  # fmt: skip
    rule._change_reason = f"fee rule set by {by}"[:100]
    rule.save()
    return RuleSet(rule, estimate_again(connection, since=day, reason=f"fee rule set by {by}"))


def _check(percent: Decimal | None, fixed: Decimal, day: date, today: date) -> None:
    if percent is not None and not 0 <= percent <= 100:
        raise DomainError(_("Enter 0 to 100 percent."), field="percent")
    if not 0 <= fixed < LARGEST_FIXED:
        raise DomainError(_("Enter 0 or more."), field="fixed")
    if not today - FURTHEST <= day <= today + FURTHEST:
        words = _("Enter a day between %(first)s and %(last)s.")
        raise DomainError(words % {"first": today - FURTHEST, "last": today + FURTHEST}, field="starts_on")


def estimate_again(connection: Connection, *, since: date, reason: str) -> int:
    """Bring the estimates of orders placed since a day to the rules in force. Broken off, the next time ends it."""
    changed, start = 0, midnight(since, connection.store.zone)
    rows = Order.objects.filter(connection=connection, ordered_at__gte=start, net_amount__isnull=True)
    waiting = rows.exclude(fees__isnull=False, fees_estimated=False).exclude(status__in=("cancelled", "unknown"))
    for ids in _pieces(sorted(waiting.values_list("pk", flat=True))):
        with transaction.atomic():
            one_at_a_time(connection)
            changed += _write(waiting.filter(pk__in=ids), rules_of(connection), reason)
    return changed


def _pieces(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def _write(orders: QuerySet[Order], rules: Rules, reason: str) -> int:
    rows = []
    for pk, total, currency, placed_at in orders.values_list("pk", "total", "currency", "ordered_at"):
        rule = rules.of(placed_at)
        fees = estimate(rule, total, currency) if rule is not None else None
        rows.append((pk, fees, fees is not None))
    return len(update_rows(Order, ("id", "fees", "fees_estimated"), rows, now=timezone.now(), reason=reason))
