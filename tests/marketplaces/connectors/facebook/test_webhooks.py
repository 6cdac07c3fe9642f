"""Their messages: the contract's own vector, forged and torn ones, and the question whether the address is ours."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from marketplaces.connectors.facebook.webhooks import FacebookWebhooks
from marketplaces.framework.errors import WebhookRejected
from marketplaces.framework.webhooks import IncomingWebhook, Topic

#: The contract's vector (section 7): the escapes stand in the body as they are signed.
BODY = (
    rb'{"object":"page","entry":[{"id":"1029384756","time":1767225600,"changes":[{"field":"feed","value":'
    rb'{"item":"post","message":"\u0161ir\u0105"}}]}]}'
)
SIGNATURE = "sha256=7142a9bdb3049f293b41e429a0ba7be685fe72963028a835ef3a129bb8d9c837"
SECRETS = {"app_secret": "fbapp-secret-demo", "verify_token": "my-own-word"}
HANDLER = FacebookWebhooks()


def incoming(body: bytes = BODY, signature: str = SIGNATURE, **query: str) -> IncomingWebhook:
    return IncomingWebhook(
        method="POST", url="https://hub.example/hooks/facebook/t/", headers={"x-hub-signature-256": signature},
        body=body, source_ip="203.0.113.1", received_at=datetime(2026, 1, 1, tzinfo=UTC), query=query,
    )  # fmt: skip


def asked(**changed: str) -> IncomingWebhook:
    query = {"hub.mode": "subscribe", "hub.verify_token": "my-own-word", "hub.challenge": "1158201444"}
    renamed = {name.replace("_", ".", 1): value for name, value in changed.items()}
    return replace(incoming(b"", ""), method="GET", query=query | renamed)


def test_the_contracts_message_is_believed_and_read() -> None:
    HANDLER.verify(incoming(), SECRETS)
    event = HANDLER.parse(incoming())
    assert (event.topic, event.kind) == (Topic.OTHER, "page.feed")
    assert event.occurred_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert event.remote_ids == ()


def test_the_letters_themselves_in_place_of_their_escapes_are_another_text() -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.verify(incoming(BODY.decode("unicode_escape").encode()), SECRETS)


@pytest.mark.parametrize(
    "signature", ["", "sha256=", SIGNATURE.removeprefix("sha256="), SIGNATURE[:-1] + "8", "sha1=00", "ü"]
)
def test_a_wrong_signature_is_refused(signature: str) -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.verify(incoming(signature=signature), SECRETS)


def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.verify(incoming(), {})


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"{}", b'{"object":"page"}', b'{"object":"page","entry":[]}']
)
def test_a_torn_message_is_refused(body: bytes) -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.parse(incoming(body))


@pytest.mark.parametrize("time", [b"null", b'"soon"', b"1e999", b"99999999999999999999", b"true"])
def test_an_odd_time_does_not_matter(time: bytes) -> None:
    body = BODY.replace(b"1767225600", time)
    assert HANDLER.parse(incoming(body)).occurred_at is None


def test_up_to_a_thousand_changes_in_one_message_are_one_event() -> None:
    change = b'{"field":"feed","value":{}}'
    body = b'{"object":"page","entry":[{"id":"1","time":1,"changes":[' + b",".join([change] * 1000) + b"]}]}"
    assert HANDLER.parse(incoming(body)).kind == "page.feed"


def test_the_challenge_is_answered_with_it_and_nothing_else() -> None:
    reply = HANDLER.challenge(asked(), SECRETS)
    assert (reply.status, reply.body, reply.content_type) == (200, b"1158201444", "text/plain")


@pytest.mark.parametrize(
    "changed",
    [{"hub_mode": "unsubscribe"}, {"hub_verify_token": "guessed"}, {"hub_challenge": ""}, {"hub_verify_token": ""}],
)
def test_another_question_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.challenge(asked(**changed), SECRETS)


def test_no_verify_token_of_ours_is_never_the_right_one() -> None:
    with pytest.raises(WebhookRejected):
        HANDLER.challenge(asked(hub_verify_token=""), {"app_secret": "x"})
