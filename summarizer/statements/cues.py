"""The words that tell that somebody speaks: speech verbs by what they govern, and other attribution phrases."""

from __future__ import annotations

from typing import Final

# Verbs whose complement is what was said, be it a clause or a noun: "warned that", "announced the deployment".
SAY: Final = frozenset(
    """say argue explain insist claim warn acknowledge admit declare state suggest conclude contend assert reiterate
    stress emphasize emphasise allege caution complain concede predict lament proclaim think believe fear hope
    estimate vow pledge promise announce confirm""".split()
)

# Verbs that also mean something else: speech only before a clause, a quotation or a colon.
SAY_CLAUSE: Final = frozenset(
    """add note maintain counter reply joke quip boast retort speculate testify tweet swear reason remark report write
    continue respond recall observe reveal agree charge mention indicate hint post recount theorize marvel exclaim
    shout yell whisper mutter grumble opine wonder inquire repeat signal imply expect show find demonstrate
    highlight underscore underline answer comment interject intone clarify elaborate echo cry read muse snap""".split()
)

# Verbs that tell what somebody thinks: no participle of theirs adds a statement ("hoping to win").
THINK: Final = frozenset("believe think hope fear expect feel".split())

# Verbs whose subject may be a thing: it must be a finding of somebody's, such as a poll.
FINDING: Final = frozenset(
    "show find suggest indicate demonstrate highlight underscore underline imply signal reveal".split()
)

# Verbs that take the listener first: "told reporters that".
TELL: Final = frozenset("tell inform assure remind advise notify ask".split())

# Verbs whose object is the content: "rejected the allegations", "accused X of Y".
OBJECT: Final = frozenset(
    """accuse demand reject deny dismiss criticize criticise condemn denounce praise blame urge decry deride laud
    endorse oppose propose recommend refute rebut deplore applaud""".split()
)

# Verbs that name a thing: content only where a quotation, "as" or "it a ..." follows.
NAMING: Final = frozenset(
    "call describe brand label deem depict portray characterize characterise dub ridicule mock hail".split()
)

IRREGULAR: Final = {
    "said": "say", "says": "say", "told": "tell", "wrote": "write", "written": "write", "thought": "think",
    "swore": "swear", "sworn": "swear", "admitted": "admit", "admitting": "admit", "shown": "show", "found": "find",
    "quipped": "quip", "quipping": "quip", "dubbed": "dub", "dubbing": "dub", "labelled": "label", "labelling": "label",
    "snapped": "snap", "snapping": "snap", "read": "read",
}  # fmt: skip

# Forms that are nouns as often as verbs: a determiner or a possessive before them settles it.
NOUN_LIKE: Final = frozenset(
    """claim claims report reports note notes state states call calls charge charges promise promises demand demands
    estimate estimates post posts question questions fear fears hope hopes attack attacks support backs back answer
    answers comment comments signal signals read reads pledge pledges joke jokes counter reason reasons caution
    cautions remark remarks address addresses show shows find finds label labels brand brands mention mentions echo
    vow vows reply replies blame praise saying feeling meaning finding findings address outline favor favour
    compare snap cry cries thought defended warning warnings tweet tweets""".split()
)

DAYS: Final = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS: Final = frozenset(
    """january february march april may june july august september october november december
    jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec.""".split()
)


def _forms(lemma: str) -> dict[str, str]:
    """Finite forms ("s", "ed", base) and the participle of a regular verb, each with its form's name."""
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return {lemma: "base", lemma[:-1] + "ies": "s", lemma[:-1] + "ied": "ed", lemma + "ing": "ing"}
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return {lemma: "base", third: "s", stem + "ed": "ed", stem + "ing": "ing"}


def _table() -> dict[str, tuple[str, str]]:
    lemmas = SAY | SAY_CLAUSE | TELL | OBJECT | NAMING
    table = {form: (lemma, name) for lemma in lemmas for form, name in _forms(lemma).items()}
    for form, lemma in IRREGULAR.items():
        table[form] = (lemma, "ing" if form.endswith("ing") else "s" if form == "says" else "ed")
    return table


VERBS: Final = _table()
"""Every form of every cue verb, lower case: (lemma, "base" | "s" | "ed" | "ing")."""
