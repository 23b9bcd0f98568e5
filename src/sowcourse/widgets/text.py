"""The parts of a lesson that only have to be read: case, outcomes, terms, sources."""

from __future__ import annotations

from IPython.display import HTML

from sowcourse.course import STATES, LegalRule, load_case, load_module, load_outcomes
from sowcourse.essay import load_essay
from sowcourse.glossary import load_glossary
from sowcourse.source import lesson_sources, load_sources, short_reference
from sowcourse.widgets.base import escaped, page, rendered
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


def show_case(module: str, identifier: str) -> HTML:
    """A practice case with its questions."""
    case = load_case(module, identifier)
    questions = "".join(f"<li>{escaped(question)}</li>" for question in case.questions)
    body = f"<h3>{escaped(case.title)} · {_COUNTRIES[case.country]}</h3>{rendered(case.text)}{_rules(case.rules)}"
    return HTML(page(f"{body}<p><strong>Om over na te denken</strong></p><ul>{questions}</ul>", case.title))


def show_outcomes(module: str) -> HTML:
    """What a student can do after the lesson."""
    outcomes = load_outcomes()
    rows = "".join(f"<li>{escaped(outcomes[identifier].text)}</li>" for identifier in load_module(module).outcomes)
    return HTML(page(f"<ul>{rows}</ul>", "Wat je straks kunt"))


def show_glossary(module: str) -> HTML:
    """The terms of a lesson, with the Flemish and the Dutch word where they differ, and abbreviations in full."""
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
    return HTML(page("<p><strong>Begrippen</strong></p>" + "".join(rows), "Begrippen"))


def show_sources(module: str) -> HTML:
    """Everything a lesson leans on, the essay first."""
    essay = load_essay()
    used = lesson_sources(module)
    rows = "".join(
        f"<li>{rendered(s.apa).removeprefix('<p>').removesuffix('</p>' + chr(10))} "
        + (f'<a href="{escaped(s.url)}" rel="noreferrer">{escaped(s.url)}</a>' if s.url else "")
        + "</li>"
        for s in used
    )
    link = f'<a href="{escaped(essay.url)}" rel="noreferrer">{escaped(essay.url)}</a>'
    first = f"<li>{rendered(essay.attribution)}{link}</li>"
    return HTML(page(f"<ul class='sow-sources'>{first}{rows}</ul>", "Bronnen"))
