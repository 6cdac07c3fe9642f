"""Listings that exist because our files hold them: no reading of the merchant's own export shows them."""

from inventory.models import MarketplaceProduct, Offer
from marketplaces.framework.capabilities import Capability
from marketplaces.models import Connection
from sync.feed_files.kinds import by_file, files_of


def own_rows(connection: Connection) -> set[tuple[str, str]]:
    """Their remote ids: a whole reading without them does not say that they are gone."""
    files = files_of(connection)
    if files is None or not by_file(connection, Capability.PUSH_PRODUCTS):
        return set()
    rows = MarketplaceProduct.objects.filter(connection=connection, offer__wanted=Offer.Wish.OFFERED)
    found = rows.values_list("marketplace_product_id", "marketplace_variant_id", "raw")
    return {(product, variant) for product, variant, raw in found if files.is_own_row(raw)}
