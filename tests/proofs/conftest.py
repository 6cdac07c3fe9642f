"""What every proof uses: sandboxes in a process of their own, a store, workers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.models import Store
from core.services.stores import open_store
from inventory.services.locations import default_location
from tests.proofs.processes import Nursery, Sandboxes, Worker


@pytest.fixture(scope="session")
def sandbox_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxes]:
    folder: Path = tmp_path_factory.mktemp("sandboxes")
    sandboxes = Sandboxes(folder)
    yield sandboxes
    sandboxes.close()


@pytest.fixture
def sandboxes(sandbox_process: Sandboxes) -> Sandboxes:
    """Small fresh shops."""
    for code in ("ozon", "shopee"):
        sandbox_process.fresh(code)
    return sandbox_process


@pytest.fixture
def store(transactional_db: None) -> Store:
    opened = open_store(slug="lumen", name="Atelier Lumen", owner_email="owner@lumen.example").store
    default_location(opened)
    return opened


@pytest.fixture(scope="package")
def nursery(django_db_setup: None) -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def workers(transactional_db: None, nursery: Nursery) -> Iterator[Callable[..., Worker]]:
    """Starts workers, and ends them with the test."""
    started: list[Worker] = []

    def start(**more: Any) -> Worker:
        connection.close()
        started.append(Worker(nursery, **more))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.wait(10)
        worker.process.close()
