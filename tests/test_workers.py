"""Which tests of a run with several workers follow one another."""

import ast
import re
from collections.abc import Iterator
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


#: What gives another value at each call: in the name of a test it would be another test in every worker.
CHANGING = re.compile(r"^(now|today|time|time_ns|monotonic|uuid[14]|urandom|token_\w+|random|randint|compress)$")
#: Of these pytest makes no names: it numbers them.
NUMBERED = ast.Dict | ast.Tuple | ast.List | ast.Set


def unnamed(source: str) -> list[int]:
    """The lines of parametrized values that the clock or chance makes, or that come in no order, without a name."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if getattr(call.func, "attr", "") == "parametrize" and not named(call, "ids"):
            names, rows = call.args[:2]
            several = not isinstance(names, ast.Constant) or "," in names.value
            each = rows.elts if isinstance(rows, ast.List | ast.Tuple) else [rows]
            found += [row.lineno for row in each if any(map(changing, in_names(row, several)))]
            found += [rows.lineno] if isinstance(rows, ast.Set) else []
    return found


def in_names(row: ast.expr, several: bool) -> Iterator[ast.AST]:
    """Every part of what stands in a test's name for this row."""
    parts: list[ast.expr] = [row]
    if getattr(getattr(row, "func", None), "attr", "") == "param":
        parts = [] if named(row, "id") else row.args
    elif several and isinstance(row, ast.Tuple):
        parts = row.elts
    for part in parts:
        if not isinstance(part, NUMBERED):
            yield from ast.walk(part)


def named(node: ast.AST, word: str) -> bool:
    return isinstance(node, ast.Call) and any(each.arg == word for each in node.keywords)


def changing(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or named(node, "mtime"):
        return False
    return bool(CHANGING.match(getattr(node.func, "attr", getattr(node.func, "id", ""))))


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ("[gzip.compress(b'x')]", [1]), ("[gzip.compress(b'x', mtime=0)]", []), ("[b'x', timezone.now()]", [1]),
        ("[pytest.param(gzip.compress(b'x'), id='packed')]", []), ("[time.time()], ids=['now']", []), ("NAMES", []),
        ("[str(uuid4()) for _ in range(3)]", [1]), ("{'a', 'b'}", [1]), ("sorted({'a', 'b'})", []),
        ("[{'held': timezone.now()}, (None, time(22))]", []),
    ],
)  # fmt: skip
def test_a_value_of_the_moment_is_seen_in_a_name(values: str, lines: list[int]) -> None:
    assert unnamed(f"@pytest.mark.parametrize('x', {values})\ndef test_it(x): pass") == lines


def test_every_worker_gives_the_tests_the_same_names() -> None:
    changes = re.compile(CHANGING.pattern.strip("^$") + r"\(")
    sources = {path: path.read_text() for path in HERE.rglob("*.py")}
    looked_at = [path for path, source in sources.items() if "parametrize" in source and changes.search(source)]
    assert len(looked_at) > 20
    found = [f"{path.relative_to(ROOT)}:{line}" for path in looked_at for line in unnamed(sources[path])]
    assert found == [], "Give these values ids (or gzip an mtime): their names change from worker to worker"
