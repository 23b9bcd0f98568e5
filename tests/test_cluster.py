"""On a cluster, a submission gets the points that it gets here, or nothing is graded."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dask
import distributed
import pytest

from sowcourse.content import datasets_root, shipped_course
from sowcourse.errors import GradingError
from sowcourse.grading import edition as edition_module
from sowcourse.grading import runner
from sowcourse.grading.edition import Edition, edition
from sowcourse.grading.graded import Executed
from sowcourse.grading.runner import DaskEngine, Work, run_if_same

ASSIGNMENT = "5-politiserend"

OTHER_EDITIONS: dict[str, tuple[dict[str, str], str]] = {
    "an older version": ({"version": "0.0.9"}, "versie 0.0.9 in plaats van"),
    "a newer version": ({"version": "9.9"}, "versie 9.9 in plaats van"),
    "another course": ({"course": "x"}, "andere cursus"),
    "other data sets": ({"datasets": "x"}, "andere datasets"),
    "other checks": ({"checks": "x"}, "andere controles"),
    "a changed check in an older version": ({"version": "0.0.9", "checks": "x"}, "versie 0.0.9 in plaats van"),
    "everything but the version": (
        {"course": "x", "datasets": "x", "checks": "x"},
        "andere cursus en datasets en controles",
    ),
    "no digest of its data sets": ({"datasets": ""}, "andere datasets"),
}


@pytest.mark.parametrize("how", OTHER_EDITIONS)
def test_another_sowcourse_is_told_by_what_differs_and_runs_nothing_that_was_sent(how: str) -> None:
    changes, told = OTHER_EDITIONS[how]
    other = replace(edition(), **changes)
    assert told in edition().differs(other)
    work = Work("s1", ASSIGNMENT, b"{}", (), True, edition=other)
    with pytest.raises(GradingError, match=r"Niet elke computer .* die er later bij kwam: (versie|andere) "):
        run_if_same(work)


def test_the_same_sowcourse_does_not_differ_and_what_is_none_is_said_to_be_none() -> None:
    assert edition().differs(replace(edition())) == ""
    for answer in (None, "0.1.0", ModuleNotFoundError("No module named 'sowcourse'"), {}):
        assert edition().differs(answer) == "geen sowcourse, of een heel andere versie"


@pytest.mark.parametrize("part", ["course", "datasets", "checks"])
def test_one_changed_byte_is_another_edition(part: str, tmp_path: Path) -> None:
    roots = {"course": shipped_course(), "datasets": datasets_root(), "checks": Path(edition_module.__file__).parent}
    copy = Path(shutil.copytree(roots[part], tmp_path / "kopie"))
    first = edition_module._digest(copy, copy.rglob("*"))
    (copy / "__pycache__").mkdir(exist_ok=True)
    (copy / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert edition_module._digest(copy, copy.rglob("*")) == first
    file = max((path for path in copy.rglob("*") if path.suffix in (".py", ".csv", ".toml")), key=str)
    file.write_bytes(file.read_bytes() + b"\n")
    changed = edition_module._digest(copy, copy.rglob("*"))
    file.rename(file.with_name("anders" + file.suffix))
    assert len({first, changed, edition_module._digest(copy, copy.rglob("*"))}) == 3


def become(other: Edition | None) -> None:
    """Make a worker another sowcourse; None for one from before there were editions."""
    if other is None:
        del edition_module.edition
    else:
        edition_module.edition = lambda: other


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """Two machines; what takes one along is not tried on another."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made


def lethal(work: Work) -> Executed:
    """In the place of running a submission: one of them takes its worker along, every time."""
    if work.student == "s2":
        os._exit(1)
    return Executed(work.student, {"cells": []}, (), "")


def test_a_submission_that_takes_its_workers_along_stops_nobody(
    cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "run_if_same", lethal)
    works = [Work(student, ASSIGNMENT, b"{}", (), True) for student in ("s1", "s2", "s3", "s4")]
    done = {each.student: each.stopped for each in DaskEngine(cluster.scheduler_address).execute(works)}
    assert done.pop("s2").startswith("op het Dask-cluster viel elke computer weg die dit notebook nakeek.")
    assert done == {"s1": "", "s3": "", "s4": ""}


def test_a_worker_with_another_sowcourse_or_none_at_all_is_said_before_anything_is_graded(
    cluster: distributed.LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    with distributed.Client(cluster) as client:  # a nanny may still tell the address of the worker that was killed
        client.wait_for_workers(2)
        address = min(client.nthreads())
    nothing: list[Work] = []
    assert list(DaskEngine(cluster.scheduler_address).execute(nothing)) == []
    for other, told in (
        (replace(edition(), version="0.0.9"), "versie 0.0.9 in plaats van"),
        (None, "geen sowcourse, of een heel andere versie"),
    ):
        with distributed.Client(cluster) as client:
            client.run(become, other, workers=[address])
        with pytest.raises(GradingError) as refused:
            list(DaskEngine(cluster.scheduler_address).execute(unread()))
        assert f"({address}): {told}" in str(refused.value)
        assert str(refused.value).count("tcp://") == 1, "the other one is in order"
        assert "Er is niets nagekeken" in str(refused.value)
    engine = DaskEngine(cluster.scheduler_address)
    cluster.scale(0)
    with pytest.raises(GradingError, match=r"geen enkele computer aangesloten\. Er is niets nagekeken"):
        while engine.client.nthreads():
            time.sleep(0.05)
        list(engine.execute(unread()))
    monkeypatch.setattr(runner, "LOOK", 0.1)
    monkeypatch.setattr(runner, "PATIENCE", 0.3)
    engine = DaskEngine(cluster.scheduler_address)
    with pytest.raises(GradingError, match="Alle computers van het Dask-cluster zijn weggevallen"):
        engine._finished([engine.client.submit(lethal, Work("s1", ASSIGNMENT, b"{}", (), True))])
    engine.client.close()


def unread() -> Iterator[Work]:
    raise AssertionError("no submission is read before every machine is known to be in order")
    yield
