"""What pages say in place of an article: that it is gone, wants money or an account, or asks for consent.

Every expression stays within a few words of one sentence, which keeps the time linear.
"""

from __future__ import annotations

import re


def _phrases(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# Whole titles or headings.
GONE = _phrases(
    r"(?:error |http )?(?:40[34]|410|50[0-4])(?: error)?\W*",
    r"(?:error|http) \d{3}\b.*",
    r"(?:40[34]|410|50[0-4])\b.{0,40}\b(?:not found|forbidden|gone|error|unavailable|denied|page)\b.*",
    r".*\b(?:page|article|story|content|file|resource|site)\b.{0,60}\b(?:(?:not|cannot|can't|could not) be found|"
    r"not found|not available|unavailable|no longer (?:available|exists?)|does(?: not|n't) exist|"
    r"has been (?:removed|deleted|moved))\b.*",
    r"not found|forbidden|access denied.*|.*\b(?:server error|bad gateway|service unavailable|gateway time-?out)\b.*",
    r"(?:oops|sorry|whoops)\b.{0,60}\b(?:wrong|find|found|missing|lost)\b.*",
    # what stands before pages that ask whether a person is there
    r"just a moment\W*|attention required.*|one more step\b.*|pardon our interruption.*",
    r".*\b(?:checking your browser|(?:are you|you're|you are) (?:a )?(?:human|robot))\b.*",
    r".*\bverif(?:y|ying)(?: that)? you are (?:human|not a robot)\b.*",
)
PAID = _phrases(
    r"\bsubscribe (?:now |today )?(?:to|and) (?:continue|keep|read|finish|unlock|get (?:full|unlimited) access)",
    r"\bto (?:continue|keep|finish) reading\b.{0,80}\b(?:subscri|member|purchase|buy|pay|trial)",
    r"\b(?:subscri|member|purchase|trial)\w*\b.{0,80}\bto (?:continue|keep|finish) reading\b",
    r"\b(?:article|story|content|page) is (?:only |exclusively )?(?:available )?(?:only )?(?:for|to|reserved for) "
    r"(?:our |paying |paid )?(?:\w+ )?(?:subscribers|members)",
    r"\b(?:subscribers?|members?)[ -](?:only|exclusive)\b",
    r"\bexclusive(?:ly)? (?:to|for) (?:our )?(?:subscribers|members)\b",
    r"\bsubscription (?:is )?required\b",
    r"\balready a (?:subscriber|member)\b",
    r"\bunlock (?:this|the full) (?:article|story)",
    r"\b(?:free|remaining) articles?\b.{0,40}\b(?:left|remaining|this (?:month|week)|limit)",
    r"\bstart your (?:free )?trial\b",
    r"\b(?:reached|used|hit)\b.{0,40}\b(?:limit of|all (?:of )?your) (?:\w+ )?free articles\b",
    r"\bpremium (?:article|story|content)\b",
    r"\bchoose (?:a|your) (?:plan|subscription)\b",
    r"\bbecome a (?:subscriber|member)\b.{0,60}\b(?:read|access|continue)",
)
# Under articles people are asked to sign in for what others say of them.
_NOT_TO_TALK = r"(?!.{0,40}\b(?:comments?|discussions?|conversations?|post|reply|vote)\b)"
LOGIN = _phrases(
    r"\b(?:log ?in|sign ?in|register|create (?:a |an |your )?(?:free )?account)\b.{0,40}\b"
    rf"to (?:continue|read|view|see|access|keep)\b{_NOT_TO_TALK}",
    rf"\b(?:must|need to|have to) (?:be )?(?:log(?:ged)?|sign(?:ed)?) ?in\b{_NOT_TO_TALK}",
    rf"\b(?:must|need to|have to) (?:be )?register(?:ed)?\b{_NOT_TO_TALK}",
    rf"\bplease (?:log|sign) ?in\b{_NOT_TO_TALK}",
    rf"\bto (?:continue|read|view|see)\b{_NOT_TO_TALK}.{{0,40}}\b(?:log|sign) ?in\b",
)
_MORE = r"(?! (?:our|the|this|your)?\s*(?:newsletters?|briefing|comments?|discussion|conversation))"
# Says that the article goes on where it cannot be read.
CUT = _phrases(
    rf"\b(?:to|and) (?:continue|keep|finish) reading\b{_MORE}",
    r"\bto (?:read|view|see|access|unlock|continue (?:to|with)) (?:the (?:full|rest|whole|entire|complete)\b|"
    r"(?:the rest of )?this (?:article|story|content|page)\b|more of this\b)",
    r"\b(?:unlock|read) (?:this|the full|the whole|the entire|the rest of (?:this|the)) (?:article|story)\b",
    r"\bthis (?:article|story|content|page) is (?:only |exclusively )?(?:available )?(?:only )?"
    r"(?:for|to|reserved for) (?:our |paying |paid )?(?:\w+ )?(?:subscribers|members)\b",
    r"\bsubscription (?:is )?required\b",
    r"\b(?:0|no|zero) (?:free|remaining) articles?\b",
    r"\b(?:reached|used|hit)\b.{0,40}\b(?:limit of|all (?:of )?your) (?:\w+ )?free articles\b",
)
CONSENT = _phrases(
    r"\b(?:accept|allow|agree to|reject|manage)\b.{0,20}\bcookies\b",
    r"\bwe (?:and our (?:\d+ )?partners )?value your privacy\b",
    r"\bbefore you continue\b",
    r"\byour (?:privacy|cookie) (?:choices|settings|preferences)\b",
    r"\b(?:give|need|withdraw) (?:us )?(?:your )?consent\b",
    r"\bconsent to (?:the|our) (?:use|processing|storage)\b",
    r"\bour partners\b.{0,80}\bcookies\b",
)
PLAYERS = _phrases(
    r"youtube(?:-nocookie)?\.com/embed",
    r"player\.vimeo\.com",
    r"dailymotion\.com/embed",
    r"/embed/video|/video/embed|brightcove|jwplayer",
)
