"""What a supplier asks is our cost: it follows the supplier's price each time that is read."""

from django.db import transaction
from django.utils import timezone

from core.services.sets import run_bound, update_rows
from inventory.models import MarketplaceProduct, Variant
from inventory.services.outbound import mark_price
from marketplaces.models import Connection
from marketplaces.services.abilities import supplies

#: The cheapest of all suppliers, in the money that the variant is kept in; nothing is converted.
ASKED = """
    SELECT v.id, min(l.price) FROM marketplace_products l
    JOIN product_variants v ON v.id = l.variant_id AND v.deleted_at IS NULL
    JOIN stores s ON s.id = v.store_id
    WHERE l.connection_id = ANY(%(suppliers)s::uuid[]) AND l.deleted_at IS NULL AND l.price > 0
          AND l.status NOT IN ('deleted', 'refused') AND l.currency = coalesce(nullif(v.currency, ''), s.currency)
          AND l.variant_id IN (SELECT variant_id FROM marketplace_products WHERE connection_id = %(read)s)
    GROUP BY v.id, v.cost HAVING min(l.price) IS DISTINCT FROM v.cost
"""


def follow_costs(connection: Connection) -> int:
    """After a supplier was read: the costs that moved are kept, and the prices made of them told. Says how many."""
    shops = Connection.objects.filter(store=connection.store_id).select_related("marketplace")
    suppliers = [shop.pk for shop in shops if supplies(shop)]
    if connection.pk not in suppliers:
        return 0
    with transaction.atomic():
        asked = run_bound(ASKED, {"suppliers": suppliers, "read": connection.pk})
        moved = sorted(asked)
        list(Variant.objects.select_for_update().filter(pk__in=[pk for pk, _cost in moved]).order_by("pk"))
        written = update_rows(
            Variant, ("id", "cost"), moved, now=timezone.now(), reason=f"asked by {connection.name}"[:100]
        )
        listings = MarketplaceProduct.objects.filter(variant__in=written).exclude(connection__in=suppliers)
        mark_price(list(listings.values_list("pk", flat=True)), reason="Cost changed")
    return len(written)
