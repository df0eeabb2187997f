"""What is posted into any chat, one thing a message: a statement, a figure, a story, each with its source and link.

A result of inline mode says what it is in its title, and its words in the line below. Whoever reads the message has
not asked for it and may never have heard of the bot: it stands by itself, and its only button is of use to everybody.
What the bot could not show to everybody has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views import briefing, links, questions, quotes, wordings
from bot.views.buttons import Button, Rows, short
from bot.views.citations import described, listed, titled
from bot.views.evidence import evidence, passage, sentence
from bot.views.fragments import address
from bot.views.language import said, say, tr, trn
from bot.views.rich import Rich, bold, cite, join, parts, plain
from storage.types.offers import Offer, Sayings, Summed
from summarizer.types import Document, Figure, Question, Span

NAMED = 48
"""Characters of a name in a title, which is one line of a telephone."""
TOLD = 200
"""Characters of the words below a title: clients show two or three lines of them."""
BODY_UNITS, BODY_ENTITIES = 2400, 60
"""Of a message, for what is told; the rest is for its sources."""
UNITS, ENTITIES = 4000, 96
"""Of a message that may have been cut, without the words that say so."""


@dataclass(frozen=True, slots=True)
class Card:
    """A result: its id, its title and the words below, and the message that it becomes, with its buttons."""

    id: str
    title: str
    description: str
    message: Rich
    rows: Rows


def card(offer: Offer, bot: str) -> Card:
    """An offer as a result; `bot` is the bot's username, for the link of its button."""
    letter, place = ("t", "") if isinstance(offer.item, Summed) else (_letter(offer), f"_{offer.start}")
    mark = f"{letter}_{links.mark_of(offer.document)}{place}"
    return Card(mark, title(offer), _line(_words(offer), TOLD), message(offer), rows(offer, bot))


def title(offer: Offer) -> str:
    """`Figure · 1,480 civilians killed · the U.N. · Fox News`: what it is, its number, who says it, its publisher."""
    match offer.item:
        case Summed() as told:
            return f"{tr('Story')} · {_line(told.story.title, NAMED)}"
        case Question() as asked:
            teller = questions.teller(asked.lead).text if asked.lead.attributed_to else ""
            named = " · ".join(filter(None, (tr("Figure"), _counted(asked.lead), _line(teller, NAMED))))
        case Span():
            named = tr("Passage")
        case group:
            names = dict.fromkeys(item.speaker.name if item.speaker else tr("speaker not named") for item in group)
            named = f"{tr('Statement')} · {_line('; '.join(names), NAMED)}"
    document = offer.document
    publisher = _line(document.publisher or document.title or "", NAMED)
    return " · ".join(filter(None, (named, publisher)))


def _counted(figure: Figure) -> str:
    """The number, what it counts and what befell that."""
    text = figure.document.text
    told = (span.of(text) for span in (figure.counts, figure.event) if span)
    return _line(" ".join((questions.value(figure).text, *told)), NAMED)


def message(offer: Offer) -> Rich:
    """The words, who says them and where they stand, in one message that fits Telegram's limits."""
    match offer.item:
        case Summed() as told:
            whole = _story(told)
        case Question() as asked:
            whole = _figure(asked)
        case Span() as span:
            whole = _passage(offer.document, span)
        case group:
            whole = _statement(group)
    return _cut(whole, UNITS, ENTITIES)


def rows(offer: Offer, bot: str) -> Rows:
    """The way to the rest of a public source; nothing below what only one chat could open."""
    if not offer.public:
        return ()
    if isinstance(offer.item, Summed):
        return ((Button(tr("The whole story"), url=links.opening(bot, links.story(offer.document))),),)
    payload = links.passage(offer.document, offer.start)
    return ((Button(tr("More from this source"), url=links.opening(bot, payload)),),)


def opened(offer: Offer) -> tuple[Rich, ...]:
    """The same in the bot's own chat: with the sentences around it."""
    match offer.item:
        case Summed():
            return (message(offer),)
        case Question() as asked:
            return evidence((asked,))
        case Span() as span:
            return (_shown(offer.document, Rich(), [sentence(offer.document, span)]),)
        case group:
            places = {span for item in group for span in item.statement.content}
            return (_shown(offer.document, _head(group), sorted(places)),)


def _shown(document: Document, head: Rich, places: Sequence[Span]) -> Rich:
    quoted = passage(document, places).marked("quote")
    return _sourced(join("\n", (head, quoted)), (document,), places[0])


