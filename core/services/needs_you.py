"""Raises and settles what waits for a person: one open row per cause, however often the cause is met."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import NeedsYou, Store

LONGEST_TITLE = 250


def raise_cause(
    *,
    store: Store,
    kind: str,
    cause_key: str,
    title: str,
    tried: str = "",
    said: str = "",
    cost: str = "",
    fix: str = "",
    subject_type: str = "",
    subject_id: uuid.UUID | None = None,
    reference: str = "",
    money: Decimal | None = None,
    currency: str = "",
    deadline: datetime | None = None,
) -> NeedsYou:
    """Open a row for this cause, or count it on the open one and bring its words up to date."""
    words = {
        "kind": kind, "title": title[:LONGEST_TITLE], "tried": tried, "said": said, "cost": cost, "fix": fix,
        "subject_type": subject_type, "subject_id": subject_id, "reference": reference[:120], "money": money,
        "currency": currency, "deadline": deadline,
    }  # fmt: skip
    with transaction.atomic():
        if met := _met_again(store, cause_key, words):
            return met
        try:
            with transaction.atomic():
                return NeedsYou.objects.create(store=store, cause_key=cause_key, **words)
        except IntegrityError:
            met = _met_again(store, cause_key, words)  # another worker opened it between our look and our insert
            if met is None:
                raise
            return met


def is_open(*, store: Store, cause_key: str, said: str | None = None) -> bool:
    """Whether a row of this cause waits already, in these words where they are given: a look costs no write."""
    rows = NeedsYou.all_objects.filter(store=store, cause_key=cause_key, settled_at__isnull=True)
    return (rows if said is None else rows.filter(said=said)).exists()


def settle_cause(*, store: Store, cause_key: str, how: str, by: str) -> bool:
    """Close the open row of this cause; False when there is none."""
    with transaction.atomic():
        row = _open(store, cause_key)
        if row is None:
            return False
        settle(row, how=how, by=by)
        return True


def settle(row: NeedsYou, *, how: str, by: str) -> None:
    """Close this row."""
    row.settled_at, row.settled_how, row.settled_by = timezone.now(), how[:250], by[:150]
    row._change_reason = "settled"
    row.save()


def snooze(row: NeedsYou, *, until: datetime) -> None:
    """Hide the row until then; a settled one stays as it is."""
    if row.settled_at is None:
        row.snoozed_until = until
        row._change_reason = "snoozed"
        row.save()


def _open(store: Store, cause_key: str) -> NeedsYou | None:
    found = NeedsYou.all_objects.select_for_update(of=("self",))
    return found.filter(store=store, cause_key=cause_key, settled_at__isnull=True).first()


def _met_again(store: Store, cause_key: str, words: Mapping[str, object]) -> NeedsYou | None:
    row = _open(store, cause_key)
    if row is None:
        return None
    changed = [name for name, now in words.items() if getattr(row, name) != now]
    for name in changed:
        setattr(row, name, words[name])
    row.times += 1
    row.deleted_at = None
    if not changed:
        # A count alone is no news: a storm of the same error would fill the audit feed.
        row.skip_history_when_saving = True
    try:
        row.save()
    finally:
        if hasattr(row, "skip_history_when_saving"):
            del row.skip_history_when_saving
    return row
