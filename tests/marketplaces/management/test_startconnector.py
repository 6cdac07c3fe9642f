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


@pytest.mark.parametrize("code", ["Acme", "a", "1st", "with-dash", "../up"])
def test_a_bad_code_is_refused(tmp_path, code):
    with pytest.raises(CommandError, match="small letters"):
        start(tmp_path, code)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten(tmp_path):
    start(tmp_path)
    with pytest.raises(CommandError, match="exists already"):
        start(tmp_path)
