"""That an order is accepted goes out too. Only names a word: no table changes."""

from django.db import migrations, models

KINDS = [
    ("stock", "stock"),
    ("price", "price"),
    ("accept", "acceptance"),
    ("shipment", "shipment"),
    ("cancel", "cancellation"),
    ("answer", "answer to the buyer"),
    ("refund", "refund"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("marketplaces", "0002_answers_and_refunds"),
    ]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10),
        )
        for name in ("historicaloutboundchange", "outboundchange")
    ]
