"""The link of an invitation in a browser."""

import pytest
from django.test import Client

from core.models import Membership, Role
from core.services import members
from tests.dashboard.conftest import Cast, browser

WORD = "a long enough phrase"


@pytest.fixture
def there(cast: Cast) -> str:
    invited = members.invite(store=cast.store, email="new@example.org", role=Role.PACKER, by=cast.owner)
    return f"/sign-in/join/{invited.token}/"


def test_it_says_who_asks_and_what_for(client: Client, there: str) -> None:
    page = client.get(there).content.decode()
    assert "Join Atelier Lumen" in page and "Nadia Weber" in page and "packer" in page
    assert 'autocomplete="new-password"' in page


def test_a_get_lets_nobody_in(client: Client, there: str) -> None:
    client.get(there)
    assert not Membership.objects.filter(user__email="new@example.org").exists()


def test_a_new_person_is_inside_with_one_form(client: Client, cast: Cast, there: str) -> None:
    assert client.post(there, {"name": "New Person", "password": WORD})["Location"] == "/"
    assert client.get("/more/").status_code == 200
    assert Membership.objects.get(user__email="new@example.org").role == Role.PACKER
    assert Client().get(there).status_code == 410


def test_a_weak_password_is_said_at_the_field_and_the_name_stays(client: Client, there: str) -> None:
    answer = client.post(there, {"name": "New Person", "password": "short"})
    assert answer.status_code == 422 and 'value="New Person"' in answer.content.decode()
    assert "short" not in answer.content.decode().replace("too short", "")


def test_somebody_known_signs_in_and_joins_with_one_press(client: Client, cast: Cast) -> None:
    invited = members.invite(store=cast.store, email="sam@example.org", role=Role.MANAGER, by=cast.owner)
    path = f"/sign-in/join/{invited.token}/"
    assert "Sign in to join" in client.get(path).content.decode()
    assert "signed in here as somebody else" in browser(cast.packer).get(path).content.decode()
    assert browser(cast.packer).post(path).status_code == 200
    sam = browser(cast.stranger)
    assert not Membership.objects.filter(user=cast.stranger, store=cast.store).exists()
    assert sam.post(path)["Location"] == "/"
    assert Membership.objects.get(user=cast.stranger, store=cast.store).role == Role.MANAGER


def test_a_made_up_link_says_what_to_do(client: Client, db: None) -> None:
    answer = client.get("/sign-in/join/nonsense/")
    assert answer.status_code == 410 and "Ask whoever sent it" in answer.content.decode()
