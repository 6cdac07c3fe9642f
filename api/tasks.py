"""What the API forgets: answers kept for repeated requests, and the pace of tokens that rest."""

from celery import shared_task
from django.db.models.functions import Now
from django.utils import timezone

from api.idempotency import KEPT
from api.models import IdempotencyKey
from api.throttling import PREFIX
from marketplaces.models import RateBucket


@shared_task(name="api.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Forget both; a key swept is a new key."""
    IdempotencyKey.objects.filter(expires_at__lt=Now()).delete()
    RateBucket.objects.filter(key__startswith=PREFIX, tat__lt=timezone.now() - KEPT).delete()
