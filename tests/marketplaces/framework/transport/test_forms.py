"""A call may carry a form: its fields go in the body as a browser writes them, and what signs it may add to them."""

from typing import Any

import pytest

from marketplaces.framework.errors import Rejected
from marketplaces.framework.transport import Call, Outgoing
from tests.marketplaces.framework.transport.loopback import FRESH, SECRET, says

OK = says('{"ok": true}')


def test_the_fields_of_a_form_are_its_body_in_their_order(line):
    at = line(OK)
    at.send(form=[("code", "v^1#i^1&a=b"), ("title", "Чайник 5 л"), ("title", "two")])
    head, _, body = at.server.requests[0].partition("\r\n\r\n")
    assert "Content-Type: application/x-www-form-urlencoded" in head
    assert body == "code=v%5E1%23i%5E1%26a%3Db&title=%D0%A7%D0%B0%D0%B9%D0%BD%D0%B8%D0%BA+5+%D0%BB&title=two"


def test_an_empty_form_is_still_a_form(line):
    at = line(OK)
    at.send(form=())
    head = at.server.requests[0]
    assert "Content-Type: application/x-www-form-urlencoded" in head
    assert "Content-Length: 0" in head


def test_what_signs_a_call_may_add_to_its_form_and_every_try_begins_anew(line):
    def sign(outgoing: Outgoing, credentials: Any) -> None:
        assert outgoing.form is not None
        outgoing.form.append(("sign", f"{credentials['api_key']}-{len(outgoing.form)}"))

    at = line(says("{}", 503), OK)
    call = Call(operation="push_stock", method="POST", path="/stock", form=(("sku", "MUG"),))
    at.transport.send(call, authorise=sign, classify=lambda answer: None)
    assert [text.rpartition("\r\n")[2] for text in at.server.requests] == [f"sku=MUG&sign={SECRET}-1"] * 2


def test_a_renewed_key_signs_the_form_again(line):
    def sign(outgoing: Outgoing, credentials: Any) -> None:
        assert outgoing.form is not None
        outgoing.form.append(("key", credentials["api_key"]))

    at = line(says("{}", 401), OK)
    call = Call(operation="push_stock", method="POST", path="/stock", form=(("sku", "MUG"),))
    at.transport.send(call, authorise=sign, classify=lambda answer: None)
    assert at.server.requests[1].endswith(f"sku=MUG&key={FRESH}")


def test_a_secret_of_the_form_that_the_answer_echoes_is_hidden(line):
    at = line(says('{"message": "bad refresh_token rt-77777777-once"}', 400))
    with pytest.raises(Rejected) as refused:
        at.send(form=[("grant_type", "refresh_token"), ("refresh_token", "rt-77777777-once")])
    assert "rt-77777777-once" not in f"{refused.value} {refused.value.said} {at.recorder.calls}"
    assert "grant_type" not in at.recorder.calls[0].path


def test_a_call_has_one_body():
    with pytest.raises(ValueError, match="either json or a form"):
        Call(operation="token", method="POST", path="/token", json={}, form=())
