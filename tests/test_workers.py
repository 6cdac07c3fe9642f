"""Which tests of a run with several workers follow one another."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from xdist.scheduler import LoadFileScheduling

from tests import workers

HERE = Path(__file__).parent
ROOT = HERE.parent


class Node:
    """A worker as the scheduler sees it: which tests it was sent."""

    shutting_down = False
    gateway = SimpleNamespace(id="gw")

    def __init__(self, collected: list[str]) -> None:
        self.collected = collected
        self.sent: list[str] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.sent += [self.collected[index] for index in indices]

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture(autouse=True)
def two_workers(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytestconfig.option, "tx", ["2*popen"])
    monkeypatch.setattr(pytestconfig.option, "loadscopereorder", False)


@pytest.fixture
def collected() -> list[str]:
    return [
        "tests/e2e/test_pages.py::test_a", "tests/config/test_up.py::test_b[x@y]", "tests/e2e/test_news.py::test_c",
        *(f"tests/core/test_one.py::test_{number}" for number in range(4)),
        *(f"tests/core/test_two.py::TestAll::test_{number}" for number in range(4)),
        *(f"tests/core/test_three.py::test_{number}" for number in range(4)),
    ]  # fmt: skip


def shared_out(pytestconfig: pytest.Config, collected: list[str]) -> tuple[workers.ByFile, list[Node]]:
    made, nodes = workers.ByFile(pytestconfig), [Node(collected), Node(collected)]
    made.numnodes = 2
    for node in nodes:
        made.add_node(node)
        made.add_node_collection(node, collected)
    made.schedule()
    return made, nodes


def files(names: list[str]) -> list[str]:
    return list(dict.fromkeys(name.split("::")[0].rsplit("/", 1)[1] for name in names))


def test_what_starts_all_of_orion_is_one_workers_and_a_file_is_not_torn(
    pytestconfig: pytest.Config, collected: list[str]
) -> None:
    made, (one, other) = shared_out(pytestconfig, collected)
    assert files(one.sent)[:3] == ["test_pages.py", "test_up.py", "test_news.py"] and other.sent == collected[3:7]
    while not made.tests_finished:
        for node in (one, other):
            for name in list(node.sent):
                if name in made.assigned_work[node].get(made._split_scope(name), {}):
                    made.mark_test_complete(node, collected.index(name))
    assert sorted(one.sent + other.sent) == sorted(collected)
    assert not set(files(one.sent)) & set(files(other.sent))
    assert made.assigned_work == {one: {}, other: {}}


def test_by_file_is_what_a_run_gets_and_nothing_else_is_changed(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    for dist, ours in {"loadfile": True, "loadgroup": True, "worksteal": False}.items():
        monkeypatch.setattr(pytestconfig.option, "dist", dist)
        monkeypatch.setattr(pytestconfig.option, "loadscopereorder", True)
        assert (workers.scheduler(pytestconfig, None) is not None) is ours
        assert pytestconfig.option.loadscopereorder is not ours
    assert issubclass(workers.ByFile, LoadFileScheduling)


def test_every_file_that_starts_all_of_orion_is_named() -> None:
    demo = "from tests.config.whole_demo " + "import"
    starts = [path for path in HERE.rglob("test_*.py") if demo in path.read_text()]
    names = [str(path.relative_to(ROOT)) for path in starts]
    assert names and [name for name in names if not name.startswith(workers.WHOLE)] == []
    assert [name for name in (*workers.WHOLE, *workers.FIRST) if not (ROOT / name).exists()] == []


def test_no_test_trusts_in_a_mark_that_has_no_effect() -> None:
    mark = "xdist_" + "group("
    assert [path.name for path in HERE.rglob("*.py") if mark in path.read_text()] == []
