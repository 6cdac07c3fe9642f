"""Goods that only orders name: a listing of their own, so that what a person links is known in the next order too."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from inventory.models import MarketplaceProduct
from marketplaces.models import Connection

SEEN_IN_ORDERS = "seen in orders"


def listing_from_order(
    *, connection: Connection, product_id: str, variant_id: str, sku: str, title: str, price: Decimal, currency: str
) -> MarketplaceProduct | None:
    """The listing of these goods; None where neither an id nor a SKU would find it again.

    It counts as deleted there, so nothing is ever sent to it; reading products makes it a listing like any other.
    """
    if not (product_id or sku):
        return None
    key = {
        "connection": connection,
        "marketplace_product_id": product_id or f"sku:{sku}"[:100],
        "marketplace_variant_id": variant_id if product_id else "",
    }
    words = {
        "store_id": connection.store_id, "marketplace_id": connection.marketplace_id, "marketplace_sku": sku,
        "title": title[:500], "price": price, "currency": currency, "status": MarketplaceProduct.Status.DELETED,
        "remote_status": SEEN_IN_ORDERS, "last_sync_at": timezone.now(),
    }  # fmt: skip
    with transaction.atomic():
        listing, _made = MarketplaceProduct.all_objects.get_or_create(**key, defaults=words)
        if listing.deleted_at is not None:
            listing.deleted_at = None
            listing._change_reason = SEEN_IN_ORDERS
            listing.save(update_fields=["deleted_at", "updated_at"])
    return listing
