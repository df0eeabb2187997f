"""Who a source mention is inside its document; `unite` does it across documents.

mentions in order -> cast (who is named in full) -> focus (who comes up, pronouns) -> one speaker a mention
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from summarizer.statements.bodies import HEADS, Bodies
from summarizer.statements.cast import Cast, Person
from summarizer.statements.focus import PERSONS, REACH, Focus
from summarizer.statements.given_names import Gender
from summarizer.statements.mentions import noun_before
from summarizer.statements.name_words import POSSESSIVES
from summarizer.statements.names import (
    KINDRED,
    OFFICES,
    Anatomy,
    dissect,
    is_capitals,
    surname_of,
    words_of,
)
from summarizer.statements.people import unite
from summarizer.statements.tokens import PREPOSITIONS
from summarizer.statements.transcripts import find_interviewee
from summarizer.types import Span, Speaker

__all__ = ["resolve", "unite"]

RECENT: Final = 200
FAR: Final = 8000  # characters
GENDERED: Final[dict[str, Gender]] = {"he": "m", "his": "m", "him": "m", "she": "f", "her": "f", "hers": "f"}
RELATIVES: Final = frozenset("who whose whom which that".split())
ANSWERER: Final = re.compile(r"A|ANSWER|Answer")
ASKER: Final = re.compile(r"Q")
VAGUE: Final = frozenset(
    """candidate nominee leader member official officer supporter voter expert aide adviser advisor lawmaker resident
    friend rival player republican democrat head vice deputy frontrunner front-runner analyst reporter lawyer
    strategist""".split()
)
PERSONAL: Final = re.compile(r"\w+(?:er|or|ist|ian|ant|ent|man|men|ee|one|ly|boy|girl|ice|some|many)")
NO_ADJECTIVES: Final = PREPOSITIONS | {"than", "and", "or", "but", "not", "pro", "so-called"}
ABBREVIATED: Final = {"senator": "sen.", "governor": "gov.", "congressman": "rep.", "congresswoman": "rep."}


def resolve(text: str, mentions: Sequence[Span | None]) -> tuple[Speaker | None, ...]:
    """The speaker behind each source mention of a text; None where there is no mention, or one without a word.

    Short forms become the fullest name of the document, with the role that the document states; pronouns who was last
    the subject of a sentence or spoke. What cannot be told stays as it stands, without its article. An interview's
    "A." is the interviewee, and nobody when the text does not say who that is.
    """
    given = sorted({mention for mention in mentions if mention is not None})
    scene = _Scene(text, given)
    found = {mention: scene.speaker(mention) for mention in given}
    return tuple(None if mention is None else found[mention] for mention in mentions)


class _Scene:
    """Reads the mentions of one text in order of their places."""

    def __init__(self, text: str, mentions: Sequence[Span]) -> None:
        self._text = text
        self._cast = Cast(text, mentions)
        self._focus = Focus(self._cast)
        self._bodies = Bodies(text, self._cast.headlines)
        self._holders: dict[frozenset[str], tuple[Person, ...]] = {}
        self._owned: dict[tuple[str, str], Speaker | None] = {}
        self._past: list[tuple[int, Speaker, Anatomy]] = []
        self._interviewee: Speaker | None = None
        self._asked = False

    def speaker(self, mention: Span) -> Speaker | None:
        words = mention.of(self._text)
        if self._is_letter(mention, words):
            return self._of_letter(words, mention)
        anatomy = dissect(words)
        if not anatomy.name:
            return None
        self._focus.reach(mention.start)
        speaker = self._found(mention, anatomy) or Speaker(anatomy.name, anatomy.role)
        self._remember(mention, speaker, anatomy)
        return speaker

    def _is_letter(self, mention: Span, words: str) -> bool:
        """Whether a mention is the "Q." or "A:" of an interview."""
        opens = mention.start == 0 or self._text[mention.start - 1] == "\n"
        return opens and (ANSWERER.fullmatch(words) or ASKER.fullmatch(words)) is not None

    def _of_letter(self, words: str, mention: Span) -> Speaker | None:
        if ASKER.fullmatch(words):
            return None
        if not self._asked:
            self._asked = True
            name = find_interviewee(self._text, [(n.span, n.name) for n in self._cast.namings if n.is_full])
            person = self._cast.person(name) if name else None
            self._interviewee = person.speaker if person and person.places[0] < mention.start else None
        return self._interviewee

    def _remember(self, mention: Span, speaker: Speaker, anatomy: Anatomy) -> None:
        self._past.append((mention.start, speaker, anatomy))
        if self._focus.is_quoted(mention.start) or anatomy.sort == "group":
            return
        gender = anatomy.gender or self._cast.gender(speaker.name)
        person = self._cast.is_person(speaker.name) or (anatomy.sort == "pronoun" and anatomy.gender is not None)
        if person or (anatomy.sort == "common" and anatomy.head in OFFICES | PERSONS):
            left = anatomy.sort == "pronoun" and speaker.name == anatomy.name
            self._focus.add(mention.start, None if left else speaker, gender)

    def _found(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        match anatomy.sort:
            case "pronoun":
                return self._of_pronoun(mention, anatomy)
            case "named":
                return self._of_name(mention, anatomy)
            case "common":
                return self._of_noun(mention, anatomy)
            case "group":
                return self._of_belongings(mention, anatomy)

    def _of_pronoun(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        low = anatomy.name.lower()
        if low in GENDERED:
            return self._focus.antecedent(mention.start, GENDERED[low])
        if low not in RELATIVES:
            return None
        personal = low in {"who", "whose", "whom"}
        if personal and (person := self._cast.named_before(mention.start)):
            return person
        noun = noun_before(self._text, mention)
        behind = dissect(noun.of(self._text)) if noun else None
        if noun is None or behind is None or not behind.name or (personal and not _is_personal(behind)):
            return None
        return self._found(noun, behind) or Speaker(behind.name, behind.role)

    def _of_name(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        words = mention.of(self._text)
        if is_capitals(words) and (anatomy.role or not self._cast.person(anatomy.name)):
            return self._of_label(words, anatomy)
        if words.split()[0].lower() == "the" and " " not in anatomy.name and not anatomy.role:
            return None  # "the House" is no Mr. House
        person = self._cast.person(anatomy.name, gender=anatomy.gender, at=mention.start)
        if person is None:
            last = surname_of(anatomy.name)
            possessed = " " in anatomy.name and re.search(r"['’]s$", anatomy.name.split()[-2])
            person = self._cast.person(last, at=mention.start) if possessed else None
        if person is None:
            return None
        return Speaker(person.name, person.speaker.role or anatomy.role)

    def _of_label(self, label: str, anatomy: Anatomy) -> Speaker:
        """A transcript's label in capitals: the one full name of that surname, else the label as it stands."""
        person = self._cast.person(anatomy.surname, gender=anatomy.gender)
        if person is not None and person.given:
            return Speaker(person.name, person.speaker.role or anatomy.role)
        return Speaker(" ".join(label.split()).strip(" ,"))

    def _of_noun(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """`the official`, `the ministry`, `the mayor`, `a defiant Bush`, `his spokesman`."""
        last = surname_of(anatomy.name)
        if _is_described(anatomy) and self._cast.knows_surname(last):
            person = self._cast.person(last, gender=anatomy.gender, at=mention.start)
            return person.speaker if person else None
        if anatomy.apart:
            return None
        belongings = self._of_belongings(mention, anatomy)
        if belongings is not None:
            return belongings
        if anatomy.head in HEADS:
            return self._of_body(mention, anatomy)
        return self._called_so(mention, anatomy) or self._holder(mention, anatomy)

    def _of_belongings(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """`his campaign`: the owner's, where the text writes it so ("Trump campaign", "Trump’s campaign")."""
        owner, _, thing = anatomy.name.partition(" ")
        if owner.lower() not in POSSESSIVES or owner.lower() not in GENDERED or thing != anatomy.head:
            return None
        person = self._focus.antecedent(mention.start, GENDERED[owner.lower()])
        if person is None:
            return None
        key = (surname_of(person.name), thing)
        if key not in self._owned:
            written = re.search(rf"\b{re.escape(key[0])}(?:[’']s?)?\s{re.escape(thing)}\b", self._text)
            self._owned[key] = Speaker(" ".join(written.group().split())) if written else None
        return self._owned[key]

    def _of_body(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """The one organisation of the kind that is named before."""
        if not anatomy.definite:
            return None
        named = self._bodies.named(anatomy.head, mention.start)
        fitting = {name for low, name in named.items() if anatomy.words <= words_of(low)}
        return Speaker(fitting.pop()) if len(fitting) == 1 else None

    def _called_so(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """The last mention with these words and this head: `a senior U.S. official`, then `the official`."""
        for start, speaker, past in islice(reversed(self._past), RECENT):
            if mention.start - start > FAR or self._text.count("\n", start, mention.start) > 2 * REACH:
                return None
            if past.sort == "common" and past.head == anatomy.head and anatomy.words <= words_of(speaker.name):
                return speaker if anatomy.definite or _is_same(anatomy, past, speaker) else None
        return None

    def _holder(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """The only person of the text named before whose role has these words: `the mayor`, `the Texas senator`."""
        plain = len(anatomy.words) == 1
        if not anatomy.definite or anatomy.head not in OFFICES or (plain and anatomy.head in VAGUE):
            return None
        if anatomy.words not in self._holders:
            people = self._cast.people
            self._holders[anatomy.words] = tuple(p for p in people if any(_has(role, anatomy) for role in p.roles))
        holders = self._holders[anatomy.words]
        named = [p for p in holders if p.places[0] < mention.start]
        if anatomy.gender:
            named = [p for p in named if p.gender in {None, anatomy.gender}]
        return named[0].speaker if len(named) == 1 and len(holders) == 1 else None


def _is_personal(anatomy: Anatomy) -> bool:
    """Whether a noun phrase is of the kind that "who" follows: people, not "the world"."""
    if anatomy.sort in {"named", "group"}:
        return True
    return anatomy.head in OFFICES | PERSONS or PERSONAL.fullmatch(anatomy.head) is not None


def _is_same(anatomy: Anatomy, past: Anatomy, speaker: Speaker) -> bool:
    """`a senior defense official` after `a senior U.S. defense official`: told anew in hardly any other words."""
    more = words_of(speaker.name) - anatomy.words
    return len(anatomy.words) > 2 and len(more) < 2 and not past.apart


def _is_described(anatomy: Anatomy) -> bool:
    """`a defiant Bush`: a surname behind an adjective or two."""
    *before, last = anatomy.name.split()
    if KINDRED & words_of(anatomy.name):
        return False
    lower = all(word[0].islower() and word not in NO_ADJECTIVES for word in before)
    return last[0].isupper() and 0 < len(before) <= 3 and lower and not anatomy.apart


def _has(role: str, anatomy: Anatomy) -> bool:
    """Whether a role has all the words of a mention, offices abbreviated or not."""
    words = words_of(role.replace("’s", "").replace("'s", ""))
    return all(word in words or ABBREVIATED.get(word) in words for word in anatomy.words)
