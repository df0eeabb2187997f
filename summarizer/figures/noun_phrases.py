"""Noun phrases by closed word classes alone: where a phrase starts and ends, and which word is its head."""

from __future__ import annotations

import re

from summarizer.types import Span

_CLOSED = frozenset(
    """a an the this that these those my your his her its our their some any no every each either neither such
    and or but nor so yet if because although though while whereas unless until since when where whether as than
    who whom whose which what how why of in on at by for with from to into onto over under after before during about
    against among amid around between through throughout toward towards upon within without across along behind beside
    besides beyond despite down inside outside near off out past per via up back away ago earlier later
    i you he she it we they me him us them himself herself itself themselves one
    is are was were be been being am has have had having do does did will would shall should can could may might must
    not n't never also only just even still already now then there here today yesterday tomorrow again too very
    said says say saying told tells added adds according each alone altogether instead however including compared
    monday tuesday wednesday thursday friday saturday sunday annually daily weekly monthly yearly apiece""".split()
)
_VERBS = frozenset(
    """came come comes went go goes got get gets made make makes took take takes gave give gives died killed left
    won lost held showed shown rose fell began ran sent paid built met led became remain remained lived living die
    live want need think believe know see saw say found find work voted support supported agree plan face faced need
    needed fled worth have required expected reported believed feared thought estimated going waiting used made
    based located according awaiting including involving seeking fighting working serving backing involved involve
    includes shows gives takes makes gets goes comes runs
    wins loses remains becomes leaves needs wants keeps means helps says tells seems looks starts begins ends""".split()
)
_HUMAN = frozenset(
    """people person civilian man men woman women child children boy girl kid baby infant teen teenager adult human
    citizen resident inhabitant immigrant migrant refugee asylum-seeker native foreigner american ukrainian russian
    democrat republican voter delegate superdelegate candidate mayor governor senator lawmaker congressman
    congressmen congresswoman congresswomen politician minister president leader official officer soldier troop
    force marine sailor airman airmen fighter militant insurgent rebel gunman gunmen terrorist hostage prisoner inmate
    detainee suspect victim survivor casualty casualties fatality fatalities injured wounded dead killed missing
    patient doctor nurse teacher student pupil professor scientist researcher expert analyst lawyer attorney judge juror
    worker employee employer staff staffer executive manager director partner member supporter follower fan viewer
    listener reader subscriber user customer consumer shopper passenger tourist visitor guest spectator attendee goer
    demonstrator protester protestor activist striker participant player athlete actor singer artist writer author
    journalist reporter editor photographer farmer driver pilot firefighter policeman policemen police cop agent
    investor shareholder donor funder bundler fundraiser billionaire millionaire taxpayer earner homeowner owner
    parent mother father son daughter brother sister sibling friend relative wife husband family-member descendant
    christian muslim jew catholic individual respondent participant volunteer advocate commissioner contractor
    stranger neighbor neighbour crowd population personnel commando operator veteran gentleman gentlemen lady ladies
    others them us whom youth senior graduate applicant nominee appointee ally allies rival opponent critic chief
    diplomat ambassador lobbyist waiter bartender carer caregiver pensioner retiree recruit conscript""".split()
)
_HUMAN_END = re.compile(r"(?:goers?|workers?|makers?|holders?|ists?|owners?|dwellers?|seekers?|fighters?|keepers?|"
                        r"leaders?|officers?|men|women|people|persons?|voters?|ers-in|crats?|eers)$")  # fmt: skip
_BOUNDS = frozenset("least most excess short nearly almost roughly some estimated additional just".split())
_NOT_ADVERBS = frozenset("family ally assembly monthly early daily weekly yearly elderly friendly only".split())
_AFTER_NOUN = frozenset("who overseas abroad worldwide nationwide last next years months weeks days".split())
_IRREGULAR = frozenset(
    "people men women children police troops staff feet teeth mice geese fish sheep aircraft spacecraft series species "
    "media data criteria percent personnel cattle deer offspring crowd others".split()
)
_NOT_PLURAL = re.compile(
    r"\.|(?:ss|us|is|ous|'s|’s)$|^(?:less|perhaps|always|news|politics|this|was|has|does|says|overseas|across|versus|lens)$"
)
_WORD = re.compile(r"[^\W_](?:[\w.&/’'-]*[^\W_])?(?:[’'](?=\s))?|[$%]")
_GAP = re.compile(r"[ \u00a0]{1,2}[\"“‘']{0,2}|\s?[-‐‑]")
_MODEL = re.compile(r"\d{3}(?:-\d+|[a-z])?(?= [A-Z])|\d{3}[a-z](?= )")
_LONGEST = 7
_LINKS = {word: re.compile(rf"[ \u00a0]{{1,2}}{word}(?=[ \u00a0])") for word in ("of", "in", "on", "for")}
_DETERMINERS = re.compile(
    r"(?:[ \u00a0]+(?:the|an?|all|both|its|their|his|her|our|my|your|these|those|this|that|any|every|such|[\d,.]*\d|"
    r"(?:[A-Z]\S* )?[A-Z]\S*? ?['’]s?)(?=[ \u00a0]))+"
)


