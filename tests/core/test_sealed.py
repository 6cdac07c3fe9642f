"""What is sealed comes back whole, soon enough, and only under our keys."""

from datetime import timedelta

from cryptography.fernet import Fernet

from core.sealed import find_sealed, sealed

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
