"""Endpoints made, changed, given a new secret, switched on and off, tried with a ping, and taken away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import Store
from core.net import AddressRefused, check_address
from core.services import needs_you
from sync.models import WebhookDelivery, WebhookEndpoint
from sync.news.feed import KINDS
from sync.outgoing.settling import cause_of
from sync.outgoing.signing import new_secret
from sync.outgoing.spreading import TRIED_FOR

PING = "ping"
LONGEST_NAME, LONGEST_URL, MOST_ENDPOINTS = 100, 500, 20
#: After a rotation the old secret signs beside the new one for so long.
BOTH_SIGN = timedelta(hours=24)
State = WebhookDelivery.State


@dataclass(frozen=True, slots=True)
class Made:
    """An endpoint and its secret, which is shown once."""

    endpoint: WebhookEndpoint
    secret: str


def make(*, store: Store, name: str, url: str, kinds: Sequence[str], by: str) -> Made:
    """A new endpoint that is told from now on. Raises DomainError naming the field that is wrong."""
    if WebhookEndpoint.objects.filter(store=store).count() >= MOST_ENDPOINTS:
        raise DomainError(_("There are %(most)d endpoints already. Remove one first.") % {"most": MOST_ENDPOINTS})
    endpoint = WebhookEndpoint(store=store, secret=new_secret(), active_since=timezone.now())
    _fill(endpoint, name=name, url=url, kinds=kinds)
    endpoint._change_reason = f"made by {by}"[:100]
    endpoint.save()
    return Made(endpoint, endpoint.secret)


def change(
    endpoint: WebhookEndpoint, *, by: str, name: str | None = None, url: str | None = None,
    kinds: Sequence[str] | None = None, is_active: bool | None = None,
) -> WebhookEndpoint:  # fmt: skip
    """Only what is named; what waits goes to the new address. Raises DomainError naming the field that is wrong."""
    _fill(endpoint, name=name, url=url, kinds=kinds)
    with transaction.atomic():
        _lock(endpoint)
        if is_active is not None and is_active != endpoint.is_active:
            _switch(endpoint, on=is_active, by=by)
        endpoint._change_reason = f"changed by {by}"[:100]
        endpoint.save(
            update_fields=["name", "url", "kinds", "is_active", "off_reason", "active_since", "updated_at"]
        )  # fmt: skip
    return endpoint


def rotate(endpoint: WebhookEndpoint, *, by: str) -> Made:
    """A new secret; the one before signs beside it for a day, so that the receiver can change in its own time."""
    endpoint.previous_secret, endpoint.previous_until = endpoint.secret, timezone.now() + BOTH_SIGN
    endpoint.secret = new_secret()
    endpoint._change_reason = f"new secret by {by}"[:100]
    endpoint.save(update_fields=["secret", "previous_secret", "previous_until", "updated_at"])
    return Made(endpoint, endpoint.secret)


def remove(endpoint: WebhookEndpoint, *, by: str) -> None:
    """It is told nothing more; its log is forgotten like any other."""
    with transaction.atomic():
        _lock(endpoint)
        if endpoint.is_active:
            _switch(endpoint, on=False, by=by)
        endpoint._change_reason = f"removed by {by}"[:100]
        endpoint.deleted_at = timezone.now()
        endpoint.save(update_fields=["is_active", "off_reason", "deleted_at", "updated_at"])
        needs_you.settle_cause(store=endpoint.store, cause_key=cause_of(endpoint), how="removed", by=by)


def ping(endpoint: WebhookEndpoint) -> WebhookDelivery:
    """A harmless event of its own, sent like any other within seconds."""
    if not endpoint.is_active:
        raise DomainError(_("“%(name)s” is switched off. Switch it on, then try it.") % {"name": endpoint.name})
    now, event_id = timezone.now(), uuid.uuid4()
    said = {
        "id": str(event_id), "kind": PING, "at": now.isoformat(), "store": endpoint.store.slug,
        "subject": {"type": "webhook_endpoint", "id": str(endpoint.pk), "url": ""}, "data": {"name": endpoint.name},
    }  # fmt: skip
    _let_go_on(endpoint)
    return WebhookDelivery.objects.create(
        store_id=endpoint.store_id, endpoint=endpoint, event_id=event_id, kind=PING, happened_at=now,
        body=orjson.dumps(said).decode(), due_at=now, give_up_at=now + TRIED_FOR,
    )  # fmt: skip


def send_again(deliveries: Sequence[WebhookDelivery]) -> int:
    """Send these once more under their own ids, delivered or not; returns how many. DomainError where it is off."""
    now = timezone.now()
    for endpoint in WebhookEndpoint.all_objects.filter(pk__in={delivery.endpoint_id for delivery in deliveries}):
        if endpoint.deleted_at is not None or not endpoint.is_active:
            raise DomainError(_("“%(name)s” is switched off. Switch it on, then send again.") % {"name": endpoint.name})
        _let_go_on(endpoint)
    return WebhookDelivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(
        state=State.WAITING, due_at=now, give_up_at=now + TRIED_FOR, attempts=0
    )


def send_all_again(endpoint: WebhookEndpoint) -> int:
    """Everything that was given up and is still kept."""
    return send_again(
        list(endpoint.deliveries.filter(state=State.GIVEN_UP).exclude(kind=PING).select_related("endpoint"))
    )


def _fill(endpoint: WebhookEndpoint, *, name: str | None, url: str | None, kinds: Sequence[str] | None) -> None:
    if name is not None:
        endpoint.name = _name(name)
    if url is not None:
        endpoint.url = _url(url)
    if kinds is not None:
        endpoint.kinds = _kinds(kinds)


def _name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        raise DomainError(_("Enter a name of up to 100 characters to recognise it by."), field="name")
    return name


def _url(url: str) -> str:
    """Judged here for whoever types it, and at each call for what its name leads to by then."""
    url = url.strip()
    if len(url) > LONGEST_URL:
        raise DomainError(_("The address is longer than 500 characters. Enter a shorter one."), field="url")
    try:
        check_address(url, settings.WEBHOOK_PRIVATE_ADDRESSES)
    except AddressRefused as refused:
        raise DomainError(str(refused), field="url") from None
    return url


def _kinds(kinds: Sequence[str]) -> list[str]:
    wanted = [kind for kind in KINDS if kind in kinds]
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        words = {"kind": unknown[0], "known": ", ".join(KINDS)}
        raise DomainError(_("There is no kind “%(kind)s”. Known: %(known)s.") % words, field="kinds")
    if not wanted:
        raise DomainError(_("Choose at least one kind of news."), field="kinds")
    return wanted


def _switch(endpoint: WebhookEndpoint, *, on: bool, by: str) -> None:
    """Switched on, it is told from now on; switched off, what waits for it is given up."""
    endpoint.is_active, endpoint.off_reason = on, ""
    if on:
        endpoint.active_since = timezone.now()
        _let_go_on(endpoint)
        needs_you.settle_cause(store=endpoint.store, cause_key=cause_of(endpoint), how="switched on", by=by)
        return
    WebhookDelivery.objects.filter(endpoint=endpoint, state=State.WAITING).update(
        state=State.GIVEN_UP, last_error=_("The endpoint was switched off before its turn came.")
    )


def _lock(endpoint: WebhookEndpoint) -> None:
    """The endpoint before its deliveries, as settling a try does it."""
    WebhookEndpoint.objects.select_for_update(of=("self",)).filter(pk=endpoint.pk).first()


def _let_go_on(endpoint: WebhookEndpoint) -> None:
    """A person wants it tried now: its rest is over."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=0, failing_since=None, rest_until=None)
