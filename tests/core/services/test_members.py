"""Members: asked by a link that works once, given roles, let go; never without an owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from core.errors import DomainError
from core.models import ApiToken, Invitation, Membership, Role, Store, User
from core.services import members, tokens

WORD = "a long enough phrase"


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="ours", name="Ours")


@pytest.fixture
def owner(store: Store) -> Membership:
    user = User.objects.create_user("nadia@example.org", WORD, name="Nadia Weber")
    return Membership.objects.create(user=user, store=store, role=Role.OWNER)


def asked(owner: Membership, email: str = "New@Example.org", role: str = Role.PACKER) -> members.Invited:
    return members.invite(store=owner.store, email=email, role=role, by=owner.user)


def test_a_new_person_joins_with_a_password_of_their_own(owner: Membership) -> None:
    invited = asked(owner)
    found = members.find_invitation(invited.token)
    assert found == invited.invitation
    joined = members.join_as_new(found, name="New Person", password=WORD)
    assert (joined.role, joined.user.email, joined.user.name) == (Role.PACKER, "new@example.org", "New Person")
    assert joined.user.check_password(WORD) and joined.user.last_store == owner.store


def test_a_link_works_once(owner: Membership) -> None:
    invited = asked(owner)
    members.join_as_new(invited.invitation, name="New", password=WORD)
    assert members.find_invitation(invited.token) is None
    with pytest.raises(DomainError, match="used or taken back"):
        members.join_as_new(invited.invitation, name="Other", password=WORD)


def test_asking_again_makes_the_older_link_worthless(owner: Membership) -> None:
    first, second = asked(owner), asked(owner, role=Role.MANAGER)
    assert members.find_invitation(first.token) is None
    assert members.find_invitation(second.token) is not None
    assert members.open_invitations(owner.store).count() == 1


def test_a_link_ends_by_being_taken_back_and_after_seven_days(owner: Membership) -> None:
    invited = asked(owner)
    members.take_back(invited.invitation, by=owner.user)
    assert members.find_invitation(invited.token) is None
    late = asked(owner)
    Invitation.objects.get(pk=late.invitation.pk)
    late.invitation.expires_at = timezone.now() - timedelta(seconds=1)
    late.invitation.save()
    assert members.find_invitation(late.token) is None


@pytest.mark.parametrize("forged", ["", "x", "Im5vbmUi:1:x", "a" * 500])
def test_a_forged_link_is_nothing(db: None, forged: str) -> None:
    assert members.find_invitation(forged) is None


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 300 + "@example.org"])
def test_an_address_that_is_none_is_refused(owner: Membership, email: str) -> None:
    with pytest.raises(DomainError) as refused:
        asked(owner, email)
    assert refused.value.field == "email"


def test_somebody_who_works_here_is_not_asked_again(owner: Membership) -> None:
    with pytest.raises(DomainError, match="works here already"):
        asked(owner, "NADIA@example.org")


def test_a_role_that_there_is_not_is_refused(owner: Membership) -> None:
    with pytest.raises(DomainError):
        asked(owner, role="admiral")


@pytest.mark.parametrize("password", ["short", "password123", "new@example.org"])
def test_a_weak_password_makes_nobody(owner: Membership, password: str) -> None:
    invited = asked(owner)
    with pytest.raises(DomainError) as refused:
        members.join_as_new(invited.invitation, name="New", password=password)
    assert refused.value.field == "password"
    assert members.find_invitation(invited.token) is not None and User.objects.count() == 1


def test_somebody_from_elsewhere_joins_under_their_own_address_only(owner: Membership) -> None:
    known = User.objects.create_user("sam@example.org", WORD)
    stranger = User.objects.create_user("eve@example.org", WORD)
    invited = asked(owner, "sam@example.org")
    with pytest.raises(DomainError, match="for sam@example.org"):
        members.join(invited.invitation, stranger)
    assert members.join(invited.invitation, known).role == Role.PACKER


def test_a_link_sets_no_password_of_somebody_who_is_there(owner: Membership) -> None:
    known = User.objects.create_user("sam@example.org", WORD)
    invited = asked(owner, "sam@example.org")
    with pytest.raises(DomainError, match="Sign in to join"):
        members.join_as_new(invited.invitation, name="Eve", password="taken over by eve")
    known.refresh_from_db()
    assert known.check_password(WORD)


def test_who_was_removed_can_be_asked_again_and_has_no_tokens(owner: Membership) -> None:
    invited = asked(owner)
    joined = members.join_as_new(invited.invitation, name="New", password=WORD)
    made = tokens.make_token(
        store=owner.store, user=joined.user, name="Till", scopes=["read"], expires_at=timezone.now() + timedelta(1)
    )
    members.remove(joined, by=owner.user)
    assert list(members.members_of(owner.store)) == [owner]
    assert ApiToken.objects.get(pk=made.token.pk).revoked_at is not None
    again = asked(owner, role=Role.MANAGER)
    assert members.join(again.invitation, joined.user).pk == joined.pk
    assert Membership.objects.get(pk=joined.pk).role == Role.MANAGER


def test_the_last_owner_stays_an_owner(owner: Membership) -> None:
    with pytest.raises(DomainError, match="last owner"):
        members.remove(owner, by=owner.user)
    with pytest.raises(DomainError, match="last owner"):
        members.change_role(owner, Role.MANAGER, by=owner.user)


def test_a_change_of_role_says_who_made_it(owner: Membership) -> None:
    joined = members.join_as_new(asked(owner).invitation, name="New", password=WORD)
    assert members.change_role(joined, Role.OWNER, by=owner.user)
    assert not members.change_role(joined, Role.OWNER, by=owner.user)
    newest = Membership.history.filter(id=joined.pk).first()
    assert newest and newest.history_change_reason == "role changed by Nadia Weber"
    members.change_role(owner, Role.PACKER, by=joined.user)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_let_each_other_go_at_once_leave_one() -> None:
    store = Store.objects.create(slug="ours", name="Ours")
    pair = [
        Membership.objects.create(
            user=User.objects.create_user(f"{name}@example.org", WORD), store=store, role=Role.OWNER
        )
        for name in ("nadia", "marc")
    ]

    def gone(place: int) -> bool:
        try:
            members.remove(pair[place], by=pair[1 - place].user)
        except DomainError:
            return False
        else:
            return True
        finally:
            database.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(gone, (0, 1))) == [False, True]
    assert Membership.objects.filter(store=store, role=Role.OWNER).count() == 1
