"""Encryption keys: finding every encrypted column, and writing it again under the newest key."""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from core.fields import SecretField

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was written again in one column."""

    table: str
    column: str
    rows: int


class UnreadableSecret(Exception):
    """A stored value fits none of the keys; nothing of its column was changed."""


def encrypted_columns() -> list[tuple[type[models.Model], SecretField]]:
    """Every encrypted column of every model, history tables included; found, not listed."""
    return [
        (model, field)
        for model in sorted(apps.get_models(include_auto_created=True), key=lambda each: each._meta.db_table)
        for field in model._meta.local_concrete_fields
        if isinstance(field, SecretField)
    ]


def rotate() -> list[Rotated]:
    """Write every encrypted value again under the first of FERNET_KEYS. Raises UnreadableSecret, then nothing changed.

    Only the column itself is written: no history row, no `updated_at`, since nothing that a person knows has changed.
    """
    with transaction.atomic():
        return [
            Rotated(model._meta.db_table, field.column or field.name, sum(_rotate_rows(model, field)))
            for model, field in encrypted_columns()
        ]


def _rotate_rows(model: type[models.Model], field: SecretField) -> Iterator[int]:
    """Count per batch, in the order of the key, so that a large table is never held in memory."""
    quote = connection.ops.quote_name
    table, column, key = quote(model._meta.db_table), quote(field.column or ""), quote(model._meta.pk.column or "")
    after = None
    while True:
        bound = f"WHERE {key} > %s" if after is not None else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {key}, {column} FROM {table} {bound} ORDER BY {key} LIMIT {ROWS_AT_ONCE} FOR UPDATE",
                [after] if after is not None else [],
            )
            rows = cursor.fetchall()
            fresh = [(_again(field, stored, model), row) for row, stored in rows if stored is not None]
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", fresh)
        yield len(fresh)
        if len(rows) < ROWS_AT_ONCE:
            return
        after = rows[-1][0]


def _again(field: SecretField, stored: memoryview | bytes, model: type[models.Model]) -> bytes:
    try:
        return _keys().rotate(bytes(stored))
    except InvalidToken:
        raise UnreadableSecret(
            f"{model._meta.db_table}.{field.column} holds a value that none of our {len(settings.FERNET_KEYS)} keys "
            "can read. Nothing was changed. Add the key it was written with to the end of FERNET_KEYS and try again."
        ) from None


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FERNET_KEYS])
