"""What a shop is told for the names that we give to carriers: each marketplace has codes of its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from marketplaces.models import Connection

#: Where the names are kept among the settings of a connection, which are not secret.
SETTING = "carriers"
LONGEST = 100
MOST = 200


def key_of(name: str) -> str:
    """What is the same carrier however it is typed."""
    return " ".join(name.split()).casefold()


def carrier_map(shop: Connection) -> dict[str, str]:
    """Our names as they were typed, and what the shop is told."""
    return dict(shop.settings.get(SETTING, {}))


def told_as(shop: Connection, carrier: str) -> str:
    """What this shop is told of a carrier: its own word where one is kept, else ours."""
    words = {key_of(name): word for name, word in carrier_map(shop).items()}
    return words.get(key_of(carrier), carrier)


def map_carriers(shop: Connection, wanted: Mapping[str, str], *, by: str) -> int:
    """Keep what the shop is told for these names; an empty word lets one go. Says how many are different now.

    Parcels that wait are told by the new words. Raises DomainError for a name or a word that cannot be.
    """
    with transaction.atomic():
        row = Connection.objects.select_for_update(of=("self",)).get(pk=shop.pk)
        kept = {key_of(name): (name, word) for name, word in carrier_map(row).items()}
        after = kept | {key_of(name): (_checked(name), word.strip()) for name, word in wanted.items()}
        after = {key: pair for key, pair in after.items() if pair[1]}
        if any(len(word) > LONGEST or "\x00" in word for _name, word in after.values()):
            raise DomainError(_("What the channel is told has at most %(n)d characters.") % {"n": LONGEST})
        if len(after) > MOST:
            raise DomainError(_("At most %(n)d carriers are kept for a shop.") % {"n": MOST})
        changed = [key for key in {*kept, *after} if _word(kept, key) != _word(after, key)]
        if changed:
            row.settings = {**row.settings, SETTING: dict(after.values())}
            row._change_reason = f"carriers named by {by}"[:100]
            row.save(update_fields=["settings", "updated_at"])
            shop.settings = row.settings
    return len(changed)


def _word(pairs: Mapping[str, tuple[str, str]], key: str) -> str:
    return pairs[key][1] if key in pairs else ""


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST or "\x00" in plain:
        raise DomainError(_("Enter the carrier as you call it, at most %(n)d characters.") % {"n": LONGEST})
    return plain
