"""What stands on the invoices of a store, kept for the next ones; those that are issued stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from orders.models import Invoice, Seller

LONGEST = {
    "legal_name": 200, "address": 500, "vat_id": 40, "registration": 100, "note": 1000, "invoice_prefix": 12,
    "credit_prefix": 12,
}  # fmt: skip
FIELDS = (*LONGEST, "first_number")


def seller_of(store: Store) -> Seller:
    """What is set, or an empty row that is not stored yet."""
    return Seller.objects.filter(store=store).first() or Seller(store=store)


def locked_seller(store: Store) -> Seller:
    """The row, made where it lacks, and held until the transaction ends."""
    Seller.objects.get_or_create(store=store)
    return Seller.objects.select_for_update().get(store=store)


def change_seller(store: Store, wanted: Mapping[str, Any], *, by: str) -> list[str]:
    """Save what differs; returns the names of the fields. Raises DomainError naming the field that is wrong."""
    values = {name: _checked(name, value) for name, value in wanted.items() if name in FIELDS}
    with transaction.atomic():
        row = locked_seller(store)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if "first_number" in changed and Invoice.objects.filter(store=store).exists():
            raise DomainError(
                _("Invoices have been issued already, so their numbers go on from there."), field="first_number"
            )
        for name in changed:
            setattr(row, name, values[name])
        if row.invoice_prefix == row.credit_prefix:
            raise DomainError(_("Invoices and credit notes need different beginnings."), field="credit_prefix")
        if changed:
            row._change_reason = f"changed by {by}"[:100]
            row.save()
    return changed


def _checked(name: str, value: Any) -> Any:
    if name == "first_number":
        if not 1 <= int(value) <= 1_000_000_000:
            raise DomainError(_("Enter a number from 1 on."), field=name)
        return int(value)
    text = "\n".join(line.strip() for line in str(value).strip().splitlines())
    if len(text) > LONGEST[name] or "\x00" in text:
        raise DomainError(_("Enter at most %(n)d characters.") % {"n": LONGEST[name]}, field=name)
    return text