def opening_label() -> str:
    """Above the results: the way into the bot."""
    return tr("Open Verbatim")


def nothing_label() -> str:
    """In the place of results."""
    return tr("Nothing found: open the bot to add sources")


def later_label() -> str:
    """While the storage does not answer."""
    return tr("I can't look that up just now: try again in a minute")


def closed() -> Rich:
    """To whom the bot does not know, while it is not open to everybody."""
    return say("This bot is not open to everybody. Its operator can let you in.")


def how_to_ask(bot: str) -> Rich:
    """To who said its name and nothing else."""
    return say(
        "Write what you are looking for behind {name}, or answer a message with my name: I tell what public sources"
        " have on it.",
        name=f"@{bot}",
    )


def not_found() -> Rich:
    """To somebody who asked in a chat where the bot is not."""
    return say("I found nothing about that in the public sources that I have read.")


def not_now() -> Rich:
    """To the same where the storage does not answer."""
    return say("I can't look that up just now. Please try again in a minute.")


def not_here() -> Rich:
    """A link to what this chat has not, or nobody has; whether anybody has it is not said."""
    return say(
        "This link leads to something that this chat does not have, or has no more. Send me the link or the text that"
        " it is about, and I will read it here."
    )


def _letter(offer: Offer) -> str:
    return "f" if isinstance(offer.item, Question) else "p" if isinstance(offer.item, Span) else "s"


def _words(offer: Offer) -> str:
    """What stands below the title."""
    match offer.item:
        case Summed() as told:
            count = trn("{n} source", "{n} sources", told.sources)
            return f"{count}. {briefing.happened(told.briefing).text}"
        case Question() as asked:
            return questions.passage([asked.lead]).text
        case Span() as span:
            return sentence(offer.document, span).of(offer.document.text)
        case group:
            return wordings.said(group[0].statement).text


def _statement(group: Sayings) -> Rich:
    documents, leading = quotes.cited(group), group[0].statement
    if len(documents) > 1:
        return _sourced(quotes.testimony(documents, group), documents, leading.content[0])
    body = _head(group) + "\n" + wordings.quoted(wordings.said(leading))
    return _sourced(body, documents, leading.content[0])


def _head(group: Sayings) -> Rich:
    """Who says it, and what they were asked."""
    who, leading = quotes.speakers(group), group[0].statement
    said_by = who if leading.kind == "direct" else say("{who} · reported", who=who)
    return join("\n", (said_by, quotes.asked(leading)))


def _figure(asked: Question) -> Rich:
    lead, documents = asked.lead, questions.cited((asked,))
    if len(documents) > 1 or len(asked.answers) > 1:
        return _sourced(questions.block(documents, (asked,), dated=True), documents, lead.span)
    head = questions.value(lead) + plain(" — ") + questions.teller(lead)
    return _sourced(head + "\n" + wordings.quoted(questions.passage([lead])), documents, lead.span)


def _passage(document: Document, span: Span) -> Rich:
    return _sourced(wordings.quoted(cite(document, sentence(document, span))), (document,), span)


def _story(told: Summed) -> Rich:
    head = bold(titled(told.story)) + "\n" + said("{n} source", "{n} sources", told.sources)
    sentences, named = briefing.happened(told.briefing), briefing.brackets(told.briefing.sentences)
    body = _cut(join("\n\n", (head, sentences, named)), BODY_UNITS, BODY_ENTITIES)
    return join("\n\n", (body, listed(told.briefing.documents)))


def _sourced(body: Rich, documents: Sequence[Document], at: Span) -> Rich:
    """What is told, and where it stands: the page is opened at the sentence, where it has an address."""
    document = documents[0]
    found = address(document, sentence(document, at))
    way = say("Open the page at this sentence").marked("link", url=found) if found else Rich()
    named = described(document) if len(documents) == 1 else listed(documents)
    return join("\n\n", (_cut(body, BODY_UNITS, BODY_ENTITIES), join("\n", (way, named))))


def _cut(whole: Rich, units: int, entities: int) -> Rich:
    """Cut between words, and marked as cut: an unmarked end would pass for the speaker's."""
    if whole.units <= units and whole.entities <= entities:
        return whole
    first, *_ = parts((whole,), units=units, entities=entities)
    return first + " " + say("[cut here; it goes on in its source]")


def _line(text: str, length: int) -> str:
    """Words in one line, cut where there are more."""
    return short(" ".join(text.split()), length)
