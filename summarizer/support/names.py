"""Whether every name of a sentence stands in its sources, whole and under no title that they do not give it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from summarizer.rarity import EVERY_TENTH, EVERY_THIRTIETH, stem
from summarizer.statements.given_names import GIVEN_NAMES
from summarizer.statements.name_words import HONORIFICS, OFFICES, PARTICLES
from summarizer.support.cited import Cited
from summarizer.support.countries import COUNTRIES, COUNTRY_OF, shortened
from summarizer.wording import GRAMMAR, NEGATIONS

KEPT = 4096
WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[’'&-]\w+)*")
OPENING: Final = re.compile(r"(?:^|[.!?:;…]\s|[“\"‘«(\[]\s*|\n)\W*$")
POSSESSIVE: Final = re.compile(r"(?:['’]s|(?<=s)['’])$")
FIRST_PERSON: Final = frozenset("i i'm i’m i've i’ve i'll i’ll i'd i’d".split())
COMMON_ENDING: Final = re.compile(r"(?:ing|ed|ly|ers|ors|ions?|ments?|ists|ness|ities|ity|ies|ances?|ences?)$")
LISTED: Final = EVERY_TENTH | EVERY_THIRTIETH
NAMES_LISTED: Final = frozenset(
    """obama trump clinton hillary bush donald mike michael john jeff jersey jim joe martin mexico mitt iowa iraq iran
    isis florida france george hampshire indiana island islam islamic jame james ohio paul peter pari paris
    richard robert ryan san scott steve syria ted texa texas thoma thomas tom virginia wisconsin york america
    american british britain california carolina chicago china chinese christian david democrat democratic
    europe european eric facebook fox german germany google israel israeli james jewish king london muslim
    nevada republican russia russian senate twitter washington west african angel angeles arizona asian ben
    billy brian bernie berni brown chri chris colorado jew jeb jerusalem kelly kentucky latino los mark mary
    massachusett michigan minnesota missouri nato pakistan pennsylvania romney rubio sander sanders saudi turkey
    turkish ukraine uk us usa vermont biden cnn""".split()
)
"""Of the words that every news page has, those that are names; elsewhere a capital at the beginning means nothing."""
JOINTS: Final = PARTICLES | {"of", "the", "and", "&", "for"}
APPOSED: Final = 6


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words; `opens` says that a sentence begins with it, where a capital alone proves nothing."""

    words: tuple[str, ...]
    opens: bool

    @property
    def text(self) -> str:
        return " ".join(self.words)


@lru_cache(maxsize=KEPT)
def read_names(text: str) -> tuple[Name, ...]:
    """The capitalised runs of a text in order, without possessive endings; months and weekdays are names too."""
    found: list[Name] = []
    end = -1
    for match in WORD.finditer(text):
        word = POSSESSIVE.sub("", match.group())
        if not any(map(str.isupper, word)) or word.casefold() in FIRST_PERSON:
            continue
        if found and text[end : match.start()] == " " and not OPENING.search(text[: match.start()]):
            found[-1] = Name((*found[-1].words, word), found[-1].opens)
        else:
            found.append(Name((word,), OPENING.search(text[: match.start()]) is not None))
        end = match.start() + len(word) if word != match.group() else match.end()
        end = end if word == match.group() else -1
    return tuple(found)


def name_faults(sentence: str, cited: Cited) -> Iterator[str]:
    """Names that the cited sentences do not have, put together from two, or under a title that is not theirs.

    The document's own fuller name may stand for the short one that a cited sentence has: "Jens Stoltenberg" for
    "Stoltenberg".
    """
    stated = tuple(map(comparable, (*cited.texts, *cited.referents)))
    for name in read_names(shortened(sentence)):
        told = _without_opener(name, stated, cited)
        if told and not _stands(told, stated, cited):
            yield f"the name {' '.join(told)!r} stands in none of its sources"


