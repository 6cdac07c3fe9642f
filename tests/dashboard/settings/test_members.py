"""Members on their page: asked, changed, unlocked, removed, by owners only."""

import re

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client

from core.models import Invitation, Membership, Role
from core.services import second_step
from tests.dashboard.conftest import Cast

ASKED = {"email": "new@example.org", "role": Role.PACKER}


def test_everybody_is_listed_with_role_and_second_step(owner: Client, cast: Cast) -> None:
    second_step.confirm(cast.packer, second_step.code_now(second_step.begin(cast.packer)))
    page = owner.get("/settings/members/").content.decode()
    assert "3 people work here" in page and "Marc Thill" in page and page.count("#i-check") >= 1


def test_a_mail_with_a_link_asks_somebody(owner: Client, cast: Cast) -> None:
    page = owner.post("/settings/members/invite/", ASKED, follow=True).content.decode()
    assert "new@example.org is asked by mail" in page and "Asked, not answered" in page
    letter = mail.outbox[0]
    assert letter.to == ["new@example.org"] and letter.subject == "Nadia Weber asks you to work in Atelier Lumen"
    found = re.search(r"http://127\.0\.0\.1:8000(/sign-in/join/\S+)", str(letter.body))
    assert found and Client().get(found[1]).status_code == 200
    assert found[1].split("/")[3] not in page, "the link is in the mail only"


def test_a_name_cannot_write_into_the_subject(owner: Client, cast: Cast) -> None:
    cast.owner.name = "Eve\nBcc: all@example.org"
    cast.owner.save()
    owner.post("/settings/members/invite/", ASKED)
    assert mail.outbox[0].to == ["new@example.org"] and not mail.outbox[0].bcc
    assert "\n" not in mail.outbox[0].subject


def test_a_mail_server_that_refuses_is_said(owner: Client, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    page = owner.post("/settings/members/invite/", ASKED, follow=True).content.decode()
    assert "did not take the mail" in page and Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "sent", [{"email": "nobody"}, {"email": ""}, {"role": "admiral"}, {"email": "MARC@example.org"}]
)
def test_what_cannot_be_is_refused_at_the_field(owner: Client, cast: Cast, sent: dict[str, str]) -> None:
    answer = owner.post("/settings/members/invite/", ASKED | sent)
    assert answer.status_code == 422 and not mail.outbox and not Invitation.objects.exists()


def test_an_invitation_can_be_taken_back(owner: Client, cast: Cast) -> None:
    owner.post("/settings/members/invite/", ASKED)
    path = re.search(r"http://127\.0\.0\.1:8000(\S+)", str(mail.outbox[0].body))
    owner.post(f"/settings/invitations/{Invitation.objects.get().pk}/take-back/")
    assert path and Client().get(path[1]).status_code == 410


def test_a_role_is_changed_and_counts_at_once(owner: Client, packer: Client, cast: Cast) -> None:
    row = Membership.objects.get(user=cast.packer)
    assert packer.get("/settings/audit/").status_code == 403
    page = owner.post(f"/settings/members/{row.pk}/role/", {"role": "manager"}, follow=True).content.decode()
    assert "Marc Thill is manager now." in page
    assert packer.get("/settings/audit/").status_code == 200


def test_the_last_owner_cannot_go_and_is_told_why_beside_the_row(owner: Client, cast: Cast) -> None:
    row = Membership.objects.get(user=cast.owner)
    there = f"/settings/members/{row.pk}"
    for path, body in ((f"{there}/role/", {"role": "packer"}), (f"{there}/remove/", {})):
        answer = owner.post(path, body)
        assert answer.status_code == 422 and "This is the last owner" in answer.content.decode()
    assert Membership.objects.get(pk=row.pk).role == Role.OWNER
    page = owner.get("/settings/members/").content.decode()
    assert f"{there}/remove/" not in page and "last owner" in page
    Membership.objects.filter(user=cast.packer).update(role=Role.OWNER)
    assert f"{there}/remove/" in owner.get("/settings/members/").content.decode()


def test_removing_says_what_stops_and_what_stays_first(owner: Client, packer: Client, cast: Cast) -> None:
    row = Membership.objects.get(user=cast.packer)
    page = owner.get(f"/settings/members/{row.pk}/remove/").content.decode()
    assert "What stops" in page and "What stays" in page and packer.get("/more/").status_code == 200
    owner.post(f"/settings/members/{row.pk}/remove/")
    assert packer.get("/more/").status_code == 403


def test_an_owner_unlocks_whoever_forgot(owner: Client, cast: Cast) -> None:
    locked_out = Client()
    for _ in range(8):
        locked_out.post("/sign-in/", {"username": "marc@example.org", "password": "wrong"})
    assert "Locked until" in owner.get("/settings/members/").content.decode()
    row = Membership.objects.get(user=cast.packer)
    owner.post(f"/settings/members/{row.pk}/unlock/")
    again = locked_out.post("/sign-in/", {"username": "marc@example.org", "password": "correct horse battery"})
    assert again.status_code == 302 and not AccessAttempt.objects.exists()


def test_when_somebody_was_seen_follows_their_session(owner: Client, packer: Client, cast: Cast) -> None:
    packer.get("/more/")
    assert re.search(r"Marc Thill.*?(now|s ago|min ago)", owner.get("/settings/members/").content.decode(), re.DOTALL)


@pytest.mark.parametrize("role", ["manager", "packer", "reader"])
def test_only_owners_see_members(request: pytest.FixtureRequest, role: str, cast: Cast) -> None:
    client: Client = request.getfixturevalue(role)
    answer = client.get("/settings/members/")
    assert (
        answer.status_code == 403 and "Only owners see and change members. Ask Nadia Weber." in answer.content.decode()
    )
    assert "/settings/members/" not in client.get("/settings/you/").content.decode()


def test_a_get_changes_nothing(owner: Client, cast: Cast) -> None:
    row = Membership.objects.get(user=cast.packer)
    assert owner.get("/settings/members/invite/").status_code == 405
    assert owner.get(f"/settings/members/{row.pk}/role/").status_code == 405
