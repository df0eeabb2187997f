"""Who a source mention is inside its document; `unite` does it across documents.

mentions in order -> cast (who is named in full) -> focus (who comes up, pronouns) -> one speaker a mention
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import Final

from summarizer.statements.belongings import Belongings
from summarizer.statements.bodies import HEADS, Bodies
from summarizer.statements.cast import Cast
from summarizer.statements.focus import PERSONS, REACH, Focus
from summarizer.statements.given_names import Gender
from summarizer.statements.holders import Holders
from summarizer.statements.mentions import noun_before
from summarizer.statements.name_words import POSSESSIVES, PRONOUNS
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
NEGATIONS: Final = frozenset("nobody no-one noone none neither nor nothing hardly anyone anybody".split())
STANDING_FOR: Final = PRONOUNS - {"some", "many", "others"} | frozenset("this these those".split())


def resolve(text: str, mentions: Sequence[Span | None]) -> tuple[Speaker | None, ...]:
    """The speaker behind each source mention of a text; None where there is no mention, or one without a word.

    Short forms become the fullest name of the document, with the role that the document states; pronouns who was last
    the subject of a sentence or spoke. A short form that cannot be told stays as it stands, without its article. A
    pronoun whose noun is not sure is None; so is "no official", who did not speak. An interview's "A." is the
    interviewee, and nobody when the text does not say who that is.
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
        self._holders = Holders(self._cast.people)
        self._belongings = Belongings(text)
        self._lines = [found.start() for found in re.finditer("\n", text)]
        self._called: dict[str, dict[tuple[Speaker, Anatomy], int]] = {}
        self._interviewee: Speaker | None = None
        self._asked = False

    def speaker(self, mention: Span) -> Speaker | None:
        words = mention.of(self._text)
        if self._is_letter(mention, words):
            return self._of_letter(words, mention)
        anatomy = dissect(words)
        if not anatomy.name or _is_negated(anatomy):
            return None
        self._focus.reach(mention.start)
        speaker = self._found(mention, anatomy) or Speaker(anatomy.name, anatomy.role)
        self._remember(mention, speaker, anatomy)
        return None if speaker.name.lower() in STANDING_FOR or _is_negated(dissect(speaker.name)) else speaker

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
        if anatomy.sort == "common":
            called = self._called.setdefault(anatomy.head, {})
            called.pop((speaker, anatomy), None)  # the last one called so stands last
            called[speaker, anatomy] = mention.start
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
            body = self._bodies.only(anatomy.head, anatomy.words, mention.start) if anatomy.definite else None
            return Speaker(body) if body else None
        called = self._called_so(mention, anatomy)
        if len(called) > 1:
            return None
        return called[0] if called else self._holder(mention, anatomy)

    def _of_belongings(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """`his campaign`: the owner's, where the text writes it so ("Trump campaign", "Trump’s campaign")."""
        owner, _, thing = anatomy.name.partition(" ")
        if owner.lower() not in POSSESSIVES or owner.lower() not in GENDERED or thing != anatomy.head:
            return None
        person = self._focus.antecedent(mention.start, GENDERED[owner.lower()])
        if person is None:
            return None
        written = self._belongings.written(surname_of(person.name), thing)
        return Speaker(written) if written else None

    def _called_so(self, mention: Span, anatomy: Anatomy) -> tuple[Speaker, ...]:
        """Who is called so in reach, last first: `a senior U.S. official`, then `the official`.

        Descriptions of one person only add words to each other; a second person ends the search, as there is doubt.
        """
        found: list[Speaker] = []
        for (speaker, past), start in islice(reversed(self._called.get(anatomy.head, {}).items()), RECENT):
            if mention.start - start > FAR or self._line(mention.start) - self._line(start) > 2 * REACH:
                break
            fits = anatomy.words <= words_of(speaker.name)
            if fits and (anatomy.definite or _is_same(anatomy, past, speaker)):
                if any(_is_another(speaker, one) for one in found):
                    return (*found, speaker)
                found.append(speaker)
        return tuple(found[:1])

    def _line(self, at: int) -> int:
        return bisect_left(self._lines, at)

    def _holder(self, mention: Span, anatomy: Anatomy) -> Speaker | None:
        """The only person of the text named before whose role has these words: `the mayor`, `the Texas senator`."""
        plain = len(anatomy.words) == 1
        if not anatomy.definite or anatomy.head not in OFFICES or (plain and anatomy.head in VAGUE):
            return None
        holder = self._holders.only(anatomy.words)
        if holder is None or holder.places[0] >= mention.start:
            return None
        return holder.speaker if anatomy.gender is None or holder.gender in {None, anatomy.gender} else None


def _is_negated(anatomy: Anatomy) -> bool:
    """`nobody`, `no official`, `none of them`: words that nobody is said to have said; "No 10" is a house."""
    first, *rest = anatomy.name.lower().split() or [""]
    doubtful = anatomy.sort == "named" or (rest and rest[0].isdigit())  # "No Labels" is a body
    return first in NEGATIONS or (first in {"no", "not"} and not doubtful)


def _is_personal(anatomy: Anatomy) -> bool:
    """Whether a noun phrase is of the kind that "who" follows: people, not "the world"."""
    if anatomy.sort in {"named", "group"}:
        return True
    return anatomy.head in OFFICES | PERSONS or PERSONAL.fullmatch(anatomy.head) is not None


def _is_same(anatomy: Anatomy, past: Anatomy, speaker: Speaker) -> bool:
    """`a senior defense official` after `a senior U.S. defense official`: told anew in hardly any other words."""
    more = words_of(speaker.name) - anatomy.words
    return len(anatomy.words) > 2 and len(more) < 2 and not past.apart


def _is_another(one: Speaker, other: Speaker) -> bool:
    """`a U.N. official`, `a Russian official`: each has a word that the other has not."""
    words = [words_of(speaker.name.replace(".", "")) for speaker in (one, other)]
    return not (words[0] <= words[1] or words[1] <= words[0])


def _is_described(anatomy: Anatomy) -> bool:
    """`a defiant Bush`: a surname behind an adjective or two."""
    *before, last = anatomy.name.split()
    if KINDRED & words_of(anatomy.name):
        return False
    lower = all(word[0].islower() and word not in NO_ADJECTIVES for word in before)
    return last[0].isupper() and 0 < len(before) <= 3 and lower and not anatomy.apart