@lru_cache(maxsize=KEPT)
def comparable(text: str) -> str:
    """The words of a text in order with spaces around them: without case, marks and possessives, countries by name."""
    return f" {' '.join(map(comparable_word, WORD.findall(shortened(text))))} "


def comparable_word(word: str) -> str:
    """A word without case, marks and possessive; of countries the name."""
    plain = POSSESSIVE.sub("", word).casefold().replace(".", "").replace("’", "'")
    return COUNTRY_OF.get(plain, plain)


def _without_opener(name: Name, stated: Sequence[str], cited: Cited) -> tuple[str, ...]:
    """The run without the common word with which its sentence begins."""
    if not name.opens or _is_in(name.words, stated):
        return name.words
    first, *others = name.words
    is_title = bool(others) and _is_title(first)
    return name.words if is_title or not is_common(first, cited) else tuple(others)


def is_common(word: str, cited: Cited) -> bool:
    """Whether a word with which a sentence begins is none that is a name."""
    low = word.casefold()
    if word.isupper() and len(word) > 1:
        return False
    if low in GRAMMAR or low in NEGATIONS or low in OFFICES:
        return True
    if low in COUNTRY_OF or low in COUNTRIES or low in GIVEN_NAMES or {low, stem(low)} & NAMES_LISTED:
        return False
    if any(_is_proper(word, evidence.text) for evidence in cited.sources):
        return False
    return (
        stem(low) in LISTED
        or COMMON_ENDING.search(low) is not None
        or any(f" {low} " in comparable(text) for text in cited.texts)
    )


@lru_cache(maxsize=KEPT)
def _is_proper(word: str, text: str) -> bool:
    """Whether the text writes the word with a capital inside of a sentence, and never small."""
    inside = re.search(rf"[a-z,] {re.escape(word)}\b", text) is not None
    return inside and re.search(rf"\b{re.escape(word.casefold())}\b", text) is None


def _stands(words: Sequence[str], stated: Sequence[str], cited: Cited) -> bool:
    if _is_in(words, stated) or _is_acronym(words, cited.texts) or _is_titled(words, stated):
        return True
    known = _is_in(words[-1:], stated) or _is_in(words[:1], stated)
    return known and len(words) > 1 and any(source.names(" ".join(words)) for source in cited.sources)


def _is_in(words: Sequence[str], stated: Sequence[str]) -> bool:
    told = f" {' '.join(map(comparable_word, words))} "
    return any(told in text for text in stated)


def _is_acronym(words: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether one word in capitals is made of the initials of a name that a source has."""
    letters = words[0].replace(".", "")
    if len(words) > 1 or not letters.isupper() or len(letters) < 2:
        return False
    return any(i.endswith(letters) for text in texts for name in _joined_names(text) for i in _initials(name))


def _initials(words: Sequence[str]) -> tuple[str, str]:
    big = [word[0] for word in words if word[0].isupper()]
    return "".join(big), "".join(word[0].upper() for word in words)


@lru_cache(maxsize=KEPT)
def _joined_names(text: str) -> tuple[tuple[str, ...], ...]:
    """Runs of capitalised words that "of", "the" and "and" may join."""
    runs: list[list[str]] = [[]]
    for word in WORD.findall(text):
        if word[0].isupper() or (runs[-1] and word.casefold() in JOINTS):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return tuple(tuple(run) for run in runs if run)


def _is_titled(words: Sequence[str], stated: Sequence[str]) -> bool:
    """Whether a title before a name stands beside that name in a source: "Ada Okoro, the city's mayor"."""
    low = [comparable_word(word) for word in words]
    cut = next((i for i in range(len(low), 0, -1) if _is_title(words[i - 1])), 0)
    title, name = low[:cut], low[cut:]
    if not (title and name):
        return False
    beside = re.compile(rf" {re.escape(' '.join(name))}(?: \S+){{0,{APPOSED}}}? {re.escape(' '.join(title))} ")
    return any(beside.search(text) for text in stated)


def _is_title(word: str) -> bool:
    return word.casefold() in OFFICES or word.casefold() in HONORIFICS
