"""What a student wrote becomes HTML in one place, and nothing in it can act: on our pages and on formgrader's."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from sowcourse.cohort.roster import Student
from sowcourse.grading.graded import read_graded, seal
from sowcourse.notebook import Cell, read_notebook, source
from sowcourse.pages.page import html_page, prose
from sowcourse.prose import ATTRIBUTES, ELEMENTS, LONGEST, opened, resealed, sealed, shown
from sowcourse.records.scrub import Scrubber

LIVE = {
    "a backslash in the scheme": "[bron](javascript\\:alert\\(1\\))",
    "plain": "[bron](javascript:alert(1))",
    "another scheme": "[bron](vbscript\\:msgbox\\(1\\))",
    "an entity in the scheme": "[bron](javascript&colon;alert&lpar;1&rpar;)",
    "a number for a letter": "[bron](&#106;avascript:alert(1))",
    "by reference": "[bron][b]\n\n[b]: javascript\\:alert\\(1\\)",
    "a picture": "![beeld](javascript\\:alert\\(1\\))",
    "an angled address": "[bron](<javascript\\:alert(1)>)",
    "an autolink": "<javascript:alert(1)>",
    "data in a link": "[bron](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "a picture with a script": "![beeld](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
    "capitals": "[bron](JaVaScRiPt\\:alert\\(1\\))",
    "a file": "[bron](file\\:///etc/passwd)",
    "blob": "[bron](blob\\:https://x)",
    "HTML": "<script>alert(1)</script>",
    "HTML with an event": '<img src=x onerror="alert(1)">',
    "a block of HTML": "<div>\n\n<svg onload=alert(1)>\n\n</div>",
    "details": "<details open ontoggle=alert(1)>x</details>",
    "a frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "a form": '<form action="https://voorbeeld.be"><button formaction="javascript:alert(1)">x</button></form>',
    "a link in HTML": '<a href="java&#10;script:alert(1)">x</a>',
    "a link in HTML in mathematics": "$x$ <a href=javascript:alert(1)>x</a>",
    "a diagram": "```mermaid\n</pre><img src=x onerror=alert(1)>\n```",
    "a path of the server": "[bron](/api/contents)",
    "another host by two slashes": "[bron](//voorbeeld.be/x)",
    "a style": "<style>@import url(https://voorbeeld.be/x.css)</style>",
}
"""Each acts, or fetches, on a page that renders Markdown as formgrader does."""

MORE = {
    "mathematics": "$$ <img src=x onerror=alert(1)> $$",
    "a tab in the scheme": "[bron](java\tscript:alert(1))",
    "a line in the scheme": "[bron](<java\nscript:alert(1)>)",
    "a control sign": "[bron](\x01javascript:alert(1))",
    "full width": "[bron](ｊａｖａｓｃｒｉｐｔ：alert(1))",
    "a colon alike": "[bron](javascript\u2236alert(1))",
    "turned": "[\u202egro.dleebroov](https://voorbeeld.be)",
    "mathematics with an address": "$\\href{javascript:alert(1)}{bron}$",
    "an environment": "\\begin{equation}\\href{javascript:alert(1)}{x}\\end{equation}",
    "a comment that closes": "--> <script>alert(1)</script> <!--",
    "the end of our block": "</div>\n\n[bron](javascript\\:alert\\(1\\))",
    "a blank line in code": "    a\n\n    b\n\n[bron](javascript\\:alert\\(1\\))",
    "an attachment": "![beeld](attachment:weg.png)",
    "a footnote": "tekst[^1]\n\n[^1]: [bron](javascript\\:alert\\(1\\))",
    "a title that closes": "[bron](https://voorbeeld.be '\" onmouseover=alert(1) x=\"')",
    "an address that closes": '[bron](https://voorbeeld.be/"onmouseover="alert(1))',
    "a picture's text that closes": '![" onerror="alert(1)](https://voorbeeld.be/x.png)',
    "a table": "| a |\n| --- |\n| [bron](javascript\\:alert\\(1\\)) <img src=x onerror=alert(1)> |",
    "a number that closes": '1" onclick="alert(1). x',
    "half a character": "\ud800 [bron](javascript\\:alert\\(1\\))",
    "nested": "> " * 900 + "[bron](javascript\\:alert\\(1\\))",
    "long": "[bron](javascript\\:alert\\(1\\)) " * (LONGEST // 20),
}
"""Others, of which some do nothing anywhere."""

HOSTILE = {**LIVE, **MORE}


def cell(text: str, kind: str = "markdown", **more: Any) -> Cell:
    return {"cell_type": kind, "id": kind, "metadata": {}, "source": text, **more}


Render = Callable[..., Tag]


@pytest.fixture(scope="module")
def formgrader() -> Render:
    """A cell as formgrader's own exporter and template show it."""
    import nbformat
    from nbconvert.exporters import HTMLExporter
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config

    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    exporter = HTMLExporter(config=config)
    resources = {"index": 0, "total": 1, "base_url": "", "notebook_id": "x", "assignment_id": "x", "submission_id": "x"}
    resources |= {"student": "r9", "last_name": "Maes", "first_name": "An", "notebook_path": "x"}

    def render(*given: Cell) -> Tag:
        made = json.dumps({"cells": given, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        page, _ = exporter.from_notebook_node(nbformat.reads(made, as_version=4), resources=dict(resources))
        found = BeautifulSoup(page, "html.parser").find(id="notebook-container")
        assert isinstance(found, Tag)
        return found

    return render


@pytest.fixture(scope="module")
def frame(formgrader: Render) -> Counter[str]:
    """What formgrader itself puts around two cells."""
    return Counter(acting(formgrader(cell("woorden"), cell("woorden", "raw"))))


def acting(found: Tag) -> Iterator[str]:
    """Everything in a piece of a page that could act, fetch, or lead elsewhere than the list allows."""
    for element in found.find_all(True):
        if element.name not in ELEMENTS and not (element.name == "div" and set(element.attrs) <= {"class"}):
            yield f"<{element.name}>"
        for name, value in element.attrs.items():
            if name not in ATTRIBUTES.get(element.name, set()) | ({"rel"} if element.name == "a" else {"class"}):
                yield f"{element.name} {name}={value}"
            address = re.sub(r"[\x00-\x20]", "", str(value)).casefold()  # as a browser reads it
            if name == "href" and not address.startswith(("http://", "https://", "mailto:", "#")):
                yield f"href={value}"


@pytest.mark.parametrize("name", LIVE)
def test_without_a_seal_it_acts_on_the_page_of_formgrader(formgrader: Render, frame: Counter[str], name: str) -> None:
    assert Counter(acting(formgrader(cell(LIVE[name]), cell("woorden", "raw")))) - frame


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_a_student_wrote_acts_on_the_page_of_formgrader(
    formgrader: Render, frame: Counter[str], name: str
) -> None:
    given = [cell(HOSTILE[name]), cell(HOSTILE[name], "raw")]
    closed = [sealed(each) for each in given]
    assert not Counter(acting(formgrader(*closed))) - frame
    assert [opened(each) for each in closed] == given


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_a_student_wrote_acts_on_our_pages_and_every_word_is_there(name: str) -> None:
    page = BeautifulSoup(html_page("Titel", prose(HOSTILE[name])), "html.parser")
    assert page.main
    assert not list(acting(page.main))
    words = re.findall(r"[^\W_]+", HOSTILE[name].encode("utf-8", "replace").decode())
    there = page.main.get_text() + " ".join(str(link.attrs) for link in page.find_all("a"))
    assert set(words) <= set(re.findall(r"[^\W_]+", there))


@pytest.mark.parametrize("text", ["a < b & c", "&lt;b&gt;", "<script>x</script>", "DATA:y", "één \u200b: x", ""])
def test_a_sealed_text_gives_back_what_was_written(text: str) -> None:
    assert opened(sealed(cell(text))) == cell(text)


def test_an_attachment_that_is_not_there_does_not_stop_the_page(formgrader: Render) -> None:
    assert "attachment:weg.png" in formgrader(sealed(cell("![beeld](attachment:weg.png)"))).get_text()


def test_what_is_good_in_markdown_stays() -> None:
    text = "# Kop\n\n**Vet** en *schuin*,\nop een nieuwe regel.\n\n3. drie\n7. zeven\n\n> aangehaald\n\n`x = 1`\n"
    text += (
        "\n[bron](https://voorbeeld.be/a?b=1&c=2) [mij](mailto:an@voorbeeld.be) [hier](#stap-1) <http://voorbeeld.nl>"
    )
    text += (
        "\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- ~~weg~~ a < b & c\n\n![een grafiek](https://voorbeeld.be/g.png)"
    )
    made = BeautifulSoup(shown(text), "html.parser")
    assert [link["href"] for link in made.find_all("a")] == [
        "https://voorbeeld.be/a?b=1&c=2",
        "mailto:an@voorbeeld.be",
        "#stap-1",
        "http://voorbeeld.nl",
        "https://voorbeeld.be/g.png",
    ]
    assert [item["value"] for item in made.select("ol li")] == ["3", "7"]
    assert [found.get_text() for found in made.select("strong, em, blockquote p, code, td, s")] == [
        *("Kop", "Vet", "schuin", "aangehaald", "x = 1", "1", "2", "weg")
    ]
    assert made.find("br")
    assert not made.find(["h1", "img"])
    assert "a < b & c" in made.get_text()
    assert "[afbeelding: een grafiek]" in made.get_text()


@pytest.mark.parametrize(
    "text",
    [
        "[noot]: Vlaanderen\n\nzie noot",
        "| a |\n| --- |\n| 1 | te veel |",
        "[weg](intern/pad.html)",
        "tekst <!-- dat is niet waar -->",
        "x" * (LONGEST + 1) + "\n**niet vet**",
    ],
)
def test_what_would_hide_a_word_is_shown_as_it_was_typed(text: str) -> None:
    made = BeautifulSoup(shown(text).replace("<br/>", "\n").replace("<br>", "\n"), "html.parser").get_text()
    assert re.findall(r"\w+", made) == re.findall(r"\w+", text)


def test_a_seal_leaves_code_and_our_own_cells_alone() -> None:
    locked = cell("<b>van ons</b>", metadata={"nbgrader": {"locked": True}})
    code = cell("a < b", "code")
    assert [sealed(locked), sealed(code), opened(code)] == [locked, code, code]


def test_a_seal_keeps_what_else_is_known_of_a_cell() -> None:
    given = cell("[k](javascript:x)", metadata={"nbgrader": {"solution": True}, "sowcourse": {"stub": "…"}})
    closed = sealed(given)
    assert closed["metadata"]["sowcourse"]["stub"] == "…"
    assert opened(closed) == given
    assert sealed(opened(closed)) == closed


def test_what_an_earlier_version_graded_is_sealed_before_formgrader_shows_it(tmp_path: Path) -> None:
    file = tmp_path / "autograded" / "r9" / "x" / "x.ipynb"
    file.parent.mkdir(parents=True)
    earlier = cell("[bron](javascript\\:alert\\(1\\)) a &lt; b &amp; [c](data\u200b:x)")
    file.write_text(json.dumps({"cells": [earlier], "metadata": {}}), encoding="utf-8")
    for _ in range(2):
        seal(tmp_path, "x")
        (now,) = read_notebook(file)["cells"]
        assert not list(acting(BeautifulSoup(source(now), "html.parser")))
        (words,) = read_graded(file)["cells"]
        assert source(words) == "[bron](javascript\\:alert\\(1\\)) a < b & [c](data:x)"


def test_who_is_forgotten_goes_from_the_sealed_form_too() -> None:
    gone = Student("r8", "Bo", "Claes", "")
    file = json.dumps({"cells": [sealed(cell("Met Bo Claes en **Bo Claes** gewerkt."))], "metadata": {}})
    made = Scrubber(gone, [gone]).without(PurePosixPath("autograded/r9/x/x.ipynb"), file.encode())
    assert made is not None
    (left,) = json.loads(made)["cells"]
    assert "Claes" not in json.dumps(left)
    assert resealed(left) == left
