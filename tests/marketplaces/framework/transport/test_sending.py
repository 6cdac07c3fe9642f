"""What the transport does with good, bad and missing answers, against a real server on loopback."""

import gzip
import time
import traceback
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest

from marketplaces.framework.errors import (
    ConnectorError,
    LoginExpired,
    PermissionMissing,
    RateLimited,
    Rejected,
    RetryLater,
    Unavailable,
)
from marketplaces.framework.limits import AtOnce, Limit, LimitHeaders, LimitScope, WindowTold
from marketplaces.framework.transport import LONGEST_WAIT, Call, Retries, Timeouts
from marketplaces.framework.transport.pacing import PLACE_PAUSE
from tests.marketplaces.framework.transport import loopback
from tests.marketplaces.framework.transport.loopback import FRESH, SECRET, TOKEN, says

OK = says('{"price": 19.99, "request_id": "r-1"}')


def test_a_good_answer_is_parsed_with_exact_money_and_recorded(line):
    at = line(OK)
    answer = at.send(params=[("page", "2")], json={"title": "Чайник"})
    assert answer.json["price"] == Decimal("19.99")
    assert (answer.status, answer.request_id) == (200, "r-1")
    assert at.server.requests[0].startswith("POST /v1/orders?page=2&sign=")
    assert at.server.requests[0].endswith('{"title":"Чайник"}')
    record = at.recorder.calls[0]
    assert (record.operation, record.method, record.http_status, record.outcome) == ("pull_orders", "POST", 200, "ok")
    assert record.request_id == "r-1"


def test_the_base_address_may_carry_a_path_prefix(line):
    at = line(OK)
    at.transport.base_url += "/ozon"
    at.send()
    assert at.server.requests[0].startswith("POST /ozon/v1/orders?")


def test_a_compressed_answer_is_read(line):
    at = line(says(gzip.compress(b'{"a": 1}'), Content_Encoding="gzip"))
    assert at.send().json == {"a": 1}


def test_bytes_are_given_as_they_are(line):
    at = line(says(b"%PDF-1.7", content_type="application/pdf"))
    answer = at.send(expects="bytes")
    assert (answer.body, answer.json) == (b"%PDF-1.7", None)


@pytest.mark.parametrize("page", [b"<html>Maintenance</html>", b"\n<!DOCTYPE html>\n<title>502</title>"])
def test_a_web_page_is_no_answer_to_what_was_told(line, page):
    at = line(says(page, content_type="text/html"), retries=Retries(attempts=1))
    with pytest.raises(Unavailable, match="web page"):
        at.send(expects="bytes")


def test_an_answer_without_content_is_good(line):
    assert line(says(b"", 204)).send().json is None


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (loopback.torn, "torn"),
        (loopback.torn_chunks, "torn"),
        (says('{"a": [1, 2'), "torn"),
        (says('{"a": NaN}'), "torn"),
        (says(b"[" * 100_000), "torn"),
        (says(b'{"a": "\xff\xfe"}'), "torn"),
        (says(""), "empty"),
        (says("<html>Maintenance</html>", content_type="text/html"), "web page"),
        (loopback.silent, "in time"),
        (loopback.hangs_up, "broke"),
        (loopback.drips_body, "too long"),
        (loopback.drips_headers, "too long"),
        (loopback.endless, "far larger"),
    ],
)
def test_a_broken_answer_is_unavailable_with_a_sentence(line, broken, sentence):
    at = line(broken, retries=Retries(attempts=1))
    began = time.monotonic()
    with pytest.raises(Unavailable, match=sentence) as caught:
        at.send()
    assert time.monotonic() - began < 2.8
    assert (caught.value.marketplace, caught.value.operation) == ("Ozon", "pull_orders")
    assert at.outcomes == ["unavailable"]


def test_a_read_is_tried_again_after_a_500(line):
    at = line(says("oops", 500), OK)
    assert at.send().status == 200
    assert at.outcomes == ["unavailable", "ok"]
    assert [call.attempt for call in at.recorder.calls] == [1, 2]
    assert 0.3 < at.clock.slept[0] < 0.7


def test_it_gives_up_after_three_tries_with_growing_pauses(line):
    at = line(says("oops", 503))
    with pytest.raises(Unavailable) as caught:
        at.send()
    assert len(at.server.requests) == 3
    assert at.clock.slept[1] > at.clock.slept[0]
    assert (caught.value.http_status, caught.value.maybe_done) == (503, False)


@pytest.mark.parametrize("answer", [says("oops", 500), loopback.torn, loopback.hangs_up, loopback.silent])
def test_an_unsafe_write_is_never_sent_twice_after_a_lost_answer(line, answer):
    at = line(answer, OK)
    with pytest.raises(Unavailable) as caught:
        at.send(safe=False)
    assert len(at.server.requests) == 1
    assert caught.value.maybe_done


