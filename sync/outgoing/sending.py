"""One try: a POST behind the address guard, with one deadline for all of it, following nobody elsewhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import redact
from core.net import AddressRefused
from marketplaces.framework.transport.reading import retry_after
from marketplaces.framework.transport.wire import BodyTooLarge, DeadlinePassed, bounded, lower_names

CONNECT, TOTAL = 4.0, 10.0
LARGEST_ANSWER = 256 * 1024
KEPT_OF_ANSWER = 500
USER_AGENT = "Orion/0.1 webhooks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it; `status` is None when nobody answered."""

    status: int | None
    milliseconds: int
    answer: str = ""
    error: str = ""
    retry_after: float | None = None

    @property
    def arrived(self) -> bool:
        """Only 2xx is taken for an answer."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """The receiver says that it wants nothing any more."""
        return self.status == 410


def send(url: str, body: bytes, headers: Mapping[str, str]) -> Tried:
    """Post it once. Never raises for anything that the other side or the network does; touches no database."""
    began = time.monotonic()
    allow_private = settings.WEBHOOK_PRIVATE_ADDRESSES
    session = bounded(None, total=TOTAL, allow_private=allow_private, largest=LARGEST_ANSWER)
    sent = {**headers, "Content-Type": "application/json", "User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    try:
        found = session.post(url, data=body, headers=sent, timeout=(CONNECT, TOTAL), allow_redirects=False)
    except (requests.RequestException, ValueError) as failed:
        return Tried(status=None, milliseconds=_since(began), error=_sentence(failed))
    finally:
        session.close()
    told = lower_names(found.headers)
    return Tried(
        status=found.status_code,
        milliseconds=_since(began),
        answer=redact.text(found.content[:KEPT_OF_ANSWER].decode("utf-8", "replace").replace("\x00", "")),
        error=_refusal(found.status_code),
        retry_after=retry_after(told, timezone.now()),
    )


def _refusal(status: int) -> str:
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return _("It answered with a redirect (%(status)d), which we do not follow. Enter the final address.") % {
            "status": status
        }
    if status == 410:
        return _("It answered that it is gone (410).")
    return _("It answered with HTTP %(status)d.") % {"status": status}


def _sentence(failed: Exception) -> str:
    if isinstance(failed, AddressRefused):
        return str(failed)
    if isinstance(failed, DeadlinePassed | requests.ReadTimeout):
        return _("It took longer than %(seconds)d seconds to answer.") % {"seconds": TOTAL}
    if isinstance(failed, requests.exceptions.SSLError):
        return _("Its certificate is not trusted.")
    if isinstance(failed, BodyTooLarge):
        return _("Its answer was too long to be read.")
    if isinstance(failed, requests.ConnectionError | requests.Timeout):
        return _("Nobody answered at this address.")
    return _("The address cannot be called.")


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
