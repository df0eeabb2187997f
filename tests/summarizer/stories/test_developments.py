"""What later documents bring: what is new is told, what is only said again is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

import seeds
from summarizer.analyse import analyse
from summarizer.gate import verify
from summarizer.gate.evidence import Evidence
from summarizer.stories.developments import Counts, Developments, developments
from summarizer.types import Analysis, Document, Span

FIRE = "The Larkspur flour mill in Dunmore burned down on Monday."
KILLED = "The blaze at the Larkspur mill killed {} workers, {} said."
VOW = "“We will rebuild the Larkspur mill before next winter comes,” said Mayor Ann Lee of Dunmore."
NEWS = "“Nobody had inspected the dust extractor for two years,” said fire chief Ruth Abara."
COST = "The insurer Alba Mutual put the damage at $3.2 million."
CHARGE = "Fire chief Ruth Abara accused the Larkspur Company of having ignored three warnings about the extractor."
DENIAL = "The Larkspur Company denied the accusations and said that the extractor had been in order."


def told(*sentences: str, day: int | None = None, paper: str | None = None) -> Analysis:
    published = datetime(2024, 5, day, tzinfo=UTC) if day else None
    return analyse(Document.make("\n\n".join((FIRE, *sentences)), published=published, publisher=paper), None)


def values(found: Developments) -> list[tuple[list[str], str, bool]]:
    changes = (*found.changed, *found.counted)
    return [([f.text for f in change.before], change.after.figure.text, change.updated) for change in changes]


def test_a_teller_who_counts_more_now_has_changed_a_figure() -> None:
    """400 becomes 410: told as a change, and not besides as a new statement or figure."""
    found = developments([told(KILLED.format("400", "police"))], [told(KILLED.format("410", "police"))])
    assert values(found) == [(["400"], "410", True)]
    assert found.summary == Counts(statements=0, denials=0, figures=0, changed=1, counted=0)


def test_headlines_that_leave_out_of_what_they_count_hide_no_change() -> None:
    """A pasted text begins with its headline: "Toll rises to 410" says again what its text says of people."""
    before, after = (
        analyse(Document.make(f"{head}\n\n{KILLED.format(toll, 'police')}", headings=(Span(0, len(head)),)), None)
        for head, toll in (("Larkspur mill blaze kills 400", "400"), ("Larkspur mill blaze: toll rises to 410", "410"))
    )
    assert values(developments([before], [after])) == [(["400"], "410", True)]


def test_headlines_that_say_the_whole_count_hide_no_change() -> None:
    """Both pages say the number twice, in their headline and in their text, and have their dates."""
    text = "The blaze at the Larkspur mill killed {} workers, according to police."
    before, after = (
        analyse(
            Document.make(
                f"{head}\n\n{text.format(toll)}",
                headings=(Span(0, len(head)),),
                publisher="The Gazette",
                published=datetime(2024, 5, day, tzinfo=UTC),
            ),
            None,
        )
        for head, toll, day in (
            ("Larkspur mill blaze: 400 workers killed", "400", 5),
            ("Larkspur mill blaze: 410 workers killed", "410", 6),
        )
    )
    found = developments([before], [after])
    assert values(found) == [(["400"], "410", True)]
    assert found.summary == Counts(statements=0, denials=0, figures=0, changed=1, counted=0)


def test_somebody_else_who_counts_differently_has_changed_nothing() -> None:
    """Another voice's number stands beside the known one."""
    found = developments([told(KILLED.format("400", "police"))], [told(KILLED.format("410", "the hospital"))])
    assert values(found) == [(["400"], "410", False)]
    assert (found.changed, len(found.counted)) == ((), 1)


def test_an_older_page_that_comes_late_changes_nothing() -> None:
    """By its own date its number is the older one of the two."""
    new, old = told(KILLED.format("410", "police"), day=9), told(KILLED.format("400", "police"), day=3)
    assert developments([new], [old]).changed == ()
    assert values(developments([old], [new])) == [(["400"], "410", True)]


def test_a_new_statement_and_a_new_figure_are_told() -> None:
    """And what the document repeats besides is not."""
    found = developments([told(VOW)], [told(VOW, NEWS, COST)])
    assert [item.statement.text for item in found.statements] == [
        "Nobody had inspected the dust extractor for two years"
    ]
    assert [question.lead.text for question in found.figures] == ["$3.2 million"]


