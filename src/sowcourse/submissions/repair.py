"""Bring what a student handed in back into the shape of the assignment, without losing a word.

The assignment's own cells always come from us, so points, checks and texts cannot be changed by handing in. Of the
student's notebook only the answers are taken, found by cell id, then by content, then by place; what belongs to no
question is kept as an extra cell where it stood.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sowcourse.notebook import Cell, Notebook, markers, names_in, names_set, source
from sowcourse.submissions.misplaced import ABOVE, BELOW, misplaced
from sowcourse.submissions.strayed import MORE, SPOKEN, Prose, prose_in, strings, told_of, words, written_beside

ENOUGH = 0.4
"""Share of an assignment's cells that makes a notebook one of that assignment."""

ADDED = "extra-"
"""How the id of a cell begins that a student added."""

ELSEWHERE = "dit antwoordvak bleef leeg, maar elders staat tekst die bij geen vraag hoort; kijk of het die is."

BESIDE = "dit antwoordvak bleef leeg, maar er lag iets naast het notebook ({files}); kijk of het antwoord daarin staat."

_PICTURE = "*(Hier staat een afbeelding, die je alleen in het ingeleverde notebook zelf ziet.)*"


@dataclass(frozen=True)
class Remark:
    """Something that was not as it was given out, with its place."""

    cell: str
    """Id of the question or of our cell; "" for the file as a whole."""
    sentence: str
    look: bool = False
    """Whether a person should look before the points count."""
    private: bool = False
    """Whether it is for the lecturer only."""
    again: bool = False
    """Whether the fault may be ours: nothing was recorded for it, and the next grading tries again."""

    def __str__(self) -> str:
        return f"«{self.cell}»: {self.sentence}" if self.cell else self.sentence


@dataclass
class Repaired:
    """A submission in the shape of the assignment."""

    notebook: Notebook
    remarks: list[Remark] = field(default_factory=list)
    unread: tuple[str, ...] = ()
    """Questions whose box stayed empty while the answer may stand elsewhere, and checks that came too early."""


def made_for(notebook: Notebook) -> str:
    """The assignment that a notebook says it was made for; "" when it says nothing."""
    told = notebook["metadata"].get("sowcourse") if isinstance(notebook["metadata"], dict) else None
    module = told.get("module") if isinstance(told, dict) else None
    return module if isinstance(module, str) else ""


def belongs(notebook: Notebook, given: Notebook) -> float:
    """Which share of the assignment's cells stands in a notebook, by id or by content.

    The assignments of this course share ids, so there a notebook that names another one has no cell of this one, and
    of a notebook that names none only texts count. Of one that names this assignment the answers' cells are enough:
    who throws away all of our texts still hands in this assignment.
    """
    named, ours = made_for(notebook), made_for(given)
    if ours and named and named != ours:
        return 0.0
    texts = {_squeezed(source(cell)) for cell in notebook["cells"]}
    by_text = [_squeezed(source(cell)) in texts for cell in given["cells"]]
    if ours and not named and any(by_text):
        return same_texts(notebook, given)
    ids = {_name(cell) for cell in notebook["cells"]}
    by_id = [_name(cell) in ids for cell in given["cells"]]
    here = [max(pair) for pair in zip(by_id, by_text, strict=True)]
    answers = [found for found, cell in zip(here, given["cells"], strict=True) if _is_answer(cell)]
    shares = [sum(some) / (len(some) or 1) for some in (here, answers)]
    return max(shares) if ours and named else shares[0]


def same_texts(notebook: Notebook, given: Notebook) -> float:
    """Which share of the assignment's own texts (not the answers) stands unchanged in a notebook."""
    texts = {_squeezed(source(cell)) for cell in notebook["cells"]}
    ours = [_squeezed(source(cell)) for cell in given["cells"] if not _is_answer(cell)]
    return sum(text in texts for text in ours) / (len(ours) or 1)


def written(notebook: Notebook, given: Notebook) -> int:
    """How much a student wrote: characters that are not ours."""
    return sum(len(text.strip()) for text in _own_texts(notebook, given))


