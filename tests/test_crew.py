"""Two processes side by side make what one makes alone, in the same order, and say the same when it fails."""

from __future__ import annotations

import os
import signal

import pytest

from sowcourse.crew import MANY, Crew
from sowcourse.errors import CohortError
from sowcourse.progress import silent


class Stamp:
    """A tool: a word, and in which process it is."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.process = os.getpid()


def stamped(stamp: Stamp, number: int) -> tuple[str, int]:
    if number < 0:
        raise CohortError(f"{number}: dit is geen nummer.")
    if number == 666:
        os._exit(9)
    return f"{stamp.word} {number}", stamp.process


@pytest.fixture(params=[1, MANY], ids=["alone", "side by side"])
def crew(request: pytest.FixtureRequest) -> Crew[Stamp]:
    return Crew(Stamp("rij"), Stamp, "rij", students=request.param)


def test_both_make_the_same_in_the_same_order_and_tell_how_far_they_are(crew: Crew[Stamp]) -> None:
    told: list[tuple[str, int, int]] = []
    with crew:
        made = list(crew.each(stamped, range(40), lambda *step: told.append(step), "Doen"))
    assert [text for text, _ in made] == [f"rij {number}" for number in range(40)]
    assert [step for step in told if step[1]][:40] == [("Doen", number, 40) for number in range(1, 41)]


def test_a_small_class_is_done_here_and_a_large_one_elsewhere() -> None:
    for students, here in ((MANY - 1, True), (MANY, False)):
        with Crew(Stamp("rij"), Stamp, "rij", students=students) as crew:
            found = {process for _, process in crew.each(stamped, range(40), silent, "Doen")}
        assert (found == {os.getpid()}) is here


def test_what_one_thing_raises_is_raised_and_the_rest_is_left(crew: Crew[Stamp]) -> None:
    with pytest.raises(CohortError, match="-1: dit is geen nummer"), crew:
        list(crew.each(stamped, [1, -1, 2], silent, "Doen"))


def test_a_process_that_is_ended_from_outside_is_told_with_what_to_do() -> None:
    with (
        pytest.raises(CohortError, match=r"Wissen: een van de 2 processen .* van buitenaf gestopt.*opnieuw uit"),
        Crew(Stamp("rij"), Stamp, "rij", students=MANY) as crew,
    ):
        list(crew.each(stamped, [1, 666, 2], silent, "Wissen"))


def listening(stamp: Stamp, number: int) -> bool:
    """Whether a process that does this would hear Ctrl+C."""
    heard = signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    return heard or signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_ctrl_c_is_heard_by_who_started_it_and_not_by_a_process_that_only_starts() -> None:
    """A process that had not begun yet printed a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with Crew(Stamp("rij"), Stamp, "rij", students=MANY) as crew:
        assert set(crew.each(listening, range(40), silent, "Doen")) == {False}
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before
