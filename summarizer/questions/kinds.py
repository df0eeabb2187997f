"""What is counted and what is done, by kind: "homes" and "houses" are one, so are "hit" and "struck"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from summarizer.questions.fates import ANYBODY
from summarizer.rarity import stem
from summarizer.types import Figure
from summarizer.wording import is_content, tokens

_THINGS = """
house home building dwelling residence property apartment
worker employee staff staffer miner labourer laborer
job position post
target site
child kid youngster toddler infant baby boy girl son daughter
student pupil schoolchild teenager teen youth
protester demonstrator marcher activist
spectator fan viewer onlooker bystander
soldier troop serviceman reservist reserve
policeman police officer cop
inmate prisoner convict detainee
militant gunman fighter rebel insurgent attacker extremist
migrant refugee asylumseeker
passenger traveller traveler
tourist visitor guest
car vehicle automobile
share stock
country nation
store shop outlet
company firm business
patient subject participant volunteer
doctor physician medic
village town
voter elector
seat mandate
plane aircraft airplane jet
ship vessel boat
firefighter fireman
signature vote backer supporter
"""
_DEEDS = """
hit struck strike target attack bomb shell
cut axe axed slash shed eliminate scrap
cancel ground scrub
destroy raze burn gut reduce level scorch consume
rescue save pull pluck help
earn make
cost pay spend
fire launch shoot
raise collect gather
send deploy dispatch mobilise mobilize
buy acquire purchase
win take secure
lose lost
intercept down knock
employ hire
draw attract
arrest detain seize
close shut
say estimate put
"""
_FARED = frozenset(("", "dead", "killed", "wounded", "injured", "hurt", "missing", "arrested"))
_UNSAID = re.compile(r"(?P<who>\w+) (?:were|was|are|have been|had been) \w+,? and (?:\w+ ){0,2}$")
REACH = 120
_IRREGULAR = {"children": "child"}
_HEAD_END = re.compile(r"\s(?:of|in|from|with|at|on|for|who|that|which|to|by|near|aboard|under|between)\s|[,;(]")


def _singular(word: str) -> str:
    if word.endswith("men"):
        return f"{word[:-3]}man"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else _IRREGULAR.get(word, word)


def _bare(verb: str) -> str:
    """A verb without tense and end: "hits" is "hit", "cancelled" and "canceled" are one."""
    short = stem(verb).rstrip("e")
    return short[:-1] if short[-1:] == short[-2:-1] else short


def _classes(table: str, plain: Callable[[str], str]) -> dict[str, str]:
    """The first word of each line under each word in it, as it is looked up."""
    lines = (line.split() for line in table.strip().splitlines())
    return {plain(word): words[0] for words in lines for word in words}


THINGS, DEEDS = _classes(_THINGS, _singular), _classes(_DEEDS, _bare)


@lru_cache(maxsize=8192)
def thing(counted: str) -> str:
    """The kind of thing that counted words name, by their head: "high school swimmers from Moreno" are "swimmer".

    "" for anybody: "people", "victims", "dead".
    """
    head = _HEAD_END.split(f"{counted} ")[0]
    words = [word for word in tokens(head) if is_content(word) and not word[0].isdigit()]
    if not words or words[-1] in ANYBODY:
        return ""
    plain = _singular(words[-1])
    return THINGS.get(plain, plain)


@lru_cache(maxsize=8192)
def deed(verb: str) -> str:
    """The kind of deed that a verb names; "" for none."""
    words = [word for word in tokens(verb) if is_content(word)]
    plain = _bare(words[-1]) if words else ""
    return DEEDS.get(plain, plain)


def thing_of(figure: Figure) -> str:
    """The kind of what a figure counts; for "three soldiers were killed and 12 wounded" what is left unsaid."""
    text = figure.document.text
    counted = figure.counts.of(text) if figure.counts else ""
    if counted.casefold() not in _FARED:
        return thing(counted)
    left = text[max(figure.clause.start, figure.span.start - REACH) : figure.span.start]
    unsaid = _UNSAID.search(left)
    return thing(unsaid["who"]) if unsaid else ""


def deed_of(figure: Figure) -> str:
    """The kind of what befell what a figure counts."""
    return deed(figure.event.of(figure.document.text)) if figure.event else ""
