"""How many queries each page takes, against a committed baseline: more of them is a fault until somebody says so.

Pages are found by the resolver. After a change that is meant: ORION_WRITE_QUERY_COUNTS=1 and this test writes it anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.dashboard.conftest import Cast
from tests.proofs.addresses import pages
from tests.proofs.everything import everything

FILE = Path(__file__).with_name("query_counts.json")
pytestmark = pytest.mark.django_db


def counted(client: Client, cast: Cast) -> dict[str, int]:
    """Queries of each page that answers a GET with 200, at its second call: what is read once is read by then."""
    things: dict[str, Any] = everything(cast.store)
    found = {}
    for address in pages():
        path = address.filled(things)
        if client.get(path).status_code != 200:
            continue
        with CaptureQueriesContext(connection) as taken:
            answer = client.get(path)
            if answer.streaming:
                b"".join(answer.streaming_content)
        found[address.route] = len(taken)
    return dict(sorted(found.items()))


def test_no_page_takes_more_queries_than_it_did_and_none_is_uncounted(owner: Client, cast: Cast) -> None:
    found = counted(owner, cast)
    if os.environ.get("ORION_WRITE_QUERY_COUNTS"):
        FILE.write_text(json.dumps(found, indent=1) + "\n")
    kept: dict[str, int] = json.loads(FILE.read_text())
    assert len(found) > 30
    assert set(found) == set(kept), "pages came or went: ORION_WRITE_QUERY_COUNTS=1 writes the baseline anew"
    grown = {route: (kept[route], count) for route, count in found.items() if count > kept[route]}
    assert not grown, "pages that take more queries than before (before, now)"


def test_the_baseline_is_not_generous() -> None:
    """Today asks of everything that there is; no other page comes near it."""
    first, second, *_rest = sorted(json.loads(FILE.read_text()).values(), reverse=True)
    assert first <= 34 and second <= 27
