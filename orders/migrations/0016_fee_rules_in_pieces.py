"""A fee rule says how far its orders are. Rules from before are gone through once more, which ends broken-off ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0015_customers_by_shop"),
    ]

    operations = [
        migrations.AddField(
            model_name="feerule",
            name="estimated_at",
            field=models.DateTimeField(blank=True, help_text="When the last of them was done.", null=True),
        ),
        migrations.AddField(
            model_name="feerule",
            name="last_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feerule",
            name="last_placed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feerule",
            name="lease_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="feerule",
            name="orders_estimated",
            field=models.PositiveIntegerField(default=0, help_text="Whose estimate is another by it."),
        ),
        migrations.AddField(
            model_name="feerule",
            name="orders_looked_at",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="feerule",
            name="orders_to_look_at",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="feerule",
            index=models.Index(
                condition=models.Q(("estimated_at__isnull", True)), fields=["created_at"], name="fee_rules_to_carry_out"
            ),
        ),
    ]
