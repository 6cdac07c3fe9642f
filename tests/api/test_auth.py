"""Only a living token of somebody who works in the store opens the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import ApiToken, Membership
from core.services.tokens import make_token, revoke
from tests.api.conftest import PROBLEM, Program, program
from tests.dashboard import world
from tests.dashboard.conftest import Cast, browser

PATH = "/api/v1/marketplaces/"


def test_a_token_opens(owner: Program) -> None:
    answer = owner.get(PATH)
    assert answer.status == 200
    assert answer.body["results"] and answer.body["next"] is None


def test_no_cache_on_the_way_keeps_an_answer(owner: Program) -> None:
    for caller in (owner, Program()):
        assert caller.get(PATH).headers["Cache-Control"] == "no-store"


def test_what_a_token_changes_is_in_the_history_as_its_users(owner: Program, cast: Cast) -> None:
    shop = world.connection(cast.store)
    assert owner.post(f"/api/v1/connections/{shop.pk}/pause/").status == 200
    assert shop.history.latest().history_user == cast.owner


def refused(program: Program, word: str) -> None:
    answer = program.get(PATH)
    assert (answer.status, answer.kind) == (401, PROBLEM)
    assert word in answer.body["detail"]
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="orion"')
    assert "WWW-Authenticate" in answer.headers and answer.body["instance"] == PATH


def test_without_a_token_it_says_how_to_send_one(db: None) -> None:
    refused(Program(), "Authorization: Bearer")


def test_an_unknown_token_is_said_to_be_none(db: None) -> None:
    refused(Program("orion_" + "x" * 43), "no such token")
    refused(Program("something else"), "no such token")


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "orion_abc", "Bearer\u00a0x"])
def test_another_way_to_sign_in_is_refused(db: None, header: str) -> None:
    unknown = Program()
    unknown.headers = {"Authorization": header}
    assert unknown.get(PATH).status == 401


def test_an_ended_token_is_told_so(cast: Cast, owner: Program) -> None:
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(owner, "ended on")


def test_a_revoked_token_is_told_so(cast: Cast, owner: Program) -> None:
    revoke(ApiToken.objects.get(user=cast.owner), by="test")
    refused(owner, "revoked on")


def test_who_left_the_store_is_out(cast: Cast, owner: Program) -> None:
    Membership.objects.get(user=cast.owner).soft_delete()
    refused(owner, "no longer a member")


def test_who_is_switched_off_is_out(cast: Cast, owner: Program) -> None:
    cast.owner.is_active = False
    cast.owner.save()
    refused(owner, "switched off")


def test_a_closed_store_opens_to_nobody(cast: Cast, owner: Program) -> None:
    cast.store.soft_delete()
    refused(owner, "no longer a member")


def test_a_browser_session_opens_nothing(cast: Cast) -> None:
    assert browser(cast.owner).get(PATH).status_code == 401


def test_use_is_noted_at_most_once_a_minute(cast: Cast, owner: Program) -> None:
    owner.get(PATH)
    first = ApiToken.objects.get(user=cast.owner).last_used_at
    assert first is not None
    owner.get(PATH)
    assert ApiToken.objects.get(user=cast.owner).last_used_at == first
    ApiToken.objects.update(last_used_at=first - timedelta(minutes=2))
    owner.get(PATH)
    assert (ApiToken.objects.get(user=cast.owner).last_used_at or first) > first


def test_only_a_digest_of_the_token_is_kept(cast: Cast) -> None:
    made = make_token(
        store=cast.store, user=cast.owner, name="x", scopes=["read"], expires_at=timezone.now() + timedelta(days=1)
    )
    kept = ApiToken.objects.filter(pk=made.token.pk).values().get()
    assert len(made.secret) >= 6 + 43 and made.secret not in str(kept) and made.secret[12:] not in str(kept)


def test_a_token_belongs_to_one_store(cast: Cast, stranger: Program) -> None:
    assert stranger.get(PATH).status == 200
    assert program(cast.elsewhere, cast.stranger, "orders:read").get(PATH).status == 403