def test_an_unsafe_write_is_sent_again_when_there_was_no_connection(line):
    at = line(OK)
    url, at.transport.base_url = at.transport.base_url, "http://127.0.0.1:1"
    at.clock.sleep = lambda seconds: setattr(at.transport, "base_url", url)
    assert at.send(safe=False).status == 200
    assert at.outcomes == ["unavailable", "ok"]


def test_an_unsafe_write_does_not_use_a_kept_connection_that_died(line):
    def answers_and_leaves(client: Any) -> None:
        OK(client)
        client.close()

    at = line(answers_and_leaves)
    at.send()
    assert at.send(safe=False).status == 200


@pytest.mark.parametrize("answer", [says("{}", 429, Retry_After="7"), says("", 302, Location="/"), loopback.hangs_up])
def test_a_call_that_costs_money_leaves_once_whatever_comes_back(line, answer):
    at = line(answer, OK)
    with pytest.raises(RetryLater):
        at.send(safe=False, once=True)
    assert len(at.server.requests) == 1


def test_a_call_that_costs_money_goes_after_a_refused_token_or_where_it_never_arrived(line):
    at = line(says("{}", 401), OK)
    assert at.send(safe=False, once=True).status == 200
    url, at.transport.base_url = at.transport.base_url, "http://127.0.0.1:1"
    at.clock.sleep = lambda seconds: setattr(at.transport, "base_url", url)
    assert at.send(safe=False, once=True).status == 200
    with pytest.raises(ValueError, match="once"):
        at.send(once=True)


def test_no_connection_at_all_is_not_maybe_done(line):
    at = line(OK, base_url="http://127.0.0.1:1")
    with pytest.raises(Unavailable, match="no connection") as caught:
        at.send(safe=False)
    assert not caught.value.maybe_done


def test_retry_after_is_obeyed_for_an_unsafe_write_too_since_it_was_refused(line):
    at = line(says("{}", 429, Retry_After="7"), OK, limits=(Limit(group="*", rate=10),))
    at.send(safe=False)
    assert at.outcomes == ["rate_limited", "ok"]
    assert at.clock.slept == [7.0]
    assert at.limiter.penalties == [("*", "7", 7.0)]


def test_retry_after_may_be_a_date(line):
    at = line(says("{}", 429, Retry_After="Fri, 20 Nov 2026 12:00:09 GMT"), OK)
    at.send()
    assert at.clock.slept == [9.0]


def test_another_header_may_say_when_to_come_back(line):
    named = LimitHeaders(retry="x-quota-retry")
    at = line(says("{}", 429, X_Quota_Retry="9", Retry_After="1"), OK, limit_headers=named)
    at.send()
    assert at.clock.slept == [9.0]
    at = line(says("{}", 429, Retry_After="4"), OK, limit_headers=named)
    at.send()
    assert at.clock.slept == [4.0]


def test_a_long_retry_after_holds_no_worker(line):
    at = line(says("{}", 429, Retry_After="3600"), OK)
    with pytest.raises(RateLimited) as caught:
        at.send()
    assert caught.value.retry_after == 3600
    assert at.clock.slept == []


def test_a_limit_answer_without_json_and_unknown_to_the_connector_is_still_one(line):
    at = line(says("slow down", 429, content_type="text/plain"), retries=Retries(attempts=1))
    with pytest.raises(RateLimited):
        at.send()


def test_no_status_but_2xx_passes_as_success(line):
    with pytest.raises(PermissionMissing):
        line(says('{"fine": true}', 403)).send()
    with pytest.raises(Rejected):
        line(says('{"fine": true}', 418)).send()


def test_an_expired_login_is_refreshed_once_and_the_call_goes_through(line):
    at = line(says('{"message": "expired"}', 401), OK)
    assert at.send(safe=False).status == 200
    assert at.credentials.refreshes == 1
    assert f"Api-Key: {FRESH}" in at.server.requests[1]
    assert at.clock.slept == []


def test_a_login_refused_after_the_refresh_is_the_end(line):
    at = line(says("{}", 401))
    with pytest.raises(LoginExpired):
        at.send()
    assert (at.credentials.refreshes, len(at.server.requests)) == (1, 2)


def test_a_refusal_that_no_refresh_can_mend_keeps_the_marketplaces_own_words(line):
    at = line(says('{"message": "Api-Key is deactivated"}', 401, X_Request_Id="abc"))
    at.credentials.refresh = None
    with pytest.raises(LoginExpired) as caught:
        at.send()
    assert (caught.value.said, caught.value.request_id) == ("Api-Key is deactivated", "abc")
    assert caught.value.__context__ is None


def test_a_token_call_carries_no_credentials_and_is_not_refreshed(line):
    at = line(says("{}", 401))
    with pytest.raises(LoginExpired):
        at.send(authorised=False)
    assert at.credentials.refreshes == 0
    assert SECRET not in at.server.requests[0]


