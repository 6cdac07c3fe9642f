"""What a job says when it is done: a figure, the limit it is held against, and their ratio."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`ratio` is better when it is larger; the job is good from `goal` on."""

    job: str
    measured: float
    limit: float
    ratio: float
    goal: float | None = None  # None: told apart, without a goal of its own
    unit: str = ""

    @property
    def good(self) -> bool:
        """Whether the goal is met; a figure without a goal always is."""
        return self.goal is None or self.ratio >= self.goal

    def line(self) -> str:
        """The job as one line of JSON."""
        return json.dumps(asdict(self))


def at_least(job: str, measured: float, limit: float, *, goal: float | None, unit: str) -> Result:
    """More is better: the share of the limit that was reached."""
    return Result(job=job, measured=_short(measured), limit=_short(limit), unit=unit, goal=goal,
                  ratio=round(measured / limit, 3))  # fmt: skip


def at_most(job: str, measured: float, limit: float, *, unit: str) -> Result:
    """Less is better: how often the measured figure goes into what is allowed."""
    return Result(job=job, measured=_short(measured), limit=_short(limit), unit=unit, goal=1.0,
                  ratio=round(limit / measured, 3))  # fmt: skip


def told_apart(job: str, measured: float, limit: float, *, unit: str) -> Result:
    """Less is better, without a goal of its own: a second figure of the same run to see the first one by."""
    return Result(job=job, measured=_short(measured), limit=_short(limit), unit=unit, ratio=round(limit / measured, 3))


def broken(job: str, error: BaseException, *, goal: float) -> Result:
    """A job that could not be measured: a line that is not good, so that the others' figures still stand."""
    return Result(
        job=job, measured=0, limit=0, ratio=0, goal=goal, unit=f"broke: {error or type(error).__name__}"[:300]
    )


def table(results: Sequence[Result]) -> str:
    """For people: one row per job."""
    rows = [("job", "measured", "limit", "unit", "ratio", "goal", "")]
    for each in results:
        verdict = "" if each.goal is None else "good" if each.good else "MISSED"
        goal = "" if each.goal is None else f"{each.goal:g}"
        rows.append((each.job, f"{each.measured:g}", f"{each.limit:g}", each.unit, f"{each.ratio:.2f}", goal, verdict))
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows)


def _short(figure: float) -> float:
    return round(figure) if figure >= 100 else round(figure, 3)
