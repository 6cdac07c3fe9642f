"""A forgotten password: the same answer for everybody, a link that works once, the second step stays."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from core.services import second_step
from tests.dashboard.conftest import Cast

NEW = "another horse battery"


@pytest.fixture
def client(db: None) -> Client:
    cache.clear()
    return Client()


def link(client: Client) -> str:
    client.post("/sign-in/forgotten/", {"email": "NADIA@example.org"})
    found = re.search(r"http://127\.0\.0\.1:8000(/sign-in/new-password/\S+)", str(mail.outbox[-1].body))
    assert found
    return str(client.get(found[1])["Location"])


def test_the_answer_is_the_same_for_an_address_that_nobody_has(client: Client, cast: Cast) -> None:
    pages = [
        client.post("/sign-in/forgotten/", {"email": email}).content.decode().replace(email, "x")
        for email in ("nadia@example.org", "nobody@example.org")
    ]
    assert pages[0] == pages[1] and len(mail.outbox) == 1


def test_the_link_leads_to_the_public_address_whatever_the_host_header_says(client: Client, cast: Cast) -> None:
    client.post("/sign-in/forgotten/", {"email": "nadia@example.org"}, HTTP_HOST="localhost")
    assert "http://127.0.0.1:8000/sign-in/new-password/" in mail.outbox[0].body


def test_a_mailbox_is_not_filled(client: Client, cast: Cast) -> None:
    for _ in range(4):
        client.post("/sign-in/forgotten/", {"email": "nadia@example.org"})
    assert len(mail.outbox) == 1


def test_the_new_password_counts_and_the_link_works_once(client: Client, cast: Cast, owner: Client) -> None:
    there = link(client)
    assert client.post(there, {"new_password1": NEW, "new_password2": NEW})["Location"] == "/sign-in/"
    cast.owner.refresh_from_db()
    assert cast.owner.check_password(NEW)
    assert "does not work any more" in client.get(there).content.decode()
    assert owner.get("/more/").status_code == 302, "other browsers are signed out"
    assert "_auth_user_id" not in client.session


def test_the_second_step_is_asked_for_as_ever(client: Client, cast: Cast) -> None:
    second_step.confirm(cast.owner, second_step.code_now(second_step.begin(cast.owner)))
    client.post(link(client), {"new_password1": NEW, "new_password2": NEW})
    answer = client.post("/sign-in/", {"username": "nadia@example.org", "password": NEW})
    assert answer["Location"] == "/sign-in/code/"


@pytest.mark.parametrize(("first", "second"), [(NEW, "x" + NEW), ("short", "short"), ("", "")])
def test_a_password_that_cannot_be_is_refused_at_the_field(client: Client, cast: Cast, first: str, second: str) -> None:
    answer = client.post(link(client), {"new_password1": first, "new_password2": second})
    assert answer.status_code == 422 and "field-error" in answer.content.decode()


def test_what_is_no_address_is_said_at_the_field(client: Client) -> None:
    assert client.post("/sign-in/forgotten/", {"email": "nobody"}).status_code == 422


def test_a_made_up_link_is_worth_nothing(client: Client) -> None:
    assert "does not work any more" in client.get("/sign-in/new-password/abc/def/").content.decode()
