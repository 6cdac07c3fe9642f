"""What is sealed comes back whole, soon enough, and only under our keys."""

from datetime import timedelta

from cryptography.fernet import Fernet

from core.sealed import find_sealed, find_sealed_text, sealed, sealed_text

SOON = timedelta(minutes=15)


def test_it_comes_back_whole_and_hides_what_it_holds() -> None:
    text = sealed({"partner_key": "planted-secret", "private": False})
    assert "planted-secret" not in text
    assert find_sealed(text, no_older_than=SOON) == {"partner_key": "planted-secret", "private": False}


def test_a_changed_or_empty_text_is_nothing() -> None:
    text = sealed({"a": "b"})
    assert find_sealed(text[:-4] + "AAAA", no_older_than=SOON) is None
    assert find_sealed("", no_older_than=SOON) is None


def test_an_old_one_is_nothing() -> None:
    assert find_sealed(sealed({"a": "b"}), no_older_than=timedelta(seconds=-10)) is None


def test_an_earlier_key_still_opens_it_and_a_strangers_does_not(settings) -> None:
    text = sealed({"a": "b"})
    settings.FERNET_KEYS = [Fernet.generate_key(), *settings.FERNET_KEYS]
    assert find_sealed(text, no_older_than=SOON) == {"a": "b"}
    settings.FERNET_KEYS = settings.FERNET_KEYS[:1]
    assert find_sealed(text, no_older_than=SOON) is None


def test_a_text_for_an_address_hides_what_it_holds_and_stays_short() -> None:
    long = "Лампа настольная «Орион» " * 20
    text = sealed_text(long)
    assert find_sealed_text(text) == long and len(text) < len(long) and text.replace("-", "").replace("_", "").isalnum()


def test_a_text_that_is_not_letter_by_letter_ours_is_nothing() -> None:
    text = sealed_text("/api/v1/orders/")
    for wrong in ("", "x", text[:-1], text + "!", text * 2, text + "=", "é", text.swapcase()):
        assert find_sealed_text(wrong) is None, wrong
