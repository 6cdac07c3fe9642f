"""Sets and removes price rules; the shops they concern hear every price once more."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from inventory.models import PriceRule
from inventory.services.outbound import mark_connection_prices
from inventory.services.product_fields import LARGEST_PRICE
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies

#: What of a rule may be set, and what it is where nobody says.
DEFAULTS: Mapping[str, Any] = {
    "markup_percent": None, "markup_fixed": Decimal(0), "rounding": PriceRule.Rounding.EXACT,
    "min_margin_percent": Decimal(0), "below": PriceRule.Below.HOLD, "jump_percent": None,
}  # fmt: skip


def set_price_rule(
    *, store: Store, by: str, connection: Connection | None = None, supplier: Connection | None = None, **wanted: Any
) -> tuple[PriceRule, int]:
    """Make the rule of this scope, or change it; how many listings are to be told because of it.

    What is not named is as `DEFAULTS` says. Raises DomainError naming the field.
    """
    if unknown := wanted.keys() - DEFAULTS.keys():
        raise DomainError(_("A price rule has no %(what)s.") % {"what": ", ".join(sorted(unknown))})
    values = {**DEFAULTS, **wanted}
    _check(store, connection, supplier, values)
    with transaction.atomic():
        Store.objects.select_for_update().get(pk=store.pk)  # two at once make one rule
        row = PriceRule.all_objects.filter(store=store, connection=connection, supplier=supplier).first()
        row = row or PriceRule(store=store, connection=connection, supplier=supplier)
        same = not row._state.adding and row.deleted_at is None
        if same and all(getattr(row, name) == value for name, value in values.items()):
            return row, 0
        for name, value in values.items():
            setattr(row, name, value)
        row.deleted_at, row.set_by = None, by[:150]
        row._change_reason = f"price rule set by {by}"[:100]
        row.save()
        return row, _mark(row)


def remove_price_rule(*, rule: PriceRule, by: str) -> int:
    """It counts no more; how many listings are to be told because of it."""
    with transaction.atomic():
        row = PriceRule.objects.select_for_update().get(pk=rule.pk)
        row._change_reason = f"price rule removed by {by}"[:100]
        row.soft_delete()
        return _mark(row)


def shops_told(rule: PriceRule) -> QuerySet[Connection]:
    """The shops it counts at that are told prices at all."""
    shops = Connection.objects.filter(store=rule.store_id, price_out=True)
    return shops.filter(pk=rule.connection_id) if rule.connection_id else shops


def _mark(rule: PriceRule) -> int:
    return sum(mark_connection_prices(shop, reason="Price rule changed") for shop in shops_told(rule))


def _check(store: Store, shop: Connection | None, supplier: Connection | None, values: Mapping[str, Any]) -> None:
    for name, row in (("connection", shop), ("supplier", supplier)):
        if row is not None and row.store_id != store.pk:
            raise DomainError(_("This connection is not in this store."), field=name)
    if supplier is not None and not supplies(supplier):
        raise DomainError(_("%(shop)s sells nothing to you. Choose a supplier.") % {"shop": supplier.name},
                          field="supplier")  # fmt: skip
    if shop is not None and supplies(shop):
        raise DomainError(_("%(shop)s is a supplier: nothing is sold there.") % {"shop": shop.name}, field="connection")
    if values["rounding"] not in PriceRule.Rounding.values:
        raise DomainError(_("Choose how prices are rounded."), field="rounding")
    if values["below"] not in PriceRule.Below.values:
        raise DomainError(_("Choose what becomes of a price that does not pay."), field="below")
    _between("markup_percent", values, Decimal(-99), Decimal(10_000))
    _between("min_margin_percent", values, Decimal(0), Decimal(99))
    _between("jump_percent", values, Decimal(0), Decimal(900))
    _between("markup_fixed", values, -LARGEST_PRICE, LARGEST_PRICE)


def _between(name: str, values: Mapping[str, Any], least: Decimal, most: Decimal) -> None:
    number = values[name]
    if number is None and DEFAULTS[name] is None:
        return
    if number is None or not number.is_finite() or not least <= number <= most or number != round(number, 4):
        words = _("Enter a number from %(least)s to %(most)s, with at most four digits after the point.")
        raise DomainError(words % {"least": least, "most": most}, field=name)
