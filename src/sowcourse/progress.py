"""How far long work is, for who waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeVar

Progress = Callable[[str, int, int], None]
"""Called with what is being done, in a Dutch word, the number done and the number of all."""

_Item = TypeVar("_Item")


def silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def counted(items: Iterable[_Item], tell: Progress, what: str, total: int = 0) -> Iterator[_Item]:
    """The items, each told of when it is done. Parameters: total – how many there are, when `items` does not know."""
    number = len(items) if isinstance(items, Sized) else total
    done = 0
    tell(what, done, number)
    for done, item in enumerate(items, start=1):
        yield item
        tell(what, done, max(number, done))
    tell(what, done, done)
