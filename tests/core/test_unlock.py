"""manage.py unlock."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core.models import Session, User
from core.services import second_step
from core.tasks import sweep

RIGHT = "correct horse battery"


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("nadia@example.org", RIGHT)


def sign_in(client: Client, password: str = RIGHT) -> int:
    return client.post("/sign-in/", {"username": "nadia@example.org", "password": password}).status_code


def said(*args: str) -> str:
    out = StringIO()
    call_command("unlock", *args, stdout=out)
    return out.getvalue()


def test_it_lifts_a_lock(user: User) -> None:
    for _ in range(8):
        sign_in(Client(), "wrong")
    assert sign_in(Client()) == 429
    assert "can try again at once" in said("NADIA@example.org")
    assert sign_in(Client()) == 302


def test_it_leaves_the_second_step_unless_told(user: User) -> None:
    second_step.confirm(user, second_step.code_now(second_step.begin(user)))
    said("nadia@example.org")
    assert second_step.find_step(user) is not None
    client = Client()
    client.force_login(user)
    assert "The second step is off" in said("nadia@example.org", "--second-step")
    assert second_step.find_step(user) is None and client.get("/more/").status_code == 302


def test_an_address_that_nobody_has_is_said(db: None) -> None:
    with pytest.raises(CommandError, match="Nobody here"):
        said("nobody@example.org")


def test_ended_sessions_and_old_tries_are_forgotten(user: User) -> None:
    from datetime import timedelta

    from axes.models import AccessAttempt
    from django.utils import timezone

    sign_in(Client())
    sign_in(Client(), "wrong")
    sweep()
    assert Session.objects.count() == 1 and AccessAttempt.objects.count() == 1
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(days=8))
    sweep()
    assert not Session.objects.exists() and not AccessAttempt.objects.exists()
