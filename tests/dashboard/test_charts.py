"""A chart is text: bars with titles, an axis, nothing hidden below the line, nothing unescaped."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import FOOT, TOP, Mark, Series, stacked

AMOUNTS = st.decimals(-10_000, 10_000, places=2)


def drawn(*series: Series, count: int = 2, marks: list[Mark] | None = None) -> ElementTree.Element:
    marks = marks or [Mark(f"{n}", f"Day {n}") for n in range(count)]
    return ElementTree.fromstring(stacked(series, marks, label="Sales", tick=lambda value: f"€{value:.0f}"))


def numbers(values: list[object]) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


def test_each_bar_has_its_title_and_a_rect_for_each_series() -> None:
    chart = drawn(Series("Net", numbers([30, 10]), 1), Series("Fees", numbers([10, 5]), 5))
    groups = chart.findall("g")
    assert [group.findtext("title") for group in groups] == ["Day 0", "Day 1"]
    assert [[rect.get("class") for rect in group.findall("rect")] for group in groups] == [["c1", "c5"]] * 2
    assert (chart.get("role"), chart.get("aria-label")) == ("img", "Sales")


def test_heights_are_in_proportion_and_stand_on_one_another() -> None:
    net, fees = drawn(Series("Net", numbers([30, 0]), 1), Series("Fees", numbers([10, 0]), 5)).find("g").findall("rect")
    assert float(net.get("height")) == pytest.approx(3 * float(fees.get("height")), rel=0.05)
    assert float(fees.get("y")) + float(fees.get("height")) <= float(net.get("y"))


def test_the_axis_rises_in_steps_that_people_count_in() -> None:
    ticks = [text.text for text in drawn(Series("Net", numbers([3900, 5180]))).findall("text")]
    assert ticks == ["€0", "€2000", "€4000", "€6000"]


def test_a_loss_hangs_below_the_line() -> None:
    chart = drawn(Series("Net", numbers([-30, 50])))
    assert "€-40" in [text.text for text in chart.findall("text")]
    loss, gain = (group.find("rect") for group in chart.findall("g"))
    assert float(loss.get("y")) >= float(gain.get("y")) + float(gain.get("height"))


@given(rows=st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=100))
def test_no_bar_leaves_the_picture(rows: list[tuple[Decimal, ...]]) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    chart = drawn(*(Series(f"{n}", column, n + 1) for n, column in enumerate(columns)), count=len(rows))
    for rect in chart.iter("rect"):
        y, tall = float(rect.get("y")), float(rect.get("height"))
        assert y >= TOP - 1 and y + tall <= 200 - FOOT + 1 and tall > 0


@pytest.mark.parametrize("count", [1, 7, 14, 30, 92])
def test_labels_have_room_and_a_phone_keeps_a_few(count: int) -> None:
    labels = drawn(Series("Net", numbers([1] * count)), count=count).findall("g/text")
    assert 1 <= len(labels) <= 16
    assert 1 <= len([label for label in labels if label.get("class") != "alt"]) <= 6


def test_nothing_sold_is_an_empty_axis_and_no_mistake() -> None:
    assert drawn(Series("Net", numbers([0, 0]))).find("g/rect") is None
    assert stacked([], [], label="", tick=str).startswith("<svg")


def test_what_people_typed_is_escaped() -> None:
    text = stacked([Series("<b>", numbers([1]))], [Mark("<i>", "a & b")], label='"x"', tick=str)
    assert "<b>" not in text and "<i>" not in text
    assert "a &amp; b" in text
    assert not re.search(r"\sstyle=", text)


def test_six_colours_are_refused() -> None:
    with pytest.raises(AssertionError, match="More than five"):
        drawn(*(Series("x", numbers([1, 2])) for _n in range(6)))
