"""The log of deliveries is kept for two weeks."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from sync.models import WebhookDelivery

KEPT = timedelta(days=14)


def forget() -> int:
    """Drop what is older; what still waits is never dropped."""
    old = Q(created_at__lt=timezone.now() - KEPT) & ~Q(state=WebhookDelivery.State.WAITING)
    gone, _models = WebhookDelivery.objects.filter(old).delete()
    return gone
