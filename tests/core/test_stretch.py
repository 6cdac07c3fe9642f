"""What no index knows is looked for among so many rows at a time; nothing is shown twice or left out."""

from uuid import UUID

import pytest
from django.db.models import Q

from core import stretch as stretching
from core.keyset import Key, Keyset, Page
from core.models import Store
from core.stretch import stretch

pytestmark = pytest.mark.django_db

BY_SLUG = Keyset((Key("slug", str), Key("id", UUID)))
FOUND = stretch(BY_SLUG, Q(name__icontains="ab"))


@pytest.fixture(autouse=True)
def looks_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a list of twenty is long beside them."""
    monkeypatch.setattr(stretching, "FEW", 3)
    monkeypatch.setattr(stretching, "MOST", 6)


def stores(*found: int, of: int = 20) -> None:
    for number in range(of):
        Store.objects.create(slug=f"s{number:02d}", name="Table" if number in found else "Lamp")


def page(**place: str) -> Page:
    return FOUND.page(Store.objects.all(), size=2, fields=["id", "slug"], **place)


def slugs(found: Page) -> list[str]:
    return [row["slug"] for row in found.rows]


def there() -> list[Page]:
    pages, place = [], ""
    while not pages or place:
        assert len(pages) < 30
        pages.append(page(after=place))
        place = pages[-1].next
    return pages


@pytest.mark.parametrize("found", [(), (0,), (19,), (5, 6), (0, 1, 2), (1, 7, 13, 18), tuple(range(20))])
def test_each_row_is_found_once_there_and_back(found: tuple[int, ...]) -> None:
    stores(*found)
    pages = there()
    wanted = [f"s{number:02d}" for number in found]
    assert [slug for each in pages for slug in slugs(each)] == wanted
    back, last = slugs(pages[-1]), pages[-1]
    for _ in range(30):
        if not last.earlier:
            break
        last = page(before=last.earlier)
        back = slugs(last) + back
    assert back == wanted


def test_a_page_that_was_stopped_says_after_how_many_rows_and_goes_on_there() -> None:
    stores(7)
    first = page()
    assert (slugs(first), first.looked) == ([], 6)
    second = page(after=first.next)
    assert (slugs(second), second.looked) == (["s07"], 6)
    assert page(before=second.earlier).rows == []


def test_a_full_page_looks_no_further(django_assert_num_queries) -> None:
    stores(0, 1, 2)
    with django_assert_num_queries(2):
        found = page()
    assert (slugs(found), found.looked) == (["s00", "s01"], 0)


def test_the_end_of_the_list_is_an_end() -> None:
    stores(1, of=5)
    found = page()
    assert (slugs(found), found.next, found.looked) == (["s01"], "", 0)


def test_a_row_knows_its_neighbours() -> None:
    stores(1, 3, 5, of=6)
    rows = Store.objects.values("id", "slug")
    before, after = FOUND.beside(rows, rows.get(slug="s03"))
    assert (before["slug"], after["slug"]) == ("s01", "s05")
