"""What a chat follows and mutes: the list, what a new term matches at once, and the lines that a briefing carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views.buttons import STORY_LABEL, Button, Rows, short
from bot.views.citations import described
from bot.views.language import counted, later, said, say, tr
from bot.views.rich import Rich, bold, chrome, cite, echo, join, piece
from storage.types import Term, TermVerb
from summarizer.telling.news import Match
from summarizer.types import Document, Span

KIND = "term"
"""The first word of these buttons' data: `term:end:ID`, `term:follow:ID`, `term:mute:ID`, `term:page:N`."""
HOW = {
    "person": later("what {term} says"),
    "words": later("{term}"),
    "phrase": later("the phrase {term}"),
    "publisher": later("the publisher {term}"),
    "story": later("story {term}"),
}
ADMINS_ONLY = later("In a group only its admins change what is followed and muted. Everybody may look: /follow.")
GONE = later("This is followed or muted no more. /follow shows what is.")
SAMPLES = 3
SAMPLE = 300
"""Characters of a passage that is shown as a sample."""
A_PAGE = 15
"""Terms of one page of the list."""


def named(term: Term | Match) -> Rich:
    """`what Blinken says`, `the publisher bbc.com`, `“gas price”`."""
    value = chrome(f"#{term.value}") if term.kind == "story" else quoted(term.value)
    return say(HOW[term.kind], term=value)


def quoted(value: str) -> Rich:
    """What people typed, between marks of ours."""
    return say("“{words}”", words=echo(value))


def listing(terms: Sequence[Term], page: int) -> tuple[Rich, Rows]:
    """A page of a chat's, from 0, a button each to end it; how to follow and to mute."""
    ordered = sorted(terms, key=lambda term: (term.verb, term.id))
    page = min(page, max(0, len(ordered) - 1) // A_PAGE)
    shown = ordered[page * A_PAGE : (page + 1) * A_PAGE]
    follows, mutes = (tuple(t for t in shown if t.verb == verb) for verb in ("follow", "mute"))
    blocks = (
        bold(say("Followed and muted")),
        _group(say("Followed, and told first:"), follows),
        _group(say("Muted, and left out:"), mutes),
        Rich() if terms else say("Nothing is followed or muted here yet."),
        how(),
    )
    rows = tuple((_ending(term),) for term in shown)
    return join("\n\n", blocks), (*rows, *_turning(page, len(ordered)))


def _turning(page: int, number: int) -> Rows:
    earlier = (Button(tr("‹ Earlier"), f"{KIND}:page:{page - 1}"),) if page else ()
    later_ = (Button(tr("More ›"), f"{KIND}:page:{page + 1}"),) if (page + 1) * A_PAGE < number else ()
    return (earlier + later_,) if earlier or later_ else ()


def _group(head: Rich, terms: Sequence[Term]) -> Rich:
    return join("\n", (head, *(Rich("• ") + named(term) for term in terms))) if terms else Rich()


def _ending(term: Term) -> Button:
    label = tr("Stop following {term}") if term.verb == "follow" else tr("Unmute {term}")
    return Button(short(label.replace("{term}", named(term).text), STORY_LABEL), f"{KIND}:end:{term.id}")


def how() -> Rich:
    """What can be typed."""
    return join(
        "\n",
        (
            say(
                "What is followed goes first in digests and briefings; what is muted is left out of those that name no"
                " topic. Behind either command:"
            ),
            say("• words that must all be there: {example}", example="/follow grain deal"),
            say("• a phrase as it stands: {example}", example='/mute "transfer window"'),
            say("• what somebody says: {example}", example="/follow by:Blinken"),
            say("• a publisher: {example}", example="/mute from:example.com"),
            say("• a story: {example}", example="/follow #3"),
        ),
    )


def put(
    term: Term,
    sources: int,
    pieces: int,
    samples: Sequence[tuple[Document, Span]],
    looked_at: int,
    *,
    turned: bool = False,
) -> tuple[Rich, Rows]:
    """A term that was just kept, with what it matches among the newest sources; `turned`: it was the opposite."""
    following = term.verb == "follow"
    head = say("Following {term}.", term=named(term)) if following else say("Muted: {term}.", term=named(term))
    what = (
        say("Its sources, statements and figures go first in digests and briefings.")
        if following
        else say("It is left out of digests and of briefings, quotes and figures that name no topic.")
    )
    matched = (
        say(
            "Of the newest {all} sources {sources} match now; statements and figures: {pieces}.",
            all=counted(looked_at),
            sources=counted(sources),
            pieces=counted(pieces),
        )
        if sources or pieces
        else say("Nothing that is stored matches yet.")
    )
    before = say("It is muted no more.") if following else say("It is followed no more.")
    shown = (_sample(*each) for each in samples[:SAMPLES])
    other: TermVerb = "mute" if following else "follow"
    rows = (
        (Button(tr("Mute it instead") if following else tr("Follow it instead"), f"{KIND}:{other}:{term.id}"),),
        (_ending(term),),
    )
    return join("\n\n", (join("\n", (bold(head), before if turned else Rich(), what, matched)), *shown)), rows


def _sample(document: Document, span: Span) -> Rich:
    whole = cite(document, span)
    cut = whole if len(whole.text) <= SAMPLE else piece(whole, 0, SAMPLE) + " …"
    return cut.marked("quote") + "\n" + described(document)


def refused(odd: Sequence[str], stories: Sequence[str], *, full: bool, most: int) -> Rich:
    """What of the typed words was not kept, and why."""
    lines = (
        say("I can follow and mute words, phrases, speakers, publishers and stories, not this: {odd}.",
            odd=join(", ", map(quoted, odd))) if odd else Rich(),
        say("I have no story with this number here: {numbers}. /stories shows those that I have.",
            numbers=", ".join(f"#{each}" for each in stories)) if stories else Rich(),
        said("This chat follows and mutes {n} term already, the most there can be. End some first.",
             "This chat follows and mutes {n} terms already, the most there can be. End some first.", most)
        if full else Rich(),
    )  # fmt: skip
    return join("\n", lines)


def ended(term: Term) -> Rich:
    """A term that is followed or muted no more."""
    if term.verb == "follow":
        return say("{term}: not followed any more.", term=named(term))
    return say("{term}: not muted any more.", term=named(term))


def matches(followed: Mapping[Term, int], muted: Mapping[Term, int]) -> tuple[Rich, ...]:
    """The lines of a briefing: what of it is followed, and what is left out of it."""
    return _lines(tuple(followed.items()), tuple(muted.items()))


def of_digest(matched: Sequence[Match]) -> tuple[Rich, ...]:
    """The same lines of a digest."""
    numbered = [(each, each.number) for each in matched]
    return _lines([each for each in numbered if not each[0].muted], [each for each in numbered if each[0].muted])


def _lines(followed: Sequence[tuple[Term | Match, int]], muted: Sequence[tuple[Term | Match, int]]) -> tuple[Rich, ...]:
    lines = (later("You follow: {terms}."), followed), (later("Left out, since muted: {terms}."), muted)
    return tuple(say(text, terms=join(", ", (_count(*each) for each in terms))) for text, terms in lines if terms)


def _count(term: Term | Match, number: int) -> Rich:
    return named(term) + chrome(f" ({counted(number)})")


def all_muted(muted: Mapping[Term, int]) -> Rich:
    """There is something new, and all of it is muted."""
    return join("\n", (say("All that I could tell is muted here. /mute shows what is."), *matches({}, muted)))
