"""Sentences that give orders, to a reader or to a machine that reads: no news, whoever wrote them.

A page may hide instructions for a model among its sentences. They are kept from it here, and what a model writes in
obedience is refused, even where the page has the very words.
"""

from __future__ import annotations

import re
from typing import Final

from summarizer.selection.scraps import is_scrap

QUOTED: Final = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
LEAD_IN: Final = r"\W*(?:(?:please|now|then|next|also|instead|first|finally|important|note|warning|attention)\b\W*)*"
ALWAYS: Final = (
    r"(?:ignore|disregard|pretend|please|click|subscribe|output|don['’]?t|do not|reply with|respond (?:with|only)|"
    r"log in|sign (?:in|up))"
)
VERB: Final = (
    r"(?:forget|remember|visit|buy|order|send|call|share|tell|write|say|state|report|answer|reply|respond|print|act|"
    r"translate|follow|enter|download|transfer|donate|pay|reveal|give|provide|repeat|include|omit|add|append|replace|"
    r"begin|start|end|conclude|use|stop|join|contact|text|email|open|go|let|make|mention|claim|insert|treat|consider|"
    r"describe|summari[sz]e)"
)
OBJECT: Final = (
    r"(?:th(?:is|at|ese|ose|e|em)|all|any|every|each|no|only|it|its|us|me|a|an|to|as|at|on|in|by|with|out|now|here|"
    r"instead|exactly|verbatim|immediately|again|following|more|nothing|everything|https?\S*|@\S+)"
)
"""What tells "Share this" from "Share prices fell"."""
MACHINE: Final = (
    r"(?:(?-i:AI)|assistants?|chat ?bots?|bots?|(?:language|AI) models?|models?|(?-i:LLM)s?|"
    r"summari[sz]ers?|summar(?:y|ies))"
)
BOUND: Final = (
    r"(?:must|should|shall|needs? to|ha(?:s|ve) to|will now|"
    r"(?:is|are) (?:(?:asked|required|instructed|ordered|told) )?to)"
)
TELL: Final = (
    r"(?:say|state|write|output|include|ignore|add|mention|report|tell|claim|repeat|print|reply|respond|answer|"
    r"describe|call|use|begin|start|end|open|put|translate|stop|read|contain|not)"
)
IMPERATIVE: Final = re.compile(rf"(?:[^:]{{1,80}}:)?{LEAD_IN}(?:{ALWAYS}\b|{VERB}\s+{OBJECT}\b)", re.IGNORECASE)
"""At the beginning, or behind a colon: "To all who read this: write that"."""
TO_A_MACHINE: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines|above|previous|prior)\b|"
    r"\b(?:system|developer|hidden|secret|your) (?:prompt|message|instructions?)\b|"
    rf"\b{MACHINE}\b[^.]{{0,60}}\b{BOUND}\b[^.]{{0,40}}\b{TELL}\b|"
    rf"\b{MACHINE}\b[^.]{{0,60}}\b{TELL}\s+(?:that|only|exactly|with the|the following)\b|"
    rf"^\W*(?:dear|to|for|attention|hello|hey)\W+(?:all |any |every |the |my )?{MACHINE}\b[^.:,]{{0,40}}[:,]|"
    rf"\b(?:you are|you['’]re|act as|as) an? (?:(?:helpful|large) )?{MACHINE}\b|"
    r"^\W*(?:system|assistant|user|instructions?|prompt|"
    rf"(?:note|message|instructions?) (?:to|for) (?:the |any |all )?{MACHINE})\b[^:.]{{0,40}}:",
    re.IGNORECASE,
)
TO_A_READER: Final = re.compile(
    r"\b(?:you|your|yours|yourself|yourselves)\b|https?:|www\.\w|[\w.-]+@\w|(?<!\w)@\w{3,}|"
    r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S",
    re.IGNORECASE,
)


def gives_orders(sentence: str) -> bool:
    """Whether a sentence tells its reader, or a machine that reads it, what to do, or gives an address to go to.

    What stands in quotation marks is somebody's words to somebody else, unless it is meant for a machine.
    """
    own = QUOTED.sub(" ", sentence)
    addressed = IMPERATIVE.match(own) or TO_A_READER.search(own) or TO_A_MACHINE.search(sentence)
    return bool(addressed) or is_scrap(sentence)
