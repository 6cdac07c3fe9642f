"""3-grams of a text, for finding substrings through a GIN index on any server, without an extension."""

from django.db import migrations

CREATE = """
CREATE FUNCTION tri(source text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(source), at, 3)), '{}')
    FROM generate_series(1, length(source) - 2) AS at
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION tri(text)")]
