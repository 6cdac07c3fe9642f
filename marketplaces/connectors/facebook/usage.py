"""How much of what is allowed is used up, as the headers of every answer tell it in percent (contract section 6).

The kind of use is not documented for catalogues, so the highest number counts, whatever its name.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

APP, BUSINESS = "x-app-usage", "x-business-use-case-usage"
PARTS = ("call_count", "total_cputime", "total_time")
SLOW_FROM, FULL = 75.0, 100.0
#: The pause before the next call grows to this just below the end.
LONGEST_PAUSE = 4.0
MINUTE = 60.0


def rest(headers: Mapping[str, str]) -> float:
    """Seconds to let pass before the next call: none below 75 percent, at 100 until they say that it goes on."""
    used = max(_shares(headers), default=0.0)
    if used >= FULL:
        return regained(headers) or MINUTE
    return max(0.0, (used - SLOW_FROM) / (FULL - SLOW_FROM)) * LONGEST_PAUSE


def regained(headers: Mapping[str, str]) -> float:
    """Seconds until calls are let in again, where they tell; they tell it in minutes."""
    return max((_number(each.get("estimated_time_to_regain_access")) for each in _cases(headers)), default=0.0) * MINUTE


def _shares(headers: Mapping[str, str]) -> Iterator[float]:
    for each in (_opened(headers.get(APP, "")), *_cases(headers)):
        for part in PARTS:
            yield _number(each.get(part))


def _cases(headers: Mapping[str, str]) -> Iterator[Mapping[str, Any]]:
    for listed in _opened(headers.get(BUSINESS, "")).values():
        for each in listed if isinstance(listed, list) else ():
            if isinstance(each, Mapping):
                yield each


def _opened(text: str) -> Mapping[str, Any]:
    """A header that cannot be read tells nothing; the limits we keep by ourselves still hold."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
