"""Signing in by link: the link goes to the chosen address, the code becomes stored tokens."""

import pytest

from marketplaces.framework.errors import LoginExpired
from marketplaces.services import credentials
from marketplaces.services.connect import connect
from marketplaces.services.sign_in import finish_sign_in, sign_in_link

pytestmark = pytest.mark.django_db

APP = {"app_key": "app-key-123"}


def test_the_link_leads_to_the_marketplace_with_our_state(toy):
    link = sign_in_link("toy", APP, redirect_url="https://hub.example/back", state="s1")
    assert link == "https://api.toy.example/consent?to=https://hub.example/back&state=s1"


def test_the_code_becomes_tokens_that_are_tested_and_can_be_saved(toy, token_server, store):
    query = {"code": "refresh-000001", "state": "s1"}
    tested = finish_sign_in("toy", APP, query, base_url=token_server.url, allow_private=True)
    assert tested.passed and tested.token_expires_at
    connection = connect(store=store, code="toy", name="Toy", tested=tested, base_url=token_server.url)
    assert credentials.read(connection, toy)["access_token"] == "access-000002"


def test_a_code_that_was_used_is_refused(toy, token_server):
    with pytest.raises(LoginExpired):
        finish_sign_in("toy", APP, {"code": "old"}, base_url=token_server.url, allow_private=True)
