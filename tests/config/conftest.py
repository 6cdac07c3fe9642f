"""A folder that the embedded server's account can reach; pytest keeps its own folders private."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def folder_for_the_server() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="a shop "))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # a server that is still ending takes its own files away


@pytest.fixture
def open_folder() -> Iterator[Path]:
    with folder_for_the_server() as folder:
        yield folder