def words_after(text: str, position: int, limit: int) -> list[Span]:
    """The words of the phrase that goes on at the position, up to punctuation or a word that ends a noun phrase."""
    words: list[Span] = []
    while position < limit and len(words) < _LONGEST:
        gap = _GAP.match(text, position)
        match = _WORD.match(text, gap.end() if gap else position)
        if match is None or (gap is None and words) or match.end() > limit or _ends_phrase(text, match, words):
            break
        words.append(Span(*match.span()))
        position = match.end()
    return words


def _ends_phrase(text: str, match: re.Match[str], words: list[Span]) -> bool:
    written, low = match.group(), match.group().lower()
    if low in _CLOSED or (written in _VERBS and words):
        return True
    if low[0].isdigit():
        return not _MODEL.match(text, match.start())
    return bool(words) and (low in _AFTER_NOUN or (low.endswith("ly") and low not in _NOT_ADVERBS))


def is_plural(word: str) -> bool:
    """Whether the word looks like a plural noun."""
    low = word.lower()
    return low in _IRREGULAR or (low.endswith("s") and len(low) > 2 and not _NOT_PLURAL.search(low))


def is_human(noun: str) -> bool:
    """Whether the noun names people: a known noun of persons, or one with their ending."""
    low = noun.lower().rsplit("-", 1)[-1]
    singular = low.removesuffix("s")
    return low in _HUMAN or singular in _HUMAN or bool(_HUMAN_END.search(low)) or _is_demonym(noun)


def _is_demonym(noun: str) -> bool:
    return noun[:1].isupper() and bool(re.search(r"(?:ans|ese|ish|is|ians)$", noun))


def counted_phrase(text: str, position: int, limit: int, *, singular: bool = False) -> tuple[Span, str] | None:
    """The noun phrase that a number at the position counts, and its head: ("hedge fund managers", "managers").

    The head is the first plural, or the plural after it, because numbers govern plurals; without one it is the last
    word of the phrase. `singular` is for a number joined by a hyphen ("11-game streak"): its head is the first word.
    """
    words = words_after(text, position, limit)
    if not words or (len(words) == 1 and words[0].of(text).endswith("ed")):
        return None
    if singular:
        last = _last_of_compound(text, words)
        return Span(words[0].start, words[last].end), words[0].of(text)
    plural = next((i for i, word in enumerate(words) if is_plural(word.of(text))), None)
    if plural is None:
        head = _last_of_compound(text, words)
    else:
        head = plural
        while head + 1 < len(words) and is_plural(words[head + 1].of(text)):
            head += 1
    return Span(words[0].start, words[head].end), words[head].of(text)


def _last_of_compound(text: str, words: list[Span]) -> int:
    """The last word before one that looks like a verb ("civilians killed", "freight landed")."""
    for index, word in enumerate(words[1:], start=1):
        if re.search(r"(?:ed|ing)$", word.of(text)) and index == len(words) - 1:
            return index - 1
    return len(words) - 1


def after_link(text: str, position: int, link: str) -> int | None:
    """Where the phrase behind "of" (or another link) starts, its determiners passed over; None without the link."""
    match = _LINKS[link].match(text, position)
    if match is None:
        return None
    determiner = _DETERMINERS.match(text, match.end())
    return determiner.end() if determiner else match.end()


def phrase_before(text: str, start: int, position: int) -> Span | None:
    """The noun phrase that ends just before the position, or None; a participle is no end of one."""
    words: list[Span] = []
    for match in reversed(list(_WORD.finditer(text, start, position))):
        gap = text[match.end() : words[-1].start if words else position]
        low = match.group().lower()
        if gap.strip(" ") or low in _CLOSED or low in _BOUNDS or match.group() in _VERBS or low[0].isdigit():
            break
        if len(words) >= _LONGEST or (low.endswith("ed") and not words):
            break
        words.append(Span(*match.span()))
    return Span(words[-1].start, words[0].end) if words else None
