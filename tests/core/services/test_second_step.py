"""The second step: set up, believed once a code, slowed down by wrong ones, saved by codes on paper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from core.errors import DomainError
from core.models import RecoveryCode, SecondStep, User
from core.services import devices, second_step


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("nadia@example.org", "correct horse battery", name="Nadia Weber")


def turned_on(user: User) -> list[str]:
    return second_step.confirm(user, second_step.code_now(second_step.begin(user)))


def earlier(user: User) -> None:
    """As if the last code had been used a while ago, and the wrong ones too."""
    SecondStep.objects.filter(user=user).update(
        last_step=0, throttling_failure_timestamp=timezone.now() - timedelta(hours=9)
    )


def code(user: User, ahead: timedelta = timedelta()) -> str:
    return second_step.code_now(SecondStep.objects.get(user=user), ahead=ahead)


def test_beginning_asks_for_nothing_yet(user: User) -> None:
    key = second_step.begin(user).key
    assert second_step.find_step(user) is None
    assert second_step.begin(user).key == key


def test_the_key_is_not_readable_in_the_table(user: User) -> None:
    step = second_step.begin(user)
    with database.cursor() as cursor:
        cursor.execute("SELECT key FROM second_steps")
        assert step.key not in str(cursor.fetchone()[0])


def test_the_right_code_turns_it_on_and_gives_ten_codes_for_paper(user: User) -> None:
    codes = turned_on(user)
    assert len(set(codes)) == 10 and second_step.find_step(user) is not None
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()


def test_a_wrong_code_turns_nothing_on(user: User) -> None:
    second_step.begin(user)
    with pytest.raises(DomainError, match="not the code of now"):
        second_step.confirm(user, "000000")
    assert second_step.find_step(user) is None


def test_a_code_is_believed_once(user: User) -> None:
    turned_on(user)
    earlier(user)
    now = code(user)
    assert second_step.check(user, now).right
    assert not second_step.check(user, now).right


@pytest.mark.parametrize("written", ["{0} {1}", " {0}-{1} ", "{0}\u00a0{1}"])
def test_blanks_and_dashes_do_not_matter(user: User, written: str) -> None:
    turned_on(user)
    earlier(user)
    now = code(user)
    assert second_step.check(user, written.format(now[:3], now[3:])).right


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "１２３４５６", "\x00", "9" * 400])
def test_nothing_else_is_believed(user: User, wrong: str) -> None:
    turned_on(user)
    earlier(user)
    assert second_step.check(user, wrong).outcome == "wrong"


def test_clocks_may_differ_by_half_a_minute_and_not_by_two(user: User) -> None:
    turned_on(user)
    earlier(user)
    assert not second_step.check(user, code(user, timedelta(minutes=2))).right
    earlier(user)
    assert second_step.check(user, code(user, timedelta(seconds=-30))).right


def test_wrong_codes_make_the_next_one_wait_even_if_right(user: User) -> None:
    turned_on(user)
    earlier(user)
    SecondStep.objects.filter(user=user).update(throttling_failure_count=6)
    assert second_step.check(user, "000000").outcome == "wrong"
    waits = second_step.check(user, code(user))
    assert waits.outcome == "wait" and waits.until and waits.until > timezone.now() + timedelta(seconds=30)
    assert second_step.check_paper(user, "wrong").outcome == "wait"


def test_a_code_on_paper_lets_in_once_and_its_letters_may_be_large(user: User) -> None:
    first, second, *_ = turned_on(user)
    assert second_step.check_paper(user, first.upper().replace("-", " ")).right
    assert not second_step.check_paper(user, first).right
    earlier(user)
    assert second_step.check_paper(user, second).right
    assert second_step.paper_codes_left(user) == 8


def test_new_codes_make_the_old_ones_worthless(user: User) -> None:
    old = turned_on(user)
    second_step.new_paper_codes(user)
    assert not second_step.check_paper(user, old[0]).right


def test_codes_of_somebody_else_are_nothing(user: User) -> None:
    codes = turned_on(user)
    other = User.objects.create_user("marc@example.org", "correct horse battery")
    turned_on(other)
    assert not second_step.check_paper(other, codes[0]).right


def test_turning_off_forgets_key_and_paper(user: User) -> None:
    turned_on(user)
    second_step.turn_off(user)
    assert second_step.find_step(user) is None and second_step.paper_codes_left(user) == 0


def test_the_qr_code_says_whose_it_is(user: User) -> None:
    told = second_step.address_of(second_step.begin(user))
    assert told.startswith("otpauth://totp/Orion%3Anadia%40example.org?secret=") and "issuer=Orion" in told


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_twice_at_once_lets_in_once() -> None:
    user = User.objects.create_user("nadia@example.org", "correct horse battery")
    turned_on(user)
    earlier(user)
    now = code(user)

    def once(_: int) -> bool:
        try:
            return second_step.check(user, now).right
        finally:
            database.close()

    with ThreadPoolExecutor(6) as many:
        assert sum(many.map(once, range(6))) == 1


def test_a_remembered_device_is_worth_something_for_one_person_only(user: User) -> None:
    turned_on(user)
    step = SecondStep.objects.get(user=user)
    kept = devices.mark(user, step)
    assert devices.is_known(user, step, kept)
    other = User.objects.create_user("marc@example.org", "correct horse battery")
    turned_on(other)
    assert not devices.is_known(other, SecondStep.objects.get(user=other), kept)
    assert not devices.is_known(user, step, kept[:-1] + ("A" if kept[-1] != "A" else "B"))
    assert not devices.is_known(user, step, "")
    user.set_password("another horse battery")
    assert not devices.is_known(user, step, kept)
