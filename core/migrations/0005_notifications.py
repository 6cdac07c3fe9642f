"""What members are told and how, stores' own words for mails, and mails to be sent."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_needs_you_by_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalEmailTemplate",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("kind", models.CharField(help_text="notification, digest or order_confirmation", max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(max_length=20000)),
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
                "verbose_name": "historical e-mail template",
                "verbose_name_plural": "historical e-mail templates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotificationChoice",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("kind", models.CharField(max_length=20)),
                ("in_page", models.BooleanField(default=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[("off", "no e-mail"), ("at_once", "at once"), ("daily", "in the daily digest")],
                        default="off",
                        max_length=8,
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
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.membership",
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
                "verbose_name": "historical notification choice",
                "verbose_name_plural": "historical notification choices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotificationHours",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_to", models.TimeField(blank=True, null=True)),
                (
                    "digest",
                    models.BooleanField(
                        default=True, help_text="Off: stopped, by the member or by the link in a digest."
                    ),
                ),
                ("digest_at", models.TimeField(default=datetime.time(8, 0))),
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
                    "member",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.membership",
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
                "verbose_name": "historical notification hours",
                "verbose_name_plural": "historical notification hours",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("kind", models.CharField(help_text="A key of core.services.notifications.KINDS.", max_length=20)),
                ("cause_key", models.CharField(help_text="Names the cause; one unread row per cause.", max_length=250)),
                ("event_id", models.UUIDField(help_text="The newest event it tells of.")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, help_text="When that happened.")),
                ("title", models.CharField(max_length=250)),
                ("body", models.TextField(blank=True)),
                (
                    "url",
                    models.CharField(blank=True, help_text="The page with the fix, from the root on.", max_length=500),
                ),
                (
                    "times",
                    models.PositiveIntegerField(default=1, help_text="How often the cause was met while unread."),
                ),
                ("in_page", models.BooleanField(default=True, help_text="Off: it is only mailed.")),
                (
                    "mail",
                    models.CharField(
                        choices=[("off", "no e-mail"), ("at_once", "at once"), ("daily", "in the daily digest")],
                        default="off",
                        max_length=8,
                    ),
                ),
                ("mailed_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "over_at",
                    models.DateTimeField(blank=True, help_text="Since when it needs nobody any more.", null=True),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to="core.membership"
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "db_table": "notifications",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NotificationChoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("kind", models.CharField(max_length=20)),
                ("in_page", models.BooleanField(default=True)),
                (
                    "mail",
                    models.CharField(
                        choices=[("off", "no e-mail"), ("at_once", "at once"), ("daily", "in the daily digest")],
                        default="off",
                        max_length=8,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_choices",
                        to="core.membership",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "verbose_name": "notification choice",
                "verbose_name_plural": "notification choices",
                "db_table": "notification_choices",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NotificationCursor",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reader", models.CharField(max_length=60)),
                ("read_to", models.DateTimeField()),
            ],
            options={
                "verbose_name": "reader of the news",
                "verbose_name_plural": "readers of the news",
                "db_table": "notification_cursors",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [models.UniqueConstraint(fields=("reader",), name="one_cursor_per_reader")],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NotificationHours",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("quiet_from", models.TimeField(blank=True, null=True)),
                ("quiet_to", models.TimeField(blank=True, null=True)),
                (
                    "digest",
                    models.BooleanField(
                        default=True, help_text="Off: stopped, by the member or by the link in a digest."
                    ),
                ),
                ("digest_at", models.TimeField(default=datetime.time(8, 0))),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_hours",
                        to="core.membership",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "verbose_name": "notification hours",
                "verbose_name_plural": "notification hours",
                "db_table": "notification_hours",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="NotificationReceipt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reader", models.CharField(max_length=60)),
                ("event_id", models.UUIDField()),
                ("at", models.DateTimeField(help_text="When the event happened.")),
            ],
            options={
                "verbose_name": "receipt of news",
                "verbose_name_plural": "receipts of news",
                "db_table": "notification_receipts",
                "indexes": [models.Index(fields=["at"], name="receipts_by_age")],
                "constraints": [
                    models.UniqueConstraint(fields=("reader", "event_id"), name="an_event_is_dealt_with_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("notification", "Notification"),
                            ("digest", "Daily digest"),
                            ("order_confirmation", "Order confirmation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("order_id", models.UUIDField(blank=True, help_text="No foreign key: orders are above.", null=True)),
                (
                    "to",
                    models.CharField(
                        blank=True, help_text="Of a buyer; a member's is read when it is sent.", max_length=254
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("leased", "Taken up"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("refused", "Refused"),
                            ("dropped", "Not needed any more"),
                            ("doubt", "Perhaps sent"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_owner", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("subject", models.CharField(blank=True, help_text="As it was sent.", max_length=250)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.membership",
                    ),
                ),
                (
                    "store",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.store"),
                ),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mails",
                "db_table": "outgoing_mails",
                "abstract": False,
                "base_manager_name": "all_objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="EmailTemplate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("kind", models.CharField(help_text="notification, digest or order_confirmation", max_length=20)),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField(max_length=20000)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="email_templates", to="core.store"
                    ),
                ),
            ],
            options={
                "verbose_name": "e-mail template",
                "verbose_name_plural": "e-mail templates",
                "db_table": "email_templates",
                "abstract": False,
                "base_manager_name": "all_objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("store", "kind", "language"), name="one_template_per_kind_and_language"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("all_objects", django.db.models.manager.Manager()),
            ],
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["member", "-at", "-id"], name="notifications_of_member"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["member", "cause_key", "-at"], name="notifications_by_cause"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail", "daily"), ("mailed_at__isnull", True)),
                fields=["member"],
                name="notifications_to_digest",
            ),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["at"], name="notifications_by_age"),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("read_at__isnull", True)),
                fields=("member", "cause_key"),
                name="one_unread_notification_per_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="notificationchoice",
            constraint=models.UniqueConstraint(fields=("member", "kind"), name="one_choice_per_member_and_kind"),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "leased", "sending"])), fields=["due_at"], name="mails_due"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["member", "kind"], name="mails_of_member"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmail",
            index=models.Index(fields=["created_at"], name="mails_by_age"),
        ),
        migrations.AddConstraint(
            model_name="outgoingmail",
            constraint=models.UniqueConstraint(fields=("store", "key"), name="one_mail_per_key"),
        ),
    ]
