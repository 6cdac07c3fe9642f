"""A product feed as a run: the same log, counts and refusals as any sync; killed, it goes on behind the last page."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import NeedsYou, Store, User
from core.services import needs_you
from inventory.services import feed
from inventory.services.feed.holding import Held, too_many_prices
from inventory.services.listings.ranking import rank_store
from orders.services.relink import relink
from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.run import Stopped

Status = MarketplaceSyncLog.Status
Phase = MarketplaceSyncLog.Phase
#: An import that said nothing for so long was killed.
GIVEN_UP = timedelta(minutes=10)
#: One whose file is kept is taken up sooner: that its worker is dead after all is checked with every page.
TAKEN_UP = timedelta(minutes=2)
MOST_RESTARTS = 5
Listener = Callable[[MarketplaceSyncLog], None]


class Lost(Exception):
    """Another worker has taken this import over; what we were about to store is taken back."""


def import_feed(
    *,
    store: Store,
    name: str,
    data: bytes,
    cause: str,
    actor: User | None = None,
    listener: Listener | None = None,
    log: MarketplaceSyncLog | None = None,
    approved: bool = False,
    columns: Mapping[str, str] | None = None,
) -> MarketplaceSyncLog:
    """Bring a feed in, in this thread, and return its run; `log` is a run that was asked for and taken.

    `columns` says what columns with foreign names are; a run that was asked for has it in its options.

    What is no feed at all changes nothing and fails the run. What would change too many prices is held, and changes
    nothing, until it is `approved`.
    """
    end_killed(store)
    options = {"file": name} | ({"columns": dict(columns)} if columns else {})
    log = log or MarketplaceSyncLog.objects.create(
        store=store, sync_type=SyncType.IMPORT, cause=cause, started_by=actor, options=options,
        status=Status.IN_PROGRESS, start_time=timezone.now(), heartbeat_at=timezone.now(), lease_owner=uuid4(),
    )  # fmt: skip
    run = _Import(log, name, actor, listener, approved or bool(log.options.get("approved")))
    try:
        run.carry_out(data)
    except Lost:
        pass
    except Stopped:
        run.end(Status.STOPPED)
    except Held as held:
        run.hold(held)
    except DomainError as error:
        run.end(Status.FAILED, error_kind="refused", error_message=str(error))
    except BaseException as error:
        run.break_off(error)
        raise
    log.refresh_from_db()
    return log


def cause_of(log: MarketplaceSyncLog) -> str:
    """By which a held import is known; the newest of a source stands for those before it."""
    return f"import_held:{log.options.get('source') or log.pk}"


class _Import:
    """One worker's hold on one import. Everything it writes asks whether the import is still its own."""

    def __init__(
        self, log: MarketplaceSyncLog, name: str, actor: User | None, listener: Listener | None, approved: bool
    ) -> None:
        self.log, self.name, self.actor, self.listener, self.approved = log, name, actor, listener, approved
        self.owner: UUID | None = log.lease_owner
        self.options = dict(log.options)

    def carry_out(self, data: bytes) -> None:
        """Read, check the prices, store page by page, link what waited, say what it came to."""
        self.store({}, phase=Phase.PARSING)
        file = feed.read_file(data, feed.Naming(self.options.get("columns") or {}))
        self.store({})
        store = self.log.store
        parsed = feed.parse_rows(file, currency=store.currency, language=store.locale[:2])
        self.lines = {line.number: line.cells for line in file.lines} | file.remains
        self.numbers = {row.sku: row.number for row in parsed.rows}
        if "place" not in self.options:
            if not self.approved and (held := too_many_prices(store, parsed.rows)):
                raise held
            self._begin(parsed)
        outcome = feed.import_rows(
            store=store, rows=parsed.rows, reason=f"Feed {self.name}", actor=self.actor,
            actor_label=str(self.actor or "Product feed"), run_id=self.log.pk, progress=self._progress,
            start=self.options["place"], apart=bool(self.options.get("retried")),
        )  # fmt: skip
        linked = relink(store=store, skus=outcome.skus, actor_label=f"Feed {self.name}")
        rank_store(store)
        self._say(file, parsed, outcome, linked)
        self.log.refresh_from_db()
        self.end(Status.PARTIALLY_COMPLETED if self.log.failed_records else Status.COMPLETED)
        needs_you.settle_cause(store=store, cause_key=cause_of(self.log), how=_("A newer one came in"), by="Orion")

    def _begin(self, parsed: feed.Parsed) -> None:
        """What cannot be stored at all is written down once, together with the place that storing begins at."""
        self.options["place"] = 0
        with transaction.atomic():
            self._keep(parsed.refused, parsed.numbers)
            total = len(parsed.rows) + len(parsed.refused)
            self.store({}, expected_records=total, phase=Phase.UPSERTING, options=self.options)

    def _progress(self, page: feed.Outcome) -> None:
        """Inside the page's transaction: its counts and the place behind it commit with its rows."""
        if MarketplaceSyncLog.objects.filter(pk=self.log.pk, stop_requested=True).exists():
            raise Stopped  # this page is taken back, those before it stay
        self._keep(page.refused, [self.numbers[sku] for sku, _sentence in page.refused])
        counts = {"created_records": page.created, "updated_records": page.updated, "unchanged_records": page.unchanged}
        self.options["place"] += sum(counts.values()) + len(page.refused)
        self.store(counts, options=self.options)
        if self.listener is not None:
            self.log.refresh_from_db()
            self.listener(self.log)

    def _keep(self, refused: list[tuple[str, str]], numbers: list[int]) -> None:
        """One record each of what was refused, with its row, counted at once. A torn line must be exported again."""
        SyncLogItem.objects.bulk_create(
            SyncLogItem(
                sync_log=self.log, item=item[:200], outcome=SyncLogItem.Outcome.REFUSED, kind="rejected",
                reason=sentence, raw={"line": number, "row": self.lines.get(number, {})},
                can_retry=not item.startswith("line "),
            )
            for (item, sentence), number in zip(refused, numbers, strict=True)
        )  # fmt: skip
        self.store({"failed_records": len(refused)})

    def store(self, counts: dict[str, int], **fields: Any) -> None:
        """Add counts and set fields; raises Lost when the import is another worker's by now."""
        dealt = sum(counts.values())
        added = {key: F(key) + number for key, number in counts.items()}
        held = MarketplaceSyncLog.objects.filter(pk=self.log.pk, lease_owner=self.owner, status=Status.IN_PROGRESS)
        if not held.update(
            **added, total_records=F("total_records") + dealt, processed_records=F("processed_records") + dealt,
            pages=F("pages") + int(dealt > 0), heartbeat_at=timezone.now(), updated_at=timezone.now(), **fields,
        ):  # fmt: skip
            raise Lost

    def end(self, status: str, **fields: Any) -> None:
        """Over, unless another worker goes on with it."""
        try:
            self.store({}, status=status, end_time=timezone.now(), **fields)
        except Lost:
            return

    def hold(self, held: Held) -> None:
        """Nothing is stored; a person looks at the largest changes and lets it go on, or drops it."""
        self.end(
            Status.STOPPED, options=self.options | {"held": held.as_json()}, error_kind="held",
            error_message=str(held), error_fix="Nothing was changed. Import it all the same, or drop it.",
        )  # fmt: skip
        needs_you.raise_cause(
            store=self.log.store, kind=NeedsYou.Kind.DIFFERS, cause_key=cause_of(self.log),
            title=_("%(file)s would change many prices") % {"file": self.name}, tried=str(held),
            cost=_("Nothing of it comes in until then; its file is kept for two weeks."),
            fix=_("Look at the largest changes. Import it all the same, or drop it."),
            subject_type="run", subject_id=self.log.pk,
        )  # fmt: skip

    def break_off(self, error: BaseException) -> None:
        """A worker that is told to stop leaves a kept feed to the next; a fault of ours is told."""
        if "upload" in self.options and not isinstance(error, Exception):
            self.end(Status.PENDING, lease_owner=None)
            MarketplaceSyncLog.objects.filter(pk=self.log.pk, status=Status.PENDING).update(end_time=None)
            return
        self.end(Status.FAILED, error_kind="our_fault", error_message="The import broke off.",
                 error_fix="What was stored before is safe. Import the file again.")  # fmt: skip

    def _say(self, file: feed.FeedFile, parsed: feed.Parsed, outcome: feed.Outcome, linked: int) -> None:
        """What a person may want to know, warnings first; the run keeps so many lines as any other."""
        lines = [f"Read as {file.described}."]
        lines += parsed.warnings[:180]
        if outcome.counted:
            lines.append(f"{outcome.counted} opening counts taken from its quantities.")
        if outcome.linked:
            lines.append(f"{outcome.linked} listings linked by the same SKU.")
        if linked:
            lines.append(f"{linked} parked order lines were linked.")
        now = timezone.now().isoformat(timespec="seconds")
        self.store({}, messages=[*self.log.messages, *([now, line] for line in lines)])


