"""What a shop's marketplace is expected to keep: the rule in force and those before it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from dashboard.forms.amounts import typed
from dashboard.forms.fees import FeeRuleForm
from marketplaces.models import Connection
from orders.services.fee_estimate import rules_of

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
        "fee_form": FeeRuleForm(initial=first),
    }
