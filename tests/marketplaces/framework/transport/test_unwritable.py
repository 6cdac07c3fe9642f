"""Answers hold only text that a database can keep; a backslash before “u0000” that is text stays text."""

from marketplaces.framework.transport.reading import answer


def read(body: bytes):
    return answer(200, {}, body, expects="json").json


def test_a_nul_is_dropped_wherever_it_stands() -> None:
    assert read(rb'{"a\u0000b": ["x\u0000", {"c": "\u0000"}]}') == {"ab": ["x", {"c": ""}]}


def test_half_a_pair_becomes_a_question_mark_and_a_whole_one_stays() -> None:
    assert read(rb'{"half": "a\ud83d", "whole": "\ud83d\ude00", "low": "\udc00"}') == {
        "half": "a?", "whole": "😀", "low": "?",
    }  # fmt: skip


def test_a_backslash_that_is_text_stays() -> None:
    assert read(rb'{"path": "C:\\u0000"}') == {"path": r"C:\u0000"}
