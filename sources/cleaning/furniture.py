"""Lines that belong to the page and not to the article: calls to action, share bars, labels, notices, banners.

Every rule asks for a whole line in words that no reporter writes as a sentence. Better a line of furniture kept than a
sentence lost: a rule that cannot tell the two apart does not stand here.
"""

from __future__ import annotations

import re

LONGEST = 300
NETWORKS = (
    "facebook|twitter|x|instagram|telegram|whatsapp|youtube|tiktok|linkedin|threads|bluesky|reddit|mastodon|"
    "flipboard|pinterest|messenger|google news|apple news"
)
NOUNS = (
    "stories|story|news|articles?|headlines|videos?|coverage|topics?|content|posts?|links?|picks?|reading|read|popular|"
    "viewed|watched|shared|for you|now|tags?"
)


def _lines(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


FURNITURE = _lines(
    # calls to action
    r"(?:please )?(?:click|tap) (?:here|below|on the link|the link)\b.{0,100}",
    r"(?:get|download|install|open) (?:the|our) [^.]{1,40}\bapp\b(?: now| today| here| for free)*\W*",
    r"(?:load|read|see|show|view|learn|watch|discover|find out) (?:more|all|full (?:story|article))\W*",
    r"(?:read|see|watch|listen|also|related|recommended|must read|read next|up next|don't miss)(?: more| also)?"
    r"\s*[:|»›].{3,160}(?<![.\"])",
    r"(?:continue|keep) reading(?: (?:the|below|full|main|story|article))*\W*",
    r"(?:subscribe|sign up|register|log ?in|sign in|join us|donate|support us)(?: now| today| here| for free)*\W*",
    r"(?:subscribe|sign up|register) (?:to|for)\b.{0,80}\b(?:newsletters?|updates|channel|podcast|alerts|inbox|account|"
    r"briefing)\b.{0,60}",
    rf"(?:follow|find|like|join|connect with) (?:us|me|@\w+) (?:on|via|at) (?:{NETWORKS}|@\w+|https?:).{{0,80}}",
    rf"follow [\w.'-]+(?: [\w.'-]+){{0,3}} on (?:{NETWORKS})(?: at)?:? ?(?:@\w+)?\W*",
    r"(?:please |you (?:must|need to|have to) (?:be )?)?(?:log(?:ged)?|sign(?:ed)?)[ -]?in"
    r"(?: or (?:register|sign up|create an account))? to (?:\w+ ){0,3}(?:comments?|conversation|discussion|reply)\W*",
    # share bars
    r"share (?:this|the) (?:story|article|page|post|video|news|link)\b.{0,40}",
    rf"(?:share|tweet|post|send)(?: this)? (?:on|via|by|to|with) (?:{NETWORKS}|e-?mail|friends)\W*",
    # tags
    r"(?:tags|topics|filed under|categories)\s*:.{1,200}(?<![.!?])",
    # advertising
    r"(?:advertisement|advertising|(?:sponsored|promoted)(?: content)?|paid (?:post|content))\b(?: - .{0,40})?\W*",
    r"(?:story|article|report|text) continues (?:after|below)\b.{0,60}",
    r"scroll (?:down )?(?:to|for) (?:continue|more)\b.{0,40}",
    r"(?:skip|jump) (?:to|past) (?:the )?(?:main |next )?(?:content|navigation|advertisement|section|newsletter)\W*",
    # notices
    r"(?:we|this (?:web)?site|our (?:web)?site|we and our partners)\b.{0,80}\buses? cookies\b.{0,300}",
    r"(?:accept|reject|manage|allow)(?: all)? cookies\W*",
    r"by (?:continuing|using|clicking|signing)\b.{0,200}\b(?:cookies|privacy policy|terms of use)\b.{0,100}",
    r"(?:cookie|privacy) (?:policy|settings|preferences|notice)|terms (?:of (?:use|service)|and conditions)",
    r"(?:copyright |©|\(c\) ?\d{4}).{0,250}",
    r"[^.]{0,120}\ball rights reserved\b.{0,200}",
    # navigation
    r"(?:home|menu|search|close|back|next|previous|back to top|contact us|about us|site ?map|toggle navigation)",
    r"home(?: ?[>›»/|] ?[^>›»/|.]{1,30}){1,6}",
    r"\d{1,2}[- ]min(?:ute)?s?(?: read)?",
    # the banner of US government sites (US Web Design System)
    r"an official (?:web)?site of the .{2,60}?\bgovernment\b(?:\W+here's how you know)?\W*",
    r"here's how you know\W*",
    r"(?:the )?official websites use \.?(?:gov|mil)\W*",
    r"(?:the )?\.?(?:gov|mil) means it's official\W*",
    r"a \.?(?:gov|mil) website belongs to an official government organi[sz]ation.{0,40}",
    r"(?:the site is secure|secure \.?(?:gov|mil) websites use https)\W*",
    r"a lock \(.{0,10}\) or https:// means you've safely connected.{0,200}",
    r"(?:the https:// ensures|federal government websites often end in).{0,200}",
)
LIST_LABEL = _lines(
    r"(?:latest|top|related|trending|more|most|recommended|popular|featured|breaking|other|editor's?)"
    rf"(?: (?:{NOUNS})){{1,3}}\W*",
    r"more (?:from|on) [^.!?]{2,40}",
    r"(?:you (?:may|might) also (?:like|be interested in)|in this (?:story|article)|what to read next)\W*",
)
OFFICIAL_BANNER = _lines(r"an official (?:web)?site of the .{2,60}?\bgovernment\b.{0,40}")
SHARE_WORDS = frozenset(
    "share tweet email e-mail print pin copy link copied save comment comments facebook twitter whatsapp telegram "
    "linkedin reddit messenger instagram youtube flipboard pinterest bluesky threads x sms bookmark".split()
)
LINK_WORDS = frozenset({"on", "via", "by", "to", "and", "or", "this", "x"})
ORNAMENT = re.compile(r"^[^\w\"“‘'(©.]+")
TOKEN = re.compile(r"[^\s|,·•/&+:]+")


def is_furniture(line: str) -> bool:
    """Whether the whole line is a page's furniture. Lines over 300 characters never are."""
    if len(line) > LONGEST:
        return False
    plain = _plain(line)
    return FURNITURE.fullmatch(plain) is not None or is_share_bar(plain) or is_list_label(line)


def is_list_label(line: str) -> bool:
    """Whether the line announces a list of other articles ("LATEST STORIES:")."""
    return len(line) <= LONGEST and LIST_LABEL.fullmatch(_plain(line)) is not None


def _plain(line: str) -> str:
    return ORNAMENT.sub("", line.replace("’", "'")).strip()


def is_share_bar(line: str) -> bool:
    """Whether the line is nothing but names of networks and words like "share" and "print"."""
    words = TOKEN.findall(line.casefold())
    return 0 < len(words) <= 12 and set(words) <= SHARE_WORDS | LINK_WORDS and not set(words) <= LINK_WORDS


def is_official_banner(line: str) -> bool:
    """Whether the line says that the page is a government's own."""
    return len(line) <= LONGEST and OFFICIAL_BANNER.fullmatch(line) is not None
