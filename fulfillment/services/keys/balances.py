"""The balance at a supplier: kept as it is told, and a person is asked to top it up before keys cannot be bought."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models import NeedsYou
from core.services import needs_you
from fulfillment.models import SupplierBalance
from fulfillment.selectors.balances import Forecast, forecasts_of
from inventory.services.digital import money_read
from marketplaces.canonical.purchases import Balance
from marketplaces.models import Connection

#: Between two readings; after one that failed, and while one is under way (a dead reader gives it back so).
EVERY, AFTER_FAULT = timedelta(minutes=30), timedelta(minutes=10)


def claim(connection: Connection, *, now: datetime, at_once: bool = False) -> bool:
    """Whether it is this caller's turn to ask the supplier; two that ask at a time ask once."""
    due = SupplierBalance.objects.filter(connection=connection)
    if not at_once:
        due = due.filter(next_read_at__lte=now)
    if due.update(next_read_at=now + AFTER_FAULT):
        return True
    try:
        with transaction.atomic():
            _made, made = SupplierBalance.all_objects.get_or_create(
                connection=connection, defaults={"store": connection.store, "next_read_at": now + AFTER_FAULT}
            )
    except IntegrityError:
        return False
    return made


def keep(connection: Connection, told: Balance, *, now: datetime) -> SupplierBalance:
    """Keep what the supplier said, and judge how long it lasts."""
    with transaction.atomic():
        row = SupplierBalance.objects.select_for_update().get(connection=connection)
        values = {"own": told.own, "credit": told.credit, "to_spend": told.to_spend, "currency": told.currency}
        changed = row.error or any(getattr(row, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(row, name, value)
        row.error, row.read_at, row.next_read_at = "", now, now + EVERY
        row._change_reason = "told by the supplier"
        if not changed:
            row.skip_history_when_saving = True
        row.save()
        money_read(connection)
        judge(connection, now=now)
    return row


def note_fault(connection: Connection, error: Exception) -> None:
    """The last known figures stay, with the reason why there are no newer ones."""
    with transaction.atomic():
        row = SupplierBalance.objects.select_for_update().filter(connection=connection).first()
        said = str(error)[:2000]
        if row is not None and row.error != said:
            row.error = said
            row._change_reason = "could not be read"
            row.save(update_fields=["error", "updated_at"])


def judge(connection: Connection, *, now: datetime) -> None:
    """Raise or settle the cause: one open row a supplier."""
    (found,) = forecasts_of([connection], now)
    key = f"balance:{connection.pk}"
    if not found.is_low or found.balance is None or found.balance.to_spend is None:
        needs_you.settle_cause(store=connection.store, cause_key=key, how=_("There is enough again"), by="system")
        return
    needs_you.raise_cause(
        store=connection.store, kind=NeedsYou.Kind.BALANCE, cause_key=key, title=_title(found),
        tried=_("read the balance"), said=_said(found), cost=_("Keys cannot be bought any more, and buyers wait."),
        fix=_("Top up your balance there. It is read every half an hour, and this goes by itself."),
        subject_type="connection", subject_id=connection.pk, money=found.balance.to_spend,
        currency=found.balance.currency,
        deadline=None if found.days is None else now + timedelta(days=found.days),
    )  # fmt: skip


def _title(found: Forecast) -> str:
    words = {"shop": found.connection.name, "n": found.days or 0}
    if not found.days:
        return _("The balance at %(shop)s is used up") % words
    return ngettext(
        "The balance at %(shop)s lasts for %(n)d day", "The balance at %(shop)s lasts for %(n)d days", found.days
    ) % words  # fmt: skip


def _said(found: Forecast) -> str:
    balance = found.balance
    if balance is None or balance.to_spend is None:
        return ""
    words = {"left": f"{balance.to_spend:.2f}", "currency": balance.currency, "day": f"{found.per_day:.2f}"}
    return _("%(left)s %(currency)s can be spent; a day costs %(day)s on average.") % words
