"""Takes the last link or unlink of a listing back, for thirty days, as its history tells it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from inventory.models import MarketplaceProduct, Variant
from inventory.services.listings.linking import link, unlink

KEPT = timedelta(days=30)
#: Versions of a listing that are looked through: a shop that changes its stock each minute makes many.
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a listing was linked to before the last change of its link; None: to nothing."""

    variant_id: UUID | None


def undo_link(listing: MarketplaceProduct, *, by: str) -> Variant | None:
    """The listing is linked as it was before its last change; returns that variant, None for "to nothing".

    Raises DomainError where nothing was changed within thirty days, or what it was linked to is gone.
    """
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        before = find_earlier(row)
        if before is None:
            raise DomainError(_("Its link was not changed in the last 30 days, so there is nothing to take back."))
        if before.variant_id is None:
            unlink(row, by=by)
        else:
            variant = Variant.objects.filter(pk=before.variant_id, store=row.store_id).first()
            if variant is None:
                raise DomainError(_("The product it was linked to is gone. Link it to another one."))
            link(row, variant, by=by)
    listing.refresh_from_db()
    return listing.variant


def find_earlier(listing: MarketplaceProduct) -> Earlier | None:
    """The link before the present one, if that was changed within thirty days."""
    since = timezone.now() - KEPT
    versions = listing.history.order_by("-history_date").values_list("variant_id", "history_date", "history_type")
    present_since = None
    for variant, date, kind in versions[:MOST]:
        if variant != listing.variant_id:
            return Earlier(variant) if present_since is not None and present_since >= since else None
        present_since = date
        if present_since < since:
            return None
        if kind == "+":
            return Earlier(None) if listing.variant_id is not None else None
    return None
