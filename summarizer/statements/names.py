"""What a source mention is made of: a name, an office, a pronoun or a common noun, without its articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.given_names import Gender
from summarizer.statements.name_shapes import TITLED, is_capitals, is_full_name, is_name, name_start
from summarizer.statements.name_words import (
    ABODES,
    ARTICLES,
    DEPARTMENTS,
    DETERMINERS,
    FEMALE,
    HONORIFICS,
    LINKS,
    MALE,
    OFFICES,
    ORGANISATIONS,
    PLURAL_NAMES,
    POSSESSIVES,
    PRONOUNS,
    SUFFIXES,
)
from summarizer.statements.offices import POSSESSED, apposed_role, joined, role_of

__all__ = [
    "DEPARTMENTS",
    "HONORIFICS",
    "OFFICES",
    "ORGANISATIONS",
    "Anatomy",
    "dissect",
    "is_capitals",
    "is_full_name",
    "is_name",
    "surname_of",
    "words_of",
]

Sort = Literal["pronoun", "named", "common", "group"]

# A parenthesis that touches a word is part of it ("member(s)"); one that stands by itself is an aside.
WORD: Final = re.compile(r"[^\s,()]+(?:\([^\s()]*\)[^\s,()]*)*|,|\([^)]*\)")
EDGES: Final = ' \t\r\n,;:—–-"“”„«»`'
ANONYMITY: Final = re.compile(
    r",?\s(?:who\s(?:asked|spoke|requested|declined|insisted|wished|would|was\snot|wasn[’']t|were\snot|weren[’']t|did\snot"
    r"|didn[’']t|is\snot|isn[’']t|are\snot|wanted|agreed|preferred|refused)|speaking|on\scondition|granted\sanonymity)\b.*",
    re.DOTALL,
)
DANGLING: Final = frozenset("the a an of who whose that which and".split())
KINDRED: Final = frozenset("younger elder older other another second".split())
PARTY: Final = re.compile(r"[DRI]-[A-Z]")
DASHED: Final = re.compile(r"(?<=\S)(?:\s+[—–-]{1,2}\s+|\s*(?:—|--)\s*).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A mention taken apart; `name` and `role` are pieces of it, verbatim but for spaces; `head` is a common noun.

    `name` is empty when the mention has no word in it. `apart` says that the mention has a determiner of its own
    ("some", "two"), so that it can be nobody named before.
    """

    sort: Sort
    name: str
    role: str | None = None
    head: str = ""
    gender: Gender | None = None
    definite: bool = False
    apart: bool = False

    @property
    def surname(self) -> str:
        return surname_of(self.name)

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.name)


@lru_cache(maxsize=8192)
def words_of(name: str) -> frozenset[str]:
    """The words of a name or role in lower case."""
    return frozenset(name.lower().split())


def surname_of(name: str) -> str:
    """The last word of a name that is no "Jr."; empty for an empty name."""
    words = name.split()
    while len(words) > 1 and words[-1].lower() in SUFFIXES:
        words.pop()
    return words[-1] if words else ""


@lru_cache(maxsize=8192)
def dissect(mention: str) -> Anatomy:
    """Takes a source mention apart.

    "NATO Secretary-General Jens Stoltenberg" is Jens Stoltenberg with a role; so is "Melanie Joly, Canada’s foreign
    minister", whichever part comes first; "A senior U.S. official" is a common noun with the head "official".
    How a source asked not to be named is no part of it.
    """
    mention = _bare(mention)
    words = [
        word
        for word in WORD.findall(DASHED.sub("", ANONYMITY.sub("", mention)).rstrip(EDGES))
        if not word.startswith("(")
    ]
    gender = _gender(words)
    first = words[0].lower() if words else ""
    while words and (words[0].lower() in ARTICLES or words[0] == ",") and len(words) > 1:
        words = words[1:]
    words = _without_dangling(words)
    if all(map(_is_mark, words)):
        return Anatomy("common", "")
    words[-1] = POSSESSED.sub("", words[-1]) if not words[-1].endswith(("s’", "s'")) else words[-1][:-1]
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return Anatomy("pronoun", words[0], gender=gender)
    if "," in words:
        return _apposed(words, gender, first)
    return _plain(words, gender, first)


