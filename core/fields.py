"""Encrypted columns."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import BaseExpression
from fernet_fields import EncryptedTextField

if TYPE_CHECKING:
    # The library has no types; to a reader of a row it is a text column.
    _EncryptedText = models.TextField[str, str]
else:
    _EncryptedText = EncryptedTextField


class SecretField(_EncryptedText):
    """A text column encrypted with FERNET_KEYS.

    The library's own field encrypts the text of the SQL expression on `bulk_update`, so that every row of the batch
    would hold the plaintext of all: an expression therefore goes through untouched.
    """

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Encrypt a value, let an expression pass."""
        if isinstance(value, BaseExpression) or hasattr(value, "as_sql"):
            return value
        return super().get_db_prep_save(value, connection)
