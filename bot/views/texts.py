"""What the bot says of itself: greeting, help, privacy, and the answers where there is nothing to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.views.citations import titled
from bot.views.rich import Rich, bold, chrome, echo, join, plain, stated
from summarizer.types import Analysis, Story, Testimony

LANGUAGES = {
    "en": "English",
    "ar": "Arabic",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "zh": "Chinese",
}

SHOWN = 80
"""Characters of what somebody sent that name it in a report."""

GREETING = (
    bold("Verbatim")
    + " briefs you on news that you can check: every sentence, quotation and figure is an exact piece of a stored"
    + " source, and says who said it.\n"
    + "Send me a link, a text or a file to be briefed on it, or /help for what else I do."
)
PRIVACY = bold("Privacy") + (
    "\n\nI keep what you give me to read: the text, its name, and the number of this chat, so that you can ask about it"
    " later. Only this chat sees it.\n"
    "What you send for reading is kept as it came until it is answered and two days longer, with your number, so that"
    " nothing is lost and nobody sends too much. Your number is also kept with the feeds that you add.\n"
    "Of a message that you forward I keep from whom it is, by the name that Telegram states.\n"
    "Pages behind links are fetched from their sites, which see the link as you sent it and nothing else of you.\n"
    "I keep what a list was about, so that its buttons work later on.\n"
    "Of digests I keep when they come, in which time zone, of what, who set them up, and what they told. Of a shared"
    " location only its time zone is kept.\n"
    "I neither keep nor log other messages. Texts are understood on the machine I run on and leave it only in my"
    " answers here.\n"
    "Public sources, and what I tell from them, are the same for everybody."
)
NOTHING_STORED = plain(
    "There are no sources here yet. Send me a link, a text, a forward or a file and I will brief you on it."
)
TOO_SHORT = plain(
    "That is too short for a source. Send me a link, a whole text or a file to be briefed on it; /help says what I do."
)
LINK_ALONE = plain("I looked at the link, not at the words around it.")
LINKS_ALONE = plain("I looked at the links, not at the words around them.")
UNOPENED = plain("I have not opened the links in this text. Send them alone to have me read them.")
OWN_MESSAGE = plain(
    "That is a message of mine. I tell what sources say, and what I have told is none: answer a text or a file of"
    " somebody else's, or name a topic, such as /brief hospital."
)
OWN_INSTEAD = plain("That is a message of mine and no source. This is what the sources say:")
OWN_TEXT = plain(
    "That is what I have told before, and no source: I take in what others have written. Send me a text or a file of"
    " theirs, or /brief for what I know."
)
ELSEWHERE = plain("I can't read that message: it is in another chat. Forward it to me, or paste its text.")
NOT_KEPT = plain("I have read this once and not kept it: in a group only its admins add sources.")
READING_ENOUGH = plain("I am still reading what you asked me to read before. Send this again when I have answered.")
SAME_FACTS = plain("Its words have changed; what I found of statements and figures is as it was.")
NOT_UNDERSTOOD = plain("I could not make sense of this text. Try again, or send the part that matters.")
UNREADABLE = plain(
    "I have this text, but found no sentence in it that I could tell: I read English only so far, and whole sentences."
)
HOW_TO_ADD = plain(
    "Send /add followed by a link, several links or a text, or a file with the caption /add, or answer a message or a"
    " file with /add. In a private chat a link, a text, a forward or a file alone is enough. I read web pages, feeds,"
    " lists of feeds (.opml), and files: .txt, .md, .html, .pdf, .docx, .eml, .csv."
)
ADMINS_ONLY = plain("In a group only its admins add sources. Reading is for everybody: /brief, /quotes, /figures.")
ADMINS_FOLLOW = "In a group only its admins follow feeds."
TAGGED = "+tagger"
"""In the name of what understood a text: its statements were found by the trained model."""
BY_RULES = plain("Statements were found by rules alone: the trained model is not there.")
UNSURE_ADMIN = plain("Telegram does not tell me just now who is an admin here. Please try again in a minute.")
STALE_BUTTON = "I no longer have this list. Send the command again."
CHOICE_GONE = plain("Nothing is left of what you chose. Send the command again for what there is now.")
NO_CHART = plain("There is nothing to draw here any more. Send /figures again for what there is now.")
NO_EVIDENCE = plain("This list has no figures whose passages I could show.")
WITHOUT_BOT = (
    "To run the bot: get a token from @BotFather in Telegram, put TELEGRAM_BOT_TOKEN=<token> into .env, start again."
)
HOW_TO_ASK = (
    plain("/brief and /summary alone tell the newest. Behind them you can name a topic (")
    + chrome("/brief hospital")
    + "), a story by its number ("
    + chrome("/brief #3")
    + ", or "
    + chrome("/summary #3 hospital")
    + " for a topic within it), or a link to a page. As an answer to a message or a file they tell what it"
    + " says; words then are the topic within it. The word short or full, first or last, chooses the length: "
    + chrome("/brief short")
    + ", "
    + chrome("/brief full #3")
    + "."
)


def unread_page(url: str) -> Rich:
    """A link at the command line to what is not stored: nothing is fetched there without being asked for."""
    return plain("I have not read this page. To take it in: ") + chrome(f"verbatim add {url}")


def help_text(commands: Iterable[tuple[str, str]]) -> Rich:
    """The commands with a line each, and how to read an answer."""
    lines = (plain(f"/{name} - {line}") for name, line in commands)
    legend = (
        plain("A mark such as ")
        + chrome("[1]")
        + " names the source in the list below it. Direct speech stands in quotation marks; without them you read the"
        + " sentence that reports a statement, word for word. Where a source words a statement differently, its wording"
        + " stands below with the words that only this source has set off. A name in [brackets] is put in by us where"
        + " the source has a pronoun."
    )
    return join("\n\n", (bold("What I do"), join("\n", lines), HOW_TO_ASK, legend))


def no_match(words: str, what: str) -> Rich:
    """Nothing was found for these words."""
    return (
        plain(f"I found no {what} for ")
        + chrome("“")
        + echo(words)
        + chrome("”")
        + ". Try fewer or other words; /sources lists what I have read."
    )


def no_statement(words: str, people: Sequence[Testimony]) -> Rich:
    """No statement was found; `people` are those who may have been meant, by names that their sources have."""
    if not people:
        return no_match(words, "statement") if words else none_found("statement")
    names = (stated(item.statement.document, item.speaker.name) for item in people if item.speaker)
    found_none = plain("I found no statement for ") + chrome("“") + echo(words) + chrome("”")
    return found_none + ". Speakers I have: " + join(", ", names) + ". /sources lists what I have read."


def no_story(number: int) -> Rich:
    """A story was asked for that this chat has not."""
    return chrome(f"I have no story {number} here.")


def no_story_nor_word(number: int, words: str) -> Rich:
    """A number alone was asked for: neither a story has it, nor a text."""
    return chrome(f"I have no story {number} here, and no source has ") + _quoted((words,)) + "."


def unreadable(language: str | None, number: int = 0, *, about: bool = True) -> Rich:
    """What was asked for is stored and cannot be told: it is in another `language`, or has no sentences.

    `number` counts sources that are `about` what was asked for, where no single one was.
    """
    if language and number:
        count = "One source" if number == 1 else many(number, "source")
        name = LANGUAGES.get(language, "another language")
        are = "is" if number == 1 else "are"
        return chrome(f"{count} {'about it' if about else 'here'} {are} in {name}; I read English only so far.")
    return foreign(language) if language else UNREADABLE


def of_story(story: Story | None) -> Rich:
    """Which story is told; nothing where none was asked for."""
    return chrome(f"#{story.number} ") + titled(story) if story else Rich()


def missing(held: str, lacked: Sequence[str], *, single: bool) -> Rich:
    """What of a topic is not told because no source has it or, if `single`, not the one text that was asked for."""
    if not lacked:
        return Rich()
    if single:
        return plain("This text has none of ") + _quoted(lacked) + "."
    some = plain("No source has all of these words; these have some: ") + _quoted((held,))
    return some + ", not " + _quoted(lacked) + "."


def _quoted(words: Iterable[str]) -> Rich:
    return join(", ", (chrome("“") + echo(word) + chrome("”") for word in words))


def none_found(what: str) -> Rich:
    """There are sources, but nothing of this sort in them."""
    return plain(f"I found no {what} in what I have read.")


def unknown(command: str) -> Rich:
    """A command that is none of ours."""
    return plain("I don't know ") + echo(command) + ". /help lists what I can do."


def foreign(language: str, *, kept: bool = True) -> Rich:
    """A text in a language that is not read yet."""
    so_far = "I read English only so far: " + ("the text is kept, nothing is quoted." if kept else "I can't tell it.")
    if language == "und":
        return plain(f"I can't tell its language. {so_far}")
    name = LANGUAGES.get(language, f"another language ({language})")
    return plain(f"It seems to be in {name}. {so_far}")


def understood(analysis: Analysis) -> Rich:
    """How much was found in a text."""
    return chrome(f"{many(len(analysis.sentences), 'sentence')}, {found(analysis)}")


def found(analysis: Analysis) -> str:
    """How many statements and figures."""
    return counted(len(analysis.statements), len(analysis.figures))


def counted(statements: int, figures: int) -> str:
    """`no statements, 2 figures`."""
    return f"{many(statements, 'statement')}, {many(figures, 'figure')}"


def many(number: int, noun: str) -> str:
    """`no figures`, `1 figure`, `1,200 figures`."""
    return f"{f'{number:,}' if number else 'no'} {noun}{'' if number == 1 else 's'}"