def _without_dangling(words: list[str]) -> list[str]:
    while words and (_is_mark(words[-1]) or (len(words) > 1 and words[-1].lower() in DANGLING)):
        words = words[:-1]
    return words


def _is_mark(word: str) -> bool:
    return not any(letter.isalnum() for letter in word)


def _bare(mention: str) -> str:
    """Without the marks around it; a quotation mark whose other half stands inside belongs to the words."""
    bare = mention.strip(EDGES)
    if bare.startswith("(") and bare.endswith(")"):
        return _bare(bare[1:-1])
    if bare.count("“") != bare.count("”") or bare.count('"') % 2:
        return mention.strip(EDGES.translate({ord(mark): None for mark in '"“”'}))
    return bare


def _gender(words: list[str]) -> Gender | None:
    low = {word.lower() for word in words}
    if len(words) > 1:
        low -= POSSESSIVES  # "his wife" is a woman, "her husband" a man
    else:
        low = {"he" if word in {"his", "him"} else "she" if word in {"her", "hers"} else word for word in low}
    male, female = bool(low & MALE), bool(low & FEMALE)
    return None if male == female else "m" if male else "f"


def _apposed(words: list[str], gender: Gender | None, first_word: str) -> Anatomy:
    cut = words.index(",")
    first, rest = _without_dangling(words[:cut]), words[cut + 1 :]
    if not first:
        return _apposed(rest, gender, first_word) if "," in rest else _plain(rest, gender, first_word)
    if rest and rest[0].lower() in SUFFIXES:
        return _with_suffix(first, rest, gender, first_word)
    last = rest[len(rest) - rest[::-1].index(",") :] if "," in rest else rest
    head = _plain(first, _gender(first), first_word)
    office = head.sort == "common" and any(word.lower() in OFFICES for word in first)
    thing = (
        head.sort == "common" and first[-1].islower() and first_word in ARTICLES | POSSESSIVES
    )  # "the maker, Urbitec"
    if (office or thing) and is_name(last) and len(last) < 5 and not PARTY.match(last[0]) and not _is_day(last[0]):
        return Anatomy("named", " ".join(last), role_of(first), gender=gender)
    if office and last[0][0].isupper() and (titled := _named(last, gender)) and titled.role:
        return replace(titled, role=role_of(first) or titled.role)  # "the chairwoman, Representative Ann Lee of Ohio"
    if _is_list(rest, named=head.sort == "named"):
        return Anatomy("group", joined(words), head=rest[-1].lower())
    role = apposed_role(rest)
    told = _gender(role.split()) if role and "of" not in role.split() and "'s" not in role else None
    return replace(head, role=head.role or role, gender=head.gender or told) if head.sort == "named" else head


def _is_day(word: str) -> bool:
    return word.lower() in DAYS | MONTHS


def _with_suffix(first: list[str], rest: list[str], gender: Gender | None, first_word: str) -> Anatomy:
    """`Joseph R. Biden, Jr.`: the comma is the name's own."""
    behind = rest[1:]
    known = _plain(first, gender, first_word)
    if not behind or behind[0] != ",":
        return known
    return _apposed([*first, *behind], gender, first_word)


def _is_list(words: list[str], *, named: bool) -> bool:
    """`Mike Huckabee and Chris Christie`, `his aides and his allies`: more speakers, no apposition."""
    low = " ".join(words).lower()
    if words[0].lower() in {"along", "together"} or "and other" in low:
        return True
    if named and is_name(words) and not PARTY.match(words[0]):
        return True
    joined = next((i for i, word in enumerate(words) if word.lower() in {"and", "or"}), None)
    if joined is None:
        return False
    first = words[: min(joined, words.index(",") if "," in words else joined)]
    if named:
        return bool(first) and (is_name(first) or is_name(_without_honorific(first))) and not PARTY.match(first[0])
    more = " ".join(words[joined + 1 : joined + 2]).lower() in POSSESSIVES | ARTICLES | DETERMINERS
    return words[0].lower() in POSSESSIVES | ARTICLES and (more or apposed_role(words) is None)


