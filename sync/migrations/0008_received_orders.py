"""What shops told that send their orders by themselves: keys of calls with their answers, and orders as told."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("marketplaces", "0003_acceptances"),
        ("orders", "0014_all_lines_were_looked_at"),
        ("sync", "0007_publications"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(help_text="Of method, target and body.", max_length=64)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("reply", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="marketplaces.connection"
                    ),
                ),
            ],
            options={
                "db_table": "intake_keys",
                "indexes": [models.Index(fields=["expires_at"], name="intake_keys_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "key"), name="one_answer_per_intake_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedOrder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("remote_id", models.CharField(max_length=100)),
                ("document", models.JSONField(help_text="In the connector's own form.")),
                ("received_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="marketplaces.connection"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="orders.order"),
                ),
            ],
            options={
                "db_table": "received_orders",
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "remote_id"), name="one_document_per_received_order")
                ],
            },
        ),
    ]
