"""The fee rule of a shop: a new one counts from a day on, and orders placed before it keep their estimate."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.models import Connection
from orders.models import FeeRule
from orders.services.fee_estimate import rules_of
from orders.services.fee_estimates import LEASE, count_orders

#: Further back nobody asks what an estimate was.
FURTHEST = timedelta(days=366)
LARGEST_FIXED = Decimal(10) ** 9


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
) -> FeeRule:
    """Let a rule count for orders placed on a day or later, today unless named.

    Only fees that the marketplace did not tell are to be estimated anew, which `fee_estimates.carry_out` does; an order
    placed earlier keeps what it has. Without a percentage nothing is estimated from that day on. Raises DomainError at
    the field that cannot be.
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
    rule.orders_to_look_at = count_orders(rule)
    rule.lease_until = timezone.now() + LEASE
    rule.save()
    return rule


def _check(percent: Decimal | None, fixed: Decimal, day: date, today: date) -> None:
    if percent is not None and not 0 <= percent <= 100:
        raise DomainError(_("Enter 0 to 100 percent."), field="percent")
    if not 0 <= fixed < LARGEST_FIXED:
        raise DomainError(_("Enter 0 or more."), field="fixed")
    if not today - FURTHEST <= day <= today + FURTHEST:
        words = _("Enter a day between %(first)s and %(last)s.")
        raise DomainError(words % {"first": today - FURTHEST, "last": today + FURTHEST}, field="starts_on")
