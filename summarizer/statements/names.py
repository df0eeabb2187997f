"""What a source mention is made of: a name, an office, a pronoun or a common noun, without its articles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from summarizer.statements.tokens import ROLES

Gender = Literal["m", "f"]
Sort = Literal["pronoun", "named", "common", "group"]

MALE: Final = frozenset(
    "he his him mr mr. spokesman chairman congressman businessman king prince father son husband".split()
)
FEMALE: Final = frozenset(
    """she her hers ms ms. mrs mrs. miss madam spokeswoman chairwoman congresswoman businesswoman queen princess mother
    daughter wife""".split()
)
HONORIFICS: Final = frozenset("mr mr. mrs mrs. ms ms. miss dr dr. sir madam".split())
OFFICES: Final = ROLES | frozenset(
    "sen. sens. rep. reps. gov. gen. lt. col. sgt. rev. prof. adm. capt. del. maj. sheriff secretary-general".split()
)
DEPARTMENTS: Final = frozenset(
    """state defense defence treasury homeland security labor labour energy education commerce agriculture interior
    justice health human services transportation foreign affairs war finance veterans trade housing home staff
    operations communications""".split()
)
ORGANISATIONS: Final = frozenset(
    """commission board watch bank council committee agency department university institute center centre party
    association union international group court office bureau service services foundation company corp inc reserve
    nations states college society network alliance federation organization organisation house""".split()
)
ARTICLES: Final = frozenset("the a an".split())
PARTICLES: Final = frozenset("de da di del della der den van von bin ibn al el la le du dos ter".split())
LINKS: Final = frozenset("of for from at in to with close who on by and".split())
PRONOUNS: Final = frozenset("he she they it we i you who which that some many others".split())
WORD: Final = re.compile(r"[^\s,()]+|,|\([^)]*\)")
POSSESSED: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A mention taken apart; `name` and `role` are pieces of it, verbatim but for spaces; `head` is a common noun."""

    sort: Sort
    name: str
    role: str | None = None
    head: str = ""
    gender: Gender | None = None
    definite: bool = False

    @property
    def surname(self) -> str:
        return self.name.rsplit(None, 1)[-1]

    @property
    def words(self) -> frozenset[str]:
        return words_of(self.name)


def words_of(name: str) -> frozenset[str]:
    """The words of a name or role in lower case."""
    return frozenset(name.lower().split())


@lru_cache(maxsize=8192)
def dissect(mention: str) -> Anatomy:
    """Takes a source mention apart.

    "NATO Secretary-General Jens Stoltenberg" is Jens Stoltenberg with a role; so is "Melanie Joly, Canada’s foreign
    minister", whichever part comes first; "A senior U.S. official" is a common noun with the head "official".
    """
    words = [word for word in WORD.findall(mention) if not word.startswith("(")]
    gender = _gender(words)
    definite = bool(words) and words[0].lower() in {"the", "this", "that"}
    while words and (words[0].lower() in ARTICLES or words[0] == ","):
        words = words[1:]
    while words and words[-1] == ",":
        words = words[:-1]
    if not words:
        return Anatomy("common", mention, head=mention.lower())
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return Anatomy("pronoun", words[0], gender=gender)
    if "," in words:
        return _apposed(words, gender, definite=definite)
    return _plain(words, gender, definite=definite)


def _gender(words: list[str]) -> Gender | None:
    low = {word.lower() for word in words}
    male, female = bool(low & MALE - {"his", "him"}), bool(low & FEMALE - {"her", "hers"})
    return None if male == female else "m" if male else "f"


def _apposed(words: list[str], gender: Gender | None, *, definite: bool) -> Anatomy:
    cut = words.index(",")
    first, rest = words[:cut], words[cut + 1 :]
    last = rest[rest.index(",") + 1 :] if "," in rest else rest
    if is_name(last) and not is_name(first) and any(w.lower() in OFFICES for w in first):
        return Anatomy("named", " ".join(last), " ".join(first), gender=gender)
    head = _plain(first, gender, definite=definite)
    if head.sort != "named" or rest[0].lower() in {"who", "whose", "which"}:
        return head
    while rest and rest[0].lower() in ARTICLES:
        rest = rest[1:]
    role = " ".join(rest).replace(" ,", ",")
    return Anatomy("named", head.name, head.role or role, gender=gender)


def _plain(words: list[str], gender: Gender | None, *, definite: bool) -> Anatomy:
    if "and" in words and not is_name(words):
        return Anatomy("group", " ".join(words), head=words[-1].lower())
    cut = _name_start(words)
    if cut is not None and is_name(words[cut:]):
        office = [word for word in words[:cut] if word.lower() not in HONORIFICS]
        return Anatomy("named", " ".join(words[cut:]), " ".join(office) or None, gender=gender)
    stop = next((i for i, word in enumerate(words) if i and word.lower() in LINKS), len(words))
    head = POSSESSED.sub("", words[stop - 1]).lower()
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is"))
    return Anatomy("group" if plural else "common", " ".join(words), head=head, gender=gender, definite=definite)


def _name_start(words: list[str]) -> int | None:
    """Where the name begins behind an office: after its last word, and after "of State" or "of Homeland Security"."""
    low = [word.lower() for word in words]
    office = max((i for i, word in enumerate(low) if word in OFFICES or word in HONORIFICS), default=None)
    lower = max((i for i, word in enumerate(words) if word[0].islower() and low[i] not in PARTICLES), default=-1)
    cut = lower + 1
    if office is not None:
        cut = office + 1
        if cut < len(words) and low[cut] in {"of", "for"}:
            cut = _after_department(low, cut + 1)
        cut = max(cut, lower + 1)
    dangling = cut > 0 and low[cut - 1] in ARTICLES | LINKS and (office is None or cut - 1 == lower)
    return None if cut >= len(words) or dangling else cut


def _after_department(low: list[str], start: int) -> int:
    """Where the name begins behind "Secretary of State", "Director of National Intelligence"; the end if none does."""
    cut = next((i for i in range(start, len(low)) if low[i] not in DEPARTMENTS | {"and"}), len(low))
    unknown = cut == start and low[start : start + 1] != ["the"]
    if not unknown:
        return cut
    return len(low) - 2 if len(low) - start > 2 and low[-1] not in ORGANISATIONS else len(low)


def is_name(words: list[str]) -> bool:
    """One to four capitalised words, particles allowed between, no office among them."""
    proper = [word for word in words if word.lower() not in PARTICLES]
    return (
        0 < len(proper) <= 4
        and all(word[0].isupper() and word.lower() not in OFFICES for word in proper)
        and not POSSESSED.search(words[-1])
    )


def is_capitals(name: str) -> bool:
    """A transcript's label: "SECRETARY BLINKEN"; an acronym alone is none."""
    return name.isupper() and len(name) > 5
