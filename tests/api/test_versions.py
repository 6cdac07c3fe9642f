"""What is read carries a version; a change may ask for that very version."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from api.errors import Problem
from api.versions import is_asked, must_match, tag_of


class Asked:
    """A request with this If-Match."""

    def __init__(self, text: str | None) -> None:
        self.headers = {} if text is None else {"If-Match": text}


def asked(text: str | None) -> Any:
    return Asked(text)


def test_the_same_is_the_same_version_and_any_difference_another() -> None:
    assert tag_of(["lamp", Decimal("1.10"), None]) == tag_of(["lamp", Decimal("1.10"), None])
    assert len({tag_of([value]) for value in ("", None, 0, False, "0", [], {})}) == 7
    assert tag_of("x").startswith('"') and tag_of("x").endswith('"')


@pytest.mark.parametrize("text", [None, "", "*", " * "])
def test_whoever_asks_for_no_version_gets_any(text: str | None) -> None:
    assert not is_asked(asked(text))
    must_match(asked(text), tag_of("x"))


def test_the_right_one_passes_also_among_others_and_another_does_not() -> None:
    must_match(asked(tag_of("x")), tag_of("x"))
    must_match(asked(f"{tag_of('y')}, {tag_of('x')}"), tag_of("x"))
    for text in (tag_of("y"), "x", f"W/{tag_of('x')}"):
        with pytest.raises(Problem) as refused:
            must_match(asked(text), tag_of("x"))
        assert refused.value.status == 412
