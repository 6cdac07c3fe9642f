"""A scripted Graph on loopback, and connectors that call it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from marketplaces.connectors.facebook import connector as facebook_connector
from tests.marketplaces.connectors import remote as stages
from tests.marketplaces.connectors.remote import Lines, Remote, Reply, Stage

from .samples import CATALOG

CREDENTIALS = {
    "app_id": "1200300400500", "app_secret": "fbapp-secret-planted", "access_token": "EAAplantedTOKEN0001",
    "catalog_id": CATALOG, "cms_id": "610000000000009", "product_link": "https://shop.example/p/{sku}",
    "verify_token": "my-own-word",
}  # fmt: skip


class Seen(stages.Seen):
    """A call's name leaves the version out."""

    @property
    def name(self) -> str:
        return f"{self.method} /{self.path.lstrip('/').partition('/')[2]}"

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The rows of a batch."""
        return list(json.loads(self.form["requests"]))


def unplanned(seen: stages.Seen) -> Reply:
    said = f"no answer planned for {seen.name}"
    return 400, {"error": {"message": said, "type": "X", "code": 100, "error_subcode": 33}}


@pytest.fixture
def remote(stage: Stage) -> Remote:
    return stage.plays(Remote(unplanned, Seen))


@pytest.fixture
def line(remote: Remote) -> Iterator[Lines[facebook_connector]]:
    """`line(orders="legacy")`: a connector with these settings, which waits without waiting."""
    made = Lines(facebook_connector, remote.url, CREDENTIALS)
    yield made
    made.close()


@pytest.fixture
def facebook(line: Lines[facebook_connector]) -> facebook_connector:
    return line().connector


@pytest.fixture
def legacy(line: Lines[facebook_connector]) -> facebook_connector:
    """With the former order calls switched on."""
    return line(orders="legacy").connector
