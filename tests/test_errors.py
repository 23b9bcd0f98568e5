"""An error that another process raised reaches who waits for it as it was: with its culprit, and with what to do."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from sowcourse.cohort.reading import TwoReadings
from sowcourse.content import read_toml
from sowcourse.errors import CohortError, ContentError, GradingError, SowcourseError
from sowcourse.notebook import HalfWrittenError

ERRORS = (
    ContentError(Path("quiz.toml"), "regel 3", "hier ontbreekt een antwoord.", "Schrijf er een."),
    HalfWrittenError(Path("5-politiserend.ipynb"), "", "dit notebook is niet heel.", "Bewaar het opnieuw."),
    TwoReadings("klas.csv", "naam", {"voor": ["Aya Amrani"], "achter": ["Amrani Aya"]}),
    CohortError("klas.csv: leeg."),
    GradingError("5-politiserend: niets ingeleverd."),
)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_once_it_was_sent(error: SowcourseError) -> None:
    for sent in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(sent) is type(error)
        assert str(sent) == str(error)
        assert vars(sent) == vars(error)


def test_a_damaged_file_is_named_when_another_process_reads_it(tmp_path: Path) -> None:
    (tmp_path / "kalender.toml").write_text("[opdracht\n", encoding="utf-8")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        waiting = pool.submit(read_toml, tmp_path / "kalender.toml")
        with pytest.raises(ContentError, match=r"kalender\.toml, regel 1"):
            waiting.result()