def test_a_redirect_is_refused(line):
    target = line(OK)
    at = line(says("", 302, Location=target.server.url), retries=Retries(attempts=1))
    with pytest.raises(Unavailable, match="redirect") as caught:
        at.send(safe=False)
    assert target.server.requests == []
    assert not caught.value.maybe_done


def test_the_peer_is_checked_before_a_byte_is_sent(line):
    at = line(OK, allow_private=False)
    with pytest.raises(Rejected, match="private network"):
        at.send()
    assert at.server.requests == []
    assert at.outcomes == ["rejected"]


def test_proxies_of_the_environment_are_ignored(line, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert line(OK).send().status == 200


def test_cookies_are_not_kept(line):
    at = line(says("{}", Set_Cookie="sid=1"), OK)
    at.send()
    at.send()
    assert "Cookie" not in at.server.requests[1]


def test_a_key_that_fits_in_no_header_is_a_sentence_about_the_key(line):
    at = line(OK)
    at.credentials.values["api_key"] = "ключ-ключ"
    at.credentials.refresh = None
    with pytest.raises(LoginExpired, match="sign that no key has"):
        at.send()
    assert at.server.requests == []


def test_secrets_are_in_no_record_and_no_exception_even_when_the_answer_echoes_them(line):
    echo = says(f'{{"message": "wrong key {SECRET} for sign deadbeef1cafe"}}', 400)
    at = line(echo)
    with pytest.raises(Rejected) as caught:
        at.send(params=[("access_token", TOKEN), ("page", "3")])
    told = str(caught.value) + repr(caught.value) + str(caught.value.as_dict()) + "".join(
        traceback.format_exception(caught.value)
    ) + repr(at.recorder.calls)  # fmt: skip
    for secret in (SECRET, TOKEN):
        assert secret not in told
    assert "page=3" in at.recorder.calls[0].path
    assert caught.value.__context__ is None and caught.value.__cause__ is None


def test_a_lost_connection_drags_no_library_exception_with_the_address_in_it(line):
    at = line(loopback.hangs_up, retries=Retries(attempts=1))
    with pytest.raises(Unavailable) as caught:
        at.send(params=[("access_token", TOKEN)])
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None


def test_authorising_happens_after_the_waiting(line):
    at = line(OK, waits=(4.0,), limits=(Limit(group="*", rate=10),))
    seen: list[Any] = []
    at.transport.send(
        Call(operation="pull_orders", method="GET", path="/x"),
        authorise=lambda outgoing, values: seen.append(list(at.clock.slept)),
        classify=lambda answer: None,
    )
    assert seen == [[4.0]]
    assert at.recorder.calls[0].waited_ms == 4000


def test_a_call_spends_its_groups_the_slowest_first_and_never_the_limits_of_a_subject(line):
    limits = (
        Limit(group="*", rate=50),
        Limit(group="stocks", rate=1, per=10),
        Limit(group="other", rate=1),
        Limit(group="stocks", rate=1, per=30, scope=LimitScope.SUBJECT),
    )
    at = line(OK, limits=limits)
    at.send(groups=("stocks",))
    assert at.limiter.reserved == [("stocks", "7"), ("*", "7")]


def test_a_wait_longer_than_a_worker_is_held_becomes_an_error_that_tells_when(line):
    at = line(OK, waits=(90.0,), limits=(Limit(group="*", rate=10),))
    with pytest.raises(RateLimited) as caught:
        at.send()
    assert caught.value.retry_after == 90.0
    assert at.server.requests == []


def test_the_marketplaces_own_headers_feed_the_limiter(line):
    at = line(says("{}", X_Ratelimit_Remaining="0", X_Ratelimit_Reset="3"), limits=(Limit(group="*", rate=10),))
    at.send()
    assert at.limiter.penalties == [("*", "7", 3.0)]


def test_a_limit_of_items_is_spent_by_what_the_call_carries(line):
    limits = (Limit(group="*", rate=50), Limit(group="stocks", rate=1000, per=60, burst=500, items=True))
    at = line(OK, limits=limits)
    at.send(groups=("stocks",), cost=200)
    assert at.limiter.amounts == [("stocks", 200), ("*", 1)]


@pytest.mark.parametrize(
    ("status", "spent"), [(400, 9), (404, 9), (409, 9), (200, 0), (500, 0), (429, 0)], ids=lambda each: str(each)
)
def test_a_refused_call_costs_what_its_limit_says_and_a_limit_answer_tells_its_own_rest(line, status, spent):
    limits = (Limit(group="*", rate=50), Limit(group="stocks", rate=5, refusal_cost=10), Limit(group="cards", rate=1))
    at = line(says('{"message": "no"}', status), limits=limits, retries=Retries(attempts=1))
    with nullcontext() if status == 200 else pytest.raises(ConnectorError):
        at.send(groups=("stocks",))
    assert at.limiter.extra == ([("stocks", spent)] if spent else [])


QUOTA = LimitHeaders(left="x-quota-left", until="x-quota-until", most="x-quota-most")
WINDOWS = (Limit(group="*", rate=50), Limit(group="stocks", rate=100, per=60, window=True))


@pytest.mark.parametrize(
    "until", ["Fri, 20 Nov 2026 12:01:00 GMT", "1795176060", "30"], ids=["a date", "Unix seconds", "a span"]
)
def test_the_window_that_an_answer_tells_of_is_learned_by_the_limit_that_names_the_call(line, until):
    told = {"X_Quota_Left": "7", "X_Quota_Most": "100", "X_Quota_Until": until}
    at = line(says("{}", Date="Fri, 20 Nov 2026 12:00:30 GMT", **told), limits=WINDOWS, limit_headers=QUOTA)
    at.send(groups=("stocks",))
    assert at.limiter.heard == [("stocks", WindowTold(left=7, seconds=30.0, most=100))]
    assert at.limiter.penalties == []


def test_a_refusal_tells_of_its_window_as_well(line):
    told = {"X_Quota_Left": "0", "X_Quota_Until": "30"}
    at = line(says("{}", 429, **told), OK, limits=WINDOWS, limit_headers=QUOTA)
    at.send(groups=("stocks",))
    assert at.limiter.heard == [("stocks", WindowTold(left=0, seconds=30.0))]


def test_a_limit_that_is_kept_evenly_rests_when_its_window_is_told_to_be_empty(line):
    empty = says("{}", X_Quota_Left="0", X_Quota_Until="30")
    at = line(empty, limits=(Limit(group="*", rate=50),), limit_headers=QUOTA)
    at.send()
    assert at.limiter.penalties == [("*", "7", 30.0)]


@pytest.mark.parametrize("told", [{}, {"X_Quota_Left": "many", "X_Quota_Until": "30"}, {"X_Quota_Left": "3"}], ids=str)
def test_headers_that_are_missing_or_hold_no_numbers_tell_nothing(line, told):
    at = line(says("{}", **told), limits=WINDOWS, limit_headers=QUOTA)
    at.send(groups=("stocks",))
    assert at.limiter.heard == [] and at.limiter.penalties == []


def test_a_call_waits_for_a_place_among_those_under_way_and_gives_it_back(line):
    at = line(says("{}", 500), OK, at_once=(AtOnce(group="*", calls=4), AtOnce(group="other", calls=1)))
    at.limiter.full = 3
    at.send()
    assert at.clock.slept[:3] == [PLACE_PAUSE] * 3
    assert at.recorder.calls[0].waited_ms == round(3 * PLACE_PAUSE * 1000)
    assert (at.limiter.most_under_way, at.limiter.under_way) == (1, [])


def test_where_no_place_comes_free_the_call_is_planned_for_later(line):
    at = line(OK, at_once=(AtOnce(group="*", calls=4),), retries=Retries(attempts=1))
    at.limiter.full = 10_000
    with pytest.raises(RateLimited, match="under way") as caught:
        at.send()
    assert caught.value.retry_after >= LONGEST_WAIT
    assert at.server.requests == []


def test_the_total_deadline_is_for_a_try_not_for_the_connection_kept_open(line):
    at = line(OK, timeouts=Timeouts(connect=1, read=1, total=1.0))
    at.send()
    time.sleep(1.1)
    assert at.send().status == 200


def test_a_hook_of_the_session_sees_the_whole_exchange(line):
    at = line(OK)
    seen: list[bytes] = []
    at.transport.session.hooks["response"].append(lambda response, *a, **k: seen.append(response.content))
    at.send()
    assert seen == [b'{"price": 19.99, "request_id": "r-1"}']


def test_every_error_has_the_status_and_the_request_id(line):
    at = line(says('{"message": "no"}', 400, X_Request_Id="abc"))
    with pytest.raises(ConnectorError) as caught:
        at.send()
    assert (caught.value.http_status, caught.value.request_id, caught.value.said) == (400, "abc", "no")


def test_a_connector_says_how_often_and_when_a_call_is_tried_again(line):
    at = line(says("{}", 500), retries=Retries(attempts=4, first_pause=1.0, spread=0.0))
    with pytest.raises(Unavailable):
        at.send()
    assert at.clock.slept == [1.0, 2.0, 4.0]


def test_no_try_begins_after_the_time_for_all_of_them(line):
    at = line(says("{}", 500), retries=Retries(attempts=9, first_pause=1.0, spread=0.0, within=10.0))
    with pytest.raises(Unavailable):
        at.send()
    assert at.clock.slept == [1.0, 2.0, 4.0]
