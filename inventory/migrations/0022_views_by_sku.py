"""Views of the inventory out of indexes of their own: what was never counted, bundles, what has a threshold, and shelves
that are nearly empty. Indexes are built beside the running shop.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

HERE = ("deleted_at__isnull", True)
ENDS = [
    models.When(on_hand__lte=models.F("reserved") + models.Value(end), then=models.Value(band))
    for band, end in enumerate((0, 5, 20, 100))
]
WATCHED = (("is_bundle", False), ("low_stock_at__gt", 0), ("opening_counted_at__isnull", False))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("inventory", "0021_digital_products")]

    operations = [
        migrations.AddField(
            "stock",
            "free_band",
            models.GeneratedField(
                db_persist=True,
                expression=models.Case(*ENDS, default=models.Value(4)),
                output_field=models.SmallIntegerField(),
            ),
        ),
        AddIndexConcurrently(
            "stock", models.Index(fields=["store", "free_band", "variant"], name="shelves_by_free_band")
        ),
        AddIndexConcurrently(
            "variant",
            models.Index(
                fields=["store", "sku", "id"],
                condition=models.Q(HERE, ("opening_counted_at__isnull", True)),
                name="uncounted_variants",
            ),
        ),
        AddIndexConcurrently(
            "variant",
            models.Index(
                fields=["store", "sku", "id"], condition=models.Q(HERE, ("is_bundle", True)), name="bundles_by_sku"
            ),
        ),
        AddIndexConcurrently(
            "variant",
            models.Index(
                fields=["store", "low_stock_at"],
                condition=models.Q(HERE, *WATCHED),
                name="variants_with_threshold",
            ),
        ),
    ]
