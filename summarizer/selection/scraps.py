"""What stands on a page between the sentences of a story: fragments, captions and credits, calls to action, notices."""

from __future__ import annotations

import re
from typing import Final

from summarizer.sentences import find_paragraphs
from summarizer.types import Spans

SHORTEST: Final = 6  # words; below it is a fragment
LONGEST_CAPTION: Final = 500  # characters; a longer paragraph is prose that ends with a credit
QUESTION: Final = re.compile(r"\?\W*$")
ENDED: Final = re.compile(r"[.!?…][\"'”’»)\]\s]*$|[,—–-]\s?[\"”]$")

CUES: Final = {
    "click": r"\bclick(?:ing)? (?:here|on|below|through|to)\b",
    "sign": r"\bsign(?:ing)? up (?:for|to|here|now)\b.*\b(?:newsletter|e-?mails?|alerts?|updates|here|now|free)\b|"
    r"^\W*sign up\b",
    "read ": r"\bread (?:more|also|the full|next)\b\W*(?:$|from|on|about|of|here|stor|article)",
    "follow": r"\bfollow (?:us|me|@\w+)\b|\bfollow [\w. ]{3,80}(?:@\w+|\bon (?:twitter|facebook|instagram)\b)",
    "subscri": r"^\W*subscribe\b|\bsubscrib\w+.*\b(?:newsletter|inbox|e-?mail|today|channel|podcast|here)\b",
    "newsletter": r"\bnewsletter sign|\bnewsletters?\b.*\b(?:inbox|sign up|delivered|subscri\w+)\b",
    "inbox": r"\b(?:to|in) your inbox\b",
    "scroll": r"\bscroll (?:down|below)\b",
    " app": r"\b(?:get|download) (?:the|our) [\w ]{0,30}app\b",
    "conversation": r"\bjoin the conversation\b",
    "like us": r"\blike us on\b",
    "watch": r"^\W*watch(?: live| now)?\s*:|^\W*watch (?:the|this) (?:video|clip)\b|"
    r"\bwatch (?:the|a) video (?:above|below|here)\b",
    "listen": r"^\W*listen\s*:",
    "related": r"^\W*related(?: \w+)?\s*:",
    "see ": r"^\W*see (?:also|more)\b|\bsee (?:below|above) for\b",
    "update": r"^\W*(?:last )?updated?\b.{0,20}[:\d]",
    "publish": r"^\W*published\b.{0,20}\d",
    "posted": r"^\W*posted\b.{0,20}\d",
    "editor": r"^\W*editor[’']?s[’']? note\b",
    "correction": r"^\W*correction\s*:",
    "advertis": r"^\W*advertisement\b|\bbelow advertisement\b",
    "continue": r"\bcontinues? (?:reading|below)\b",
    "skip": r"^\W*skip to\b",
    " more": r"^\W*(?:load|show) more\b",
    "please": r"\bplease (?:enable|refresh|log in|verify|contact us|upgrade|subscribe)\b",
    "cookie": r"\bcookies\b.*\b(?:consent|browser|polic(?:y|ies)|sites?|websites?)\b",
    "privacy": r"\b(?:see|read) our privacy\b",
    "mail": r"\b(?:e-?mail|contact) (?:us|the (?:author|reporter|writer)|him|her) at\b|^\W*e-?mail\b.*@",
    "http": r"\bhttps?://",
    "www": r"\bwww\.\w",
    "twitter": r"\bpic\.twitter\.com\b",
    "©": r"©",
    "copyright": r"\bcopyright\b.*\b(?:\d{4}|reserved|image|getty|reuters|afp)\b",
    "rights": r"\ball rights reserved\b",
    "reproduce": r"\bnot (?:be )?reproduced?\b.*\bpermission\b",
    "highlights": r"\bstory highlights\b",
    "caption": r"\b(?:hide|toggle|image) caption\b|^\W*caption\b",
    "originally": r"\b(?:article|story|post) (?:was |has been )?originally\b",
    "appear": r"\bthis (?:article|story|post) appears\b",
    "contribut": r"\bcontributed (?:to this (?:report|story|article)|reporting)\b",
    "writer": r"\bassociated press writers?\b",
    "by ": r"^\W*by (?-i:[A-Z][\w.’'-]+ (?:and |[A-Z]\w+(?:$|,| and [A-Z]| [A-Z|/]|\W+\d)))",
}
CREDITS: Final = {
    "photo": r"\bphoto(?:graph)?s?(?: by| credit| courtesy)?\s?:|"
    r"\b(?:file|handout|pool|courtesy) photo\b|\(.{0,20}\bphoto\b[^()]{0,80}\)|"
    r"/file photo|\bin this (?:\w+[ ,.]*){0,6}photo\b",
    "(ap": r"\(AP\b[^()]{0,80}\)\W*$",
    "ap/": r"\bAP/[A-Z]",
    "/ap": r"/AP\b",
    "reuters": r"\breuters ?/ ?[A-Z]|/ ?reuters\b|\breuters\)\W*$",
    "afp": r"\bAFP ?/ ?[A-Z]|/ ?AFP\b",
    "getty": r"\bgetty images\b",
    "picture": r"\bpicture(?:s|d)? (?:by|credit|courtesy|taken|here|above|below|left|right)\b|\bpictures?\s?:",
    "image": r"\bimages?(?: by| credit| courtesy)?\s?:|\benlarge (?:this )?image\b",
    "credit": r"\bcredits?\s?:",
    "courtesy": r"\bcourtesy\s?:|\(courtesy\b",
    "file": r"^\W*(?-i:FILE)\b",
    "shown": r"\b(?:is|are|was|were) shown (?:here|above|below|left|right|in this)\b",
    "seen": r"\b(?:is|are) seen (?:here|above|below)\b|\bseen (?:in this (?:photo|image|picture|frame|still))\b",
}

Cues = tuple[tuple[str, re.Pattern[str]], ...]
"""A piece of a word in lower case, and the pattern that is looked for where it stands: most sentences have none."""


def _compile(patterns: dict[str, str]) -> Cues:
    return tuple((cue, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for cue, pattern in patterns.items())


CREDIT: Final = _compile(CREDITS)
SCRAP: Final = _compile(CUES) + CREDIT


def _shows(sentence: str, cues: Cues) -> bool:
    folded = sentence.lower()
    return any(cue in folded and pattern.search(sentence) for cue, pattern in cues)


def is_scrap(sentence: str) -> bool:
    """Whether a sentence is no part of a story: a caption or credit, a call to action, a byline, a notice."""
    return _shows(sentence, SCRAP)


def whole(sentence: str) -> bool:
    """Whether a sentence ends as sentences do and belongs to the story; a headline and a scrap do not."""
    return ENDED.search(sentence) is not None and not is_scrap(sentence)


def says_enough(sentence: str) -> bool:
    """Whether a sentence says something by itself: no fragment of a few words, no lone question."""
    return len(sentence.split()) >= SHORTEST and not QUESTION.search(sentence)


def tellable(sentence: str) -> bool:
    """Whether a sentence may be told at all: whole, no fragment, no lone question."""
    return says_enough(sentence) and whole(sentence)


def captions(text: str, sentences: Spans) -> frozenset[int]:
    """Indices of the sentences of short paragraphs that have a picture's credit: the whole is its caption."""
    credited = [p for p in find_paragraphs(text) if p.end - p.start <= LONGEST_CAPTION and _shows(p.of(text), CREDIT)]
    return frozenset(i for i, span in enumerate(sentences) if any(paragraph.covers(span) for paragraph in credited))
