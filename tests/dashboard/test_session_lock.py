"""Too many wrong passwords: locked until when, from that place, whoever it is, and never longer by trying on."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from core.services import locks
from tests.dashboard.conftest import Cast

RIGHT = "correct horse battery"


@pytest.fixture
def client() -> Client:
    return Client()


def tried(client: Client, email: str = "nadia@example.org", password: str = "wrong", **place: str):
    return client.post("/sign-in/", {"username": email, "password": password}, **place)


def locked_out(client: Client, email: str = "nadia@example.org", **place: str):
    for _ in range(7):
        assert tried(client, email, **place).status_code == 422
    return tried(client, email, **place)


def words(answer) -> str:
    found = re.search(r"<p class=\"field-error\".*?</p>", answer.content.decode(), re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>|\d\d:\d\d", "", found[0]).strip()


def test_the_eighth_wrong_try_locks_and_says_until_when(client: Client, cast: Cast) -> None:
    answer = locked_out(client)
    assert answer.status_code == 429
    until = timezone.now() + timedelta(minutes=15)
    assert f"{until:%H:%M} UTC" in answer.content.decode() or "14 min" in answer.content.decode()


def test_the_right_password_does_not_open_a_lock(client: Client, cast: Cast) -> None:
    locked_out(client)
    assert tried(client, password=RIGHT).status_code == 429
    assert "_auth_user_id" not in client.session


def test_an_address_that_nobody_has_is_locked_with_the_same_words(client: Client, cast: Cast) -> None:
    assert words(locked_out(client)) == words(locked_out(client, "nobody@example.org"))


def test_capitals_make_no_other_address(client: Client, cast: Cast) -> None:
    for number in range(7):
        tried(client, "NADIA@example.org" if number % 2 else "nadia@Example.org")
    assert tried(client).status_code == 429


def test_another_browser_from_there_is_locked_as_well(client: Client, cast: Cast) -> None:
    locked_out(client)
    assert tried(Client(headers={"user-agent": "Other"}), password=RIGHT).status_code == 429


def test_whoever_guesses_elsewhere_locks_nobody_out_here(client: Client, cast: Cast) -> None:
    locked_out(client, REMOTE_ADDR="203.0.113.9")
    assert tried(client, password=RIGHT).status_code == 302


def test_a_header_from_a_stranger_makes_no_other_place(client: Client, cast: Cast) -> None:
    for number in range(7):
        tried(client, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert tried(client, HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429


def test_behind_a_proxy_the_place_is_what_the_proxy_saw(client: Client, cast: Cast, settings) -> None:
    settings.TRUSTED_PROXIES = 1
    locked_out(client, HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")
    assert tried(client, password=RIGHT, HTTP_X_FORWARDED_FOR="5.6.7.8, 203.0.113.9").status_code == 429
    assert tried(client, password=RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.9, 203.0.113.10").status_code == 302


def test_trying_on_does_not_make_it_longer(client: Client, cast: Cast) -> None:
    locked_out(client)
    until = locks.locked_until("nadia@example.org", "127.0.0.1")
    for _ in range(5):
        tried(client)
    assert locks.locked_until("nadia@example.org", "127.0.0.1") == until


def test_it_ends_by_itself(client: Client, cast: Cast) -> None:
    locked_out(client)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert tried(client, password=RIGHT).status_code == 302


def test_signing_in_forgets_the_wrong_tries(client: Client, cast: Cast) -> None:
    for _ in range(6):
        tried(client)
    tried(client, password=RIGHT)
    client.post("/sign-out/")
    assert tried(client).status_code == 422
    assert AccessAttempt.objects.get().failures_since_start == 1


def test_no_password_is_kept_of_a_wrong_try(client: Client, cast: Cast) -> None:
    tried(client, password="almost-right-secret")
    kept = AccessAttempt.objects.values().get()
    assert "almost-right-secret" not in str(kept)


def test_the_administration_has_no_way_around(client: Client, cast: Cast) -> None:
    cast.owner.is_staff = True
    cast.owner.save()
    gate = client.get("/admin/")
    assert gate["Location"] == "/admin/login/?next=/admin/"
    assert client.get(gate["Location"])["Location"] == "/sign-in/?next=/admin/"
    assert client.post("/admin/login/", {"username": "nadia@example.org", "password": RIGHT}).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_administration_sends_nobody_elsewhere(client: Client, db: None) -> None:
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/sign-in/?next=/admin/"


def test_who_is_no_staff_is_told_so_and_not_sent_in_circles(owner: Client) -> None:
    answer = owner.get("/admin/", follow=True)
    assert answer.status_code == 403 and "for staff" in answer.content.decode()
