"""Stores, people and what waits for them, for staff, each with its history."""

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from core.models import (
    ApiToken,
    EmailTemplate,
    Invitation,
    Membership,
    NeedsYou,
    Notification,
    NotificationChoice,
    NotificationCursor,
    NotificationHours,
    NotificationReceipt,
    OutgoingMail,
    RecoveryCode,
    SecondStep,
    Session,
    Store,
    User,
)  # fmt: skip


class AuditedAdmin(SimpleHistoryAdmin, ModelAdmin):
    """A page with a history tab; what was soft-deleted is still seen here."""

    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Everything, deleted rows included."""
        manager = getattr(self.model, "all_objects", self.model._default_manager)
        ordering = self.get_ordering(request)
        return manager.all().order_by(*ordering) if ordering else manager.all()


class WatchedAdmin(AuditedAdmin):
    """Rows that the services write: to be looked at, with their history."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(ModelAdmin):
    """Rows that the engine writes: to be looked at."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    """Who works in a store."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Store)
class StoreAdmin(AuditedAdmin):
    """Stores."""

    list_display = ("name", "slug", "currency", "timezone", "country", "created_at")
    search_fields = ("name", "slug")
    inlines = (MembershipInline,)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    """Roles."""

    list_display = ("user", "store", "role")
    list_filter = ("role",)
    list_select_related = ("user", "store")
    autocomplete_fields = ("user", "store")


@admin.register(User)
class UserAdmin(BaseUserAdmin, ModelAdmin):
    """People; a person has no history of their own, since it would keep password hashes."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "language", "theme", "last_store")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    autocomplete_fields = ("last_store",)


@admin.register(NeedsYou)
class NeedsYouAdmin(AuditedAdmin):
    """What waits for a person. Raised and settled by the services, so nothing is added here."""

    list_display = ("title", "kind", "store", "times", "created_at", "settled_at")
    list_filter = ("kind", ("settled_at", admin.EmptyFieldListFilter))
    list_select_related = ("store",)
    search_fields = ("title", "cause_key")
    autocomplete_fields = ("assigned_to", "store")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(ApiToken)
class ApiTokenAdmin(AuditedAdmin):
    """Keys for programs; the digest is not shown, and none is made here, since it could not be shown afterwards."""

    list_display = ("name", "prefix", "store", "user", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("store", "user")
    exclude = ("digest",)
    readonly_fields = ("prefix", "last_used_at", "store", "user")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(WatchedAdmin):
    """Who was asked to work where; they are sent by owners, since the link is in the mail only."""

    list_display = ("email", "role", "store", "invited_by", "expires_at", "accepted_at")
    list_select_related = ("store", "invited_by")


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    """Browsers that are signed in; removing one ends it. What it holds is not shown."""

    list_display = ("user", "browser", "address", "signed_in_at", "seen_at", "expire_date")
    list_select_related = ("user",)
    exclude = ("session_data",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(SecondStep)
class SecondStepAdmin(ReadOnlyAdmin):
    """Whose sign-in asks for a code. Removing one lets in whoever lost phone and paper; the key is not shown."""

    list_display = ("user", "confirmed", "since", "throttling_failure_count", "throttling_failure_timestamp")
    list_select_related = ("user",)
    exclude = ("key",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(RecoveryCode)
class RecoveryCodeAdmin(ReadOnlyAdmin):
    """Which codes on paper were used; nobody can read the codes."""

    list_display = ("user", "used_at")
    list_select_related = ("user",)
    exclude = ("digest",)


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ReadOnlyAdmin):
    """Wrong passwords of the last minutes; removing a row unlocks."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    exclude = ("get_data", "post_data")
    ordering = ("-attempt_time",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """Who was told what, and whether it was read."""

    list_display = ("title", "member", "kind", "at", "times", "read_at", "mailed_at", "over_at")
    list_filter = ("kind",)
    list_select_related = ("member__user", "member__store")


@admin.register(NotificationChoice)
class NotificationChoiceAdmin(WatchedAdmin):
    """What members want to be told."""

    list_display = ("member", "kind", "in_page", "mail")
    list_select_related = ("member__user", "member__store")


@admin.register(NotificationHours)
class NotificationHoursAdmin(WatchedAdmin):
    """When members want no mail, and when the digest comes."""

    list_display = ("member", "quiet_from", "quiet_to", "digest", "digest_at")
    list_select_related = ("member__user", "member__store")


@admin.register(EmailTemplate)
class EmailTemplateAdmin(WatchedAdmin):
    """Stores' own words for mails."""

    list_display = ("store", "kind", "language", "subject")
    list_select_related = ("store",)


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """Mails to be sent, sent, refused, and those of which nobody knows."""

    list_display = ("kind", "store", "state", "due_at", "attempts", "sent_at", "error")
    list_filter = ("state", "kind")
    list_select_related = ("store",)


@admin.register(NotificationCursor)
class NotificationCursorAdmin(ReadOnlyAdmin):
    """How far each reader of the news is."""

    list_display = ("reader", "read_to")


@admin.register(NotificationReceipt)
class NotificationReceiptAdmin(ReadOnlyAdmin):
    """What each reader of the news has dealt with lately."""

    list_display = ("reader", "event_id", "at")
    list_filter = ("reader",)


admin.site.unregister(Group)
