"""How a run is told on a terminal: a bar while it goes, a sentence or a JSON line at its end."""

import time
from typing import Any

from django.core.management.base import OutputWrapper

from sync.models import MarketplaceSyncLog, SyncLogItem, SyncType
from sync.run import Run

WIDTH = 28
SENT = {SyncType.INVENTORY, SyncType.PRICES, SyncType.FULFILLMENT, SyncType.PRODUCTS_OUT}


class BarOnTerminal:
    """Redraws one line on standard error, at most ten times a second; silent where that is no terminal."""

    def __init__(self, name: str, kind: str, stream: OutputWrapper) -> None:
        self.name = f"{name}, {SyncType(kind).label.lower()}"
        self.stream = stream
        self.shown = stream.isatty()
        self.last = 0.0

    def __call__(self, run: Run) -> None:
        now = time.monotonic()
        if self.shown and now - self.last >= 0.1:
            self.last = now
            self.stream.write(f"\r\x1b[K{self._line(run.log)}", ending="")
            self.stream.flush()

    def close(self) -> None:
        """Take the line away: the sentence that follows says it all."""
        clear(self.stream)

    def _line(self, log: MarketplaceSyncLog) -> str:
        total = log.expected_records
        if not total:
            return f"{self.name}: {log.processed_records:,} …"
        done = min(1.0, log.processed_records / total)
        filled = round(done * WIDTH)
        return f"{self.name} {'█' * filled}{'░' * (WIDTH - filled)} {log.processed_records:,} of {total:,}"


def clear(stream: OutputWrapper) -> None:
    """Takes away whatever bar stands on a terminal's last line."""
    if stream.isatty():
        stream.write("\r\x1b[K", ending="")
        stream.flush()


def sentence(log: MarketplaceSyncLog) -> str:
    """What a run came to, in words; reasons of refused records below."""
    name = log.connection.name if log.connection else "Import"
    head = f"{name}, {log.get_sync_type_display().lower()}: {log.get_status_display().lower()}"
    counts = ", ".join(
        f"{number:,} {word}"
        for number, word in (
            (log.created_records, "new"),
            (log.updated_records, "changed"),
            (log.unchanged_records, "unchanged"),
            (log.parked_records, "parked"),
            (log.failed_records, "refused"),
        )
    )
    passed = "sent" if log.sync_type in SENT else "received"
    nothing = log.error_message and not log.total_records
    lines = [f"{head}." if nothing else f"{head}. {log.total_records:,} {passed} = {counts}."]
    if log.error_message:
        lines.append(_words(log.error_message, log.error_said, log.error_fix))
    lines += [f"  {text}" for _, text in log.messages if "switched off" in text]
    lines += [f"  {item.item}: {_words(item.reason, item.said, item.fix)}" for item in log.items.all()[:20]]
    return "\n".join(lines)


def _words(reason: str, said: str, fix: str) -> str:
    """Reason, their words, what to do: each a sentence."""
    parts = [reason, f"It answered: “{said.rstrip('.')}”" if said and said not in reason else "", fix]
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in parts if part)


def as_line(log: MarketplaceSyncLog) -> dict[str, Any]:
    """The stable JSON of a run, as the README lists its keys."""
    return {
        "sync_log": str(log.pk),
        "connection": str(log.connection_id) if log.connection_id else None,
        "marketplace": log.marketplace.code if log.marketplace else None,
        "sync_type": log.sync_type,
        "status": log.status,
        "total_records": log.total_records,
        "processed_records": log.processed_records,
        "failed_records": log.failed_records,
        "created": log.created_records,
        "updated": log.updated_records,
        "unchanged": log.unchanged_records,
        "parked": log.parked_records,
        "errors": _errors(log),
        "start_time": log.start_time.isoformat() if log.start_time else None,
        "end_time": log.end_time.isoformat() if log.end_time else None,
    }


def _errors(log: MarketplaceSyncLog) -> list[dict[str, str]]:
    found = [
        {"item": item.item, "reason": _words(item.reason, item.said, item.fix)}
        for item in log.items.filter(outcome=SyncLogItem.Outcome.REFUSED)
    ]
    if log.error_message:
        found.insert(0, {"item": "", "reason": _words(log.error_message, log.error_said, log.error_fix)})
    return found
