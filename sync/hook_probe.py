"""Whether a webhook address leads here: we post a signed word to it, and the address says it back.

Nothing is stored, counted or raised by it: the word is ours, and it is looked at before the marketplace's own checks.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta

import requests
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from marketplaces.models import Connection

HEADER = "X-Orion-Probe"
SALT = "sync.hook_probe"
FRESH = timedelta(minutes=1)
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Probed:
    """What came of it: `sentence` says what was found, or what to change."""

    reached: bool
    sentence: str
    milliseconds: int


def path_of(connection: Connection) -> str:
    """The path that this connection's pushes come to."""
    return reverse("sync:hook", args=[connection.marketplace.code, connection.webhook_token])


def address_of(connection: Connection) -> str:
    """The whole address, on the public name."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path_of(connection)}"


def probe(connection: Connection) -> Probed:
    """Post to the address as a marketplace would, through whatever stands before us; no redirects, five seconds."""
    word = signing.TimestampSigner(salt=SALT).sign(path_of(connection))
    began = time.monotonic()
    try:
        with requests.Session() as session:
            session.trust_env = False
            answer = session.post(
                address_of(connection), data=b"{}", headers={HEADER: word, "Content-Type": "application/json"},
                timeout=SECONDS, allow_redirects=False,
            )  # fmt: skip
            said = answer.text[:200]
    except requests.RequestException as failed:
        return Probed(False, _unreachable(failed), _since(began))
    if answer.status_code == 200 and said == _echo(word):
        return Probed(True, _("The address leads here."), _since(began))
    return Probed(False, _somebody_else(answer.status_code), _since(began))


def answer_probe(request: HttpRequest) -> HttpResponse | None:
    """Our own word said back, if this is one for this very path; else nothing, and the message goes its way."""
    word = request.headers.get(HEADER, "")
    if not word:
        return None
    try:
        path = signing.TimestampSigner(salt=SALT).unsign(word, max_age=FRESH)
    except signing.BadSignature:
        return None
    return HttpResponse(_echo(word), content_type="text/plain") if path == request.path else None


def _echo(word: str) -> str:
    return salted_hmac(SALT, word).hexdigest()


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


def _unreachable(failed: requests.RequestException) -> str:
    if isinstance(failed, requests.exceptions.SSLError):
        return _("The certificate of %(host)s is not trusted. Marketplaces will not trust it either.") % _host()
    if isinstance(failed, requests.Timeout):
        return _("%(host)s did not answer within five seconds. Check the proxy before Orion.") % _host()
    return _("Nothing answers at %(host)s. Check PUBLIC_URL and that the name leads here.") % _host()


def _somebody_else(status: int) -> str:
    return _("Something else answers at %(host)s, with %(status)d. Check PUBLIC_URL and the proxy before Orion.") % {
        **_host(), "status": status,
    }  # fmt: skip


def _host() -> dict[str, str]:
    return {"host": settings.PUBLIC_URL}