def repair(notebook: Notebook, given: Notebook, beside: Iterable[str] = ()) -> Repaired:
    """The student's answers in the given notebook.

    Parameters: notebook – as read by read_submission; given – the student version as it was released;
    beside – names of the files that the student handed in with it.
    Returns: our cells in our order with the student's answers, extra cells of the student where they stood, and
    remarks. Never raises for anything in the notebook.
    """
    ours = {_name(cell): cell for cell in given["cells"]}
    order = list(ours)
    remarks: list[Remark] = []
    labelled = _label(notebook["cells"], ours, remarks)
    _by_place(labelled, ours, order, remarks)
    answers: dict[str, list[str]] = {}
    extras: dict[str, list[Cell]] = {}
    free: dict[str, Cell] = {}
    anchor = ""
    known = frozenset(text.strip() for cell in given["cells"] for text in strings(cell["metadata"]))
    for name, cell in labelled:
        if _pictures(cell) - _pictures(ours.get(name, {})) and (name or source(cell).strip()):
            sentence = "hier hoort een afbeelding bij, die je alleen in het ingeleverde notebook zelf ziet."
            remarks.append(Remark(name, sentence, look=True))
        if name in ours and _is_answer(ours[name]):
            answers.setdefault(name, []).append(_answered(cell, ours[name]))
            anchor = name
            if cell["cell_type"] != ours[name]["cell_type"]:
                remarks.append(Remark(name, "het soort cel was veranderd; de tekst is als antwoord genomen."))
        elif name in ours and _is_free(ours[name]):
            anchor = name
            free[name] = {"cell_type": cell["cell_type"], "source": source(cell)}
        elif name in ours:
            anchor = name
            extras.setdefault(name, []).extend(_written_into(cell, ours[name]))
        elif source(cell).strip():
            extras.setdefault(anchor, []).append(_extra(source(cell), cell["cell_type"]))
        elif cell.get("attachments"):
            extras.setdefault(anchor, []).append(_extra(_PICTURE, "markdown"))
        shown = [cell["shown"]] if cell.get("shown") and not (name and source(cell).strip()) else []
        for text in (*(aside for aside in cell.get("aside", ()) if aside not in known), *shown):
            extras.setdefault(anchor, []).append(_extra(text, "markdown"))
    told = told_of(given["metadata"])
    kept = [text for text in told_of(notebook["metadata"]) if text not in told]
    extras[""] = [*(_extra(text, "markdown") for text in kept), *extras.get("", [])]
    ours_texts = {_squeezed(source(cell)) for cell in ours.values()}
    merged = {name: _merge(ours[name], texts, ours_texts, remarks) for name, texts in answers.items()}
    unread = _link_near(merged, extras, ours, order, remarks, written_beside(beside))
    found = misplaced(ours, merged, extras)
    merged |= dict.fromkeys(found.above, "")
    remarks += [Remark(name, ABOVE, look=True) for name in found.above]
    remarks += [Remark(name, BELOW, look=True) for name in found.below]
    unread += tuple(check for checks in found.below.values() for check in checks)
    missing = [name for name in order if name not in {label for label, _ in labelled}]
    for name in missing:
        if _is_answer(ours[name]):
            remarks.append(Remark(name, "dit antwoordvak ontbrak en is teruggezet.", look=_is_prose(ours[name])))
        elif ours[name]["cell_type"] == "code" and not _is_free(ours[name]):
            remarks.append(Remark(name, "deze cel ontbrak en is teruggezet."))
    cells: list[Cell] = list(extras.get("", []))
    for name in order:
        text = merged.get(name, source(ours[name]))
        cells += [{**ours[name], "source": text, **free.get(name, {})}, *extras.get(name, [])]
    return Repaired(given | {"cells": _numbered(cells)}, list(dict.fromkeys(remarks)), unread)


# Telling apart -----------------------------------------------------------------------------------------------------


