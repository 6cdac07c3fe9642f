"""Digital lines that are not done, by what was bought: what virtual stock is reckoned with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0023_invoices_stay"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="orderitem",
            index=models.Index(
                condition=models.Q(("digital_fulfilled_at__isnull", True), ("is_digital", True)),
                fields=["variant"],
                name="lines_without_keys",
            ),
        ),
    ]
