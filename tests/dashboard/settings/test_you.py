"""What a person sets for themselves, how they sign in, and where they are inside."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import SecondStep, Session, User
from core.services import second_step
from tests.dashboard.conftest import Cast, browser

RIGHT, NEW = "correct horse battery", "another horse battery"
YOU = {"name": "Nadia W.", "language": "de", "theme": "dark", "density": "compact"}


def test_settings_begin_with_what_everybody_has(packer: Client) -> None:
    assert packer.get("/settings/")["Location"] == "/settings/you/"


def test_saving_says_what_changed(owner: Client, cast: Cast) -> None:
    page = owner.post("/settings/you/", YOU | {"language": ""}, follow=True).content.decode()
    assert "Saved: Name, theme, rows, single letters are shortcuts." in page
    cast.owner.refresh_from_db()
    assert (cast.owner.name, cast.owner.theme, cast.owner.density) == ("Nadia W.", "dark", "compact")
    assert not cast.owner.single_keys and 'data-keys="off"' in page


def test_saving_what_is_so_already_says_so(owner: Client) -> None:
    same = {"name": "Nadia Weber", "language": "", "theme": "", "density": "comfortable", "single_keys": "on"}
    assert "Nothing was different." in owner.post("/settings/you/", same, follow=True).content.decode()


def test_the_chosen_language_wins_over_the_browsers(owner: Client) -> None:
    owner.post("/settings/you/", YOU)
    assert '<html lang="de"' in owner.get("/settings/you/", headers={"accept-language": "fr"}).content.decode()


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"theme": "neon"}, {"density": ""}, {"name": "x" * 151}])
def test_what_cannot_be_is_refused_and_nothing_saved(owner: Client, cast: Cast, wrong: dict[str, str]) -> None:
    assert owner.post("/settings/you/", YOU | wrong).status_code == 422
    cast.owner.refresh_from_db()
    assert cast.owner.name == "Nadia Weber"


def test_a_new_password_signs_all_other_browsers_out_and_keeps_this_one(owner: Client, cast: Cast) -> None:
    elsewhere = browser(cast.owner)
    answer = owner.post("/settings/signing-in/password/", {"present": RIGHT, "new": NEW, "again": NEW}, follow=True)
    assert "The new password counts. 1 other browser is signed out." in answer.content.decode()
    assert elsewhere.get("/more/").status_code == 302 and owner.get("/more/").status_code == 200
    cast.owner.refresh_from_db()
    assert cast.owner.check_password(NEW)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"present": "wrong"}, "That is not your password"),
        ({"again": "x"}, "The two passwords differ"),
        ({"new": "short", "again": "short"}, "too short"),
        ({"present": ""}, "Enter the present password"),
    ],
)
def test_a_password_is_changed_by_its_owner_only(owner: Client, cast: Cast, fields: dict[str, str], word: str) -> None:
    answer = owner.post("/settings/signing-in/password/", {"present": RIGHT, "new": NEW, "again": NEW} | fields)
    assert answer.status_code == 422 and word in answer.content.decode()
    assert NEW not in answer.content.decode()
    cast.owner.refresh_from_db()
    assert cast.owner.check_password(RIGHT)


def test_a_browser_left_open_is_no_place_to_guess(owner: Client, cast: Cast) -> None:
    for _ in range(8):
        owner.post("/settings/signing-in/password/", {"present": "wrong", "new": NEW, "again": NEW})
    answer = owner.post("/settings/signing-in/password/", {"present": RIGHT, "new": NEW, "again": NEW})
    assert answer.status_code == 422 and "Too many wrong tries" in answer.content.decode()


def test_the_browsers_one_is_signed_in_with_are_listed_and_can_be_ended(cast: Cast) -> None:
    here, there = Client(), Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Gecko/2010 Firefox/140.0"})
    for client in (here, there):
        client.post("/sign-in/", {"username": "nadia@example.org", "password": RIGHT})
    page = here.get("/settings/signing-in/").content.decode()
    assert "Firefox, Linux" in page and "127.0.0.1" in page and page.count("Sign out there") == 1
    name = re.findall(r'name="session" value="([0-9a-f]{40})"', page)[0]
    here.post("/settings/signing-in/end/", {"session": name})
    assert there.get("/more/").status_code == 302 and here.get("/more/").status_code == 200


def test_all_others_can_be_ended_at_once(owner: Client, cast: Cast) -> None:
    others = [browser(cast.owner) for _ in range(3)]
    assert (
        "3 other browsers"
        in owner.post("/settings/signing-in/end/", {"session": "others"}, follow=True).content.decode()
    )
    assert [other.get("/more/").status_code for other in others] == [302] * 3


def test_that_a_browser_is_in_use_is_noted_every_five_minutes(owner: Client, cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(hours=2)
    Session.objects.update(seen_at=long_ago)
    owner.get("/more/")
    first = Session.objects.get(user=cast.owner).seen_at
    owner.get("/more/")
    assert first and first > long_ago and Session.objects.get(user=cast.owner).seen_at == first


def test_nobody_ends_the_session_of_somebody_else(owner: Client, packer: Client, cast: Cast) -> None:
    theirs = Session.objects.get(user=cast.packer).session_key
    assert owner.post("/settings/signing-in/end/", {"session": theirs}).status_code == 404
    assert packer.get("/more/").status_code == 200


def test_the_second_step_is_set_up_by_scanning_and_typing_a_code(owner: Client, cast: Cast) -> None:
    elsewhere = browser(cast.owner)
    assert owner.post("/settings/signing-in/second-step/begin/")["Location"].endswith("/second-step/")
    page = owner.get("/settings/signing-in/second-step/").content.decode()
    step = SecondStep.objects.get(user=cast.owner)
    assert "<svg" in page and "data:" not in page and "<style" not in page and 'style="' not in page
    assert second_step.spelled(step) in page.replace(" ", "")
    answer = owner.post("/settings/signing-in/second-step/", {"code": second_step.code_now(step)})
    codes = re.findall(r"<li>(\w{4}-\w{4}-\w{4})</li>", answer.content.decode())
    assert len(codes) == 10 and "no-store" in answer["Cache-Control"]
    assert elsewhere.get("/more/").status_code == 302
    assert codes[0] not in owner.get("/settings/signing-in/").content.decode()


def test_a_wrong_first_code_turns_nothing_on(owner: Client, cast: Cast) -> None:
    second_step.begin(cast.owner)
    assert owner.post("/settings/signing-in/second-step/", {"code": "000000"}).status_code == 422
    assert second_step.find_step(cast.owner) is None


def test_a_get_begins_nothing(owner: Client, cast: Cast) -> None:
    assert owner.get("/settings/signing-in/second-step/begin/").status_code == 405
    assert owner.get("/settings/signing-in/second-step/").status_code == 302
    assert not SecondStep.objects.exists()


def turned_on(user: User) -> list[str]:
    return second_step.confirm(user, second_step.code_now(second_step.begin(user)))


def test_turning_it_off_asks_for_the_password(owner: Client, cast: Cast) -> None:
    turned_on(cast.owner)
    assert owner.post("/settings/signing-in/second-step/off/", {"password": "wrong"}).status_code == 422
    assert second_step.find_step(cast.owner) is not None
    owner.post("/settings/signing-in/second-step/off/", {"password": RIGHT})
    assert second_step.find_step(cast.owner) is None


def test_new_recovery_codes_ask_for_the_password_and_replace_the_old(owner: Client, cast: Cast) -> None:
    old = turned_on(cast.owner)
    answer = owner.post("/settings/signing-in/recovery-codes/", {"password": RIGHT})
    assert answer.content.decode().count("<li>") >= 10
    assert not second_step.check_paper(cast.owner, old[0]).right