def _name(cell: Cell) -> str:
    """The name of a cell: its grade_id, else its id."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    if isinstance(marks, dict) and isinstance(marks.get("grade_id"), str):
        return str(marks["grade_id"])
    return str(cell.get("id", ""))


def _is_answer(cell: Cell) -> bool:
    return bool(markers(cell).get("solution"))


def _answered(cell: Cell, ours: Cell) -> str:
    """What a student wrote in a box; of code in a cell for text, what stands between its fences."""
    fence = re.fullmatch(r"\s*(```|~~~)[^\n]*\n(.*?)\n?\1\s*", source(cell), re.DOTALL)
    return fence[2] if fence and ours["cell_type"] == "code" != cell["cell_type"] else source(cell)


def _is_free(cell: Cell) -> bool:
    """Whether a cell of ours is one that nbgrader does not know: a student may change it, and that counts."""
    return not markers(cell)


def _pictures(cell: Cell) -> set[str]:
    """Names of the pictures that were pasted into a cell."""
    found = cell.get("attachments")
    return set(found) if isinstance(found, list | dict) else set()


def _is_prose(cell: Cell) -> bool:
    return _is_answer(cell) and cell["cell_type"] == "markdown"


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# Matching ----------------------------------------------------------------------------------------------------------

Labelled = list[tuple[str, Cell]]


def _label(cells: list[Cell], ours: dict[str, Cell], remarks: list[Remark]) -> Labelled:
    """Every cell with the name of ours that it is, or "" when it is not clear yet."""
    by_text = {_squeezed(source(cell)): name for name, cell in ours.items() if not _is_answer(cell)}
    labelled: Labelled = []
    seen: set[str] = set()
    for cell in cells:
        name = _name(cell)
        if name not in ours:
            name = by_text.get(_squeezed(source(cell)), "")
        if name and not _is_answer(ours[name]):
            if name in seen and _is_free(ours[name]):
                labelled.append(("", cell))
                continue
            if name in seen:
                sentence = "deze cel stond er twee keer in; er is nagekeken met het origineel."
                remarks.append(Remark(name, sentence))
                added = _added(source(cell), source(ours[name]))
                shown = "" if source(cell).strip() else cell.get("shown", "")  # of a copy, it is what ours shows
                labelled.append(("", {**cell, "source": added, "shown": shown}))
                continue
            changed = _squeezed(source(cell)) != _squeezed(source(ours[name]))
            if ours[name]["cell_type"] == "code" and changed and not _is_free(ours[name]):
                remarks.append(Remark(name, "deze cel was veranderd; er is nagekeken met het origineel."))
        seen.add(name)
        labelled.append((name, cell))
    return labelled


def _by_place(labelled: Labelled, ours: dict[str, Cell], order: list[str], remarks: list[Remark]) -> None:
    """Give nameless cells the name of the question between the same neighbours, or of which they set the names."""
    taken = {name for name, _ in labelled}
    following = [""]
    for name, _ in reversed(labelled):
        following.append(name or following[-1])
    following.reverse()
    before = ""
    for index, (name, cell) in enumerate(labelled):
        before = name or before
        if name or not source(cell).strip():
            continue
        after = following[index + 1]
        begin = order.index(before) + 1 if before else 0
        end = order.index(after) if after else len(order)
        open_ones = [n for n in order[begin:end] if _is_answer(ours[n]) and n not in taken]
        fitting = [n for n in open_ones if _fits(cell, ours[n])]
        if not fitting:
            fitting = [n for n in order if n not in taken and _is_answer(ours[n]) and _sets_the_same(cell, ours[n])]
        if fitting:
            labelled[index] = (fitting[0], cell)
            before = fitting[0]
            taken.add(fitting[0])
            sentence = "dit antwoord had zijn kenmerk verloren en is op zijn plaats herkend."
            remarks.append(Remark(fitting[0], sentence, look=_is_prose(ours[fitting[0]])))


def _fits(cell: Cell, ours: Cell) -> bool:
    if ours["cell_type"] == "code" and names_set(source(ours)):
        return _sets_the_same(cell, ours)
    return bool(cell["cell_type"] != "code" or ours["cell_type"] == "code")


def _sets_the_same(cell: Cell, ours: Cell) -> bool:
    wanted = names_set(source(ours))
    return bool(wanted) and wanted <= names_set(source(cell))


# Merging -----------------------------------------------------------------------------------------------------------


def _merge(question: Cell, texts: list[str], ours: set[str], remarks: list[Remark]) -> str:
    """One answer out of all cells that carry its name; our own texts and equal copies fall away."""
    seen = {"", *ours}
    kept: list[str] = []
    for text in texts:
        if _squeezed(text) not in seen:
            kept.append(text)
            seen.add(_squeezed(text))
    if not kept:
        return source(question) if any(map(_squeezed, texts)) else ""
    if len(kept) > 1:
        sentence = f"dit antwoord stond in {len(kept)} cellen; ze staan nu onder elkaar als één antwoord."
        remarks.append(Remark(_name(question), sentence, look=True))
    return "\n\n".join(text.strip("\n") for text in kept)


def _link_near(
    merged: dict[str, str],
    extras: dict[str, list[Cell]],
    ours: dict[str, Cell],
    order: list[str],
    remarks: list[Remark],
    beside: list[str],
) -> tuple[str, ...]:
    """Prose in a new cell right below (or above) a question belongs to its answer, whatever kind of cell it is.

    A question that stays empty while there is prose elsewhere is for a person to look at.
    Returns: those questions.
    """
    empty = []
    tasks = {name for name in order if markers(ours[name]).get("task")}
    for place, name in enumerate(order):
        if not _is_prose(ours[name]):
            continue
        answer = merged.get(name, "")
        untouched = _squeezed(answer) in ("", _squeezed(source(ours[name])))
        above = order[place - 1] if place and untouched and order[place - 1] not in tasks else ""
        if below := _take_prose(extras, name, untouched):
            sentence = "het antwoord stond in een nieuwe cel onder het antwoordvak; het hoort nu bij de vraag."
            if not untouched:
                sentence = "onder het antwoord stond nog een cel met tekst; ze hoort nu bij het antwoord."
            merged[name] = "\n\n".join([*([] if untouched else [answer.strip("\n")]), below])
        elif untouched and (before := _take_prose(extras, above, untouched)):
            sentence = "het antwoord stond in een nieuwe cel boven het antwoordvak; het hoort nu bij de vraag."
            merged[name] = before
        else:
            empty += [name] if untouched else []
            continue
        remarks.append(Remark(name, sentence, look=True))
    written = [{**cell, "source": merged.get(name, source(cell))} for name, cell in ours.items()]
    added = _numbered([cell for name, cells in extras.items() if name not in tasks for cell in cells])
    stray = loose([*written, *added], ours) if empty else []
    unread = {name: ELSEWHERE for name in empty if stray}
    for name in [] if stray else empty:
        if other := _labelled_elsewhere(ours[name], merged, ours):
            unread[name] = f"dit antwoordvak bleef leeg; het antwoord lijkt in het vak «{other}» te staan. Kijk daar."
    unread |= {name: BESIDE.format(files=", ".join(beside)) for name in empty if beside and name not in unread}
    remarks += [Remark(name, sentence, look=True) for name, sentence in unread.items()]
    return tuple(unread)


def _take_prose(extras: dict[str, list[Cell]], spot: str, whole: bool) -> str:
    """Take the prose out of the extra cells at a spot; a text that has a name stays there too, for code may use it.

    Parameters: whole – whether it is all there is of an answer; else a text with a name is left where it stands.
    """
    found, left = [], []
    for cell in extras.get(spot, []):
        prose = _prose(cell)
        taken = prose.alone and bool(prose.text) and (whole or not prose.kept)
        found += [prose.text.strip("\n")] if taken else []
        left += [] if taken and not prose.kept else [cell]
    extras[spot] = left
    return "\n\n".join(found)


def _prose(cell: Cell) -> Prose:
    text = source(cell)
    return prose_in(text) if cell["cell_type"] == "code" else Prose(text if text.strip() else "", alone=True)


def loose(cells: list[Cell], ours: dict[str, Cell]) -> list[str]:
    """The texts in a repaired notebook that may be an answer to a question whose box stayed empty.

    Parameters: ours – name → cell as it was given out.
    """
    found = []
    for cell in cells:
        if is_extra(cell):
            found.append(_prose(cell).text)
        elif cell["cell_type"] == "code" and _is_answer(cell):
            given = source(ours[_name(cell)]) if _name(cell) in ours else ""
            known = {_squeezed(line.lstrip("# ")) for line in given.splitlines()}
            lines = prose_in(source(cell), names_set(given)).text.splitlines()
            text = "\n".join(line for line in lines if _squeezed(line.lstrip("# ")) not in known)
            found.append(text if words(text) >= MORE and SPOKEN.search(text) else "")
    return [text for text in found if text.strip()]


def _labelled_elsewhere(question: Cell, merged: dict[str, str], ours: dict[str, Cell]) -> str:
    """The question in whose answer the labels of another question stand; "" when there is none."""
    labels = set(re.findall(r"\*\*([^*]+?):?\*\*", source(question)))
    for name, text in merged.items():
        theirs = {label for label in labels if label.casefold() in text.casefold()}
        own = {label for label in labels if label.casefold() in source(ours[name]).casefold()}
        if len(theirs - own) > 1 and name != _name(question):
            return name
    return ""


def _added(theirs: str, ours: str) -> str:
    """Lines with words that a student wrote into a text of ours."""
    known, words = {_squeezed(line) for line in ours.splitlines()}, set(re.findall(r"\w+", ours))
    new = [line for line in theirs.splitlines() if _squeezed(line) not in known]
    return "\n".join(line for line in new if set(re.findall(r"\w+", line)) - words)


def _written_into(cell: Cell, ours: Cell) -> Iterator[Cell]:
    """What a student wrote into a cell of ours that asks for no answer, as cells of their own."""
    if source(cell) == source(ours):
        return
    asks = ours["cell_type"] == "code" and not markers(ours).get("grade")
    code = _added_code(source(cell), source(ours)) if asks else ""
    if code:
        yield _extra(code, "code")
    if text := _added(source(cell), f"{source(ours)}\n{code}"):
        yield _extra(text, "markdown")


def _added_code(theirs: str, ours: str) -> str:
    """Statements that a student wrote into code of ours, but for those that replace what ours makes."""
    kept = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in theirs.splitlines())
    try:
        known = {ast.dump(statement) for statement in ast.parse(ours).body}
        new = [each for each in ast.parse(kept).body if ast.dump(each) not in known]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    new = [each for each in new if not names_in(each) & names_set(ours)]
    return "\n".join(ast.get_source_segment(kept, each) or "" for each in new)


def _extra(text: str, kind: str) -> Cell:
    return {"cell_type": kind, "metadata": {}, "source": text}


def is_extra(cell: Cell) -> bool:
    """Whether a cell of a repaired notebook is one that the student added."""
    return not cell["metadata"] and str(cell.get("id", "")).startswith(ADDED)


def _numbered(cells: list[Cell]) -> list[Cell]:
    """Cells with ids and outputs as the format asks; extra ones are named extra-1, extra-2, …"""
    result = []
    number = 0
    for cell in cells:
        if not cell.get("id"):
            number += 1
            cell = {**cell, "id": f"{ADDED}{number}"}
        if cell["cell_type"] == "code":
            cell = {**cell, "outputs": [], "execution_count": None}
        elif "outputs" in cell:  # a student made text of a code cell
            cell = {key: value for key, value in cell.items() if key not in ("outputs", "execution_count")}
        result.append(cell)
    return result


def _own_texts(notebook: Notebook, given: Notebook) -> Iterator[str]:
    ours = {_squeezed(source(cell)) for cell in given["cells"]}
    for cell in notebook["cells"]:
        if _squeezed(source(cell)) not in ours:
            yield source(cell)
