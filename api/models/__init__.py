"""The rows of the API."""

from api.models.idempotency_key import IdempotencyKey

__all__ = ["IdempotencyKey"]
