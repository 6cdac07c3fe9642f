"""The line about the channels in the top bar."""

from dashboard.channels import Channels


def test_all_well_is_green() -> None:
    line = Channels(total=2, reading=2).line("/connections/")
    assert line and (line["tone"], line["words"]) == ("green", "2 channels reading")


def test_a_stopped_channel_is_red_and_a_paused_one_amber() -> None:
    stopped = Channels(total=16, reading=15, stopped=1).line("/connections/")
    paused = Channels(total=16, reading=15).line("/connections/")
    assert stopped and paused
    assert (stopped["tone"], stopped["words"]) == ("red", "15 of 16 channels reading")
    assert paused["tone"] == "amber"


def test_without_connections_there_is_nothing_to_say() -> None:
    assert Channels().line("/connections/") is None
