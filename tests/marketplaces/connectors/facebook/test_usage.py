"""How near the end of what is allowed we are, by the headers, and what the client makes of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from marketplaces.connectors.facebook import usage
from marketplaces.framework.errors import RateLimited
from tests.marketplaces.connectors.remote import Headed, Lines, Remote

from .samples import CATALOG, item, page


def told(app: int = 0, business: int = 0, minutes: int = 0) -> dict[str, str]:
    case = {"type": "whatever", "call_count": business, "total_time": 5, "estimated_time_to_regain_access": minutes}
    return {
        "x-app-usage": json.dumps({"call_count": app, "total_cputime": 1, "total_time": 2}),
        "x-business-use-case-usage": json.dumps({"310": [{"type": "pages", "call_count": 2}, case]}),
    }


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0.0),
        (told(app=74, business=74), 0.0),
        (told(app=75), 0.0),
        (told(business=87.5), 2.0),  # type: ignore[arg-type]
        (told(app=95), 3.2),
        (told(business=100, minutes=7), 420.0),
        (told(app=100), 60.0),
        ({"x-app-usage": "torn{"}, 0.0),
        ({"x-app-usage": "[]", "x-business-use-case-usage": '{"1":"x","2":[5]}'}, 0.0),
        ({"x-app-usage": '{"call_count":true}'}, 0.0),
    ],
)
def test_the_pause_grows_from_three_quarters_on(headers: Mapping[str, str], seconds: float) -> None:
    assert usage.rest(headers) == pytest.approx(seconds)


def list_with(headers: dict[str, str]) -> Headed:
    return Headed(200, page([item()]), headers)


def test_the_next_call_waits_before_they_refuse(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(f"GET /{CATALOG}/products", list_with(told(app=95)), list_with({}))
    shop = line()
    for _ in range(3):
        list(shop.connector.pull_products())
    assert shop.clock.slept == pytest.approx([3.2])


def test_a_pause_of_minutes_is_not_waited_for_in_a_worker(remote: Remote, line: Lines[Any]) -> None:
    remote.answers(f"GET /{CATALOG}/products", list_with(told(business=100, minutes=7)))
    shop = line()
    list(shop.connector.pull_products())
    with pytest.raises(RateLimited) as caught:
        list(shop.connector.pull_products())
    assert caught.value.retry_after == 420.0
    assert len(remote.seen) == 1
