"""Signing in and out."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from config.settings import base
from tests.dashboard.conftest import Cast


@pytest.fixture
def client() -> Client:
    return Client()


def sign_in(client: Client, **fields: str):
    return client.post("/sign-in/", {"username": "nadia@example.org", "password": "correct horse battery", **fields})


def test_it_shows_a_form_with_labels_and_autocomplete(client: Client, db: None) -> None:
    page = client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page


def test_the_right_password_opens_the_house(client: Client, cast: Cast) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.owner.pk)


def test_the_address_is_compared_without_regard_to_case(client: Client, cast: Cast) -> None:
    assert sign_in(client, username="NADIA@Example.org").status_code == 302


def test_it_goes_on_to_the_page_that_was_asked_for(client: Client, cast: Cast) -> None:
    assert sign_in(client, next="/more/")["Location"] == "/more/"


def test_it_never_goes_on_to_another_host(client: Client, cast: Cast) -> None:
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"username": "nobody@example.org"}])
def test_a_failure_never_says_which_half_was_wrong(client: Client, cast: Cast, fields: dict[str, str]) -> None:
    answer = sign_in(client, **fields)
    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_typed_address_stays_and_the_password_does_not(client: Client, cast: Cast) -> None:
    page = sign_in(client, password="wrong-secret").content.decode()
    assert 'value="nadia@example.org"' in page
    assert "wrong-secret" not in page


def test_somebody_switched_off_stays_outside(client: Client, cast: Cast) -> None:
    cast.owner.is_active = False
    cast.owner.save()
    assert sign_in(client).status_code == 422


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    answer = sign_in(Client(enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


def test_signing_out_ends_the_session(owner: Client) -> None:
    assert owner.post("/sign-out/")["Location"] == "/sign-in/"
    assert owner.get("/more/")["Location"].startswith("/sign-in/")


def test_a_get_signs_nobody_out(owner: Client) -> None:
    assert owner.get("/sign-out/").status_code == 405
    assert owner.get("/more/").status_code == 200


def test_the_gate_shows_no_page_to_the_unknown(client: Client, db: None) -> None:
    assert client.get("/more/")["Location"] == "/sign-in/?next=/more/"


def test_the_demo_says_who_may_look_around_and_one_press_does(client: Client, cast: Cast, settings: Any) -> None:
    settings.DEMO_SIGN_IN = ("nadia@example.org", "correct horse battery")
    page = client.get("/sign-in/?next=/orders/").content.decode()
    assert "Look around with practice data" in page and "correct horse battery" in page
    shown = dict(re.findall(r'type="hidden" name="(username|password|next)" value="([^"]+)"', page))
    assert client.post("/sign-in/", shown)["Location"] == "/orders/"


def test_outside_of_the_demo_nobody_is_named(client: Client, db: None) -> None:
    assert settings_of_a_server().DEMO_SIGN_IN is None
    page = client.get("/sign-in/").content.decode()
    assert "practice data" not in page and page.count('name="password"') == 1


def settings_of_a_server() -> ModuleType:
    """What each environment starts from; the environment has no word for it."""
    source = Path(base.__file__).read_text()
    assert source.count("DEMO_SIGN_IN") == 1 and "env" not in source.split("DEMO_SIGN_IN")[1].split("\n")[0]
    return base
