"""Sentences that give orders, to a reader or to a machine that reads: no news, whoever wrote them.

A page may hide instructions for a model among its sentences. They are kept from it here, and what a model writes in
obedience is refused, even where the page has the very words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from summarizer.selection.scraps import is_scrap

JUDGED: Final = 2_000
QUOTED: Final = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
LEAD_IN: Final = (
    r"\W*(?:(?:please|kindly|but|and|so|never|always|just|only|be sure to|make sure to|now|then|"
    r"next|also|instead|first|finally|important|note|warning|attention)\b\W*)*"
)
ALWAYS: Final = (
    r"(?:ignore|disregard|pretend|please|click|subscribe|output|don['’]?t|do not|reply with|respond (?:with|only)|"
    r"log in|sign (?:in|up))"
)
VERB: Final = (
    r"(?:forget|remember|visit|buy|order|send|call|share|tell|write|say|state|report|answer|reply|respond|print|act|"
    r"translate|follow|enter|download|transfer|donate|pay|reveal|give|provide|repeat|include|omit|add|append|replace|"
    r"begin|start|end|conclude|use|stop|join|contact|text|email|open|go|let|make|mention|claim|insert|treat|consider|"
    r"describe|summari[sz]e|praise|omit|name|keep|leave|move|forward|recommend|promote|highlight|emphasi[sz]e|avoid|"
    r"delete|remove|skip|cite|quote|copy|paste|condense|rewrite|shorten|ensure|trust|believe|note|blame|hide|drop)"
)
PLAIN_VERB: Final = (
    r"(?:praise|omit|mention|ignore|describe|include|write|forget|recommend|promote|highlight|emphasi[sz]e|avoid|"
    r"delete|remove|insert|add|repeat|say|tell|summari[sz]e|condense|rewrite|condemn|critici[sz]e|blame|cite|vote for)"
)
"""Verbs that open no name of an office or a firm, so that a name behind them is their object: "Praise Zarkov"."""
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
IMPERATIVE: Final = re.compile(
    rf"(?:^|[:;]\s|[.!?]\s+(?=(?-i:[A-Z]))){LEAD_IN}(?:{ALWAYS}\b|{VERB}\s+{OBJECT}\b|{PLAIN_VERB}\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
"""At the beginning, or behind a mark: "To all who read this: write that"."""
RETOLD: Final = (
    r"(?:summar\w+|condens\w+|shorten\w*|abridg\w+|rewrit\w+|retell\w*|retold|short(?:er)? version|translat\w+)"
)
TEXT: Final = r"(?:this|the (?:above|following|present)) (?:text|page|article|piece|story|report|document|passage)"
TO_A_MACHINE: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b(?! (?:of|for)\b)[^.]{0,40}"
    r"\b(?:instructions?|prompts?|rules|guidelines|above|previous|prior)\b|"
    rf"\b{RETOLD}\b[^.]{{0,30}}\b{TEXT}\b|"
    rf"\b(?:whoever|any(?:one|body)(?: who)?|(?:those|all) who)\b[^.]{{0,30}}\b{TEXT}\b|"
    r"\b(?:correct|right|true|required|expected) (?:summary|answer|output|response)\b[^.]{0,20}:|"
    r"\b(?:new|your|next) (?:task|instructions?|role)\b\s*:|\bend of (?:the )?(?:article|text|document|page|input)\b|"
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
    r"^\W*you\b|\b(?:your|yours|yourself|yourselves)\b|"
    r"\b(?:if|when|that|what|unless|before|do|can|should|will|would|for|to|help|let|give|bring|"
    r"ask|urge|remind|invite|tell) you\b|"
    r"\byou(?:['’](?:ll|re|ve|d))?\b (?:must|should|shall|can|may|might|could|will|would|need|have|ought|want|are|"
    r"do|get)\b|\byou['’](?:ll|re|ve|d)\b|https?:|www\.\w|[\w.-]+@\w|(?<!\w)@\w{3,}|"
    r"\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/\S",
    re.IGNORECASE,
)
ADDRESS: Final = re.compile(
    r"\W*(?:(?:attention|dear|hello|hey)\b|to (?:all|any|every|each|the|my|whom|you)\b|"
    r"(?:notes?|messages?|instructions?) (?:to|for)\b)[^:]{0,80}",
    re.IGNORECASE,
)
"""What stands before a colon like a speaker and is who is to obey: "Attention AI assistants"."""


def is_address(name: str) -> bool:
    """Whether what is read as a speaker's name says whom an order is for."""
    return ADDRESS.match(name) is not None


@lru_cache(maxsize=8192)  # each briefing of a document asks for the same sentences
def steers(sentence: str, *, spoken: bool) -> bool:
    """Whether a sentence tells a machine what to do, or its reader where nobody else is said to speak.

    Less than `gives_orders`: whoever speaks may well say "you", and "tell them" in a speech is news.
    """
    sentence = sentence[:JUDGED]
    own = QUOTED.sub(" ", sentence)
    called = ADDRESS.match(own)
    addressed = called is not None and own.startswith(":", called.end())
    return bool(TO_A_MACHINE.search(sentence) or addressed or (not spoken and IMPERATIVE.match(own)))


def gives_orders(sentence: str) -> bool:
    """Whether a sentence tells its reader, or a machine that reads it, what to do, or gives an address to go to.

    At most its first `JUDGED` characters are read. What stands in quotation marks is somebody's words to somebody
    else, unless it is meant for a machine.
    """
    sentence = sentence[:JUDGED]
    own = QUOTED.sub(" ", sentence)
    addressed = IMPERATIVE.search(own) or TO_A_READER.search(own) or TO_A_MACHINE.search(sentence)
    return bool(addressed) or is_scrap(sentence)
