"""What Amazon's words mean, sorted by what happens next."""

import pytest

from marketplaces.connectors.amazon.errors import classify, is_code, refusal, submission_error, without_role
from marketplaces.framework.errors import (
    LoginExpired,
    NotFound,
    PermissionMissing,
    RateLimited,
    Rejected,
    RightMissing,
    Unavailable,
)
from marketplaces.framework.transport import Answer


def answer(status, body=None, **headers):
    return Answer(status=status, headers=headers, body=b"", json=body)


def errors(code, message="said so", details=""):
    return {"errors": [{"code": code, "message": message, "details": details}]}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "InvalidInput", Rejected), (400, "Invalid Input", Rejected), (400, "PackageToUpdateNotFound", Rejected),
        (400, "NeverHeardOf", Rejected), (401, "Unauthorized", LoginExpired), (403, "Unauthorized", LoginExpired),
        (403, "MissingAuthenticationToken", LoginExpired), (403, "InvalidSignature", LoginExpired),
        (404, "NotFound", NotFound), (400, "NOT_FOUND", NotFound), (409, "InvalidInput", Rejected),
        (413, "RequestTooLarge", Rejected), (415, "UnsupportedMediaType", Rejected),
        (429, "QuotaExceeded", RateLimited), (400, "QuotaExceeded", RateLimited),
        (500, "InternalFailure", Unavailable), (503, "ServiceUnavailable", Unavailable), (504, "", Unavailable),
        (500, "InvalidInput", Unavailable),
    ],
)  # fmt: skip
def test_each_code_is_sorted(status, code, kind):
    found = classify(answer(status, errors(code)))
    assert type(found) is kind
    assert (found.said, found.remote_code) == ("said so", code)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Rejected), (403, LoginExpired), (404, NotFound), (429, RateLimited), (502, Unavailable)],
)
def test_an_answer_without_json_is_sorted_by_its_status(status, kind):
    found = classify(answer(status))
    assert type(found) is kind
    assert str(status) in str(found)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_a_good_answer_is_none(status):
    assert classify(answer(status, {"status": "INVALID"})) is None


@pytest.mark.parametrize(
    ("word", "status", "kind"),
    [
        ("invalid_grant", 400, LoginExpired), ("invalid_client", 401, LoginExpired),
        ("unauthorized_client", 400, PermissionMissing), ("invalid_scope", 400, PermissionMissing),
        ("invalid_request", 400, Rejected), ("server_error", 500, Unavailable), ("slow_down", 429, RateLimited),
    ],
)  # fmt: skip
def test_the_token_call_says_words(word, status, kind):
    found = classify(answer(status, {"error": word, "error_description": "why"}))
    assert (type(found), found.said, found.remote_code) == (kind, "why", word)


def test_a_secret_that_was_rotated_is_told_as_such():
    found = classify(answer(401, {"error": "invalid_client", "error_description": "Client authentication failed"}))
    assert "180 days" in found.fix


def test_what_they_add_is_told_as_well():
    found = classify(answer(403, errors("Unauthorized", "Denied.", "The access token you provided has expired.")))
    assert found.said == "Denied. The access token you provided has expired."


def test_a_403_that_stays_is_a_missing_role_unless_it_names_the_token():
    role = classify(answer(403, errors("Unauthorized", "Access to requested resource is denied.")))
    role.http_status = 403
    token = classify(answer(403, errors("Unauthorized", "Denied.", "The access token you provided has expired.")))
    token.http_status = 403
    missing = without_role(role, "Product Listing")
    assert type(missing) is RightMissing
    assert "“Product Listing”" in missing.fix
    assert without_role(token, "Product Listing") is token


def test_a_limit_answer_asks_for_a_rest():
    assert classify(answer(429, errors("QuotaExceeded"))).retry_after == 60.0


def test_a_code_is_recognised_however_it_is_spelt():
    assert is_code(Rejected(remote_code="Package To Update Not Found"), "packagetoupdatenotfound")


def issue(message, severity="ERROR", **more):
    return {"code": "90117", "message": message, "severity": severity, "categories": [], **more}


def test_invalid_is_a_refusal_under_200():
    issues = [issue("bad price", attributeNames=["purchasable_offer"]), issue("by the way", "WARNING")]
    found = submission_error({"sku": "A", "status": "INVALID", "submissionId": "1", "issues": issues}, "A")
    assert (type(found), found.said, found.remote_code) == (Rejected, "bad price", "90117")
    assert found.fields == {"purchasable_offer": "bad price"}


@pytest.mark.parametrize("status", ["ACCEPTED", "VALID"])
def test_accepted_is_good_also_with_warnings(status):
    assert submission_error({"status": status, "issues": [issue("hm", "WARNING")]}, "A") is None


def test_an_answer_that_does_not_say_is_tried_again():
    assert type(submission_error({}, "A")) is Unavailable


def test_the_report_of_a_feed_names_one_attribute():
    assert refusal([issue("no", attributeName="item_name")], "A").fields == {"item_name": "no"}
