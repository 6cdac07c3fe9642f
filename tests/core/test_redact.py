"""No secret survives, and what is needed to follow a call does."""

import base64
import json
import logging
import re
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import redact

SECRET = "s3cr3t-Value/with+signs=="


@pytest.mark.parametrize(
    "name",
    ["Api-Key", "api_key", "apiKey", "access_token", "accessToken", "refresh_token", "partner_key", "sign", "Signature",
     "client_secret", "PASSWORD", "Authorization", "X-Api-Key", "push_key", "Set-Cookie", "X-Amz-Access-Token"],
)  # fmt: skip
def test_secrets_are_known_by_name_however_it_is_spelled(name: str) -> None:
    assert redact.is_secret_name(name)
    assert redact.value({"a": [{name: SECRET}]}) == {"a": [{name: redact.HIDDEN}]}


@pytest.mark.parametrize(
    "name", ["design", "assigned", "next_token", "sku", "token_type", "sort_key", "status", "client_id", "key", "keys"]
)
def test_ordinary_names_are_left_alone(name: str) -> None:
    assert redact.value({name: "lamp"}) == {name: "lamp"}


def test_headers_keep_what_is_no_secret() -> None:
    shown = redact.headers({"Client-Id": "1001", "Api-Key": SECRET, "Content-Type": "application/json"})
    assert shown == {"Client-Id": "1001", "Api-Key": redact.HIDDEN, "Content-Type": "application/json"}


def test_a_signed_address_keeps_its_path_and_loses_its_secrets() -> None:
    shown = redact.url(f"https://u:{SECRET}@host:81/api/v2/x?partner_id=5&sign=abc&access_token=def&code=ghi&page=2")
    assert shown == "https://host:81/api/v2/x?partner_id=5&sign=[hidden]&access_token=[hidden]&code=[hidden]&page=2"


@pytest.mark.parametrize(
    "written",
    [
        f"Api-Key: {SECRET}",
        f'{{"refresh_token": "{SECRET}", "n": 1}}',
        f"{{'partner_key': '{SECRET}'}}",
        f'"{{\\"api_key\\": \\"{SECRET}\\"}}"',
        f"GET /x?access_token={SECRET}&page=1",
        f"Authorization: Bearer {SECRET}",
        f"sent Bearer {SECRET} to it",
        f"postgresql://orion:{SECRET}@db/orion refused",
        f"password = {SECRET}, user = x",
    ],
)
def test_free_text_loses_secrets(written: str) -> None:
    assert SECRET not in redact.text(written)
    assert redact.HIDDEN in redact.text(written) or "@" not in redact.text(written)


def test_free_text_without_secrets_stays_word_for_word() -> None:
    written = 'Ozon answered 429 to POST /v4/posting: {"code": 8, "message": "limit per second"}, next_token=abc'
    assert redact.text(written) == written