def end_killed(store: Store | None = None) -> None:
    """Imports that said nothing for long, in one store or in all: those that are kept go on, the others are over."""
    now = timezone.now()
    running = MarketplaceSyncLog.objects.filter(sync_type=SyncType.IMPORT, status=Status.IN_PROGRESS)
    running = running.filter(store=store) if store else running
    for log in running.filter(options__has_key="upload", heartbeat_at__lt=now - TAKEN_UP):
        _give_back(log)
    running.filter(heartbeat_at__lt=now - GIVEN_UP).update(
        status=Status.FAILED, end_time=now, error_kind="worker_died",
        error_message="The import stopped in the middle.", error_fix="Import the file again; nothing is doubled.",
    )  # fmt: skip


def _give_back(log: MarketplaceSyncLog) -> None:
    """To be taken up behind its last stored page; not for ever, should it be the feed that kills workers."""
    restarts = int(log.options.get("restarts", 0)) + 1
    if restarts > MOST_RESTARTS:
        return
    line = [timezone.now().isoformat(timespec="seconds"), "The worker stopped; going on behind the last stored row."]
    MarketplaceSyncLog.objects.filter(
        pk=log.pk, status=Status.IN_PROGRESS, lease_owner=log.lease_owner, heartbeat_at=log.heartbeat_at
    ).update(
        status=Status.PENDING, lease_owner=None, updated_at=timezone.now(),
        options={**log.options, "restarts": restarts}, messages=[*log.messages, line],
    )  # fmt: skip
