"""What a shop is called here."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.meanwhile import check
from marketplaces.models import Connection

LONGEST = 100


def rename(connection: Connection, name: str, *, by: str, expected: str | None = None) -> bool:
    """Give a shop another name; says whether it was another. No call is made, and nothing else changes.

    `expected` is the name as it was when asked: raises ChangedMeanwhile where somebody else was quicker, and
    DomainError for a name that is empty or too long.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise DomainError(_("A shop needs a name. Enter one that your team knows it by."), field="name")
    if len(wanted) > LONGEST:
        sentence = _("This is longer than %(most)d characters. Shorten it by %(over)d.")
        raise DomainError(sentence % {"most": LONGEST, "over": len(wanted) - LONGEST}, field="name")
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        check(row, {"name": wanted}, None if expected is None else {"name": expected})
        changed = row.name != wanted
        if changed:
            row.name, row._change_reason = wanted, f"renamed by {by}"[:100]
            row.save(update_fields=["name", "updated_at"])
    connection.name = wanted
    return changed
