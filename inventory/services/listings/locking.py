"""The one order in which many listings are written and locked; in two orders two writers wait for each other."""

from django.db.models import QuerySet

from inventory.models import MarketplaceProduct

#: A listing's name at its shop.
KEY = ("marketplace_product_id", "marketplace_variant_id")


def locked_in_order(listings: QuerySet[MarketplaceProduct]) -> QuerySet[MarketplaceProduct]:
    """To be read inside the transaction that writes them."""
    return listings.select_for_update(no_key=True).order_by(*KEY)
