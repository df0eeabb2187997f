"""Plants one error into a true sentence, of the kinds that models make, the same every time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from summarizer.statements.quotations import find_quotations
from summarizer.support.names import read_names
from summarizer.support.opposites import SIDES

Plant = Callable[[str, Sequence[str]], str | None]
"""The sentence with an error, or None where it has no room for one; names of the document are at hand."""

DIGIT = re.compile(r"\d")
NUMBERS = re.compile(r"(?<![\w.,-])\d[\d,]*(?![\w.,-]*\d)")
NOT = re.compile(r"(?<=[a-z])n['’]t\b|\s(?:not|never)\b")
AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do)\b(?!n['’]t| not)")
HEDGE = re.compile(
    r"\b(?:allegedly|reportedly|apparently|possibly|probably|likely|perhaps|suspected|alleged|purported)\s", re.I
)
DOUBT = re.compile(r"\b(?:may|might|could) (?:have|be)\b")
CLAIM = re.compile(
    r"^(?:[A-Z]\S*\s){1,4}(?:said|says|claimed|claims|alleged|alleges|believes?|reported) (?:that )?(?=[a-z])"
)
JOINT = re.compile(r"[\s,]*(?:(?:and|or|of|in|the|,)\s*)*")
LESSENING = re.compile(r"\b(?:[Ff]ormer|[Vv]ice|[Dd]eputy|[Aa]cting|[Aa]ssistant|North|South|East|West|New)\s(?=[A-Z])")
CONDITION_FIRST = re.compile(r"^(?:If|Unless|Should) [^,]+, (?=[a-z])")
CONDITION_LAST = re.compile(r",? (?:if|unless|provided that|in case) [^,“”\"]+[.]$")
PART = re.compile(
    r"\b(?:half|most|some|many|two|three|one|a third|a quarter|two-thirds) of (?=(?:the|his|her|its|their)\b)", re.I
)
NONE = re.compile(r"\b(?:none of|neither of|few of|hardly any|few|no) (?=[a-z]+)", re.I)
NOUN = re.compile(r"\bthe ([a-z]{4,})(?= (?:[a-z]+ed|was|were|had|has|in|on|to|at|for|by)\b|[.,])")
PASSIVE = re.compile(r"\s(?:was|were|is|are|been|being) (?P<verb>[a-z]+ed) by\s")
BELIEVABLE = {
    "hour": "week", "week": "month", "month": "year", "year": "month", "days": "weeks", "years": "months",
    "hospital": "school", "school": "hospital", "police": "army", "army": "police", "voters": "donors",
    "women": "children", "children": "women", "court": "council", "city": "county", "state": "city",
    "campaign": "company", "company": "campaign", "taxes": "wages", "money": "land", "health": "safety",
}  # fmt: skip
WORD = re.compile(r"[^\W\d_]{4,}")


def number_changed(sentence: str, names: Sequence[str]) -> str | None:
    """One digit replaced by the next."""
    del names
    found = list(DIGIT.finditer(sentence))
    if not found:
        return None
    digit = found[len(sentence) % len(found)]
    return f"{sentence[: digit.start()]}{(int(digit.group()) + 1) % 10}{sentence[digit.end() :]}"


def numbers_swapped(sentence: str, names: Sequence[str]) -> str | None:
    """Two numbers that have changed their places, and so their nouns."""
    del names
    found = [match.group() for match in NUMBERS.finditer(sentence)]
    return _swapped(sentence, found[0], found[1]) if len(found) > 1 and len({*found}) == len(found) else None


def name_changed(sentence: str, names: Sequence[str]) -> str | None:
    """A name replaced by another one of the document."""
    own = [name.text for name in read_names(sentence) if not name.opens]
    others = [name for name in names if name not in sentence and not any(w in sentence for w in name.split())]
    return sentence.replace(own[0], others[len(sentence) % len(others)], 1) if own and others else None


def negation_dropped(sentence: str, names: Sequence[str]) -> str | None:
    """The first "not" left out."""
    del names
    return NOT.sub("", sentence, count=1) if NOT.search(sentence) else None


def negation_added(sentence: str, names: Sequence[str]) -> str | None:
    """A "not" behind the first auxiliary."""
    del names
    found = AUXILIARY.search(sentence)
    return f"{sentence[: found.end()]} not{sentence[found.end() :]}" if found else None


def hedge_dropped(sentence: str, names: Sequence[str]) -> str | None:
    """A doubt left out: "allegedly", "may have", "officials said that"."""
    del names
    if HEDGE.search(sentence):
        return HEDGE.sub("", sentence, count=1)
    if DOUBT.search(sentence):
        return DOUBT.sub(lambda m: "has" if m.group().endswith("have") else "is", sentence, count=1)
    told = CLAIM.sub("", sentence)
    return told[0].upper() + told[1:] if told != sentence else None


def roles_swapped(sentence: str, names: Sequence[str]) -> str | None:
    """Two names with a verb between them that have changed their places."""
    del names
    own = list(dict.fromkeys(name.text for name in read_names(sentence) if not name.opens or len(name.words) > 1))
    for first, second in pairwise(own):
        start, end = sentence.find(first) + len(first), sentence.find(second)
        between = sentence[start:end]
        if start < end and not JOINT.fullmatch(between) and not re.search(r"[,;:.“”\"]", between):
            return _swapped(sentence, first, second)
    return None


def quote_altered(sentence: str, names: Sequence[str]) -> str | None:
    """A word left out of a quotation of some length."""
    del names
    for quotation in find_quotations(sentence):
        words = list(WORD.finditer(sentence, quotation.inner.start, quotation.inner.end))
        if len(words) > 2:
            return f"{sentence[: words[1].start()]}{sentence[words[1].end() + 1 :]}"
    return None


def opposite_put(sentence: str, names: Sequence[str]) -> str | None:
    """A word replaced by one that is written as its opposite in the list of the gate itself: an upper bound."""
    del names
    for match in WORD.finditer(sentence):
        if sides := SIDES.get(match.group()):
            against = min(sides[0][1])
            return f"{sentence[: match.start()]}{against}{sentence[match.end() :]}"
    return None


def detail_invented(sentence: str, names: Sequence[str]) -> str | None:
    """A half sentence that no source has, at the end."""
    del names
    return f"{sentence.rstrip('.')}, prompting widespread protests among angry residents."


def title_dropped(sentence: str, names: Sequence[str]) -> str | None:
    """ "Former", "vice", "South", "New" left out before the name or the office that they change."""
    del names
    found = LESSENING.search(sentence)
    return f"{sentence[: found.start()]}{sentence[found.end() :]}" if found else None


def condition_dropped(sentence: str, names: Sequence[str]) -> str | None:
    """An "if" or "unless" left out with its clause, at the beginning or at the end."""
    del names
    told = CONDITION_LAST.sub(".", CONDITION_FIRST.sub("", sentence))
    return told[0].upper() + told[1:] if told != sentence and len(told.split()) > 3 else None


def part_dropped(sentence: str, names: Sequence[str]) -> str | None:
    """ "Half of", "two of" left out before the whole of which they are a part."""
    del names
    return PART.sub("", sentence, count=1) if PART.search(sentence) else None


def none_dropped(sentence: str, names: Sequence[str]) -> str | None:
    """ "None of", "few", "no" left out before what they count."""
    del names
    return NONE.sub("", sentence, count=1) if NONE.search(sentence) else None


def nouns_swapped(sentence: str, names: Sequence[str]) -> str | None:
    """Two things or people without a name that have changed their places."""
    del names
    own = list(dict.fromkeys(match.group(1) for match in NOUN.finditer(sentence)))
    return _swapped(sentence, own[0], own[1]) if len(own) > 1 and not set(own[0]) >= set(own[1]) else None


def voice_changed(sentence: str, names: Sequence[str]) -> str | None:
    """A passive told as if the one to whom it was done had done it."""
    del names
    found = PASSIVE.search(sentence)
    return f"{sentence[: found.start()]} {found['verb']} {sentence[found.end() :]}" if found else None


def word_changed(sentence: str, names: Sequence[str]) -> str | None:
    """A common noun replaced by one that a reader would believe as well."""
    del names
    for match in WORD.finditer(sentence):
        if other := BELIEVABLE.get(match.group()):
            return f"{sentence[: match.start()]}{other}{sentence[match.end() :]}"
    return None


def _swapped(text: str, first: str, second: str) -> str:
    return re.sub(f"{re.escape(first)}|{re.escape(second)}", lambda m: second if m.group() == first else first, text)


PLANTS: Mapping[str, Plant] = {
    "number changed": number_changed,
    "numbers swapped": numbers_swapped,
    "name changed": name_changed,
    "negation dropped": negation_dropped,
    "negation added": negation_added,
    "hedge dropped": hedge_dropped,
    "roles swapped": roles_swapped,
    "quotation altered": quote_altered,
    "opposite put": opposite_put,
    "detail invented": detail_invented,
    "title dropped": title_dropped,
    "condition dropped": condition_dropped,
    "part dropped": part_dropped,
    "none dropped": none_dropped,
    "nouns swapped": nouns_swapped,
    "voice changed": voice_changed,
    "word changed": word_changed,
}
