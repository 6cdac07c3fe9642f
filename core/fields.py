"""Encrypted columns."""

from typing import Any

from fernet_fields import EncryptedTextField
from django.db.models.expressions import BaseExpression


class SecretField(EncryptedTextField):
    """A text column encrypted with FERNET_KEYS.

    The library's own field encrypts the text of the SQL expression on `bulk_update`, so that every row of the batch
    would hold the plaintext of all: an expression therefore goes through untouched.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Encrypt a value, let an expression pass."""
        if isinstance(value, BaseExpression) or hasattr(value, "as_sql"):
            return value
        return super().get_db_prep_save(value, connection)