@given(st.text(min_size=redact.SHORTEST_VALUE, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_known_value_is_gone_wherever_it_stands(secret: str, before: str, after: str) -> None:
    if secret in redact.HIDDEN or any(part in redact.HIDDEN for part in (secret,)):
        return
    assert secret not in redact.text(f"{before} {secret} {after}", secrets=[secret]).replace(redact.HIDDEN, "\0")


def test_a_known_value_is_found_in_an_address_in_json_and_in_base64() -> None:
    secret = 'pä"ss/wörd+=&'
    for form in redact._spellings(secret):
        assert redact.text(f"x {form} y", secrets=[secret]) == "x [hidden] y"


def test_a_login_code_is_hidden_and_an_error_code_is_not() -> None:
    assert redact.value({"code": "4d61726b6574746f6b656e"}) == {"code": redact.HIDDEN}
    assert redact.value({"code": 8, "x": {"code": "TOO_MANY_REQUESTS_NOW"}}) == {
        "code": 8,
        "x": {"code": "TOO_MANY_REQUESTS_NOW"},
    }


def test_bodies_are_read_as_what_they_are() -> None:
    assert json.loads(redact.body(b'{"password": "x", "n": [1]}')) == {"password": redact.HIDDEN, "n": [1]}
    assert redact.body("grant_type=refresh&refresh_token=abc") == "grant_type=refresh&refresh_token=[hidden]"
    assert redact.body(b"<html>Bearer abcdef123456</html>") == "<html>Bearer [hidden]</html>"


def test_values_are_known_only_inside_the_block() -> None:
    with redact.known(SECRET):
        assert redact.text(f"saw {SECRET}") == "saw [hidden]"
    assert redact.text(f"saw {SECRET}") == f"saw {SECRET}"


def test_urllib3_is_not_heard_below_info_for_its_lines_hold_signed_addresses() -> None:
    import logging

    from config.logs import configure

    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    try:
        configure("DEBUG")
        assert logging.getLogger("urllib3.connectionpool").getEffectiveLevel() == logging.INFO
        assert logging.getLogger("sync").getEffectiveLevel() == logging.DEBUG
    finally:
        configure("INFO")
        root.handlers, root.level = kept, level


def test_no_log_line_carries_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    from config.logs import handler

    logger = logging.Logger("test")
    logger.addHandler(handler())
    with redact.known(SECRET):
        try:
            raise ValueError(f"could not sign with {SECRET}")
        except ValueError:
            logger.exception("call failed with %s and api_key=abcdefgh", SECRET, extra={"access_token": "zzzzzzzz"})
    shown = capsys.readouterr().err
    assert "call failed" in shown and "ValueError" in shown
    assert SECRET not in shown and "abcdefgh" not in shown and "zzzzzzzz" not in shown


@pytest.mark.parametrize("secret", ["p+q/r=s&t:u~é", "abc def/ghi+jkl"])
def test_a_value_is_hidden_also_where_its_percent_signs_are_written_small(secret: str) -> None:
    for written in (quote(secret, safe=""), quote(secret), quote_plus(secret)):
        small = re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), written)
        assert redact.text(f"refused {small} here", secrets=[secret]) == "refused [hidden] here"


def test_a_value_is_hidden_where_a_page_or_json_with_ascii_only_spells_it() -> None:
    assert redact.text("no &lt;geheim&amp;1&gt;", secrets=["<geheim&1>"]) == "no [hidden]"
    for spelled in (r"schl\u00fcssel/1", r"schl\u00fcssel\/1", "schlüssel/1"):
        assert redact.text(f"e {spelled} e", secrets=["schlüssel/1"]) == "e [hidden] e"


@pytest.mark.parametrize("user", ["", "a", "ab", "abc", "abcd"])
def test_a_value_is_hidden_also_inside_something_longer_in_base64(user: str) -> None:
    secret = "s3cr3t-Value-0123456789"
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        written = encode(f"{user}:{secret}:end".encode()).decode()
        shown = redact.text(f"got {written}", secrets=[secret])
        left = shown.removeprefix("got ").replace("[hidden]", "")
        assert "[hidden]" in shown
        assert len(left) <= len(encode(f"{user}::end".encode())) + 4  # of the secret at most a sign at either edge


def test_a_token_of_ours_is_hidden_but_for_how_one_recognises_it() -> None:
    secret = "orion_Ab3-_9" + "x" * 37
    assert redact.text(f"curl with {secret}, then") == "curl with orion_Ab3-_9[hidden], then"


def test_the_address_of_feed_files_is_hidden_like_that_of_pushes() -> None:
    token = "jBqvpR3-xK9_" + "y" * 31
    assert redact.text(f"Not Found: /feeds/{token}/products_fr.csv") == "Not Found: /feeds/[hidden]/products_fr.csv"
    assert redact.text(f"POST /hooks/ozon/{token}/") == "POST /hooks/ozon/[hidden]/"
    assert redact.text("GET /keys/open/ImFiYyI:1abc:XYZ-_/ 200") == "GET /keys/open/[hidden]/ 200"
