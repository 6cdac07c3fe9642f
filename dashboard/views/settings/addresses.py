"""Addresses of Settings; `urls.py` joins them with the others."""

from django.urls import path

from dashboard.views.settings import (
    audit,
    hooks,
    members,
    sandboxes,
    schedules,
    second_step,
    signing_in,
    store,
    tabs,
    tokens,
    you,
)

settings = [
    path("settings/", tabs.first, name="settings"),
    path("settings/you/", you.you, name="settings_you"),
    path("settings/signing-in/", signing_in.signing_in, name="settings_signing_in"),
    path("settings/signing-in/password/", signing_in.password, name="own_password"),
    path("settings/signing-in/end/", signing_in.end, name="sessions_end"),
    path("settings/signing-in/second-step/begin/", second_step.begin, name="second_step_begin"),
    path("settings/signing-in/second-step/", second_step.set_up, name="second_step"),
    path("settings/signing-in/second-step/off/", second_step.turn_off, name="second_step_off"),
    path("settings/signing-in/recovery-codes/", second_step.new_codes, name="recovery_codes"),
    path("settings/store/", store.store, name="settings_store"),
    path("settings/members/", members.members, name="settings_members"),
    path("settings/members/invite/", members.invite, name="member_invite"),
    path("settings/members/<uuid:pk>/role/", members.role, name="member_role"),
    path("settings/members/<uuid:pk>/remove/", members.remove, name="member_remove"),
    path("settings/members/<uuid:pk>/unlock/", members.unlock, name="member_unlock"),
    path("settings/invitations/<uuid:pk>/take-back/", members.take_back, name="invitation_take_back"),
    path("settings/tokens/", tokens.tokens, name="settings_tokens"),
    path("settings/tokens/<uuid:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("settings/hooks/", hooks.hooks, name="settings_hooks"),
    path("settings/hooks/<uuid:pk>/test/", hooks.test, name="hook_test"),
    path("settings/schedules/", schedules.schedules, name="settings_schedules"),
    path("settings/schedules/<uuid:pk>/run/", schedules.run_now, name="schedule_run"),
    path("settings/sandboxes/", sandboxes.sandboxes, name="settings_sandboxes"),
    path("settings/sandboxes/arriving/", sandboxes.arriving, name="sandbox_arriving"),
    path("settings/sandboxes/<slug:code>/refill/", sandboxes.refill, name="sandbox_refill"),
    path("settings/sandboxes/<slug:code>/break/", sandboxes.break_it, name="sandbox_break"),
    path("settings/sandboxes/<slug:code>/mend/", sandboxes.mend, name="sandbox_mend"),
    path("settings/sandboxes/<slug:code>/buy/", sandboxes.buy, name="sandbox_buy"),
    path("settings/audit/", audit.audit, name="settings_audit"),
]
