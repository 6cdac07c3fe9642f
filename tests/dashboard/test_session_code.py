"""The second step at the gate: nobody is inside before it is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from core.models import SecondStep, Session
from core.services import devices, second_step
from tests.dashboard.conftest import Cast

RIGHT = "correct horse battery"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def paper(cast: Cast) -> list[str]:
    """The owner's sign-in asks for a code."""
    codes = second_step.confirm(cast.owner, second_step.code_now(second_step.begin(cast.owner)))
    SecondStep.objects.update(last_step=0)
    return codes


def code_of(cast: Cast) -> str:
    return second_step.code_now(SecondStep.objects.get(user=cast.owner))


def first_step(client: Client, **fields: str):
    return client.post("/sign-in/", {"username": "nadia@example.org", "password": RIGHT, **fields})


def test_the_password_alone_opens_nothing(client: Client, cast: Cast, paper: list[str]) -> None:
    assert first_step(client)["Location"] == "/sign-in/code/"
    assert "_auth_user_id" not in client.session
    assert client.get("/more/")["Location"].startswith("/sign-in/")
    assert client.get("/admin/").status_code == 302


def test_the_code_opens_and_leads_where_one_wanted_to(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client, next="/more/?a=1")
    answer = client.post("/sign-in/code/", {"code": code_of(cast)})
    assert (answer.status_code, answer["Location"]) == (302, "/more/?a=1")
    assert client.session["_auth_user_id"] == str(cast.owner.pk)
    assert "second_step" not in client.session


def test_the_session_has_another_key_after_each_step(client: Client, cast: Cast, paper: list[str]) -> None:
    client.get("/sign-in/")
    first_step(client)
    between = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/sign-in/code/", {"code": code_of(cast)})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != between
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = between
    assert old.get("/more/").status_code == 302


def test_a_session_is_kept_under_a_digest(client: Client, cast: Cast) -> None:
    first_step(client)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    row = Session.objects.get(user=cast.owner)
    assert row.session_key != key and key not in str(Session.objects.values())
    assert row.address == "127.0.0.1" and row.signed_in_at is not None


def test_without_the_first_step_there_is_no_second(client: Client, cast: Cast, paper: list[str]) -> None:
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/code/", {"code": code_of(cast)})["Location"] == "/sign-in/"


def test_the_first_step_is_worth_something_for_ten_minutes(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    session = client.session
    kept = session["second_step"]
    kept["at"] = (timezone.now() - timedelta(minutes=11)).isoformat()
    session["second_step"] = kept
    session.save()
    assert client.post("/sign-in/code/", {"code": code_of(cast)})["Location"] == "/sign-in/"


def test_a_wrong_code_says_what_to_type_and_keeps_it(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    answer = client.post("/sign-in/code/", {"code": "481 20"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "That code had 5 digits. Type all 6" in page and 'value="481 20"' in page
    assert 'autocomplete="one-time-code"' in page


def test_too_many_wrong_codes_say_how_long_to_wait(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    SecondStep.objects.update(throttling_failure_count=7, throttling_failure_timestamp=timezone.now())
    page = client.post("/sign-in/code/", {"code": code_of(cast)}).content.decode()
    assert "Too many wrong codes" in page and "was not looked at" in page


def test_a_recovery_code_opens_once(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    assert client.post("/sign-in/code/?paper", {"code": paper[0]})["Location"] == "/"
    client.post("/sign-out/")
    first_step(client)
    assert client.post("/sign-in/code/?paper", {"code": paper[0]}).status_code == 422


def test_a_device_is_not_asked_again_for_thirty_days(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    client.post("/sign-in/code/", {"code": code_of(cast), "remember": "on"})
    kept = client.cookies[devices.cookie_name(cast.owner)]
    assert kept["httponly"] and kept["samesite"] == "Lax" and kept["max-age"] == 30 * 24 * 3600
    client.post("/sign-out/")
    assert first_step(client)["Location"] == "/"


def test_a_device_of_somebody_else_is_asked(client: Client, cast: Cast, paper: list[str]) -> None:
    second_step.confirm(cast.packer, second_step.code_now(second_step.begin(cast.packer)))
    step = SecondStep.objects.get(user=cast.packer)
    client.cookies[devices.cookie_name(cast.owner)] = devices.mark(cast.packer, step)
    assert first_step(client)["Location"] == "/sign-in/code/"


def test_a_get_believes_no_code(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    assert client.get("/sign-in/code/", {"code": code_of(cast)}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_somebody_switched_off_between_the_steps_stays_outside(client: Client, cast: Cast, paper: list[str]) -> None:
    first_step(client)
    cast.owner.is_active = False
    cast.owner.save()
    assert client.post("/sign-in/code/", {"code": code_of(cast)})["Location"] == "/sign-in/"


def test_staff_pass_the_second_step_as_well(client: Client, cast: Cast, paper: list[str]) -> None:
    cast.owner.is_staff = cast.owner.is_superuser = True
    cast.owner.save()
    assert first_step(client, next="/admin/")["Location"] == "/sign-in/code/"
    assert client.get("/admin/").status_code == 302
    client.post("/sign-in/code/", {"code": code_of(cast)})
    assert client.get("/admin/").status_code == 200
