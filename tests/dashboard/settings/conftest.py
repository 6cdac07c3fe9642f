"""The practice marketplaces, and somebody who manages."""

from __future__ import annotations

import pytest
from django.test import Client

from core.models import Role
from tests.dashboard.conftest import Cast, browser, person
from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]


@pytest.fixture
def manager(cast: Cast) -> Client:
    return browser(person(cast.store, "Mona Manager", Role.MANAGER))
