"""What follows from a try: done, again later, given up; and whether the endpoint rests or is switched off."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import NeedsYou
from core.services import needs_you
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.outgoing.sending import Tried

State = WebhookDelivery.State
#: Seconds after the first, second … failed try; the last one until the day is over.
BACKOFF = (5, 30, 120, 600, 1800, 3600, 7200, 14400)
#: After a failed try the endpoint is left alone, so that a thousand events do not knock at a closed door.
FIRST_REST, LONGEST_REST = 5.0, 300.0
#: An event given up while so many tries in a row failed switches the endpoint off.
MOST_FAILURES = 8
MOST_KEPT_TRIES = 20


def settle(job: WebhookDelivery, owner: uuid.UUID, tried: Tried, *, at: datetime) -> bool:
    """Store what came of a try, if the lease is still ours. True when the receiver took it and may have the next."""
    with transaction.atomic():
        endpoint = WebhookEndpoint.objects.select_for_update(of=("self",)).filter(pk=job.endpoint_id).first()
        if endpoint is None or endpoint.lease_owner != owner:
            return False
        delivery = WebhookDelivery.objects.select_for_update().get(pk=job.pk)
        if delivery.state == State.WAITING:
            _keep(delivery, tried, at)
        if tried.arrived:
            _well(endpoint)
        else:
            _failed(endpoint, delivery, tried)
    return tried.arrived


def _keep(delivery: WebhookDelivery, tried: Tried, at: datetime) -> None:
    now = timezone.now()
    delivery.attempts += 1
    entry = {
        "at": at.isoformat(), "status": tried.status, "ms": tried.milliseconds, "answer": tried.answer,
        "error": tried.error,
    }  # fmt: skip
    delivery.tries = [*delivery.tries, entry][-MOST_KEPT_TRIES:]
    delivery.last_status, delivery.last_error = tried.status, tried.error[:250]
    if tried.arrived:
        delivery.state, delivery.delivered_at = State.DELIVERED, now
    else:
        delivery.due_at = now + timedelta(seconds=_wait(delivery.attempts, tried))
        if delivery.due_at > delivery.give_up_at:
            delivery.state = State.GIVEN_UP
    delivery.save()


def _wait(attempts: int, tried: Tried) -> float:
    """What the receiver asks for is obeyed up to an hour."""
    seconds = BACKOFF[min(attempts, len(BACKOFF)) - 1] * random.uniform(0.9, 1.1)
    return max(seconds, min(tried.retry_after or 0.0, 3600.0))


def _well(endpoint: WebhookEndpoint) -> None:
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        failures=0, failing_since=None, rest_until=None, arrived_at=timezone.now()
    )


def _failed(endpoint: WebhookEndpoint, delivery: WebhookDelivery, tried: Tried) -> None:
    now, failures = timezone.now(), endpoint.failures + 1
    rest = max(min(FIRST_REST * 2 ** min(failures - 1, 10), LONGEST_REST), min(tried.retry_after or 0.0, LONGEST_REST))
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        failures=failures, failing_since=endpoint.failing_since or now, rest_until=now + timedelta(seconds=rest)
    )
    if tried.gone or (delivery.state == State.GIVEN_UP and failures >= MOST_FAILURES):
        endpoint.failures = failures
        _switch_off(endpoint, tried, given_up=int(delivery.state == State.GIVEN_UP))


def _switch_off(endpoint: WebhookEndpoint, tried: Tried, *, given_up: int) -> None:
    """Nobody is told there any more until a person switches it on again; what waited is given up and can be resent."""
    endpoint.is_active, endpoint.off_reason = False, tried.error[:250]
    endpoint._change_reason = "switched off: it takes nothing"
    endpoint.save(update_fields=["is_active", "off_reason", "updated_at"])
    waiting = WebhookDelivery.objects.filter(endpoint=endpoint, state=State.WAITING)
    given_up += waiting.update(
        state=State.GIVEN_UP, last_error=_("The endpoint was switched off before its turn came.")
    )
    needs_you.raise_cause(
        store=endpoint.store,
        kind=NeedsYou.Kind.REFUSED,
        cause_key=cause_of(endpoint),
        title=_("Webhooks to “%(name)s” are switched off") % {"name": endpoint.name},
        tried=_("We sent news, and %(count)d tries in a row failed.") % {"count": endpoint.failures},
        said=tried.answer[:250] or tried.error,
        cost=_("The program behind it hears nothing; %(count)d events were given up.") % {"count": given_up},
        fix=_("Mend the receiver, resume the endpoint under Settings, and send again what was given up."),
        subject_type="webhook_endpoint",
        subject_id=endpoint.pk,
    )


def cause_of(endpoint: WebhookEndpoint) -> str:
    """Under which its trouble waits for a person."""
    return f"webhook_endpoint:{endpoint.pk}"