def test_a_repeated_quotation_and_a_repeated_number_are_nothing_new() -> None:
    """Another paper has the same words and the same count, around other ones."""
    first = told(VOW, KILLED.format("400", "police"), paper="The Gazette")
    again = told("Dunmore is in mourning.", KILLED.format("400", "the hospital"), VOW, paper="The Herald")
    found = developments([first], [again])
    assert not found
    assert found == Developments()


def test_the_same_text_under_another_name_is_no_later_document() -> None:
    """A copy brings nothing, whatever is stated with it."""
    first = told(VOW, NEWS, paper="The Gazette")
    copy = analyse(replace(Document.make(first.document.text, publisher="The Herald")), None)
    assert not developments([first], [copy])


def test_a_new_denial_stands_with_what_it_denies() -> None:
    """The allegation was known; it is told again, because without it the denial means nothing."""
    found = developments([told(CHARGE)], [told("The mill had stood since the war.", CHARGE, DENIAL)])
    ((allegation, denial),) = found.denials
    assert "accused" in allegation.statement.context.of(allegation.statement.document.text)
    assert "denied" in denial.statement.context.of(denial.statement.document.text)
    assert denial not in found.statements


def test_a_short_denial_of_what_both_have_is_news() -> None:
    """The allegation stands in the earlier document and again in the later one, before its denial."""
    charge = "Ukraine accused Russia of killing 400 civilians in Bucha."
    first, second = (
        analyse(Document.make(text), None) for text in (charge, f"{charge} Russia denied the accusations.")
    )
    found = developments([first], [second])
    told = (*found.statements, *(denial for _, denial in found.denials))
    assert [item.statement.context.of(second.document.text) for item in told] == ["Russia denied the accusations."]


def test_what_happened_is_news_without_a_statement_or_a_figure() -> None:
    """The sentence that tells it, once; what an earlier document tells is none."""
    freed = "A tug freed the stranded ferry Astrid from the rocks off Dunmore before noon."
    found = developments([told(VOW)], [told(VOW, freed)])
    assert [each.exact for each in found.sentences] == [freed]
    assert not developments([told(VOW, freed)], [told(freed, VOW)])


def test_a_long_list_is_compared_in_time() -> None:
    """Of thousands of lines the most telling ones are looked at."""
    lines = analyse(
        Document.make("\n\n".join(f"At least {n} people came to Dunmore, said officer {n}." for n in range(700))), None
    )
    assert developments([lines], [told(VOW)]).statements


def test_details_are_no_news() -> None:
    """An age, a duration, five trucks: nobody needs to be told that they are new."""
    found = developments([told(VOW)], [told("The mill's 61-year-old owner left after 12 hours in one of five trucks.")])
    assert found.figures == ()


def test_without_earlier_documents_everything_is_new_and_without_later_ones_nothing() -> None:
    """Both ends."""
    documents = [told(VOW, NEWS), told(KILLED.format("400", "police"))]
    assert len(developments([], documents).statements) >= 2
    assert not developments(documents, [])
    assert not developments([], [])


UNDERSTOOD = [analyse(reading.document, None) for reading in seeds.load()]


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(UNDERSTOOD))), st.integers(0, len(UNDERSTOOD)))
def test_nothing_is_new_that_an_earlier_document_has(order: list[int], cut: int) -> None:
    """However the seeds come: no new statement or figure is an earlier document's, each is sound, nothing is twice."""
    before, after = ([UNDERSTOOD[place] for place in part] for part in (order[:cut], order[cut:]))
    found = developments(before, after)
    known = {analysis.document.key for analysis in before}
    told = (*found.statements, *(denial for _, denial in found.denials))
    assert all(s.document.key not in known for item in told for s in (item.statement, *item.witnesses))
    assert all(figure.document.key not in known for question in found.figures for figure in question.figures)
    assert len({item.statement for item in found.statements}) == len(found.statements)
    assert developments(before, after) == found


def test_what_is_told_lets_the_gate_pass() -> None:
    """Names and witnesses hold against the documents at hand."""

    sources = [Evidence.of(analysis.document) for analysis in UNDERSTOOD]
    found = developments(UNDERSTOOD[:1], UNDERSTOOD[1:])
    assert found.testimonies
    assert [fault for item in found.testimonies for fault in verify.testimony_faults(item, sources)] == []
