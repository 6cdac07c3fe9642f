"""The database itself refuses to change what was issued."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION invoices_stay() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'Invoice % was issued and is not changed.', OLD.number; END $$;
    CREATE TRIGGER invoices_stay BEFORE UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION invoices_stay();
"""
ALLOW = "DROP TRIGGER invoices_stay ON invoices; DROP FUNCTION invoices_stay();"


class Migration(migrations.Migration):
    dependencies = [("orders", "0022_invoices")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
