"""The store's own keys: loaded once, never a second time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Store
from fulfillment.models import LicenseKey
from fulfillment.services.keys.files import KeyRow
from fulfillment.services.keys.fingerprints import fingerprint
from inventory.models import Variant
from inventory.services.digital import keys_moved


@dataclass(slots=True)
class Loaded:
    """How many keys were taken, and a sentence for each line that was not."""

    added: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def load(*, store: Store, rows: Sequence[KeyRow], variant: Variant | None = None, by: str) -> Loaded:
    """Take the keys of a file into the pool; rows without a SKU are of `variant`. One refused line fails no other."""
    loaded, here, filled = Loaded(), dict[str, int](), set[UUID]()
    skus = {row.sku for row in rows if row.sku}
    variants = {each.sku: each for each in Variant.objects.filter(store=store, sku__in=skus)}
    marks = {row.line: fingerprint(store.pk, row.key) for row in rows if not row.problem}
    known = set(
        LicenseKey.all_objects.filter(store=store, fingerprint__in=marks.values()).values_list("fingerprint", flat=True)
    )
    for row in rows:
        mine = variants.get(row.sku) if row.sku else variant
        problem = row.problem or _problem(row, mine, marks[row.line], known, here)
        if problem or mine is None or not _kept(store, mine, row, marks[row.line], by):
            loaded.refused.append((row.line, problem or _("This key is in the pool already.")))
        else:
            here[marks[row.line]] = row.line
            loaded.added += 1
            filled.add(mine.pk)
    keys_moved(filled, reason="Keys loaded")
    return loaded


def _problem(row: KeyRow, variant: Variant | None, mark: str, known: set[str], here: dict[str, int]) -> str:
    if variant is None:
        sku = row.sku or _("none given")
        return _("No product has this SKU: %s.") % sku
    if mark in here:
        return _("This key stands in line %d as well; it was taken once.") % here[mark]
    if mark in known:
        return _("This key was loaded before. A key is sold once.")
    if row.expires_at and row.expires_at <= timezone.now():
        return _("This key has ended: nobody can use it any more.")
    return ""


def _kept(store: Store, variant: Variant, row: KeyRow, mark: str, by: str) -> bool:
    """False where another load took the same key in the meantime."""
    key = LicenseKey(store=store, variant=variant, key=row.key, fingerprint=mark, expires_at=row.expires_at)
    key._change_reason = f"loaded by {by}"[:100]
    try:
        with transaction.atomic():
            key.save()
    except IntegrityError:
        return False
    return True
