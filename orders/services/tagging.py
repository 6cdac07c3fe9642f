"""One tag put on an order or taken off, the others left as they are: what many orders get at once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from orders.models import Order

LONGEST, MOST = 40, 20


@transaction.atomic
def tag(*, order: Order, word: str, by: str) -> None:
    """Put a tag on. Raises DomainError where there are too many already."""
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    word = cleaned(word)
    if word in row.tags:
        return
    if len(row.tags) >= MOST:
        raise DomainError(_("%(number)s has %(n)d tags already.") % {"number": row.number, "n": len(row.tags)})
    row.tags = [*row.tags, word]
    _save(row, f"tagged by {by}")


@transaction.atomic
def untag(*, order: Order, word: str, by: str) -> None:
    """Take a tag off, where it is there."""
    row = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    word = cleaned(word)
    if word in row.tags:
        row.tags = [each for each in row.tags if each != word]
        _save(row, f"untagged by {by}")


def cleaned(word: str) -> str:
    """A tag as it is kept: no comma, since people type several with commas between. Raises DomainError for none."""
    found = " ".join(word.replace(",", " ").split())[:LONGEST].strip()
    if not found:
        raise DomainError(_("Enter the tag, for example “gift wrap”."), field="tag")
    return found


def _save(row: Order, why: str) -> None:
    row._change_reason = why[:100]
    row.save(update_fields=["tags", "updated_at"])
