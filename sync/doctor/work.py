"""Whether the work goes on: ticks, runs, webhooks, news for the shops, mails, and the shops themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from core.models import OutgoingMail
from marketplaces.framework import registry
from marketplaces.models import Connection, OutboundChange
from sync import runs, schedule, webhooks
from sync.doctor.finding import Finding
from sync.models import MarketplaceSyncLog, MarketplaceWebhook, ScheduledJob

#: A tick comes every few seconds: what has been due for so long was not looked at by anybody.
UNSEEN = timedelta(minutes=10)
#: Work of a dead worker is taken up within seconds by the tick.
LEFT = timedelta(minutes=2)
#: News that a shop which answers has not been told for so long.
UNTOLD = timedelta(hours=1)
SHOWN = 3


def look() -> Iterator[Finding]:
    """One finding for each kind of work."""
    now = timezone.now()
    yield _ticks(now)
    yield _schedules()
    yield _runs(now)
    yield _webhooks(now)
    yield _news(now)
    yield _mails(now)
    yield _shops()


def _ticks(now: datetime) -> Finding:
    jobs = ScheduledJob.objects.filter(is_enabled=True, connection__status=Connection.Status.ACTIVE)
    oldest = jobs.filter(connection__deleted_at__isnull=True).aggregate(oldest=Min("next_run_at"))["oldest"]
    if oldest is None or now - oldest <= UNSEEN:
        return Finding(matter="workers", said="Schedules are kept.")
    return Finding(
        matter="workers", said=f"No schedule was kept for {_minutes(now - oldest)} minutes.", urgent=True,
        fix="Start manage.py up, or the workers and exactly one beat: until then nothing is read or sent.",
    )  # fmt: skip


def _schedules() -> Finding:
    active = Connection.objects.filter(status=Connection.Status.ACTIVE).select_related("marketplace")
    lacking = []
    for shop in active.prefetch_related("scheduled_jobs"):
        code = shop.marketplace.code
        known = schedule.possible_kinds(code) if code in registry.codes() else set()
        if known - {job.job_type for job in shop.scheduled_jobs.all()}:
            lacking.append(shop.name)
    if not lacking:
        return Finding(matter="schedules", said="Every shop that works has its schedules.")
    return Finding(
        matter="schedules", said=f"Shops without all their schedules: {_some(lacking)}.", urgent=True,
        fix="Give them the schedules of their marketplace.", mend=schedule.ensure_missing,
    )  # fmt: skip


def _runs(now: datetime) -> Finding:
    dead = MarketplaceSyncLog.objects.filter(
        status=MarketplaceSyncLog.Status.IN_PROGRESS, lease_until__lt=now - LEFT
    ).count()
    if not dead:
        return Finding(matter="runs", said="No run is held by a worker that died.")
    return Finding(
        matter="runs", said=f"{dead} runs are held by workers that died.",
        fix="Give them back: they go on from the last stored page.", mend=runs.reap,
    )  # fmt: skip


def _webhooks(now: datetime) -> Finding:
    status = MarketplaceWebhook.Status
    late = Q(status=status.RECEIVED, due_at__lt=now - UNSEEN) | Q(status=status.PROCESSING, lease_until__lt=now - LEFT)
    waiting = MarketplaceWebhook.objects.filter(late).count()
    if not waiting:
        return Finding(matter="webhooks", said="Every webhook was looked at in time.")
    return Finding(
        matter="webhooks", said=f"{waiting} webhooks wait longer than they should.",
        fix="Give back those of dead workers; if it stays, the workers do not run.", mend=webhooks.reap,
    )  # fmt: skip


def _news(now: datetime) -> Finding:
    state = OutboundChange.State
    late = OutboundChange.objects.filter(
        state__in=[state.WAITING, state.RETRY], wanted_at__lt=now - UNTOLD, due_at__lt=now - UNSEEN,
        connection__status=Connection.Status.ACTIVE, connection__deleted_at__isnull=True,
    )  # fmt: skip
    waiting = late.count()
    if not waiting:
        return Finding(matter="news", said="What shops are to be told is told in time.")
    names = sorted(set(late.order_by().values_list("connection__name", flat=True)))
    return Finding(
        matter="news", said=f"{waiting} changes wait longer than an hour to be sent: {_some(names)}.", urgent=True,
        fix="Look at the syncs of these shops: they sell on numbers that are not true any more.",
    )  # fmt: skip


def _mails(now: datetime) -> Finding:
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING, due_at__lt=now - UNTOLD).count()
    if not waiting:
        return Finding(matter="mails", said="Mails leave in time.")
    return Finding(
        matter="mails", said=f"{waiting} mails wait longer than an hour.",
        fix="See what the mail server says under Outgoing mails in the administration; EMAIL_URL names it.",
    )  # fmt: skip


def _shops() -> Finding:
    stopped = Connection.objects.filter(status=Connection.Status.STOPPED).order_by("name")
    names = [f"{shop.name} ({shop.status_reason})" if shop.status_reason else shop.name for shop in stopped]
    if not names:
        return Finding(matter="shops", said="No shop is stopped.")
    return Finding(
        matter="shops", said=f"Stopped: {_some(names)}.",
        fix="Their owners reconnect them under Connections; each card says what is missing.",
    )  # fmt: skip


def _some(names: list[str]) -> str:
    return "; ".join(names[:SHOWN]) + ("; …" if len(names) > SHOWN else "")


def _minutes(time: timedelta) -> int:
    return int(time.total_seconds() // 60)
