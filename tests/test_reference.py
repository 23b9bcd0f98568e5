"""References from what an author types, and numbers that can or cannot be right."""

from __future__ import annotations

import pytest

from sowcourse.reference import Reference, doi, fault_of, isbn


@pytest.mark.parametrize(
    "typed",
    ["10.1007/s12459-017-0050-5", "https://doi.org/10.1007/s12459-017-0050-5", "doi: 10.1007/s12459-017-0050-5."],
)
def test_a_doi_is_known_however_it_was_copied(typed: str) -> None:
    assert doi(typed) == "10.1007/s12459-017-0050-5"
    assert fault_of(typed) == ""


def test_the_last_digit_of_an_isbn_follows_from_the_others() -> None:
    assert isbn("978-0-87154-526-8") == "9780871545268"
    assert isbn("ISBN 0-306-40615-2") == "0306406152"
    assert isbn("0-8044-2957-X") == "080442957X"
    for wrong in ("978-0-87154-526-9", "0-306-40615-3", "977-0-87154-526-1", "12345", "tekst"):
        assert isbn(wrong) == "", wrong
        assert fault_of(wrong), wrong


def test_nothing_typed_is_no_fault() -> None:
    assert fault_of(" ") == ""


def test_a_book_and_an_article_are_written_as_apa_writes_them() -> None:
    book = Reference("Lipsky, M.", "1980", "Street-level bureaucracy", publisher="Russell Sage Foundation")
    assert book.apa == "Lipsky, M. (1980). *Street-level bureaucracy*. Russell Sage Foundation."
    assert book.url == ""
    article = Reference(
        "Hermans, K. & Roose, R.", "2014", "De signaalfunctie.", "Journal of Social Intervention, 23(3), 26–43"
    )
    assert article.apa == (
        "Hermans, K. & Roose, R. (2014). De signaalfunctie. *Journal of Social Intervention, 23*(3), 26–43."
    )
    paper = Reference("VRT NWS", "2018", "Middenveld", "VRT")
    assert paper.apa == "VRT NWS. (2018). Middenveld. *VRT*."
