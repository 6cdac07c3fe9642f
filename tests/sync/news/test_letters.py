"""A mail says how things are when it is sent, in the store's words, and nothing a stranger wrote can bend it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Membership, Notification, OutgoingMail, Role, Store
from core.services import notifications
from core.services.notifications import Choice
from sync.news import letters, texts
from sync.news.letters import Letter, NotNeeded, compose
from tests.sync.news.people import member


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Atelier Lumen", languages=["en"])


@pytest.fixture
def owner(store: Store) -> Membership:
    return member(store)


def told(to: Membership, **more: Any) -> Notification:
    values: dict[str, Any] = {
        "kind": "refused", "title": "Ozon refused the price of CUP", "body": "price < 100", "url": "/needs-you/",
        "mail": "at_once", "cause_key": uuid4().hex, "event_id": uuid4(),
    }  # fmt: skip
    return Notification.objects.create(store=to.store, member=to, **values | more)


def mail(to: Membership, kind: str = "notification") -> OutgoingMail:
    return OutgoingMail.objects.create(store=to.store, member=to, kind=kind, key=uuid4().hex, due_at=timezone.now())


def letter(to: Membership, **more: Any) -> Letter:
    told(to, **more)
    return compose(mail(to))


def test_a_notification_leads_to_the_fix_by_the_public_address(owner: Membership, settings: Any) -> None:
    settings.PUBLIC_URL = "https://orion.example"
    made = letter(owner)
    assert (made.to, made.subject) == (owner.user.email, "Ozon refused the price of CUP")
    assert "https://orion.example/needs-you/" in made.text
    assert 'href="https://orion.example/needs-you/"' in made.html
    assert "https://orion.example/settings/notifications/" in made.text


def test_what_a_marketplace_said_is_text_in_both_parts(owner: Membership) -> None:
    made = letter(owner, body='<script src="//evil.example"></script> {store}')
    assert "<script" not in made.html
    assert "{store}" in made.text


def test_a_title_with_line_breaks_makes_no_headers(owner: Membership) -> None:
    made = letter(owner, title="Refused\r\nBcc: all@example.org")
    message = made.message(uuid4()).message()
    assert message["Subject"] == "Refused Bcc: all@example.org"
    assert message["Bcc"] is None


def test_a_store_named_like_a_header_stays_a_name(store: Store, owner: Membership) -> None:
    store.name = 'Lumen" <evil@example.org>\r\nBcc: x@example.org'
    store.save()
    assert "Bcc" not in letter(owner).message(uuid4()).message()


def test_a_mail_program_can_tell_the_same_mail(owner: Membership) -> None:
    made, pk = letter(owner), uuid4()
    first, second = made.message(pk).message(), made.message(pk).message()
    assert first["Message-ID"] == second["Message-ID"] == f"<{pk}@localhost>"
    assert first["Auto-Submitted"] == "auto-generated"


def test_the_stores_own_words_are_used(store: Store, owner: Membership) -> None:
    texts.save(store=store, kind="notification", language="en", subject="[{store}] {title}",
               body="Dear {name},\n\n{text}\n\n{link}", by="Anna")  # fmt: skip
    made = letter(owner)
    assert made.subject == "[Atelier Lumen] Ozon refused the price of CUP"
    assert made.text.startswith(f"Dear {owner.user.name},\n\nprice < 100\n\n")


def test_what_was_read_or_is_not_wanted_any_more_is_not_sent(owner: Membership) -> None:
    row = told(owner)
    waits = mail(owner)
    notifications.choose(owner, {"refused": Choice(in_page=True, mail="off")})
    with pytest.raises(NotNeeded):
        compose(waits)
    notifications.choose(owner, {"refused": Choice(in_page=True, mail="at_once")})
    assert compose(waits).tells == (row.pk,)
    notifications.mark_read(owner, row.pk)
    with pytest.raises(NotNeeded, match="read"):
        compose(waits)


def test_several_things_at_once_are_one_mail_with_a_line_and_a_link_each(owner: Membership, settings: Any) -> None:
    settings.PUBLIC_URL = "https://orion.example"
    first = told(owner, title="Price 1 was refused", url="/needs-you/1/")
    second = told(owner, title="Price 2 was refused", body="", url="/needs-you/2/")
    made = compose(mail(owner))
    assert "• Price 1 was refused: price < 100\n  https://orion.example/needs-you/1/\n" in made.text
    assert "• Price 2 was refused\n  https://orion.example/needs-you/2/\n" in made.text
    assert 'href="https://orion.example/needs-you/2/"' in made.html
    assert set(made.tells) == {first.pk, second.pk}
    assert made.subject.endswith(": 2 things")
    assert "List-Unsubscribe" not in made.headers


def test_what_was_mailed_is_mailed_again_only_when_met_again_an_hour_later(owner: Membership) -> None:
    now = timezone.now()
    row = told(owner, mailed_at=now - timedelta(hours=2))
    waits = mail(owner)
    assert compose(waits).tells == (row.pk,)
    Notification.objects.update(updated_at=now - timedelta(hours=3))
    with pytest.raises(NotNeeded):
        compose(waits)
    Notification.objects.update(updated_at=now, mailed_at=now - timedelta(minutes=50))
    with pytest.raises(NotNeeded):
        compose(waits)


def test_whoever_left_the_store_or_may_not_hear_of_it_any_more_gets_nothing(owner: Membership) -> None:
    told(owner, kind="money")
    waits = mail(owner)
    notifications.choose(owner, {"money": Choice(in_page=True, mail="at_once")})
    assert compose(waits).to
    owner.role = Role.PACKER
    owner.save()
    with pytest.raises(NotNeeded):
        compose(waits)
    owner.role = Role.OWNER
    owner.save()
    owner.user.is_active = False
    owner.user.save()
    with pytest.raises(NotNeeded, match="does not work here"):
        compose(waits)


def daily(to: Membership, **more: Any) -> Notification:
    return told(to, kind="new_order", mail="daily", **more)


def test_a_digest_tells_what_was_neither_read_nor_mailed_and_can_be_stopped_by_one_click(
    owner: Membership, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://orion.example"
    first, second = (
        daily(owner, title="New order O-1", body="O-1: €59.00"),
        daily(owner, title="New order O-2", body=""),
    )
    daily(owner, title="Read", read_at=timezone.now())
    daily(owner, title="Mailed", mailed_at=timezone.now())
    daily(owner, title="Old", at=timezone.now() - timedelta(days=9))
    told(owner, title="At once")
    made = compose(mail(owner, "digest"))
    link = "  https://orion.example/needs-you/\n"
    assert f"• New order O-1: O-1: €59.00\n{link}• New order O-2\n{link}" in made.text
    assert not re.search("Read\n|Mailed|Old|At once", made.text)
    assert set(made.tells) == {first.pk, second.pk}
    assert made.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = made.headers["List-Unsubscribe"].strip("<>")
    assert address.startswith("https://orion.example/notifications/stop/")
    assert address in made.text
    assert made.subject.endswith(": 2 things")


def test_one_click_stops_the_digest_without_signing_in_and_looking_does_not(owner: Membership) -> None:
    daily(owner)
    path = compose(mail(owner, "digest")).headers["List-Unsubscribe"].strip("<>").partition("/notifications")[2]
    program = Client(enforce_csrf_checks=True)
    assert program.get(f"/notifications{path}").status_code == 200
    assert notifications.hours_of(owner).digest is True
    clicked = program.post(f"/notifications{path}", {"List-Unsubscribe": "One-Click"})
    assert clicked.status_code == 200
    assert notifications.hours_of(owner).digest is False
    with pytest.raises(NotNeeded, match="stopped"):
        compose(mail(owner, "digest"))


def test_an_empty_digest_is_not_sent(owner: Membership) -> None:
    with pytest.raises(NotNeeded, match="read before"):
        compose(mail(owner, "digest"))


def test_a_long_digest_ends_with_how_many_more(owner: Membership) -> None:
    for n in range(letters.DIGEST_LINES + 7):
        daily(owner, title=f"New order O-{n}")
    made = compose(mail(owner, "digest"))
    assert "• and 7 more" in made.text
    assert len(made.tells) == letters.DIGEST_LINES + 7


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "%00", "00000000-0000-4000-8000-000000000000"])
def test_a_made_up_token_stops_nobody(token: str) -> None:
    assert letters.read_stop_token(token) is None


def test_a_link_alone_in_its_paragraph_is_a_button_and_only_for_our_own_address(settings: Any) -> None:
    settings.PUBLIC_URL = "https://orion.example"
    ours, theirs, text = letters.paragraphs("https://orion.example/x\n\nhttps://evil.example/\n\nHello\nAnna")
    assert ours.url == "https://orion.example/x"
    assert theirs.url == ""
    assert text.lines == ("Hello", "Anna")
