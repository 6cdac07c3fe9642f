"""What a look at a source finds, and what keeps it from finding anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

#: Files that somebody is still writing: programs put them under such names first.
HALF = (".part", ".tmp", ".filepart", ".crdownload", ".swp", "~")


class SourceError(Exception):
    """str() is the sentence: what was met, what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed that was not taken yet; `seen` is what to remember once it is."""

    name: str
    data: bytes
    seen: Mapping[str, Any]
    #: Whether more waits behind it.
    more: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a folder; a change of size or time makes it a new one."""

    name: str
    size: int
    changed: int

    @property
    def mark(self) -> list[int]:
        """By which it is known again."""
        return [self.size, self.changed]


def new_ones(entries: list[Entry], seen: Mapping[str, Any], pattern: str) -> list[Entry]:
    """Those that match and were not taken, the oldest first: feeds build on each other."""
    wanted = [
        each
        for each in entries
        if fnmatchcase(each.name.lower(), (pattern or "*").lower())
        and not each.name.startswith(".")
        and not each.name.lower().endswith(HALF)
        and seen.get(each.name) != each.mark
    ]
    return sorted(wanted, key=lambda each: (each.changed, each.name))


def remembered(entries: list[Entry], seen: Mapping[str, Any], taken: Entry) -> dict[str, Any]:
    """What was seen of files that are there yet, and the one that is taken now."""
    there = {each.name for each in entries}
    return {name: mark for name, mark in seen.items() if name in there} | {taken.name: taken.mark}
