"""Single values of an answer: exact, and an error with the path for another form."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.framework import reading
from marketplaces.framework.errors import UnexpectedPayload


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (reading.text, 9007199254740993, "9007199254740993"),
        (reading.text, " A-1 ", "A-1"),
        (reading.text, None, ""),
        (reading.find_money, "0.10", Decimal("0.10")),
        (reading.find_money, 12, Decimal(12)),
        (reading.find_money, "", None),
        (reading.whole, "7", 7),
        (reading.find_moment, "2026-11-20T10:00:00+03:00", datetime(2026, 11, 20, 7, tzinfo=UTC)),
        (reading.find_moment, "2026-11-20T10:00:00", datetime(2026, 11, 20, 10, tzinfo=UTC)),
        (reading.find_moment, None, None),
        (reading.mapping, None, {}),
        (reading.rows, None, ()),
        (reading.listed, [1], [1]),
    ],
)
def test_a_value_is_read_exactly(read: Callable[[Any, str], Any], value: Any, found: Any) -> None:
    assert read(value, "field") == found


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (reading.text, {}), (reading.text, True), (reading.needed_text, " "), (reading.find_money, "NaN"),
        (reading.find_money, "1,5"), (reading.find_money, False), (reading.find_money, {}), (reading.money, None),
        (reading.whole, "1.5"), (reading.whole, None), (reading.find_moment, "yesterday"), (reading.find_moment, 5),
        (reading.find_moment, "0001-01-01T00:00:00+03:00"), (reading.moment, ""), (reading.mapping, []),
        (reading.listed, {}), (reading.rows, [1]),
    ],
)  # fmt: skip
def test_another_form_is_named_with_its_path(read: Callable[[Any, str], Any], value: Any) -> None:
    with pytest.raises(UnexpectedPayload, match="field"):
        read(value, "field")


def test_a_time_is_written_to_the_millisecond_in_utc() -> None:
    assert reading.written(datetime.fromisoformat("2026-11-20T10:00:00.123456+03:00")) == "2026-11-20T07:00:00.123Z"
