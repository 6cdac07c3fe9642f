"""What every test may use: a real PostgreSQL, started only when a test asks for the database."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as given_settings
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer

from config.postgres import start_embedded
from config.template_database import use_template
from tests import emptying, workers

SHARED = Path(os.environ.get("ORION_SHARED") or Path(__file__).resolve().parents[2] / "shared").resolve()
if str(SHARED / "tools") not in sys.path:
    sys.path.insert(0, str(SHARED / "tools"))

#: `make clients` runs these, in an environment of their own.
collect_ignore = ["clients"]

#: Neither says anything of the code on a machine that does other work too.
given_settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
given_settings.load_profile("any_machine")


def shared(name: str) -> Path:
    """A folder or file of the shared reading material; without it a test is skipped by name, and fails in CI."""
    found = SHARED / name
    if not found.exists():
        sentence = f"{name} is not in {SHARED}; set ORION_SHARED to the folder that holds it."
        pytest.fail(sentence) if os.environ.get("CI") == "true" else pytest.skip(sentence)
    return found


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> workers.ByFile | None:
    return workers.scheduler(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        workers.longest_first(items)


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Hardly anything is let go of while tests are collected; looking for it was three tenths of collecting."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was imported stays: looking at it again and again was a sixth of a test's time."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """pytest and Python look three times more for what was never closed: only the first look finds anything."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """pytest-django's hook before the first database use; each xdist worker holds its own share of one server."""
    if settings.EMBEDDED_POSTGRES:
        with django_db_blocker.unblock():  # a template is migrated before the first test may touch a database
            use_template(start_embedded(Path(settings.EMBEDDED_POSTGRES), database="postgres"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's database, and how it is emptied after a test whose work was not rolled back."""
    with django_db_blocker.unblock():
        emptying.remember()
    with pytest.MonkeyPatch.context() as patch:
        everything = TransactionTestCase._fixture_teardown
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: emptying.empty(test, everything))
        yield


@pytest.fixture(autouse=True)
def _own_connection_closes() -> Iterator[None]:
    """The connection beside Django's would keep the test database from being dropped."""
    yield
    if module := sys.modules.get("marketplaces.services.own_connection"):
        module.close()
