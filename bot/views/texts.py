"""What the bot says of itself: greeting, help, privacy, and the answers where there is nothing to show.

What stands in capitals is shown by `say`, or by `tr` where no marks can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.citations import titled
from bot.views.language import language_name, later, said, say, tr, trn
from bot.views.rich import Rich, bold, chrome, echo, join, stated
from summarizer.types import Analysis, Story, Testimony

SHOWN = 80
"""Characters of what somebody sent that name it in a report."""
TAGGED = "+tagger"
"""In the name of what understood a text: its statements were found by the trained model."""

NOTHING_STORED = later(
    "There are no sources here yet. Send me a link, a text, a forward or a file and I will brief you on it."
)
TOO_SHORT = later(
    "That is too short for a source. Send me a link, a whole text or a file to be briefed on it; /help says what I do."
)
LINK_ALONE = later("I looked at the link, not at the words around it.")
LINKS_ALONE = later("I looked at the links, not at the words around them.")
UNOPENED = later("I have not opened the links in this text. Send them alone to have me read them.")
OWN_MESSAGE = later(
    "That is a message of mine. I tell what sources say, and what I have told is none: answer a text or a file of"
    " somebody else's, or name a topic, such as /brief hospital."
)
OWN_INSTEAD = later("That is a message of mine and no source. This is what the sources say:")
OWN_TEXT = later(
    "That is what I have told before, and no source: I take in what others have written. Send me a text or a file of"
    " theirs, or /brief for what I know."
)
ELSEWHERE = later("I can't read that message: it is in another chat. Forward it to me, or paste its text.")
NOT_KEPT = later("I have read this once and not kept it: in a group only its admins add sources.")
READING_ENOUGH = later("I am still reading what you asked me to read before. Send this again when I have answered.")
SAME_FACTS = later("Its words have changed; what I found of statements and figures is as it was.")
NOT_UNDERSTOOD = later("I could not make sense of this text. Try again, or send the part that matters.")
UNREADABLE = later(
    "I have this text, but found no sentence in it that I could tell: I read English only so far, and whole sentences."
)
HOW_TO_ADD = later(
    "Send /add followed by a link, several links or a text, or a file with the caption /add, or answer a message or a"
    " file with /add. In a private chat a link, a text, a forward or a file alone is enough. I read web pages, feeds,"
    " lists of feeds (.opml), and files: .txt, .md, .html, .pdf, .docx, .eml, .csv."
)
ADMINS_ONLY = later("In a group only its admins add sources. Reading is for everybody: /brief, /quotes, /figures.")
ADMINS_FOLLOW = later("In a group only its admins follow feeds.")
BY_RULES = later("Statements were found by rules alone: the trained model is not there.")
UNSURE_ADMIN = later("Telegram does not tell me just now who is an admin here. Please try again in a minute.")
UNFIT = later("Telegram does not take my answer, perhaps for its length. Ask for less: say what about.")
STALE_BUTTON = later("I no longer have this list. Send the command again.")
CHOICE_GONE = later("Nothing is left of what you chose. Send the command again for what there is now.")
NO_CHART = later("There is nothing to draw here any more. Send /figures again for what there is now.")
NO_EVIDENCE = later("This list has no figures whose passages I could show.")

NO_MATCH = {
    "statement": later(
        "I found no statement for “{words}”. Try fewer or other words; /sources lists what I have read."
    ),
    "figure": later("I found no figure for “{words}”. Try fewer or other words; /sources lists what I have read."),
    "source": later("I found no source for “{words}”. Try fewer or other words; /sources lists what I have read."),
    "story": later("I found no story for “{words}”. Try fewer or other words; /sources lists what I have read."),
}
NONE_FOUND = {
    "statement": later("I found no statement in what I have read."),
    "figure": later("I found no figure in what I have read."),
    "source": later("I found no source in what I have read."),
    "story": later("I found no story in what I have read."),
}


def greeting(*, group: bool) -> Rich:
    """Two lines that say what this is, and what to do."""
    if group:
        return say(
            "{name} briefs this group on news that you can check: every sentence, quotation and figure is an exact"
            " piece of a stored source, and says who said it.\n"
            "Everybody may ask: /brief, /quotes, /figures, /search. Admins bring sources with /add and set up a digest"
            " with /digest. /help says what else.",
            name=bold("Verbatim"),
        )
    return say(
        "{name} briefs you on news that you can check: every sentence, quotation and figure is an exact piece of a"
        " stored source, and says who said it.\n"
        "Send me a link, a text or a file to be briefed on it, or /help for what else I do.",
        name=bold("Verbatim"),
    )


def samples() -> Rich:
    """Where nothing but the first sources is told: they are old, and a tap leads nowhere yet."""
    return say(
        "What follows is told from sample pages that came with me. They are some years old, and nobody noted their"
        " addresses, so their marks are no links yet; Evidence shows each passage."
    )


def how_to_ask() -> Rich:
    """What may stand behind a command."""
    return say(
        "/brief and /summary alone tell the newest. Behind them you can name a topic ({topic}), a story by its number"
        " ({story}, or {within} for a topic within it), or a link to a page. As an answer to a message or a file they"
        " tell what it says; words then are the topic within it. The word short or full, first or last, chooses the"
        " length: {short}, {full}.",
        topic="/brief hospital",
        story="/brief #3",
        within="/summary #3 hospital",
        short=tr("/brief short"),
        full=tr("/brief full {story}", story="#3"),
    )


def unread_page(url: str) -> Rich:
    """A link at the command line to what is not stored: nothing is fetched there without being asked for."""
    return say("I have not read this page. To take it in: {command}", command=f"verbatim add {url}")


def how_to_read() -> Rich:
    """What the marks of an answer say."""
    return say(
        "A mark such as {mark} names the source in the list below it. Direct speech stands in quotation marks; without"
        " them you read the sentence that reports a statement, word for word. Where a source words a statement"
        " differently, its wording stands below with the words that only this source has set off. A name in [brackets]"
        " is put in by us where the source has a pronoun.",
        mark="[1]",
    )


def no_match(words: str, what: str) -> Rich:
    """Nothing was found for these words; `what` is a "statement", a "figure" or a "source"."""
    return say(NO_MATCH[what], words=echo(words))


def no_statement(words: str, people: Sequence[Testimony]) -> Rich:
    """No statement was found; `people` are those who may have been meant, by names that their sources have."""
    if not people:
        return no_match(words, "statement") if words else none_found("statement")
    names = join(", ", (stated(item.statement.document, item.speaker.name) for item in people if item.speaker))
    return say(
        "I found no statement for “{words}”. Speakers I have: {names}. /sources lists what I have read.",
        words=echo(words),
        names=names,
    )


def no_story(number: int) -> Rich:
    """A story was asked for that this chat has not."""
    return say("I have no story {number} here.", number=str(number))


def no_story_nor_word(number: int, words: str) -> Rich:
    """A number alone was asked for: neither a story has it, nor a text."""
    return say("I have no story {number} here, and no source has “{words}”.", number=str(number), words=echo(words))


def unreadable(language: str | None, number: int = 0, *, about: bool = True) -> Rich:
    """What was asked for is stored and cannot be told: it is in another `language`, or has no sentences.

    `number` counts sources that are `about` what was asked for, where no single one was.
    """
    if not (language and number):
        return foreign(language) if language else say(UNREADABLE)
    name = language_name(language) or tr("another language")
    if about:
        return said(
            "One source about it is in {language}; I read English only so far.",
            "{n} sources about it are in {language}; I read English only so far.",
            number,
            language=name,
        )
    return said(
        "One source here is in {language}; I read English only so far.",
        "{n} sources here are in {language}; I read English only so far.",
        number,
        language=name,
    )


def of_story(story: Story | None) -> Rich:
    """Which story is told; nothing where none was asked for."""
    return chrome(f"#{story.number} ") + titled(story) if story else Rich()


def missing(held: str, lacked: Sequence[str], *, single: bool) -> Rich:
    """What of a topic is not told because no source has it or, if `single`, not the one text that was asked for."""
    if not lacked:
        return Rich()
    if single:
        return say("This text has none of {words}.", words=_quoted(lacked))
    return say(
        "No source has all of these words; these have some: {held}, not {lacked}.",
        held=_quoted((held,)),
        lacked=_quoted(lacked),
    )


def _quoted(words: Iterable[str]) -> Rich:
    return join(", ", (say("“{words}”", words=echo(word)) for word in words))


def none_found(what: str) -> Rich:
    """There are sources, but nothing of this sort in them: a "statement", a "figure" or a "source"."""
    return say(NONE_FOUND[what])


def unknown(command: str) -> Rich:
    """A command that is none of ours."""
    return say("I don't know {command}. /help lists what I can do.", command=echo(command))


def foreign(language: str, *, kept: bool = True) -> Rich:
    """A text in a language that is not read yet."""
    if language == "und":
        what = say("I can't tell its language.")
    elif name := language_name(language):
        what = say("It seems to be in {language}.", language=name)
    else:
        what = say("It seems to be in another language ({code}).", code=language)
    if kept:
        return what + " " + say("I read English only so far: the text is kept, nothing is quoted.")
    return what + " " + say("I read English only so far: I can't tell it.")


def understood(analysis: Analysis) -> Rich:
    """How much was found in a text."""
    number = len(analysis.sentences)
    sentences = trn("{n} sentence", "{n} sentences", number) if number else tr("no sentences")
    return chrome(f"{sentences}, {found(analysis)}")


def found(analysis: Analysis) -> str:
    """How many statements and figures."""
    return counted(len(analysis.statements), len(analysis.figures))


def counted(statements: int, figures: int) -> str:
    """`no statements, 2 figures`."""
    said_ones = trn("{n} statement", "{n} statements", statements) if statements else tr("no statements")
    counted_ones = trn("{n} figure", "{n} figures", figures) if figures else tr("no figures")
    return f"{said_ones}, {counted_ones}"