def _without_honorific(words: list[str]) -> list[str]:
    return words[1:] if words[0].lower() in HONORIFICS | OFFICES else words


def _plain(words: list[str], gender: Gender | None, first_word: str) -> Anatomy:
    definite = first_word in {"the", "this", "that"}
    apart = first_word in DETERMINERS - {"this", "that"}
    joined = {"and", "or", "nor"} & {word.lower() for word in words}
    if joined and not is_name(words) and not _joined_office(words):
        return Anatomy("group", " ".join(words), head=words[-1].lower())
    office = definite and len(words) == 1 and words[0].lower() in OFFICES  # "the King"
    named = None if apart or office else _named(words, gender)
    if named is not None:
        return named
    stop = next((i for i, word in enumerate(words) if i and word.lower() in LINKS), len(words))
    head = POSSESSED.sub("", words[stop - 1]).lower()
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is", "news", "press"))
    plural = plural or head in {"people", "police", "men", "women", "media", "children"}
    sort: Sort = "group" if plural else "common"
    return Anatomy(sort, " ".join(words), head=head, gender=gender, definite=definite, apart=apart)


def _joined_office(words: list[str]) -> bool:
    """`Director of Health and Human Services Ann Lee`: the "and" belongs to the office."""
    at = next(i for i, word in enumerate(words) if word.lower() in {"and", "or", "nor"})
    return at + 1 < len(words) and words[at - 1].lower() in DEPARTMENTS and words[at + 1].lower() in DEPARTMENTS


def _named(words: list[str], gender: Gender | None) -> Anatomy | None:
    """A person or body by name, with the office before and the affiliation behind; None for a common noun."""
    end = next((i for i, word in enumerate(words) if i > 1 and word.lower() in ABODES), len(words))
    if end < len(words) - 1 and is_full_name(words[:end]):
        return Anatomy("named", " ".join(words[:end]), role_of(words[end + 1 :]), gender=gender)
    if end < len(words) - 1 and words[0][0].isupper() and (titled := _titled_name(words[:end], gender)) and titled.role:
        return titled  # "Senator Bernie Sanders of Vermont"
    return _titled_name(words, gender)


def _titled_name(words: list[str], gender: Gender | None) -> Anatomy | None:
    cut = name_start(words)
    if cut is None or not is_name(words[cut:]) or PLURAL_NAMES.fullmatch(words[-1]):
        return None
    before = words[:cut]
    if not before and POSSESSED.search(words[0]) and is_full_name(words[1:]):
        return Anatomy("named", " ".join(words[1:]), POSSESSED.sub("", words[0]), gender=gender)
    if before and (_is_anothers(before) or not (_ends_with_office(before) or is_full_name(words[cut:]))):
        return None
    role = role_of(before) if any(word.lower() in OFFICES for word in before) else None
    return Anatomy("named", " ".join(words[cut:]), role, gender=gender)


def _is_anothers(before: list[str]) -> bool:
    """Whether the name behind these words is not who speaks: "an aide for Mr.", or one of two: "the younger Mr."."""
    own = len(before)
    while own and before[own - 1].lower() in TITLED:
        own -= 1
    return bool(KINDRED & {word.lower() for word in before}) or (own > 0 and before[own - 1].lower() in LINKS)


def _ends_with_office(words: list[str]) -> bool:
    """Whether a title stands right before the name, its department included: "Secretary of State"."""
    last = max((i for i, word in enumerate(words) if word.lower() in TITLED), default=len(words))
    behind = words[last + 1 :]
    return last < len(words) and all(word[0].isupper() or word.lower() in LINKS | DEPARTMENTS for word in behind)
