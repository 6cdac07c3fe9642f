"""What I am told: mine alone, kept as chosen, refused with a sentence."""

from typing import Any

import pytest
from django.test import Client

from core.models import Membership, NotificationChoice, NotificationHours, OutgoingMail
from core.services import notifications
from core.services.notifications import KINDS
from tests.dashboard.conftest import Cast

URL = "/settings/notifications/"


def form(user: Any, **changed: Any) -> dict[str, Any]:
    """What the page would send, with some fields changed; None leaves one out."""
    member = Membership.objects.get(user=user)
    sent: dict[str, Any] = {"digest": "on", "digest_at": "08:00", "quiet_from": "", "quiet_to": ""}
    for name, choice in notifications.choices([member])[member.pk].items():
        sent[f"mail-{name}"] = choice.mail
        if choice.in_page:
            sent[f"page-{name}"] = "on"
    return {name: value for name, value in (sent | changed).items() if value is not None}


def test_what_holds_is_shown(owner: Client, cast: Cast) -> None:
    shown = owner.get(URL).content.decode()
    for kind in KINDS.values():
        assert str(kind.word) in shown
    assert cast.owner.email in shown
    assert "Europe/Luxembourg" in shown


def test_what_is_chosen_holds(owner: Client, cast: Cast) -> None:
    changed = {"mail-new_order": "at_once", "page-odd": None, "quiet_from": "22:00", "quiet_to": "07:00"}
    answer = owner.post(URL, form(cast.owner, **changed), follow=True)
    assert "Saved." in answer.content.decode()
    member = Membership.objects.get(user=cast.owner)
    wishes = notifications.choices([member])[member.pk]
    assert wishes["new_order"].mail == "at_once"
    assert wishes["odd"].in_page is False
    assert str(NotificationHours.objects.get().quiet_from) == "22:00:00"
    again = owner.post(URL, form(cast.owner, quiet_from="22:00", quiet_to="07:00"), follow=True)
    assert "Nothing was different" in again.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"quiet_from": "22:00"}, "Enter both ends"),
        ({"quiet_from": "night"}, "Enter a time like 22:00"),
        ({"digest_at": ""}, "Enter a time like 08:00"),
        ({"mail-odd": "pigeon"}, "pigeon"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_what_was_typed_stays(
    owner: Client, cast: Cast, changed: dict[str, str], sentence: str
) -> None:
    answer = owner.post(URL, form(cast.owner, **changed, **{"mail-short": "daily"}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not NotificationHours.objects.exists()


def test_a_packer_is_offered_no_money_and_takes_none(packer: Client, cast: Cast) -> None:
    assert "mail-money" not in packer.get(URL).content.decode()
    packer.post(URL, form(cast.packer, **{"mail-money": "at_once", "page-money": "on"}))
    assert not NotificationChoice.objects.filter(kind="money").exists()


def test_everybody_chooses_for_themselves_alone(reader: Client, cast: Cast) -> None:
    reader.post(URL, form(cast.reader, **{"mail-odd": "daily"}))
    assert [choice.member.user for choice in NotificationChoice.objects.all()] == [cast.reader]


def test_looking_changes_nothing(owner: Client) -> None:
    owner.get(URL)
    assert not NotificationChoice.objects.exists()
    assert not NotificationHours.objects.exists()


def test_a_mail_that_did_not_arrive_is_said_here(owner: Client, cast: Cast) -> None:
    from django.utils import timezone

    member = Membership.objects.get(user=cast.owner)
    OutgoingMail.objects.create(
        store=member.store, member=member, kind="digest", key="d", due_at=timezone.now(), state="refused",
        error="550 nobody here",
    )  # fmt: skip
    shown = owner.get(URL).content.decode()
    assert "A mail to you was refused" in shown
    assert "550 nobody here" in shown
