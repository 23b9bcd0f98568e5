"""A network across life domains: more services do not fill the gap."""

from __future__ import annotations

from pathlib import Path

import pytest

from sowcourse.errors import ContentError
from sowcourse.parts.ecogram.model import load_ecogram


def test_all_services_together_leave_a_domain_empty_that_the_choir_fills() -> None:
    ecogram = load_ecogram("3-generalistisch")
    services = {name for actor in ecogram.actors if actor.kind == "dienst" for name in actor.domains}
    assert set(ecogram.domains) - services == {"vrije tijd en zin"}
    assert [actor.id for actor in ecogram.actors if "vrije tijd en zin" in actor.domains] == ["koor"]


def test_five_services_at_the_start_and_eight_in_all() -> None:
    services = [actor for actor in load_ecogram("3-generalistisch").actors if actor.kind == "dienst"]
    assert sum(actor.start != "niet betrokken" for actor in services) == 5
    assert len(services) == 8


def test_a_domain_that_does_not_exist_is_refused(tiny_course: Path) -> None:
    (tiny_course / "1-nabijheid" / "ecogram.toml").write_text(
        'introduction = "x"\nperson = "F"\ndomains = ["wonen"]\n[[actor]]\nid = "a"\nname = "A"\nkind = "dienst"\n'
        'domains = ["woonen"]\nstart = "zwak"\n',
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"het domein 'woonen' bestaat niet\. Kies uit: wonen\."):
        load_ecogram("1-nabijheid", tiny_course)
