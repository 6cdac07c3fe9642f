"""Bundles: what they are made of, and how many can be made at a place (or everywhere, where none is named)."""

import uuid

import django.db.models.deletion
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# As many as the scarcest part allows, place by place: parts that lie in two places make no bundle together.
UNITS = """
CREATE FUNCTION {name}(wanted uuid, place uuid) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(units), 0)::integer FROM (
        SELECT min(({units}) / b.quantity) AS units
        FROM bundle_parts b JOIN stock s ON s.variant_id = b.part_id
        WHERE b.bundle_id = wanted AND b.deleted_at IS NULL AND (place IS NULL OR s.location_id = place)
        GROUP BY s.location_id HAVING count(*) = (
            SELECT count(*) FROM bundle_parts p WHERE p.bundle_id = wanted AND p.deleted_at IS NULL)
    ) made
$$
"""
FUNCTIONS = (("bundle_free", "s.on_hand - s.reserved"), ("bundle_on_hand", "s.on_hand"))


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_import_price_share"),
        ("inventory", "0014_price_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BundlePart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField(default=1)),
            ],
            options={
                "db_table": "bundle_parts",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalBundlePart",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quantity", models.PositiveIntegerField(default=1)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical bundle part",
                "verbose_name_plural": "historical bundle parts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalreservation",
            name="per_unit",
            field=models.PositiveIntegerField(
                db_default=1, default=1, help_text="Of a bundle: how many of this part each unit of the line holds."
            ),
        ),
        migrations.AddField(
            model_name="historicalvariant",
            name="is_bundle",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Made of parts; counted once all of its parts are."
            ),
        ),
        migrations.AddField(
            model_name="reservation",
            name="per_unit",
            field=models.PositiveIntegerField(
                db_default=1, default=1, help_text="Of a bundle: how many of this part each unit of the line holds."
            ),
        ),
        migrations.AddField(
            model_name="variant",
            name="is_bundle",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Made of parts; counted once all of its parts are."
            ),
        ),
        migrations.AddConstraint(
            model_name="reservation",
            constraint=models.CheckConstraint(condition=models.Q(("per_unit__gte", 1)), name="a_unit_holds_something"),
        ),
        migrations.AddField(
            model_name="bundlepart",
            name="bundle",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="inventory.variant"
            ),
        ),
        migrations.AddField(
            model_name="bundlepart",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT, related_name="bundles", to="inventory.variant"
            ),
        ),
        migrations.AddField(
            model_name="bundlepart",
            name="store",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
        ),
        migrations.AddField(
            model_name="historicalbundlepart",
            name="bundle",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="inventory.variant",
            ),
        ),
        migrations.AddField(
            model_name="historicalbundlepart",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalbundlepart",
            name="part",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="inventory.variant",
            ),
        ),
        migrations.AddField(
            model_name="historicalbundlepart",
            name="store",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="core.store",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlepart",
            constraint=models.UniqueConstraint(fields=("bundle", "part"), name="one_row_per_part"),
        ),
        migrations.AddConstraint(
            model_name="bundlepart",
            constraint=models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="a_part_is_in_it"),
        ),
        migrations.AddConstraint(
            model_name="bundlepart",
            constraint=models.CheckConstraint(
                condition=models.Q(("bundle", models.F("part")), _negated=True), name="a_bundle_is_not_its_own_part"
            ),
        ),
        *(
            migrations.RunSQL(UNITS.format(name=name, units=units), f"DROP FUNCTION {name}(uuid, uuid)")
            for name, units in FUNCTIONS
        ),
    ]
