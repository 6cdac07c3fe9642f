"""The words of mails: whose they are, what may stand in them, and that values are never read as words."""

import pytest

from core.errors import DomainError
from core.models import EmailTemplate, Store
from sync.news import texts


@pytest.fixture
def store(db: None) -> Store:
    return Store.objects.create(slug="lumen", name="Lumen", languages=["de", "en"])


def write(store: Store, language: str = "de", **more: str) -> EmailTemplate:
    values = {"subject": "Bestellung {number}", "body": "Danke, {customer}."} | more
    return texts.save(store=store, kind="order_confirmation", language=language, by="Anna", **values)


@pytest.mark.parametrize("kind", texts.MAILS)
def test_what_comes_with_orion_would_be_taken_if_somebody_typed_it(kind: str) -> None:
    found = texts.built_in(kind, "en")
    texts.check(kind, found.subject, found.body)
    assert found.language == ""


def test_ones_own_words_win_then_those_of_another_language_then_orions(store: Store) -> None:
    assert texts.find(store, "order_confirmation", "fr").language == ""
    write(store, "en", subject="Order {number}")
    assert texts.find(store, "order_confirmation", "fr").language == "en"
    write(store, "de")
    found = texts.find(store, "order_confirmation", "fr")
    assert (found.language, found.subject) == ("de", "Bestellung {number}")
    assert texts.find(store, "order_confirmation", "en").subject == "Order {number}"
    assert texts.find(store, "digest", "de").language == ""


def test_giving_up_ones_words_leaves_their_history(store: Store) -> None:
    write(store)
    assert texts.go_back(store=store, kind="order_confirmation", language="de", by="Anna") is True
    assert texts.go_back(store=store, kind="order_confirmation", language="de", by="Anna") is False
    assert texts.find(store, "order_confirmation", "de").language == ""
    assert [row.history_type for row in EmailTemplate.history.order_by("history_date")] == ["+", "-"]


def test_saving_the_same_again_writes_nothing(store: Store) -> None:
    write(store)
    write(store)
    assert EmailTemplate.history.count() == 1


def test_a_language_that_the_store_does_not_speak_is_refused(store: Store) -> None:
    with pytest.raises(DomainError, match="does not speak"):
        write(store, "fr")


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"subject": "  "}, "subject", "Enter a subject"),
        ({"subject": "{number}\nBcc: all@example.org"}, "subject", "one line"),
        ({"subject": "{number} \x00"}, "subject", "one line"),
        ({"subject": "{number}" + "x" * 300}, "subject", "Shorten"),
        ({"body": ""}, "body", "Enter the text"),
        ({"body": "x" * 20_001}, "body", "Shorten"),
        ({"body": "Total {totla}"}, "body", "{totla}. Use {number}, {lines}"),
        ({"body": "{customer.email}"}, "body", "Nothing stands for {customer.email}"),
        ({"body": "{}"}, "body", "Nothing stands for {}"),
        ({"subject": "{customer!r} {number}"}, "subject", "Nothing stands for {customer!r}"),
        ({"subject": "Your order", "body": "Thanks"}, "body", "Leave {number} in the mail"),
    ],
)
def test_what_could_not_be_sent_so_is_refused_with_a_sentence(
    store: Store, changed: dict[str, str], field: str, sentence: str
) -> None:
    with pytest.raises(DomainError) as refused:
        write(store, **changed)
    assert sentence in str(refused.value)
    assert refused.value.field == field
    assert not EmailTemplate.objects.exists()


def test_a_brace_that_stands_alone_stays_as_it_is(store: Store) -> None:
    assert write(store, body="a { b\n} {number}").body == "a { b\n} {number}"
    assert texts.fill("a { b\n} {number}", {"number": "7"}) == "a { b\n} 7"


def test_what_a_value_says_is_never_read_for_placeholders() -> None:
    filled = texts.fill("{customer}: {number}", {"customer": "{number} {total}", "number": "7"})
    assert filled == "{number} {total}: 7"


def test_a_header_is_one_line_whatever_is_put_in() -> None:
    assert texts.one_line("Anna\r\nBcc: all@example.org\x00\u2028x") == "Anna Bcc: all@example.org x"
    assert len(texts.one_line("x" * 999)) == texts.LONGEST_SUBJECT
