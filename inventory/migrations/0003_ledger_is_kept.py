"""The ledger is append-only for everybody, not only for our code: on hand is the sum of its rows."""

from django.db import migrations

# A person who is erased is forgotten in it; nothing else of a row ever changes.
CHANGED = """
CREATE FUNCTION ledger_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.actor_id IS NULL AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The stock ledger is append-only: row % is not changed. Write another row.', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_row_stays BEFORE UPDATE ON inventory_changes
    FOR EACH ROW EXECUTE FUNCTION ledger_row_stays();
"""
# Asked at the end of the transaction: a store that is erased takes its goods along, in whatever order.
REMOVED = """
CREATE FUNCTION ledger_row_goes_with_its_goods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM product_variants WHERE id = OLD.variant_id) THEN
        RAISE EXCEPTION 'The stock ledger is append-only: row % goes only together with its goods.', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_row_goes_with_its_goods AFTER DELETE ON inventory_changes
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_row_goes_with_its_goods();
"""
BACK = """
DROP TRIGGER {0} ON inventory_changes;
DROP FUNCTION {0}();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_search")]

    operations = [
        migrations.RunSQL(CHANGED, BACK.format("ledger_row_stays")),
        migrations.RunSQL(REMOVED, BACK.format("ledger_row_goes_with_its_goods")),
    ]
