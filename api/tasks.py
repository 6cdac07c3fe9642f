"""What programs are told by themselves, and what the API forgets."""

from celery import shared_task
from django.db.models.functions import Now
from django.utils import timezone

from api.idempotency import KEPT
from api.models import IdempotencyKey
from api.throttling import PREFIX
from marketplaces.models import RateBucket
from sync.outgoing import couriers, forgetting, spreading


@shared_task(name="api.tasks.tell_programs", ignore_result=True)
def tell_programs() -> None:
    """Write down what endpoints are to be told, and start sending what is due; waits for no receiver."""
    spreading.spread_what_is_new()
    couriers.deliver_due()


@shared_task(name="api.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Forget answers kept for repeated requests, the pace of tokens that rest, and old deliveries of webhooks."""
    IdempotencyKey.objects.filter(expires_at__lt=Now()).delete()
    RateBucket.objects.filter(key__startswith=PREFIX, tat__lt=timezone.now() - KEPT).delete()
    forgetting.forget()
