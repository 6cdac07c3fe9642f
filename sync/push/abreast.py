"""Some calls to one shop side by side: each in a thread of its own, their answers one by one to whoever asked.

The limits pace their starts, in the transport. Threads only call: what the answers mean is stored by the one that
asked, and who had to look at the database (for renewed keys) has given that connection back before the call.
"""

import threading
from collections.abc import Callable, Collection, Generator, Sequence
from contextvars import copy_context
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Generic, Self, TypeVar

from django.db import connection

from marketplaces.framework.transport.brake import Brake, CalledBack

Work = TypeVar("Work")
Answer = TypeVar("Answer")

#: While nothing is answered, whoever waits looks up so often: somebody may have asked to stop.
LOOK_UP = 1.0
#: Whoever must end at once waits so long for the answers under way; what they still bring is told again.
LEAVING = 2.0


class Abreast(Generic[Work, Answer]):
    """At most `most` calls under way, never two about the same of `subjects`.

    Used as a block: behind it no call of its is under way. Inside a transaction they go in turn, in this thread:
    another would not see what is not committed yet.
    """

    def __init__(
        self, call: Callable[[Work], Answer], *, most: int, subjects: Callable[[Work], Collection[str]]
    ) -> None:
        self._call = call
        self._most = most
        self._subjects = subjects
        self._brake = Brake()
        self._under_way: list[Ended[Work, Answer]] = []
        self._ended: SimpleQueue[Ended[Work, Answer]] = SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Left early: an answer that is on its way must not come after what the next run sends."""
        self._brake.pull()
        for each in filter(threading.Thread.is_alive, self._under_way):
            each.join(None if kind is None or issubclass(kind, Exception) else LEAVING)

    def answered(
        self, works: Sequence[Work], *, about_to: Callable[[Work], None]
    ) -> "Generator[Ended[Work, Answer] | None]":
        """Those that were answered, as it comes; None where nothing was for a while. Each is handed out before more go.

        `about_to` is told of each before it leaves.
        """
        waiting = list(works)
        alone = len(waiting) == 1 or self._most == 1 or connection.in_atomic_block
        while waiting or self._under_way:
            while (place := self._find_free(waiting, most=1 if alone else self._most)) is not None:
                about_to(waiting[place])
                self._start(waiting.pop(place), alone=alone)
            yield self._next(LOOK_UP)

    def left(self) -> "Generator[Ended[Work, Answer]]":
        """Nothing leaves any more: the answers of what has left, as they come."""
        self._brake.pull()
        while self._under_way:
            ended = self._next(None)
            if ended is not None and not ended.called_back:
                yield ended

    def _find_free(self, waiting: Sequence[Work], *, most: int) -> int | None:
        """The first that may go now; one that must wait for another does not make the others wait."""
        if len(self._under_way) >= most:
            return None
        taken = frozenset[str]().union(*(each.about for each in self._under_way))
        places = (place for place, work in enumerate(waiting) if taken.isdisjoint(self._subjects(work)))
        return next(places, None)

    def _start(self, work: Work, *, alone: bool) -> None:
        call = Ended(self._call, work, frozenset(self._subjects(work)), self._brake, self._ended)
        self._under_way.append(call)
        if alone:
            call.carry_out()
        else:
            call.start()

    def _next(self, patience: float | None) -> "Ended[Work, Answer] | None":
        try:
            ended = self._ended.get(timeout=patience)
        except Empty:
            return None
        self._under_way.remove(ended)
        return ended


class Ended(threading.Thread, Generic[Work, Answer]):
    """One call: handed out when it has ended."""

    def __init__(
        self, call: Callable[[Work], Answer], work: Work, about: frozenset[str], brake: Brake,
        ended: "SimpleQueue[Ended[Work, Answer]]",
    ) -> None:  # fmt: skip
        super().__init__(name="call-abreast", daemon=True)  # whoever ends the process waits for no marketplace
        self.work = work
        self.about = about
        self._call = call
        self._brake = brake
        self._ended = ended
        self._context = copy_context()
        self._answer: Answer | None = None
        self._error: BaseException | None = None

    @property
    def called_back(self) -> bool:
        """Nothing of it has left."""
        return isinstance(self._error, CalledBack)

    def answer(self) -> Answer:
        """What came back. Raises what the call raised."""
        if self._error is not None:
            raise self._error
        return self._answer  # type: ignore[return-value]  # there is one where there is no error

    def carry_out(self) -> None:
        """In the thread that asks; what interrupts that one is no answer."""
        try:
            self._work()
        except Exception as error:  # noqa: BLE001  whoever asks for the answer meets it
            self._error = error
        self._ended.put(self)

    def run(self) -> None:
        try:
            self._context.run(self._work)
        except BaseException as error:  # noqa: BLE001  the same
            self._error = error
        finally:
            connection.close()
            self._ended.put(self)

    def _work(self) -> None:
        with self._brake.job():
            self._answer = self._call(self.work)
