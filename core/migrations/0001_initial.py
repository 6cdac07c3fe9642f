import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.manager
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.models.store


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(blank=True, max_length=150, verbose_name="name")),
                ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                (
                    "theme",
                    models.CharField(
                        blank=True,
                        choices=[("", "system"), ("light", "light"), ("dark", "dark")],
                        max_length=6,
                        verbose_name="theme",
                    ),
                ),
                ("density", models.CharField(default="comfortable", max_length=12, verbose_name="density")),
                ("single_keys", models.BooleanField(default=True, verbose_name="single letters are shortcuts")),
                ("is_staff", models.BooleanField(default=False, verbose_name="staff")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "db_table": "users",
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("email"), name="one_person_per_email")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalStore",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "currency",
                    models.CharField(
                        default="EUR", max_length=3, validators=[django.core.validators.RegexValidator("^[A-Z]{3}$")]
                    ),
                ),
                ("locale", models.CharField(default="en-GB", max_length=12)),
                (
                    "timezone",
                    models.CharField(
                        default="Europe/Luxembourg", max_length=60, validators=[core.models.store.check_time_zone]
                    ),
                ),
                (
                    "languages",
                    models.JSONField(blank=True, default=list, help_text="Fallback order, first is the store's own."),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical store",
                "verbose_name_plural": "historical stores",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("manager", "manager"),
                            ("packer", "packer"),
                            ("read_only", "read-only"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "memberships",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Store",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("slug", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                (
                    "currency",
                    models.CharField(
                        default="EUR", max_length=3, validators=[django.core.validators.RegexValidator("^[A-Z]{3}$")]
                    ),
                ),
                ("locale", models.CharField(default="en-GB", max_length=12)),
                (
                    "timezone",
                    models.CharField(
                        default="Europe/Luxembourg", max_length=60, validators=[core.models.store.check_time_zone]
                    ),
                ),
                (
                    "languages",
                    models.JSONField(blank=True, default=list, help_text="Fallback order, first is the store's own."),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("next_order_number", models.PositiveBigIntegerField(default=10001, editable=False)),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="stores", through="core.Membership", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "stores",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [models.UniqueConstraint(fields=("slug",), name="one_store_per_slug")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NeedsYou",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refused", "Refused"),
                            ("signed_out", "Signed out"),
                            ("token_ends", "Token ends"),
                            ("short", "Short"),
                            ("differs", "Differs"),
                            ("not_linked", "Not linked"),
                            ("unknown_status", "Unknown status"),
                            ("impossible_move", "Impossible move"),
                            ("money", "Money does not add up"),
                            ("unreadable", "Something we do not know"),
                            ("held_push", "Held back"),
                            ("cancel_asked", "Buyer wants to cancel"),
                            ("forged", "Forged webhook"),
                        ],
                        max_length=20,
                    ),
                ),
                ("cause_key", models.CharField(help_text="Names the cause; one open row per cause.", max_length=200)),
                (
                    "subject_type",
                    models.CharField(blank=True, help_text="order, listing, connection, variant, run", max_length=40),
                ),
                ("subject_id", models.UUIDField(blank=True, null=True)),
                ("title", models.CharField(max_length=250)),
                ("tried", models.TextField(blank=True, help_text="What we tried.")),
                ("said", models.TextField(blank=True, help_text="What the marketplace answered, in its own words.")),
                ("cost", models.TextField(blank=True, help_text="What it costs to wait.")),
                ("fix", models.TextField(blank=True, help_text="What to do.")),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("money", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                ("times", models.PositiveIntegerField(default=1, help_text="How often the cause was met while open.")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=150)),
                ("settled_how", models.CharField(blank=True, max_length=250)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="needs_you", to="core.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "needs you",
                "verbose_name_plural": "needs you",
                "db_table": "needs_you",
                "abstract": False,
                "base_manager_name": "all_objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["store", "kind"],
                        name="needs_you_open",
                    ),
                    models.Index(fields=["subject_id"], name="needs_you_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("store", "cause_key"),
                        name="one_open_row_per_cause",
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="membership",
            name="store",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="core.store"
            ),
        ),
        migrations.CreateModel(
            name="HistoricalNeedsYou",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refused", "Refused"),
                            ("signed_out", "Signed out"),
                            ("token_ends", "Token ends"),
                            ("short", "Short"),
                            ("differs", "Differs"),
                            ("not_linked", "Not linked"),
                            ("unknown_status", "Unknown status"),
                            ("impossible_move", "Impossible move"),
                            ("money", "Money does not add up"),
                            ("unreadable", "Something we do not know"),
                            ("held_push", "Held back"),
                            ("cancel_asked", "Buyer wants to cancel"),
                            ("forged", "Forged webhook"),
                        ],
                        max_length=20,
                    ),
                ),
                ("cause_key", models.CharField(help_text="Names the cause; one open row per cause.", max_length=200)),
                (
                    "subject_type",
                    models.CharField(blank=True, help_text="order, listing, connection, variant, run", max_length=40),
                ),
                ("subject_id", models.UUIDField(blank=True, null=True)),
                ("title", models.CharField(max_length=250)),
                ("tried", models.TextField(blank=True, help_text="What we tried.")),
                ("said", models.TextField(blank=True, help_text="What the marketplace answered, in its own words.")),
                ("cost", models.TextField(blank=True, help_text="What it costs to wait.")),
                ("fix", models.TextField(blank=True, help_text="What to do.")),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("money", models.DecimalField(blank=True, decimal_places=4, max_digits=15, null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                ("snoozed_until", models.DateTimeField(blank=True, null=True)),
                ("times", models.PositiveIntegerField(default=1, help_text="How often the cause was met while open.")),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=150)),
                ("settled_how", models.CharField(blank=True, max_length=250)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical needs you",
                "verbose_name_plural": "historical needs you",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "owner"),
                            ("manager", "manager"),
                            ("packer", "packer"),
                            ("read_only", "read-only"),
                        ],
                        max_length=10,
                    ),
                ),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalApiToken",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                ("prefix", models.CharField(help_text="First characters, to recognise it by.", max_length=12)),
                ("scopes", models.JSONField(default=list)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.store",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical api token",
                "verbose_name_plural": "historical api tokens",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("name", models.CharField(max_length=100)),
                ("prefix", models.CharField(help_text="First characters, to recognise it by.", max_length=12)),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("scopes", models.JSONField(default=list)),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="api_tokens", to="core.store"
                    ),
                ),
            ],
            options={
                "db_table": "api_tokens",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [models.UniqueConstraint(fields=("digest",), name="one_token_per_digest")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="last_store",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.store"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("user", "store"), name="one_membership_per_person_and_store"),
        ),
    ]
