"""The parts of a lesson that only have to be read: case, outcomes, terms, sources."""

from __future__ import annotations

from pathlib import Path

from sowcourse.course import STATES, LegalRule, load_case, load_module, load_outcomes
from sowcourse.essay import load_essay
from sowcourse.glossary import load_glossary
from sowcourse.parts.base import Part, escaped, outward, rendered
from sowcourse.source import lesson_sources, load_sources, short_reference
from sowcourse.word import load_words

_COUNTRIES = {"VL": "Vlaanderen", "NL": "Nederland"}


def _rules(rules: tuple[LegalRule, ...]) -> str:
    """The rules of law behind a case, each with its state, date and source."""
    if not rules:
        return ""
    sources = load_sources()
    lines = [
        f"<li>{escaped(rule.text)} <em>({STATES[rule.state]} {rule.date.day}-{rule.date.month}-{rule.date.year}; "
        f"{escaped(short_reference(sources[rule.source].apa))})</em></li>"
        for rule in rules
    ]
    return f"<p><strong>De regels in deze casus zijn echt</strong></p><ul>{''.join(lines)}</ul>"


class CasePart(Part):
    """A practice case with its questions."""

    call = "show_case"
    told = "een casus"

    @classmethod
    def offered(cls, module: str, course: Path) -> list[tuple[str, ...]]:
        return [(module, file.stem) for file in sorted((course / module / "cases").glob("*.md"))]

    def __init__(self, module: str, identifier: str, root: Path | None = None) -> None:
        case = load_case(module, identifier, root)
        questions = "".join(f"<li>{escaped(question)}</li>" for question in case.questions)
        ask = "<p><strong>Om over na te denken</strong></p>"
        body = f"<h3>{escaped(case.title)} · {_COUNTRIES[case.country]}</h3>{rendered(case.text)}{_rules(case.rules)}"
        super().__init__(module, "", case.title, {"html": f"{body}{ask}<ul>{questions}</ul>"})


class OutcomesPart(Part):
    """What a student can do after the lesson."""

    call = "show_outcomes"
    told = "de leerresultaten van deze les"

    def __init__(self, module: str) -> None:
        outcomes = load_outcomes()
        rows = "".join(f"<li>{escaped(outcomes[identifier].text)}</li>" for identifier in load_module(module).outcomes)
        super().__init__(module, "", "Wat je straks kunt", {"html": f"<ul>{rows}</ul>"})


class GlossaryPart(Part):
    """The terms of a lesson, with the Flemish and the Dutch word where they differ, and abbreviations in full."""

    call = "show_glossary"
    told = "de begrippen van deze les"

    def __init__(self, module: str) -> None:
        terms = load_glossary()
        sources = load_sources()
        rows = []
        for identifier in load_module(module).terms:
            term = terms[identifier]
            words = [f"Vlaanderen: {term.flemish}"] if term.flemish else []
            words += [f"Nederland: {term.dutch}"] if term.dutch else []
            source = rendered(sources[term.source].apa) if term.source in sources else f"<p>Essay, {term.source}.</p>"
            rows.append(
                f"<details><summary>{escaped(term.term)}</summary><p>{escaped(term.definition)}</p>"
                + (f"<p class='sow-hint'>{escaped(' · '.join(words))}</p>" if words else "")
                + f"<div class='sow-hint'>{source}</div></details>"
            )
        shorts = "".join(
            f"<li>{escaped(each.short)}: {escaped(each.full[0])} ({escaped(each.country)})</li>"
            for each in load_words().abbreviations
        )
        if shorts:
            rows.append(f"<details><summary>Afkortingen voluit</summary><ul>{shorts}</ul></details>")
        super().__init__(module, "", "Begrippen", {"html": "<p><strong>Begrippen</strong></p>" + "".join(rows)})


def _on_one_line(text: str) -> str:
    """One paragraph of Markdown, to stand before something else."""
    return rendered(text).strip().removeprefix("<p>").removesuffix("</p>")


class SourcesPart(Part):
    """Everything a lesson leans on, the essay first."""

    call = "show_sources"
    told = "alle bronnen van deze les"

    def __init__(self, module: str) -> None:
        essay = load_essay()
        used = lesson_sources(module)
        rows = "".join(f"<li>{_on_one_line(s.apa)} {outward(s.url) if s.url else ''}</li>" for s in used)
        first = f"<li>{_on_one_line(essay.attribution)} {outward(essay.url)}</li>"
        super().__init__(module, "", "Bronnen", {"html": f"<ul class='sow-sources'>{first}{rows}</ul>"})
