"""A batch whose end was not waited for: what became of it is asked later, per item."""

from collections.abc import Sequence

import pytest

from marketplaces.connectors.facebook import connector as facebook_connector
from marketplaces.framework.capabilities import Capability
from marketplaces.framework.errors import NotFound, Rejected, Unavailable, UnexpectedPayload
from marketplaces.framework.results import Awaited, ItemResult, Later
from tests.marketplaces.connectors.remote import Remote

from .samples import error, item, page
from .test_batches import PRODUCTS, STATUS, finished, going


def asked(facebook: facebook_connector, job: str = "Acx1") -> Sequence[ItemResult]:
    items = [Awaited(ref=f"ours-{n}", item=f"TEA-{n}") for n in (1, 2, 3)]
    return facebook.ask_about(job, items, of=Capability.PUSH_STOCK)


def test_each_item_has_an_answer_of_its_own(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(STATUS, finished("TEA-2", "TEA-3"))
    remote.answers(PRODUCTS, page([item(2)]))
    good, refused, gone = asked(facebook)
    assert (good.ref, good.ok, good.visible, good.later) == ("ours-1", True, True, None)
    assert isinstance(refused.error, Rejected) and refused.error.said == "kelpaamaton"
    assert isinstance(gone.error, NotFound)


def test_what_is_still_being_worked_off_is_asked_again(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(STATUS, lambda seen: finished("TEA-1") if seen.query["handle"] == "Acx1" else going())
    remote.answers(PRODUCTS, page([item(1)]))
    refused, *waiting = asked(facebook, "Acx1,Acx2")
    assert isinstance(refused.error, Rejected)
    assert [each.later for each in waiting] == [Later(job="Acx2", item="TEA-2"), Later(job="Acx2", item="TEA-3")]


@pytest.mark.parametrize("answer", [going("error"), (400, error(100))])
def test_what_came_to_nothing_there_is_sent_anew(remote: Remote, facebook: facebook_connector, answer: object) -> None:
    remote.answers(STATUS, answer)
    assert all(isinstance(each.error, Unavailable) for each in asked(facebook))


def test_a_word_that_nobody_knows_is_no_answer(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(STATUS, going("on_the_moon"))
    with pytest.raises(UnexpectedPayload):
        asked(facebook)


def test_that_nobody_answers_now_says_nothing_of_the_batch(remote: Remote, facebook: facebook_connector) -> None:
    remote.answers(STATUS, (500, error(2)))
    with pytest.raises(Unavailable):
        asked(facebook)
