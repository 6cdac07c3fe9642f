"""What tells one key from another without holding it."""

from uuid import UUID

from django.utils.crypto import salted_hmac

SALT = "fulfillment.keys"


def fingerprint(store_id: UUID, key: str) -> str:
    """Keyed, so that nobody finds a key by trying: the same key of the same store has the same one."""
    return salted_hmac(SALT, f"{store_id}:{key.strip()}", algorithm="sha256").hexdigest()
