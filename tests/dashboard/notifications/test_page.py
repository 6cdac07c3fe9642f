"""The bell and its list: one's own news, the way to the fix, read one by one or all at once."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Membership, Notification, Role
from tests.dashboard.conftest import Cast
from tests.dashboard.notifications.conftest import tell

URL = "/notifications/"


def page(client: Client, path: str = URL) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_happened_it_says_what_will_stand_here(owner: Client) -> None:
    shown = page(owner)
    assert "Nothing to tell yet" in shown
    assert "Choose what you are told" in shown
    assert "Mark all read" not in shown


def test_unread_ones_stand_newest_first_with_how_often(owner: Client, cast: Cast) -> None:
    tell(cast.owner, "Older", at=timezone.now() - timezone.timedelta(hours=2))
    tell(cast.owner, "Newer", times=14, body="price < 100")
    tell(cast.owner, "Read", read_at=timezone.now())
    shown = page(owner)
    assert shown.index("Newer") < shown.index("Older")
    assert "14 times" in shown
    assert "price &lt; 100" in shown
    assert ">Read<" not in shown
    assert "2 are unread" in shown
    assert "Read" in page(owner, f"{URL}?list=all")


def test_the_bell_stands_on_every_page_and_counts(owner: Client, cast: Cast) -> None:
    assert 'aria-label="Notifications"' in page(owner, "/orders/")
    for _time in range(3):
        tell(cast.owner)
    tell(cast.owner, in_page=False)
    assert 'aria-label="3 unread notifications"' in page(owner, "/orders/")


def test_the_bell_costs_a_page_no_query_of_its_own(owner: Client, cast: Cast, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    tell(cast.owner)
    page(owner, "/more/")
    with CaptureQueriesContext(connection) as asked:
        page(owner, "/more/")
    about = [query["sql"] for query in asked if "notifications" in query["sql"] or "needs_you" in query["sql"]]
    assert len(about) == 1, about


def test_the_bell_asked_again_answers_only_when_its_number_changed(owner: Client, cast: Cast) -> None:
    tell(cast.owner)
    assert owner.get("/notifications/bell/?n=1").status_code == 204
    tell(cast.owner)
    answer = owner.get("/notifications/bell/?n=1")
    assert answer.status_code == 200
    assert "2 unread notifications" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_asking_again_and_again_costs_three_queries(
    owner: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    owner.get("/notifications/bell/")
    with django_assert_max_num_queries(4):
        owner.get("/notifications/bell/?n=0")


def test_opening_one_reads_it_and_leads_to_the_fix(owner: Client, cast: Cast) -> None:
    row = tell(cast.owner)
    answer = owner.post("/notifications/open/", {"notification": str(row.pk)})
    assert (answer.status_code, answer["Location"]) == (302, "/needs-you/")
    row.refresh_from_db()
    assert row.read_at is not None


def test_looking_reads_nothing(owner: Client, cast: Cast) -> None:
    row = tell(cast.owner)
    for path in (URL, f"{URL}?list=all", "/notifications/bell/"):
        owner.get(path)
    assert owner.get("/notifications/open/").status_code == 405
    assert owner.get("/notifications/read/").status_code == 405
    row.refresh_from_db()
    assert row.read_at is None


def test_reading_all_takes_what_was_on_the_page(owner: Client, cast: Cast) -> None:
    tell(cast.owner)
    drawn = timezone.now().isoformat()
    late = tell(cast.owner)
    answer = owner.post("/notifications/read/", {"until": drawn}, follow=True)
    assert "1 notification is read" in answer.content.decode()
    assert list(Notification.objects.filter(read_at__isnull=True)) == [late]
    owner.post("/notifications/read/", {"until": "no time"})
    assert not Notification.objects.filter(read_at__isnull=True).exists()


@pytest.mark.parametrize("who", ["stranger", "packer"])
def test_nobody_reads_what_another_was_told(
    who: str, cast: Cast, owner: Client, request: pytest.FixtureRequest
) -> None:
    row = tell(cast.owner)
    other: Client = request.getfixturevalue(who)
    assert row.title not in page(other, f"{URL}?list=all")
    assert other.post("/notifications/open/", {"notification": str(row.pk)}).status_code == 404
    other.post("/notifications/read/", {"until": timezone.now().isoformat()})
    row.refresh_from_db()
    assert row.read_at is None


def test_the_read_only_member_reads_their_own(reader: Client, cast: Cast) -> None:
    row = tell(cast.reader)
    assert reader.post("/notifications/open/", {"notification": str(row.pk)}).status_code == 302
    row.refresh_from_db()
    assert row.read_at is not None


def test_who_becomes_a_packer_is_shown_no_money_any_more(owner: Client, cast: Cast) -> None:
    tell(cast.owner, "The sums of O-1 do not add up", kind="money")
    Membership.objects.filter(user=cast.owner).update(role=Role.PACKER)
    assert "do not add up" not in page(owner, f"{URL}?list=all")


@pytest.mark.parametrize("asked", ["", "x", "00000000-0000-4000-8000-000000000000", "\x00"])
def test_what_is_no_notification_is_not_there(owner: Client, asked: str) -> None:
    assert owner.post("/notifications/open/", {"notification": asked}).status_code == 404


def test_one_kind_can_be_looked_at_alone(owner: Client, cast: Cast) -> None:
    tell(cast.owner, "New order O-1", kind="new_order")
    tell(cast.owner, "Refused")
    shown = page(owner, f"{URL}?kind=new_order")
    assert "New order O-1" in shown
    assert ">Refused<" not in shown
    empty = page(owner, f"{URL}?kind=short")
    assert "Nothing of this kind" in empty
    assert "Clear filters" in empty


def test_when_all_is_read_it_says_so_calmly(owner: Client, cast: Cast) -> None:
    tell(cast.owner, read_at=timezone.now())
    shown = page(owner)
    assert "All read" in shown
    assert "Look at all of them" in shown


def test_many_are_paged_by_key(owner: Client, cast: Cast) -> None:
    for n in range(30):
        tell(cast.owner, f"Line {n:02}", at=timezone.now() - timezone.timedelta(minutes=n))
    first = page(owner)
    assert "Line 00" in first
    assert "Line 25" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Line 25" in page(owner, URL + following)


def test_a_swapped_part_is_only_the_rows(owner: Client, cast: Cast) -> None:
    tell(cast.owner)
    answer = owner.get(URL, headers={"HX-Request": "true", "HX-Target": "rows"})
    assert "<html" not in answer.content.decode()
    assert "Ozon refused" in answer.content.decode()


def test_a_list_that_there_is_not_is_not_there(owner: Client) -> None:
    assert owner.get(f"{URL}?list=x").status_code == 404


def test_signed_out_it_asks_to_sign_in(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 302
    assert client.get("/notifications/bell/").status_code == 302
