"""What is forgotten of signing in: sessions that have ended, and wrong tries that no longer lock anybody."""

from datetime import timedelta

from axes.models import AccessAttempt
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from core.sessions import SessionStore

#: Staff may want to see yesterday's guesses; nobody needs last month's.
TRIES_ARE_KEPT = timedelta(days=7)


@shared_task(name="core.tasks.sweep", ignore_result=True)
def sweep() -> None:
    """Once an hour."""
    SessionStore.clear_expired()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - max(TRIES_ARE_KEPT, settings.SIGN_IN_LOCK)).delete()
