"""Times as the contract's examples write them: ISO 8601, UTC, to the millisecond."""

from __future__ import annotations

from datetime import UTC, date, datetime

from .answers import refuse


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def moment(text: str, name: str) -> datetime:
    """A time of a query. Raises 400 for anything else; one without a zone is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise refuse(400, f"{name} must be a date and time in ISO 8601") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def day(text: str, name: str) -> date:
    """A day of a query. Raises 400 for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise refuse(400, f"{name} must be a day like 2026-01-31") from None
