"""A person says that a listing and a variant are not the same: remembered, and taken back as easily."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from inventory.models import MarketplaceProduct, RefusedMatch, Variant


def refuse_match(*, listing: MarketplaceProduct, variant: Variant, by: str, reason: str = "") -> RefusedMatch:
    """This variant is not suggested for the listing any more. Raises DomainError across stores and for a linked pair.

    Saying it again changes only who and why.
    """
    if variant.store_id != listing.store_id:
        raise DomainError(_("This product is not in this store."))
    with transaction.atomic():
        row = MarketplaceProduct.objects.select_for_update().get(pk=listing.pk)
        if row.variant_id == variant.pk:
            raise DomainError(_("They are linked. Unlink them first; then say that they are not the same."))
        made = RefusedMatch.all_objects.filter(listing=row, variant=variant).first() or RefusedMatch(
            store_id=row.store_id, listing=row, variant=variant
        )
        made.deleted_at, made.refused_by, made.reason = None, by[:150], reason.replace("\x00", "").strip()[:250]
        made._change_reason = f"refused by {by}"[:100]
        made.save()
    return made


def take_back_refusal(*, listing: MarketplaceProduct, variant: Variant, by: str) -> bool:
    """The pair may be suggested again; False where nobody had refused it."""
    with transaction.atomic():
        row = RefusedMatch.objects.select_for_update().filter(listing=listing, variant=variant).first()
        if row is None:
            return False
        row.deleted_at = timezone.now()
        row._change_reason = f"taken back by {by}"[:100]
        row.save(update_fields=["deleted_at", "updated_at"])
    return True


def refusals(listing: MarketplaceProduct) -> Sequence[RefusedMatch]:
    """What was refused for a listing, the newest first."""
    rows = RefusedMatch.objects.filter(listing=listing, store=listing.store_id).select_related("variant__product")
    return list(rows.order_by("-updated_at", "id"))
