"""What members set for themselves, and which store they work in."""

import pytest
from django.test import Client

from core.models import Membership, Role
from tests.dashboard.conftest import Cast


def test_the_theme_is_written_by_the_server(owner: Client) -> None:
    owner.post("/me/theme", {"theme": "dark"})
    assert 'data-theme="dark"' in owner.get("/more/").content.decode()


def test_the_system_decides_when_asked_to(owner: Client) -> None:
    owner.post("/me/theme", {"theme": "dark"})
    owner.post("/me/theme", {"theme": "system"})
    html = owner.get("/more/").content.decode()
    assert "data-theme=" not in html[: html.index("<head>")]


def test_a_theme_nobody_made_changes_nothing(owner: Client, cast: Cast) -> None:
    owner.post("/me/theme", {"theme": "neon"})
    cast.owner.refresh_from_db()
    assert cast.owner.theme == ""


def test_who_has_no_name_is_called_once_by_the_address(owner: Client, cast: Cast) -> None:
    cast.owner.name = ""
    cast.owner.save()
    page = owner.get("/more/").content.decode()
    assert page.count(">nadia@example.org<") == 2  # the heading, and the menu of the top bar
    assert "nadia@example.org ·" not in page


def test_rows_can_be_compact(owner: Client) -> None:
    owner.post("/me/density", {"density": "compact"})
    assert 'data-density="compact"' in owner.get("/more/").content.decode()


def test_one_comes_back_to_where_one_was(owner: Client) -> None:
    assert owner.post("/me/theme", {"theme": "dark", "next": "/more/?a=1"})["Location"] == "/more/?a=1"
    assert owner.post("/me/theme", {"theme": "dark", "next": "//evil.example"})["Location"] == "/"


def test_a_script_gets_an_empty_answer(owner: Client) -> None:
    assert owner.post("/me/theme", {"theme": "dark"}, headers={"X-Requested-With": "fetch"}).status_code == 204


@pytest.mark.parametrize("address", ["/me/theme", "/me/density", "/me/store"])
def test_a_get_changes_nothing(owner: Client, address: str) -> None:
    assert owner.get(address).status_code == 405


def test_a_member_of_two_stores_changes_between_them(owner: Client, cast: Cast) -> None:
    Membership.objects.create(user=cast.owner, store=cast.elsewhere, role=Role.PACKER)
    assert "Atelier Lumen. Change store" in owner.get("/more/").content.decode()
    owner.post("/me/store", {"store": str(cast.elsewhere.pk)})
    assert "Elsewhere. Change store" in owner.get("/more/").content.decode()


@pytest.mark.parametrize("store", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_store_that_is_not_theirs_does_not_exist(owner: Client, store: str) -> None:
    assert owner.post("/me/store", {"store": store}).status_code == 404


def test_the_stranger_cannot_enter_by_its_number(stranger: Client, cast: Cast) -> None:
    assert stranger.post("/me/store", {"store": str(cast.store.pk)}).status_code == 404


def test_somebody_without_a_store_is_told_how_to_get_one(owner: Client, cast: Cast) -> None:
    Membership.objects.all().delete()
    answer = owner.get("/more/")
    assert answer.status_code == 403
    assert "You belong to no store" in answer.content.decode()


def test_the_page_of_elements_is_for_who_builds_pages(owner: Client, cast: Cast) -> None:
    assert owner.get("/elements/").status_code == 404
    cast.owner.is_staff = True
    cast.owner.save()
    assert owner.get("/elements/").status_code == 200
