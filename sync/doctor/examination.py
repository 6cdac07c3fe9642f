"""All looks in their order, and what can be mended at once."""

from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError, transaction

from sync.doctor import books, installation, work
from sync.doctor.finding import Finding

PARTS: tuple[Callable[[], Iterator[Finding]], ...] = (installation.look, books.look, work.look)


def examine() -> Iterator[Finding]:
    """Every finding, the ground first. A part that cannot be looked into says so and hides no other."""
    for part in PARTS:
        yield from _looked(part)


def _looked(part: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    name = part.__module__.rpartition(".")[2]
    try:
        with transaction.atomic():
            yield from list(part())
    except DatabaseError as error:
        yield Finding(
            matter=name, said=f"It could not be looked into: {str(error).splitlines()[0]}.", urgent=True,
            fix="Make sure that the database answers and that migrations are applied, then look again.",
        )  # fmt: skip


def mend(findings: Iterable[Finding]) -> list[Finding]:
    """Do what can be done by itself; returns those for which it was done."""
    done = []
    for finding in findings:
        if finding.mend is not None and finding.can_mend:
            finding.mend()
            done.append(finding)
    return done
