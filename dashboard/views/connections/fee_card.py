"""What a shop's marketplace is expected to keep: the rule in force and those before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from dashboard.forms.amounts import typed
from dashboard.forms.fees import FeeRuleForm
from marketplaces.models import Connection
from orders.models import FeeRule
from orders.services.fee_estimate import rules_of

#: A worker takes a rule up within seconds; after so long there is none.
UNTOUCHED = timedelta(seconds=10)
#: Of the rules before it only the last ones; the audit has all of them.
SHOWN = 5


def fees_context(shop: Connection) -> dict[str, Any]:
    """What the card draws."""
    rules, today = rules_of(shop), timezone.localdate(timezone=shop.store.zone)
    rule = rules.on(today)
    first = {
        "percent": typed(rule.percent) if rule else "",
        "fixed": typed(rule.fixed) if rule and rule.fixed else "",
        "currency": rule.currency if rule else shop.currency or shop.store.currency,
        "starts_on": today,
    }
    return {
        "fee_rule": rule if rule and rule.percent is not None else None,
        "fee_rules": rules.rules[:SHOWN],
        "fee_run": _run(rules.rules),
        "fee_form": FeeRuleForm(initial=first),
    }


def _run(rules: Sequence[FeeRule]) -> dict[str, Any] | None:
    """How far the orders are that a rule has not reached yet; of several the newest says it."""
    now = timezone.now()
    going = max((rule for rule in rules if rule.estimated_at is None), key=lambda rule: rule.created_at, default=None)
    if going is None:
        return None
    free = going.lease_until is None or going.lease_until < now
    done, total = going.orders_looked_at, max(going.orders_to_look_at, going.orders_looked_at)
    return {"done": done, "total": total, "stands": free and going.updated_at < now - UNTOUCHED}
