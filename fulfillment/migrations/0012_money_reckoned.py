"""What is free at each supplier as things stand; who is to be told another number by it is found within five minutes."""

from django.db import migrations

RECKONED = """
UPDATE supplier_balances b SET free = m.free, share = m.share
FROM supplier_money(ARRAY(SELECT connection_id FROM supplier_balances)) m WHERE m.connection_id = b.connection_id
"""


class Migration(migrations.Migration):
    dependencies = [("fulfillment", "0011_money_is_shared")]

    operations = [migrations.RunSQL(RECKONED, migrations.RunSQL.noop)]
