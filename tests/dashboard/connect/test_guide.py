"""The guide beside the keys: complete for every marketplace there is."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from marketplaces.framework import registry
from marketplaces.framework.base import Connector


@pytest.mark.parametrize("kind", registry.connectors(), ids=lambda kind: kind.code)
def test_it_says_where_each_key_is_and_what_helps(owner: Client, kind: type[Connector]) -> None:
    page = html.unescape(owner.get(f"/connect/{kind.code}/").content.decode())
    for field in kind.credential_fields:
        assert not (field.required and not field.told) or field.where, f"{kind.code}.{field.name} is found nowhere"
        if field.where and not field.told:
            assert field.where[1:] in page, field.name
    for verdict in ("Reachable", "Keys accepted", "Answer as expected"):
        assert verdict in page
    for trouble in ("It worked yesterday", "Too many calls", "Something may not be read"):
        assert f"<summary>{trouble}" in page
    assert (kind.webhooks is None or not kind.webhooks.where) or "To hear of changes at once" in page


def test_what_cannot_happen_there_is_not_explained(owner: Client) -> None:
    shop, portal = (owner.get(f"/connect/{code}/").content.decode() for code in ("ebay", "ozon"))
    assert "Signing in does not come back here" in shop and "Signing in does not come back here" not in portal
