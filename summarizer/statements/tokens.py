"""The words, marks and quotations of a sentence, and the closed classes of words that rules about them need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from summarizer.statements.cues import DAYS, VERBS
from summarizer.statements.quotations import Quotation
from summarizer.types import Span

TITLES: Final = (
    "Mr Mrs Ms Dr Sen Sens Rep Reps Gov Gen Lt Col Sgt Rev Prof St Jr Sr Adm Capt Del Hon Maj Cmdr Supt".split()
)
TOKEN: Final = re.compile(
    rf"(?P<paren>\([^()\n]{{1,80}}\))"
    rf"|(?P<word>(?:[^\W\d_]\.){{2,}}|(?:{'|'.join(TITLES)}|[A-Z][a-z]{{2,3}}(?=\.\s\d))\.|[A-Z]\.(?=\s[A-Z])"
    r"|[$€£]?\d+(?:[.,]\d+)*%?(?:-[^\W\d_]+)*|[@#]?\w+(?:[-’'&./]\w+)*(?:(?<=s)[’'](?!\w))?)"
    r"|(?P<mark>--|[,;:.?!—–…-])"
)

QUOTED: Final = re.compile(r"(?:''|``|[\"“„«‘'])\s*(?P<words>.*?)[,\s]*(?:''|[\"”»’'])?")

POSSESSIVES: Final = frozenset("his her its their our my your".split())
DETERMINERS: Final = POSSESSIVES | frozenset(
    """the a an this these those that some many several most all both other another no any each every one two three
    four five six few more""".split()
)
PRONOUNS: Final = frozenset(
    """he she they it we i you who which some many others those one both several most all everyone everybody nobody
    someone somebody few""".split()
)
PREPOSITIONS: Final = frozenset(
    """of in on at for from with by to about after before during under over into against between among within without
    through since until near around behind despite amid following along across toward towards upon via like per
    including""".split()
)
NEGATIONS: Final = """isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't
couldn't shouldn't cannot""".split()
AUXILIARIES: Final = frozenset(
    """is are was were be been being am has have had do does did will would can could should may might must
    shall""".split()
).union(NEGATIONS)
CONTRACTIONS: Final = frozenset(
    f"{word}'{verb}" for word in "he she it they we i you there that who".split() for verb in "s re ve ll d m".split()
)
SUBORDINATORS: Final = frozenset(
    """that which who whom whose but while because as if when where whether what how why than though although unless
    whereas so or nor yet not never""".split()
)
LEADING: Final = frozenset(
    """and but so yet still also meanwhile however then now later even only moreover instead thus indeed perhaps today
    yesterday again once too just soon nevertheless nonetheless furthermore earlier""".split()
)
TIME: Final = DAYS | frozenset(
    """last next week month year morning afternoon evening night today yesterday tomorrow tonight earlier late later
    early ago recently now weekend previously again here there this""".split()
)
ADVERBS: Final = frozenset(
    """also later then again often once repeatedly even now still already just always since further himself herself
    themselves itself long soon too only both all""".split()
)
COMMON_VERBS: Final = frozenset(
    """went came took made got gave left won lost ran met held kept put set saw became brought built bought caught
    chose drew drove fell fought flew grew heard hit led lay rose sat sent sold spent spoke stood taught threw wore
    makes takes gives gets goes comes seems seem wants want needs need means runs keeps lets plays looks works paid
    broke stole""".split()
)
ROLES: Final = frozenset(
    """president minister secretary secretary-general chairman chairwoman chair chief director spokesman spokeswoman
    spokesperson mayor governor senator congressman congresswoman representative ambassador general colonel captain
    lieutenant sergeant major commissioner commander leader head ceo officer officers official officials executive
    executives founder co-founder professor analyst analysts strategist pollster reporter journalist editor author
    writer columnist host anchor correspondent lawyer attorney judge justice prosecutor prosecutors sheriff detective
    doctor nurse scientist economist researcher researchers historian activist organizer manager adviser advisers
    advisor aide aides counsel candidate nominee frontrunner front-runner king queen prince princess pope bishop
    cardinal rabbi imam pastor reverend chancellor premier deputy vice speaker lawmaker lawmakers expert experts fellow
    coach player director-general undersecretary coordinator consultant diplomat envoy resident residents student owner
    farmer teacher engineer operative loyalist supporter supporters delegate member mother father son daughter wife
    husband brother sister niece nephew friend neighbor neighbour rival billionaire businessman businesswoman mogul
    voter voters democrat republican""".split()
)


NO_ADVERBS: Final = frozenset(
    "ally family rally supply reply assembly monopoly bully fly daily weekly belly jelly".split()
)
PLURALS: Final = frozenset("people police men women children media republicans democrats".split())
CLOSED: Final = DETERMINERS | PREPOSITIONS | PRONOUNS | SUBORDINATORS
BEFORE_NOUNS: Final = (DETERMINERS - PRONOUNS) | PREPOSITIONS | POSSESSIVES


class Token(NamedTuple):
    """A word, a mark of punctuation, a parenthesis or a whole quotation, at its place in the text.

    `low` is the text in lower case with straight apostrophes, empty for a quotation.
    """

    start: int
    end: int
    text: str
    low: str
    kind: Literal["word", "mark", "paren", "quote"]

    @property
    def capital(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()


def tokens_of(text: str, sentence: Span, quotations: Sequence[Quotation]) -> tuple[Token, ...]:
    """The sentence's tokens; each quotation is one token, its words are nobody else's."""
    found: list[Token] = []
    position = sentence.start
    for quotation in quotations:
        found.extend(_plain(text, position, quotation.outer.start))
        start, end = quotation.outer.start, quotation.outer.end
        found.append(Token(start, end, text[start:end], "", "quote"))
        position = end
    found.extend(_plain(text, position, sentence.end))
    return tuple(found)


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for match in TOKEN.finditer(text, start, end):
        kind: Literal["word", "mark", "paren"] = match.lastgroup  # type: ignore[assignment]  # the pattern's own names
        word = match.group()
        yield Token(match.start(), match.end(), word, word.lower().replace("’", "'"), kind)


def quoted_words(token: Token) -> Span:
    """What a quotation token says: without its marks and without the comma before the closing one."""
    match = QUOTED.fullmatch(token.text)
    if match is None or not match["words"]:
        return Span(token.start, token.end)
    return Span(token.start + match.start("words"), token.start + match.end("words"))


def is_word(token: Token, words: frozenset[str]) -> bool:
    """Whether a word, in lower case, is one of these."""
    return token.kind == "word" and token.low in words


def is_mark(token: Token, marks: str) -> bool:
    """Whether a mark of punctuation is one of these characters."""
    return token.kind == "mark" and token.text in marks


def is_adverb(token: Token) -> bool:
    """Whether a word is an adverb by its list or by its "-ly"."""
    if token.kind != "word":
        return False
    return token.low in ADVERBS or (token.low.endswith("ly") and not token.capital and token.low not in NO_ADVERBS)


def is_verb(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word looks like a finite verb: an auxiliary, a common one, or "-ed" that modifies no noun."""
    token = tokens[i]
    if token.kind != "word" or (token.capital and i):
        return False
    if token.low in AUXILIARIES or token.low in COMMON_VERBS or token.low in CONTRACTIONS:
        return True
    if token.low in VERBS and VERBS[token.low][1] == "ed":
        return not _modifies(tokens, i)
    if not token.low.endswith("ed") or len(token.low) < 5 or token.low.endswith(("eed", "hundred")):
        return False
    return i > 0 and tokens[i - 1].kind == "word" and tokens[i - 1].low not in DETERMINERS and not _modifies(tokens, i)


def _modifies(tokens: Sequence[Token], i: int) -> bool:
    """`elected officials`, `the alleged victims`: a participle in front of its noun."""
    if i + 1 >= len(tokens) or tokens[i + 1].kind != "word" or i == 0:
        return False
    after, before = tokens[i + 1], tokens[i - 1]
    if after.low in CLOSED or after.capital:
        return False
    return before.low in BEFORE_NOUNS
