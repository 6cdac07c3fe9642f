"""Until now the units of a decided line that did not go on the shelf were lost: they are said to be."""

from django.db import migrations

LOST = """
    UPDATE order_return_lines SET lost_quantity = quantity - put_back_quantity
    WHERE decision <> '' AND quantity > put_back_quantity
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0020_condition_of_returns")]

    operations = [migrations.RunSQL(LOST, migrations.RunSQL.noop)]
