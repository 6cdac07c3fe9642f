"""Answers to buyers who want to cancel, and refunds, go out too. Only names words: no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marketplaces", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicaloutboundchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stock", "stock"),
                    ("price", "price"),
                    ("shipment", "shipment"),
                    ("cancel", "cancellation"),
                    ("answer", "answer to the buyer"),
                    ("refund", "refund"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="outboundchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("stock", "stock"),
                    ("price", "price"),
                    ("shipment", "shipment"),
                    ("cancel", "cancellation"),
                    ("answer", "answer to the buyer"),
                    ("refund", "refund"),
                ],
                max_length=10,
            ),
        ),
    ]
