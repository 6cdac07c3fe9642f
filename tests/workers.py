"""How the tests are shared out to several workers: file by file, what takes long for its number of tests first."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

#: Each starts all of Orion: side by side they would only wait for each other, so one worker has them all. A mark
#: `xdist_group` would not do it: xdist writes it into the test's name, which pytest 9.2 does not take over.
WHOLE = ("tests/e2e/", "tests/config/test_demo.py", "tests/config/test_up.py")
#: Begun last, one worker would still be at these when the others have nothing left.
FIRST = (*WHOLE, "tests/proofs/", "tests/config/", "tests/trial/", "tests/api/", "tests/sync/", "tests/dashboard/")


class ByFile(LoadFileScheduling):
    """All tests of a file go to one worker in one message, so what they share is made once.

    Single tests, as `--dist load` and `loadgroup` hand them out, cost a message each, and with thousands of them a
    look through everything a worker ever got at each of its answers.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "whole" if nodeid.startswith(WHOLE) else str(super()._split_scope(nodeid))

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        super().mark_test_complete(node, item_index, duration)
        given = self.assigned_work[node]
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(given[scope].values()):
            del given[scope]


def longest_first(items: list[pytest.Item]) -> None:
    """Inside of a folder as they were collected."""

    def place(item: pytest.Item) -> int:
        folders = (at for at, folder in enumerate(FIRST) if item.nodeid.startswith(folder))
        return next(folders, len(FIRST))

    items.sort(key=place)


def scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    """Ours in the place of xdist's own by file; any other is left as asked for."""
    if config.getvalue("dist") not in ("loadfile", "loadgroup"):
        return None
    config.option.loadscopereorder = False
    return ByFile(config, log)
