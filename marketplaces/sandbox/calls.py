"""Counts what was called, so that a test can prove that work came over the wire."""

from __future__ import annotations

import threading
from collections import Counter, deque
from typing import Any

from .messages import Answer, Request

KEPT = 5000


class Calls:
    """Counts per method and path, and the last calls without any header or query value."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._last: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def note(self, request: Request, answer: Answer, *, at: str, seconds: float) -> None:
        name = f"{request.method} {request.path}"
        with self._lock:
            self._counts[name] += 1
            self._statuses[str(answer.status)] += 1
            self._last.append(
                {
                    "at": at,
                    "call": name,
                    "query": sorted(request.query),
                    "account": request.account,
                    "status": answer.status,
                    "bytes_in": len(request.body),
                    "bytes_out": len(answer.body),
                    "ms": round(seconds * 1000, 2),
                }
            )

    def summary(self, last: int = 0) -> dict[str, Any]:
        with self._lock:
            found: dict[str, Any] = {
                "total": self._counts.total(),
                "calls": dict(sorted(self._counts.items())),
                "statuses": dict(sorted(self._statuses.items())),
            }
            if last:
                found["last"] = list(self._last)[-last:]
            return found

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()
            self._statuses.clear()
            self._last.clear()
