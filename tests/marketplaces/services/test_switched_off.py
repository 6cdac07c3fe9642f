"""A marketplace that staff switch off in the administration is called for nobody, and goes on when it is on again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Membership, User
from marketplaces.framework.errors import SwitchedOff
from marketplaces.models import Connection, Marketplace
from marketplaces.services.connect import test_values as try_values
from marketplaces.services.connectors import open_connector

pytestmark = pytest.mark.django_db

VALUES = {"app_key": "app-key-123", "access_token": "access-000001", "refresh_token": "refresh-000001"}


def switch(code: str, on: bool) -> None:
    Marketplace.objects.filter(code=code).update(is_active=on)


def test_no_shop_of_it_is_called_also_where_its_row_was_read_before(signed_in: Connection) -> None:
    switch("toy", False)
    assert signed_in.marketplace.is_active, "read before staff switched"
    with pytest.raises(SwitchedOff) as told:
        open_connector(signed_in)
    assert str(told.value).startswith("Toy is switched off here. Ask whoever runs this Orion")


def test_it_goes_on_when_it_is_switched_on_again(signed_in: Connection) -> None:
    switch("toy", False)
    switch("toy", True)
    assert open_connector(signed_in).account().remote_account_id == "shop-7"


def test_keys_are_not_even_tried_there(signed_in: Connection, token_server: Any) -> None:
    switch("toy", False)
    tested = try_values("toy", VALUES, base_url=token_server.url, allow_private=True)
    assert not tested.passed and not token_server.refreshes
    assert [verdict.state for verdict in tested.verdicts] == ["refused", "not_tried", "not_tried"]
    assert "switched off here" in tested.verdicts[0].said and "Ask whoever runs this Orion" in tested.verdicts[0].fix


def test_the_page_to_choose_from_does_not_offer_it(client: Client, signed_in: Connection) -> None:
    owner = User.objects.create_user("o@example.com", "a long enough one")
    Membership.objects.create(store=signed_in.store, user=owner, role="owner")
    client.force_login(owner)
    Marketplace.objects.create(code="ebay", name="eBay", is_active=False)
    page = client.get(reverse("dashboard:connect")).content.decode()
    there, gone = (reverse("dashboard:connect_keys", args=[code]) for code in ("ozon", "ebay"))
    assert there in page and gone not in page
