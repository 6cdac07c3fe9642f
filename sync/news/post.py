"""Sends mails: claim, send, settle. What nobody knows the fate of is not sent again.

1. A worker leases mails that are due. 2. It makes the letter and opens the line to the mail server; failing here
costs nothing and is tried again later. 3. It marks the mail as being sent, commits, and hands it over. 4. It stores
what became of it. A worker that dies between 3 and 4 leaves a mail that was perhaps sent: it becomes `doubt`.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from core import checkpoints, redact
from core.models import Notification, OutgoingMail
from sync.news.letters import Letter, NotNeeded, compose, to_be_mailed

log = structlog.get_logger("orion.mail")
State = OutgoingMail.State
#: Longer than a batch takes with a mail server that is slow; by the clock of the database.
LEASE = timedelta(minutes=5)
BATCH = 20
#: After so many tries a mail is refused for good; the waits double from the first to the longest.
MOST_ATTEMPTS = 8
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
#: Mails and what was told are kept as long as settled things are in sight.
KEEP = timedelta(days=90)

CLAIM = """
UPDATE outgoing_mails SET state = 'leased', lease_owner = %(owner)s, updated_at = now(),
    lease_until = now() + make_interval(secs => %(lease)s)
WHERE id IN (
    SELECT id FROM outgoing_mails
    WHERE (state = 'waiting' AND due_at <= now()) OR (state = 'leased' AND lease_until < now())
    ORDER BY due_at, id LIMIT %(batch)s FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def waiting() -> bool:
    """Whether there is anything to do."""
    now = Now()
    rows = OutgoingMail.objects
    return (
        rows.filter(state=State.WAITING, due_at__lte=now).exists()
        or rows.filter(state__in=[State.LEASED, State.SENDING], lease_until__lt=now).exists()
    )


def send_due() -> int:
    """Send one batch of what is due; returns how many were taken up."""
    doubt()
    owner = uuid4()
    ids = _claim(owner)
    if not ids:
        return 0
    checkpoints.reached("mail.after_claim")
    line = _Line()
    try:
        for pk in ids:
            _send_one(pk, owner, line)
    finally:
        line.close()
    return len(ids)


def doubt() -> int:
    """What was handed over by a worker that died is set aside; how many."""
    lost = OutgoingMail.objects.filter(state=State.SENDING, lease_until__lt=Now())
    return lost.update(
        state=State.DOUBT, lease_owner=None, lease_until=None, updated_at=timezone.now(),
        error=_("The worker stopped while it was sent. It is not sent again, so that nobody gets it twice."),
    )  # fmt: skip


def _claim(owner: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"owner": owner, "lease": LEASE.total_seconds(), "batch": BATCH})
        found = {row[0] for row in cursor.fetchall()}
    return list(OutgoingMail.objects.filter(pk__in=found).order_by("due_at", "pk").values_list("pk", flat=True))


