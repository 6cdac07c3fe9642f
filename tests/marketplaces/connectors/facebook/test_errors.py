"""Their codes, sorted by what happens next; their words are localised and never decide."""

import pytest

from marketplaces.connectors.facebook.errors import TABLE, classify, sort
from marketplaces.framework import errors as ours
from marketplaces.framework.transport import Answer

from .samples import error


def answer(status: int, body: object, **headers: str) -> Answer:
    return Answer(status=status, headers=headers, body=b"", json=body)


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        (190, 463, ours.LoginExpired),
        (190, 458, ours.LoginExpired),
        (190, 460, ours.LoginExpired),
        (190, 467, ours.LoginExpired),
        (102, 0, ours.LoginExpired),
        (10, 0, ours.RightMissing),
        (3, 0, ours.RightMissing),
        (200, 0, ours.RightMissing),
        (299, 0, ours.RightMissing),
        (100, 0, ours.Rejected),
        (100, 33, ours.NotFound),
        (33, 0, ours.NotFound),
        (803, 0, ours.NotFound),
        (804, 0, ours.NotFound),
        (1, 0, ours.Unavailable),
        (2, 0, ours.Unavailable),
        (4, 0, ours.RateLimited),
        (17, 0, ours.RateLimited),
        (32, 0, ours.RateLimited),
        (613, 0, ours.RateLimited),
        (80001, 0, ours.RateLimited),
        (80004, 2446079, ours.RateLimited),
        (80009, 0, ours.RateLimited),
        (80014, 0, ours.RateLimited),
        (368, 0, ours.AccountSuspended),
        (12, 0, ours.NotSupported),
        (2361126, 0, ours.PermissionMissing),
        (424242, 0, ours.Rejected),
    ],
)
@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_the_code_decides_whatever_the_status(
    code: int, subcode: int, kind: type[ours.ConnectorError], status: int
) -> None:
    found = classify(answer(status, error(code, subcode=subcode)))
    assert type(found) is kind
    assert found.remote_code == (f"{code}/{subcode}" if subcode else str(code))
    assert found.said == "Jotain meni vikaan"
    assert found.request_id == "Atrace1"


def test_a_code_that_no_table_lists_is_tried_again_only_where_they_say_that_it_passes() -> None:
    assert sort(424242, 0, "", transient=True)[0] is ours.Unavailable
    assert sort(424242, 0, "")[0] is ours.Rejected


def test_a_wrong_proof_is_the_matter_of_the_keys() -> None:
    said = "Invalid appsecret_proof provided in the API argument"
    found = classify(answer(400, error(100, message=said)))
    assert type(found) is ours.PermissionMissing
    assert "App secret" in found.fix or "app secret" in found.fix


def test_the_sentence_for_people_is_preferred() -> None:
    found = classify(answer(400, error(100, error_user_msg="Choose another currency.")))
    assert found is not None and found.said == "Choose another currency."


def test_a_limit_answer_rests_as_long_as_they_tell_in_minutes_or_one() -> None:
    told = '{"310":[{"type":"catalog","call_count":100,"estimated_time_to_regain_access":3}]}'
    found = classify(answer(400, error(80014), **{"x-business-use-case-usage": told}))
    assert found is not None and found.retry_after == 180.0
    found = classify(answer(400, error(80014)))
    assert found is not None and found.retry_after == 60.0


@pytest.mark.parametrize("body", [None, [], {}, {"error": "broken"}, {"error": None}])
def test_what_is_not_their_error_object_is_judged_by_the_status(body: object) -> None:
    assert classify(answer(500, body)) is None


def test_a_good_answer_is_none_even_if_a_batch_speaks_of_errors() -> None:
    assert classify(answer(200, {"data": [{"errors": [{"message": "x"}]}]})) is None


def test_every_entry_that_a_merchant_can_act_on_says_how() -> None:
    for kind, fix in TABLE.values():
        if issubclass(kind, ours.AccountProblem | ours.NotSupported):
            assert fix.endswith(".")
