"""What marking codes the marketplace still asks of the units of a line: empty for lines read before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0016_fee_rules_in_pieces"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalorderitem",
            name="marks_asked",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Marking codes that the marketplace still asks of each unit; a ? behind what may be left out.",
                max_length=120,
            ),
        ),
        migrations.AddField(
            model_name="orderitem",
            name="marks_asked",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Marking codes that the marketplace still asks of each unit; a ? behind what may be left out.",
                max_length=120,
            ),
        ),
    ]
