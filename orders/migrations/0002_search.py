"""Finds an order by any part of what it is searched by."""

from django.db import migrations

CREATE = "CREATE INDEX orders_search ON orders USING gin (tri(search_text)) WITH (fastupdate = on)"


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("core", "0002_tri")]

    operations = [migrations.RunSQL(CREATE, "DROP INDEX orders_search")]