class _Line:
    """The line to the mail server, opened when it is first needed and again after it broke."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend | None = None

    def open(self) -> BaseEmailBackend:
        """Raises what the mail server or the network says."""
        if self.backend is None:
            backend = get_connection(fail_silently=False)
            backend.open()
            self.backend = backend
        return self.backend

    def close(self) -> None:
        """However it is."""
        backend, self.backend = self.backend, None
        if backend is not None:
            try:
                backend.close()
            except (OSError, smtplib.SMTPException):
                log.info("mail_server_left_first")


def _send_one(pk: UUID, owner: UUID, line: _Line) -> None:
    mail = OutgoingMail.objects.select_related("store").get(pk=pk)
    letter = _composed(mail, owner)
    if letter is None:
        return
    try:
        backend = line.open()
    except (OSError, smtplib.SMTPException) as error:
        line.close()
        _try_later(mail, owner, error)
        return
    if _begin(mail, owner, letter):
        _hand_over(mail, owner, letter, backend, line)


def _composed(mail: OutgoingMail, owner: UUID) -> Letter | None:
    """The letter; None where there is none to send. A fault of ours in one must not hold up all the others."""
    try:
        return compose(mail)
    except NotNeeded as reason:
        _settle(mail, owner, State.DROPPED, error=str(reason))
    except OperationalError:
        raise  # the lease runs out, and the mail is made anew
    except Exception:
        reference = mail.pk.hex[:8]
        log.exception("mail_not_made", mail=str(mail.pk), reference=reference)
        _settle(mail, owner, State.REFUSED, error=_("It could not be written: a fault of ours, %s.") % reference)
    return None


def _hand_over(mail: OutgoingMail, owner: UUID, letter: Letter, backend: BaseEmailBackend, line: _Line) -> None:
    message = letter.message(mail.pk)
    checkpoints.reached("mail.before_send")
    try:
        backend.send_messages([message])
    except smtplib.SMTPServerDisconnected as error:
        line.close()
        _in_doubt(mail, owner, error)
    except smtplib.SMTPException as error:
        line.close()
        _refused(mail, owner, letter, error)
    except OSError as error:
        line.close()
        _in_doubt(mail, owner, error)
    else:
        checkpoints.reached("mail.after_send")
        _sent(mail, owner, letter)
        checkpoints.reached("mail.after_settle")


@transaction.atomic
def _begin(mail: OutgoingMail, owner: UUID, letter: Letter) -> bool:
    """From here on it may have been sent, and what it tells counts as mailed. False when there is nothing to do.

    The lease went to somebody else, or what it tells has just been read or mailed: then it is made anew.
    """
    mine = OutgoingMail.objects.filter(pk=mail.pk, state=State.LEASED, lease_owner=owner, lease_until__gt=Now())
    if not mine.update(state=State.SENDING, lease_until=Now() + LEASE, attempts=mail.attempts + 1):
        return False
    rows = Notification.objects.filter(to_be_mailed(), pk__in=letter.tells).order_by("pk")
    found = list(rows.select_for_update().values_list("pk", flat=True))
    if len(found) != len(letter.tells):
        _settle(mail, owner, State.WAITING, attempts=mail.attempts)
        return False
    Notification.objects.filter(pk__in=found).update(mailed_at=timezone.now())
    return True


def _not_mailed(letter: Letter) -> None:
    """It surely was not sent: what it tells is still to be mailed."""
    Notification.objects.filter(pk__in=letter.tells).update(mailed_at=None)


def _settle(mail: OutgoingMail, owner: UUID, state: str, **fields: object) -> None:
    OutgoingMail.objects.filter(pk=mail.pk, lease_owner=owner).update(
        state=state, lease_owner=None, lease_until=None, updated_at=timezone.now(), **fields
    )


def _sent(mail: OutgoingMail, owner: UUID, letter: Letter) -> None:
    _settle(mail, owner, State.SENT, sent_at=timezone.now(), subject=letter.subject[:250], error="")


def _try_later(mail: OutgoingMail, owner: UUID, error: Exception) -> None:
    attempts = mail.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        _settle(mail, owner, State.REFUSED, attempts=attempts, error=_said(error))
        return
    due = timezone.now() + wait_after(attempts)
    _settle(mail, owner, State.WAITING, attempts=attempts, due_at=due, error=_said(error))
    log.warning("mail_waits", mail=str(mail.pk), attempts=attempts, error=type(error).__name__)


def wait_after(attempts: int) -> timedelta:
    """How long the next try waits."""
    return min(FIRST_WAIT * 2 ** min(max(0, attempts - 1), 10), LONGEST_WAIT)


@transaction.atomic
def _refused(mail: OutgoingMail, owner: UUID, letter: Letter, error: smtplib.SMTPException) -> None:
    """The mail server said no to this mail: for good with a 5xx, for now with a 4xx."""
    _not_mailed(letter)
    if all(400 <= code < 500 for code in codes(error)) and codes(error):
        _try_later(mail, owner, error)
    else:
        _settle(mail, owner, State.REFUSED, attempts=mail.attempts + 1, error=_said(error))


def codes(error: smtplib.SMTPException) -> Sequence[int]:
    """What it answered, as numbers; none where it said nothing of the kind."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _in_doubt(mail: OutgoingMail, owner: UUID, error: Exception) -> None:
    """The line broke while it was sent."""
    _settle(mail, owner, State.DOUBT, attempts=mail.attempts + 1, error=_said(error))


def _said(error: Exception) -> str:
    return redact.text(f"{type(error).__name__}: {error}")[:500]


def forget() -> None:
    """Drop mails and notifications that are older than anybody looks at."""
    before = timezone.now() - KEEP
    OutgoingMail.objects.filter(created_at__lt=before).exclude(
        state__in=[State.WAITING, State.LEASED, State.SENDING]
    ).delete()
    Notification.objects.filter(at__lt=before).delete()
