"""A new connector's folders: importable, clean, found by the registry, and red until they are filled in."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


def start(tmp_path, code="acme"):
    call_command("startconnector", code, into=tmp_path, stdout=open("/dev/null", "w"))  # noqa: SIM115
    return tmp_path


def test_it_writes_both_folders_and_the_code_is_clean(tmp_path):
    root = start(tmp_path)
    written = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert "marketplaces/connectors/acme/connector.py" in written
    assert "marketplaces/connectors/acme/README.md" in written
    assert "tests/marketplaces/connectors/acme/test_contract.py" in written
    assert "tests/marketplaces/connectors/acme/declared.json" in written
    config = settings.BASE_DIR / "pyproject.toml"
    # Which imports are ours is seen by the place of the folder, so their order cannot be judged here.
    ruff = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", config, "--no-cache", "--ignore=I001", root],
        capture_output=True, text=True,
    )  # fmt: skip
    assert ruff.returncode == 0, ruff.stdout


def test_the_connector_stands_and_its_own_tests_are_red(tmp_path):
    root = start(tmp_path)
    code = (
        "import sys, marketplaces.connectors as c; c.__path__.append(sys.argv[1]);"
        "from marketplaces.framework import registry; print(registry.connector_class('acme').name)"
    )
    folder = root / "marketplaces" / "connectors"
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, cwd=settings.BASE_DIR, check=True
    )
    assert done.stdout == "Acme\n"
    assert "pytest.fail" in (root / "tests/marketplaces/connectors/acme/test_mapping.py").read_text()


RUN = """
import sys, marketplaces.connectors as ours, tests.marketplaces.connectors as tried, pytest
ours.__path__.append(sys.argv[1]); tried.__path__.append(sys.argv[2])
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", f"{sys.argv[2]}/acme/test_contract.py"]))
"""


def test_it_inherits_the_contract_and_does_not_keep_it_yet(tmp_path):
    """The rules of its declaration run at once; what needs its sandbox says that this comes first."""
    root = start(tmp_path)
    folders = [root / "marketplaces" / "connectors", root / "tests" / "marketplaces" / "connectors"]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *folders], capture_output=True, text=True, cwd=settings.BASE_DIR, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "acme does not declare" in done.stdout
    assert "Write marketplaces/connectors/acme/sandbox from the documents first." in done.stdout
    assert " passed" in done.stdout


@pytest.mark.parametrize("code", ["Acme", "a", "1st", "with-dash", "../up", "class", "import"])
def test_a_bad_code_is_refused(tmp_path, code):
    with pytest.raises(CommandError, match="small letters|word of Python"):
        start(tmp_path, code)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path):
    start(tmp_path)
    with pytest.raises(CommandError, match="exists already"):
        start(tmp_path)
