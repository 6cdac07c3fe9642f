"""A return needs a person. Only names a word: no table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_notifications"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalneedsyou",
            name="kind",
            field=models.CharField(
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
                    ("return", "Return"),
                    ("forged", "Forged webhook"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="needsyou",
            name="kind",
            field=models.CharField(
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
                    ("return", "Return"),
                    ("forged", "Forged webhook"),
                ],
                max_length=20,
            ),
        ),
    ]
