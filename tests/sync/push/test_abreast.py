"""Calls side by side: how many, which never together, and what becomes of them when one of them means the end."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from django.db import connection, transaction

from marketplaces.framework.transport import brake
from sync.push.abreast import Abreast

pytestmark = pytest.mark.django_db(transaction=True)


Make = Callable[..., Abreast[str, str]]


class Shop:
    """Answers a word by the word; counts what is under way."""

    def __init__(self, lasts: float = 0.1) -> None:
        self.lasts = lasts
        self.lock = threading.Lock()
        self.now, self.most, self.served = list[str](), 0, list[str]()
        self.together = set[frozenset[str]]()
        self.threads = set[int]()

    def call(self, word: str) -> str:
        brake.leave()
        with self.lock:
            self.together |= {frozenset((word, other)) for other in self.now}
            self.now.append(word)
            self.most = max(self.most, len(self.now))
            self.threads.add(threading.get_ident())
        time.sleep(self.lasts)
        with self.lock:
            self.now.remove(word)
            self.served.append(word)
        if word.startswith("bad"):
            raise LookupError(word)
        return word.upper()


def first_letter(word: str) -> set[str]:
    return {word[0]}


def nothing(word: str) -> None:
    """Nobody listens."""


@pytest.fixture
def abreast() -> Iterator[Make]:
    yield lambda shop, most=3, subjects=lambda word: {word}: Abreast(shop.call, most=most, subjects=subjects)
    assert not [each for each in threading.enumerate() if each.name == "call-abreast" and each.is_alive()]


def test_as_many_as_may_go_are_under_way_and_everything_is_answered_once(abreast: Make) -> None:
    shop, about_to, words = Shop(), list[str](), [f"{letter}1" for letter in "abcdefg"]
    with abreast(shop) as calls:
        found = [ended.answer() for ended in calls.answered(words, about_to=about_to.append) if ended is not None]
    assert (sorted(found), about_to, shop.most) == (sorted(word.upper() for word in words), words, 3)
    assert threading.get_ident() not in shop.threads


def test_two_of_one_subject_never_go_together_and_do_not_make_the_others_wait(abreast: Make) -> None:
    shop, about_to, words = Shop(), list[str](), ["a1", "a2", "a3", "b1", "b2", "c1"]
    with abreast(shop, subjects=first_letter) as calls:
        for ended in calls.answered(words, about_to=about_to.append):
            assert ended is None or ended.answer()
    assert about_to[:3] == ["a1", "b1", "c1"]
    assert not [pair for pair in shop.together if len({word[0] for word in pair}) == 1]
    assert [word for word in shop.served if word[0] == "a"] == ["a1", "a2", "a3"]  # and in their order


def test_when_it_is_over_nothing_more_leaves_and_what_has_left_is_handed_out(abreast: Make) -> None:
    shop, words = Shop(), ["bad", "b1", "c1", "d1", "e1"]
    with abreast(shop) as calls, pytest.raises(LookupError):
        try:
            for ended in calls.answered(words, about_to=nothing):
                if ended is not None:
                    ended.answer()
        except LookupError:
            left = [ended.work for ended in calls.left()]
            raise
    assert sorted(["bad", *left]) == sorted(shop.served)
    assert "e1" not in shop.served


def test_whoever_waits_for_answers_is_let_go_on_now_and_then(abreast: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.push.abreast.LOOK_UP", 0.02)
    with abreast(Shop(lasts=0.3)) as calls:
        found = list(calls.answered(["a", "b"], about_to=nothing))
    assert found.count(None) > 3
    assert len(found) - found.count(None) == 2


def test_an_interrupted_one_does_not_wait_for_ever(abreast: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync.push.abreast.LEAVING", 0.05)
    shop, began = Shop(lasts=1.0), time.monotonic()
    with pytest.raises(KeyboardInterrupt), abreast(shop) as calls:
        monkeypatch.setattr("sync.push.abreast.LOOK_UP", 0.05)
        for _ended in calls.answered(["a", "b", "c", "d"], about_to=nothing):
            raise KeyboardInterrupt
    assert time.monotonic() - began < 0.8
    for each in threading.enumerate():
        if each.name == "call-abreast":
            each.join()
    assert sorted(shop.served) == ["a", "b", "c"]


@pytest.mark.parametrize("words", [["a"], ["a", "b", "c"]], ids=["alone", "in a transaction"])
def test_one_alone_and_all_inside_a_transaction_go_in_the_thread_that_asks(abreast: Make, words: list[str]) -> None:
    shop = Shop(lasts=0)
    with transaction.atomic() if len(words) > 1 else nullcontext(), abreast(shop) as calls:
        for _ended in calls.answered(words, about_to=nothing):
            pass
    assert (shop.threads, shop.most, shop.served) == ({threading.get_ident()}, 1, words)


def test_a_thread_that_looked_at_the_database_gives_its_connection_back(abreast: Make) -> None:
    def sessions() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return int(cursor.fetchone()[0])

    def look(word: str) -> int:
        return sessions()

    before = sessions()
    with Abreast(look, most=3, subjects=lambda word: {word}) as calls:
        for ended in calls.answered(list("abcdef"), about_to=nothing):
            assert ended is None or ended.answer() > before
    time.sleep(0.1)
    assert sessions() == before
