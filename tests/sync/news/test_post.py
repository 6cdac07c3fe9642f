"""Mails are claimed, sent and settled: again where nothing was sent, never where something may have been."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from core.models import Membership, Notification, OutgoingMail, Store
from sync.news import letters, post
from tests.sync.news.mail_server import MailServer, mail_server
from tests.sync.news.people import member

#: Long enough ago whenever the transaction of a test began.
HOUR = timedelta(hours=1)


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as desk:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", desk.port, 5
        yield desk


@pytest.fixture
def owner(db: None) -> Membership:
    return member(Store.objects.create(slug="lumen", name="Lumen"))


def waiting(to: Membership, **more: Any) -> OutgoingMail:
    """A mail for a notification of its own, due now; one a member, for a mail tells all there is."""
    key, now = uuid4().hex, timezone.now()
    row = Notification.objects.create(
        store=to.store, member=to, kind="refused", cause_key=key, event_id=uuid4(), title="Ozon refused the price",
        body="price < 100", url="/needs-you/", mail="at_once", at=now,
    )  # fmt: skip
    values: dict[str, Any] = {"kind": "notification", "key": key, "due_at": now - HOUR}
    assert row.mailed_at is None
    return OutgoingMail.objects.create(store=to.store, member=to, **values | more)


def state(mail: OutgoingMail) -> str:
    mail.refresh_from_db()
    return mail.state


def test_a_mail_goes_out_once_with_both_parts_and_is_remembered(owner: Membership, server: MailServer) -> None:
    mail = waiting(owner)
    assert post.waiting()
    assert post.send_due() == 1
    assert post.send_due() == 0
    assert not post.waiting()
    (sent,) = server.taken
    assert (sent["To"], sent["Subject"]) == (owner.user.email, "Ozon refused the price")
    assert sent["Message-ID"] == f"<{mail.pk}@localhost>"
    text, html = (part.get_content() for part in sent.iter_parts())
    assert "price < 100" in text
    assert "/needs-you/" in text
    assert "price &lt; 100" in html
    assert state(mail) == "sent"
    assert (mail.subject, mail.attempts, mail.lease_owner) == ("Ozon refused the price", 1, None)
    assert Notification.objects.get().mailed_at is not None


def test_what_is_not_due_waits(owner: Membership, server: MailServer) -> None:
    waiting(owner, due_at=timezone.now() + timedelta(minutes=1))
    assert not post.waiting()
    assert post.send_due() == 0


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "."])
def test_a_no_for_now_is_tried_again_later(owner: Membership, server: MailServer, word: str) -> None:
    mail = waiting(owner)
    server.says = {word: "451 too busy"}
    post.send_due()
    assert state(mail) == "waiting"
    assert mail.attempts == 1
    assert "451" in mail.error
    assert Notification.objects.get().mailed_at is None
    assert mail.due_at > timezone.now() + timedelta(seconds=20)
    server.says = {}
    OutgoingMail.objects.update(due_at=timezone.now() - HOUR)
    post.send_due()
    assert state(mail) == "sent"
    assert len(server.taken) == 1


@pytest.mark.parametrize("word", ["RCPT", "."])
def test_a_no_for_good_is_not_tried_again(owner: Membership, server: MailServer, word: str) -> None:
    mail = waiting(owner)
    server.says = {word: "550 nobody here"}
    post.send_due()
    assert state(mail) == "refused"
    assert "550" in mail.error
    assert Notification.objects.get().mailed_at is None
    assert post.send_due() == 0


@pytest.mark.parametrize("word", ["MAIL", "."])
def test_when_the_line_breaks_while_it_is_sent_nobody_sends_it_again(
    owner: Membership, server: MailServer, word: str
) -> None:
    first, second = waiting(owner), waiting(member(owner.store))
    server.drops = word
    post.send_due()
    assert {state(first), state(second)} == {"doubt"}
    server.drops = ""
    third = waiting(owner)
    assert post.send_due() == 1
    assert state(third) == "sent"
    assert [str(sent["Subject"]) for sent in server.taken] == ["Ozon refused the price"], "one line, not two"


def test_without_a_mail_server_it_waits_longer_each_time_and_is_given_up_at_last(
    owner: Membership, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    mail, waits = waiting(owner), []
    for _time in range(post.MOST_ATTEMPTS):
        OutgoingMail.objects.filter(state="waiting").update(due_at=timezone.now() - HOUR)
        post.send_due()
        mail.refresh_from_db()
        waits.append(round((mail.due_at - timezone.now()).total_seconds()))
    assert waits[:4] == [30, 60, 120, 240]
    assert state(mail) == "refused"
    assert mail.attempts == post.MOST_ATTEMPTS


def test_waits_double_up_to_an_hour() -> None:
    assert [post.wait_after(n).total_seconds() for n in (1, 2, 3, 8, 50)] == [30, 60, 120, 3600, 3600]


def test_what_was_read_in_the_page_is_not_mailed_and_holds_up_nothing(owner: Membership, server: MailServer) -> None:
    bad, good = waiting(owner), waiting(member(owner.store))
    Notification.objects.filter(member=bad.member).update(read_at=timezone.now())
    post.send_due()
    assert (state(bad), state(good)) == ("dropped", "sent")


def test_a_fault_of_ours_in_one_mail_does_not_hold_up_the_others(
    owner: Membership, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = waiting(owner, due_at=timezone.now() - 2 * HOUR), waiting(member(owner.store))
    whole = post.compose

    def compose(mail: OutgoingMail) -> letters.Letter:
        if mail.pk == bad.pk:
            raise KeyError("a fault")
        return whole(mail)

    monkeypatch.setattr(post, "compose", compose)
    post.send_due()
    assert (state(bad), state(good)) == ("refused", "sent")
    assert bad.pk.hex[:8] in bad.error


def test_a_lease_that_ran_out_before_sending_is_taken_up_again(owner: Membership, server: MailServer) -> None:
    past = timezone.now() - HOUR
    mail = waiting(owner, state="leased", lease_owner=uuid4(), lease_until=past)
    assert post.waiting()
    post.send_due()
    assert state(mail) == "sent"
    assert len(server.taken) == 1


def test_a_lease_that_ran_out_while_sending_is_in_doubt_and_not_sent_again(
    owner: Membership, server: MailServer
) -> None:
    past = timezone.now() - HOUR
    mail = waiting(owner, state="sending", lease_owner=uuid4(), lease_until=past, attempts=1)
    assert post.waiting()
    assert post.send_due() == 0
    assert state(mail) == "doubt"
    assert "not sent again" in mail.error
    assert server.taken == []


def test_a_lease_that_somebody_holds_is_left_alone(owner: Membership, server: MailServer) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    mail = waiting(owner, state="leased", lease_owner=uuid4(), lease_until=soon)
    assert post.send_due() == 0
    assert state(mail) == "leased"


def test_who_lost_the_lease_meanwhile_sends_nothing(
    owner: Membership, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, whole = waiting(owner), post.compose

    def slow(row: OutgoingMail) -> letters.Letter:
        OutgoingMail.objects.filter(pk=row.pk).update(lease_owner=uuid4())
        return whole(row)

    monkeypatch.setattr(post, "compose", slow)
    post.send_due()
    assert server.taken == []
    assert state(mail) == "leased"


def test_what_is_read_while_the_letter_is_made_is_not_in_it(
    owner: Membership, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, whole = waiting(owner), post.compose

    def slow(row: OutgoingMail) -> letters.Letter:
        made = whole(row)
        Notification.objects.update(read_at=timezone.now())
        return made

    monkeypatch.setattr(post, "compose", slow)
    post.send_due()
    assert (server.taken, state(mail), mail.attempts) == ([], "waiting", 0)
    monkeypatch.setattr(post, "compose", whole)
    post.send_due()
    assert (server.taken, state(mail)) == ([], "dropped")


def test_two_mails_to_one_member_never_tell_the_same(owner: Membership, server: MailServer) -> None:
    first, second = waiting(owner), waiting(owner)
    post.send_due()
    assert (state(first), state(second)) == ("sent", "dropped")
    assert len(server.taken) == 1
    assert "2 things" in str(server.taken[0]["Subject"])


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_mail_once(server: MailServer, transactional_db: None) -> None:
    store = Store.objects.create(slug="crowd", name="Crowd")
    mails = [waiting(member(store)) for _n in range(45)]
    at_once(lambda: [post.send_due() for _round in range(3)], workers=4)
    assert {state(mail) for mail in mails} == {"sent"}
    assert sorted(str(sent["To"]) for sent in server.taken) == sorted(mail.member.user.email for mail in mails)


def at_once(act: Callable[[], object], *, workers: int) -> None:
    barrier = threading.Barrier(workers)

    def work() -> None:
        try:
            barrier.wait(20)
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def test_old_mails_are_forgotten_and_waiting_ones_never(owner: Membership) -> None:
    waiting(owner)
    waiting(owner, state="sent")
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=91))
    post.forget()
    assert [mail.state for mail in OutgoingMail.objects.all()] == ["waiting"]
