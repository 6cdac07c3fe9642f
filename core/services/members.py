"""Who works in a store: asked by mail, given a role, changed, let go. The last owner stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import ApiToken, Invitation, Membership, Role, Store, User
from core.services import tokens

LIFE = timedelta(days=7)
SALT = "core.services.members"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and what its link carries; the link goes into the mail and nowhere else."""

    invitation: Invitation
    token: str


def members_of(store: Store) -> QuerySet[Membership]:
    """Everybody who works here, owners first."""
    return Membership.objects.filter(store=store).select_related("user", "store").order_by("created_at", "pk")


def open_invitations(store: Store) -> QuerySet[Invitation]:
    """Who was asked and has not answered; ended ones stay until they are asked again or taken back."""
    return Invitation.objects.filter(store=store, accepted_at__isnull=True).order_by("created_at", "pk")


def invite(*, store: Store, email: str, role: str, by: User) -> Invited:
    """Ask somebody to work here; an open invitation of the same address is replaced, its link dies.

    Raises DomainError naming the field.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
        User._meta.get_field("email").run_validators(email)  # its length
    except ValidationError:
        raise DomainError(_("Enter an e-mail address like nadia@example.org."), field="email") from None
    _check_role(role)
    if Membership.objects.filter(store=store, user__email__iexact=email).exists():
        sentence = _("%(email)s works here already. Change the role in the list.") % {"email": email}
        raise DomainError(sentence, field="email")
    with transaction.atomic():
        Store.objects.select_for_update().get(pk=store.pk)  # two people asking the same person wait for each other
        for older in Invitation.objects.filter(store=store, email__iexact=email, accepted_at__isnull=True):
            older._change_reason = f"asked again by {by}"[:100]
            older.soft_delete()
        made = Invitation(
            store=store, email=email, role=role, invited_by=by, expires_at=timezone.now() + LIFE
        )  # fmt: skip
        made._change_reason = f"asked by {by}"[:100]
        made.save()
    return Invited(made, signing.dumps(str(made.pk), salt=SALT))


def take_back(invitation: Invitation, *, by: User) -> None:
    """The link is worthless from now on."""
    invitation._change_reason = f"taken back by {by}"[:100]
    invitation.soft_delete()


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a link carries, while it can be accepted."""
    try:
        pk = UUID(signing.loads(token, salt=SALT, max_age=LIFE))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    open_ones = Invitation.objects.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())
    return open_ones.select_related("store", "invited_by").filter(pk=pk, store__deleted_at__isnull=True).first()


def find_person(invitation: Invitation) -> User | None:
    """Whoever signs in with the invited address already."""
    return User.objects.filter(email__iexact=invitation.email).first()


def join_as_new(invitation: Invitation, *, name: str, password: str) -> Membership:
    """A new person with a password of their own. Raises DomainError for a weak one, or when the link was used."""
    name = name.strip()
    if not name or len(name) > 150:
        raise DomainError(_("Enter the name others see, at most 150 characters."), field="name")
    try:
        validate_password(password, User(email=invitation.email, name=name))
    except ValidationError as weak:
        raise DomainError(" ".join(weak.messages), field="password") from None
    with transaction.atomic():
        row = _claimed(invitation)
        if find_person(row) is not None:
            raise DomainError(_("There is somebody with this address already. Sign in to join."), field="password")
        user = User.objects.create_user(row.email, password, name=name)
        return _joined(row, user)


def join(invitation: Invitation, user: User) -> Membership:
    """Somebody who signs in already works here too. Raises DomainError when the link was used meanwhile."""
    with transaction.atomic():
        row = _claimed(invitation)
        if user.email.lower() != row.email.lower():
            raise DomainError(_("This invitation is for %(email)s. Sign in as that.") % {"email": row.email})
        return _joined(row, user)


def change_role(membership: Membership, role: str, *, by: User) -> bool:
    """Whether anything changed. Raises DomainError for the last owner."""
    _check_role(role)
    with transaction.atomic():
        row = _locked(membership)
        if row.role == role:
            return False
        if row.role == Role.OWNER:
            _keep_an_owner(row)
        row.role = role
        row._change_reason = f"role changed by {by}"[:100]
        row.save(update_fields=["role", "updated_at"])
    membership.role = role
    return True


def remove(membership: Membership, *, by: User) -> None:
    """Let somebody go: the store is closed to them and to their tokens at once. Raises DomainError for the last owner.

    What they did stays in every history under their name.
    """
    with transaction.atomic():
        row = _locked(membership)
        if row.role == Role.OWNER:
            _keep_an_owner(row)
        row._change_reason = f"removed by {by}"[:100]
        row.soft_delete()
        for token in ApiToken.objects.filter(store=row.store_id, user=row.user_id, revoked_at__isnull=True):
            tokens.revoke(token, by=str(by))


def _check_role(role: str) -> None:
    if role not in Role.values:
        raise DomainError(_("Choose owner, manager, packer or read-only."), field="role")


def _locked(membership: Membership) -> Membership:
    """Under the store's lock: two owners who let each other go at once must not leave a store without one."""
    Store.objects.select_for_update().get(pk=membership.store_id)
    found = Membership.objects.filter(pk=membership.pk).first()
    if found is None:
        raise DomainError(_("This member was removed meanwhile."))
    return found


def _keep_an_owner(row: Membership) -> None:
    others = Membership.objects.filter(store=row.store_id, role=Role.OWNER, user__is_active=True).exclude(pk=row.pk)
    if not others.exists():
        raise DomainError(_("This is the last owner. Make somebody else an owner first."), field="role")


def _claimed(invitation: Invitation) -> Invitation:
    """The invitation, ours alone: a link is believed once, however often it is pressed."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("store").filter(
        pk=invitation.pk, accepted_at__isnull=True, expires_at__gt=timezone.now()
    ).first()  # fmt: skip
    if row is None:
        raise DomainError(_("This invitation was used or taken back. Ask for a new one."))
    return row


def _joined(row: Invitation, user: User) -> Membership:
    row.accepted_at = timezone.now()
    row._change_reason = f"accepted by {user}"[:100]
    row.save(update_fields=["accepted_at", "updated_at"])
    former = Membership.all_objects.filter(store=row.store, user=user).first()
    membership = former or Membership(store=row.store, user=user)
    if former is None or former.deleted_at is not None:
        membership.role, membership.deleted_at = row.role, None
        membership._change_reason = f"joined, asked by {row.invited_by or ''}"[:100]
        membership.save()
    user.last_store = row.store
    user.save(update_fields=["last_store"])
    return membership
