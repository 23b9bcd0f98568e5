"""HTML pages for lecturers and students: one self-contained file, Dutch, accessible, nothing that runs."""

from __future__ import annotations

import html
import re

_CSS = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
body { overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; } .wide { overflow-x: auto; }
th, td { border: 1px solid #767676; padding: .4rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
pre, .answer { white-space: pre-wrap; overflow-wrap: anywhere; border-left: 3px solid #767676; padding: .3rem .8rem; }
pre, .answer { margin: .6rem 0; }
pre { font: .9rem/1.5 ui-monospace, monospace; }
.points { font-weight: 600; } ul { padding-left: 1.2rem; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  pre, .answer, tr { break-inside: avoid; } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def html_page(title: str, body: str) -> str:
    """A whole page. `body` is HTML whose texts went through `text()`; the page itself forbids scripts."""
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{_CSS}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def text(value: object) -> str:
    """Text that is inert inside HTML; characters that control, or turn the direction of reading, are left out."""
    return html.escape(re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", str(value)))


def points(value: float) -> str:
    """Points as they are written in Dutch: 7,5 and 8."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def table(caption: str, header: list[str], rows: list[list[object]], numbers: frozenset[int] = frozenset()) -> str:
    """A table with a caption; cells are escaped, the first of each row is its header."""
    head = "".join(f'<th scope="col">{text(cell)}</th>' for cell in header)
    lines = []
    for first, *rest in rows:
        cells = f'<th scope="row">{text(first)}</th>'
        for index, cell in enumerate(rest, start=1):
            kind = ' class="number"' if index in numbers else ""
            cells += f"<td{kind}>{text(cell)}</td>"
        lines.append(f"<tr>{cells}</tr>")
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{text(caption)}">'
        f"<table><caption>{text(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )
