"""What a marketplace is expected to keep of an order, by the rule in force on the day the order was placed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.money import minor_digits
from inventory.selectors.expected_fees import Fee, told_by
from marketplaces.models import Connection
from orders.models import FeeRule


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a shop, those that begin last first; of several that begin on one day the newest counts."""

    rules: Sequence[FeeRule]
    zone: ZoneInfo | None

    def on(self, day: date) -> FeeRule | None:
        """The rule in force on a day, also one that says to estimate nothing."""
        return next((rule for rule in self.rules if rule.starts_on <= day), None)

    def of(self, placed_at: datetime) -> FeeRule | None:
        """The rule for an order placed then."""
        return self.on(placed_at.astimezone(self.zone).date()) if self.rules else None

    def estimate(self, total: Decimal, currency: str, *, placed_at: datetime) -> Decimal | None:
        """The fees of an order, or nothing where no rule says any."""
        rule = self.of(placed_at)
        return estimate(rule, total, currency) if rule is not None else None


def rules_of(shop: Connection) -> Rules:
    """One statement; a second for the store's zone where there is a rule."""
    rules = list(FeeRule.objects.filter(connection=shop).order_by("-starts_on", "-created_at", "-id"))
    return Rules(rules, shop.store.zone if rules else None)


def estimate(rule: FeeRule, total: Decimal, currency: str) -> Decimal | None:
    """A share of the total and what is fixed, in the digits that the currency has.

    Nothing where the rule says so, and where what is fixed is in another currency: it would have to be converted.
    """
    if rule.percent is None or (rule.fixed and rule.currency != currency):
        return None
    return (total * rule.percent / 100 + rule.fixed).quantize(
        Decimal(1).scaleb(-minor_digits(currency)), rounding=ROUND_HALF_UP
    )


@told_by
def fees_today(shop_ids: Collection[UUID]) -> Mapping[UUID, Fee]:
    """What each of these shops is expected to keep of an order that is placed now: the guard of prices asks."""
    by_shop: dict[UUID, list[FeeRule]] = {}
    rules = FeeRule.objects.filter(connection__in=list(shop_ids)).select_related("store")
    for rule in rules.order_by("-starts_on", "-created_at", "-id"):
        by_shop.setdefault(rule.connection_id, []).append(rule)
    now, found = timezone.now(), {}
    for shop, rows in by_shop.items():
        rule_now = Rules(rows, rows[0].store.zone).of(now)
        if rule_now is not None and rule_now.percent is not None:
            found[shop] = Fee(rule_now.percent, rule_now.fixed, rule_now.currency)
    return found
