"""API tokens on their page: shown once, never more than asked for, taken back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.models import ApiToken
from core.services import tokens
from tests.dashboard.conftest import Cast


def sent(cast: Cast, **more: str) -> dict[str, str]:
    return {
        "name": "Till",
        "user": str(cast.owner.pk),
        "may_orders": "write",
        "may_stock": "read",
        "life": "30d",
    } | more


def secret_of(page: str) -> str:
    found = re.search(r'value="(orion_[\w-]+)"', page)
    assert found
    return found[1]


def test_a_token_is_shown_once_and_works(owner: Client, cast: Cast) -> None:
    answer = owner.post("/settings/tokens/", sent(cast))
    secret = secret_of(answer.content.decode())
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert secret not in owner.get("/settings/tokens/").content.decode()
    token = tokens.find_token(secret)
    assert token and token.scopes == ["orders:write", "stock:read"] and token.user == cast.owner
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
    answer = Client().get("/api/v1/marketplaces/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code in (200, 403)


def test_it_can_act_as_another_member_until_a_day(owner: Client, cast: Cast) -> None:
    day = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"
    page = owner.post("/settings/tokens/", sent(cast, user=str(cast.packer.pk), life="day", day=day)).content.decode()
    token = tokens.find_token(secret_of(page))
    assert token and token.user == cast.packer and f"{token.expires_at.astimezone(cast.store.zone):%Y-%m-%d}" == day


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"may_orders": "", "may_stock": ""}, "may do nothing yet"),
        ({"name": ""}, "recognise it by"),
        ({"life": "day", "day": ""}, "Enter the last day"),
        ({"life": "day", "day": "2020-01-01"}, "ended already"),
        ({"life": "day", "day": "soon"}, "Enter a day such as"),
        ({"life": "forever"}, "to correct"),
        ({"may_orders": "own"}, "to correct"),
    ],
)
def test_what_cannot_be_makes_no_token(owner: Client, cast: Cast, more: dict[str, str], word: str) -> None:
    answer = owner.post("/settings/tokens/", sent(cast, **more))
    assert answer.status_code == 422 and word in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_it_acts_as_nobody_from_elsewhere(owner: Client, cast: Cast) -> None:
    assert owner.post("/settings/tokens/", sent(cast, user=str(cast.stranger.pk))).status_code == 422


def test_a_revoked_token_is_refused(owner: Client, cast: Cast) -> None:
    secret = secret_of(owner.post("/settings/tokens/", sent(cast)).content.decode())
    page = owner.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke/", follow=True).content.decode()
    assert "“Till” is revoked" in page
    answer = Client().get("/api/v1/marketplaces/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_tokens_of_others_are_not_there(owner: Client, cast: Cast) -> None:
    theirs = ApiToken.objects.create(
        store=cast.elsewhere, user=cast.stranger, name="Their till", prefix="orion_s", digest="s",
        expires_at=timezone.now(),
    )  # fmt: skip
    assert "Their till" not in owner.get("/settings/tokens/").content.decode()
    assert owner.post(f"/settings/tokens/{theirs.pk}/revoke/").status_code == 404


@pytest.mark.parametrize("role", ["manager", "packer", "reader"])
def test_only_owners_see_tokens(request: pytest.FixtureRequest, role: str, cast: Cast) -> None:
    client: Client = request.getfixturevalue(role)
    answer = client.get("/settings/tokens/")
    assert (
        answer.status_code == 403 and "Only owners see and make API tokens. Ask Nadia Weber." in answer.content.decode()
    )
    assert client.post("/settings/tokens/", sent(cast)).status_code == 403
    assert not ApiToken.objects.exists()
