"""Words that mean the opposite of each other, as news uses them; written for this project, not taken from a lexicon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

_FORMS = """
increase increases increased increasing rise rises rose risen rising grow grows grew grown growing growth gain gains
gained gaining climb climbs climbed climbing jump jumps jumped jumping soar soars soared soaring surge surges surged
surging higher expand expands expanded expanding expansion upturn | decrease decreases decreased decreasing fall
falls fell fallen falling drop drops dropped dropping decline declines declined declining reduce reduces reduced
reducing reduction slump slumps slumped slumping plunge plunges plunged shrink shrinks shrank lower loss losses lose
loses lost losing contraction downturn sink sank
= win wins won winning victory | lose loses lost losing
= before prior earlier | after following later
= more most | less fewer least
= above over | below under
= begin begins began begun beginning start starts started starting launch launches launched launching resume resumes
resumed open opens opened opening | end ends ended ending stop stops stopped stopping halt halts halted halting
finish finishes finished suspend suspends suspended close closes closed closing cancel cancels cancelled canceled
= accept accepts accepted accepting approve approves approved approving approval allow allows allowed allowing permit
permits permitted | reject rejects rejected rejecting rejection refuse refuses refused refusing deny denies denied
denying ban bans banned banning block blocks blocked prohibit prohibits prohibited veto vetoed forbid forbids
forbidden
= support supports supported supporting back backs backed backing favor favour favors favours favored favoured endorse
endorses endorsed praise praises praised welcome welcomed | oppose opposes opposed opposing criticize criticise
criticizes criticises criticized criticised condemn condemns condemned denounce denounced
= attack attacks attacked attacking attacker | defend defends defended defending defender
= arrest arrests arrested detain detained imprison imprisoned jail jailed | release releases released releasing free
freed acquit acquitted
= guilty convict convicted conviction | innocent acquitted cleared
= confirm confirms confirmed confirming acknowledge acknowledged admit admits admitted | deny denies denied denying
dispute disputed
= alive survive survives survived survivor survivors living | dead die dies died killed death
= safe safely safety | dangerous unsafe danger
= possible able | impossible unable
= likely probable | unlikely improbable
= legal lawful legally | illegal unlawful illegally
= public publicly | private privately
= major large big huge great larger bigger largest biggest | minor small little tiny smaller smallest
= high highest | low lowest
= early earliest | late latest
= first | last final
= north northern northward | south southern southward
= east eastern | west western
= left | right
= old older oldest | young younger youngest new newer newest
= rich wealthy | poor
= strong stronger strongest strengthen strengthened strengthens | weak weaker weakest weaken weakened weakens
= success successful successfully succeed succeeds succeeded | failure unsuccessful unsuccessfully fail fails failed
= positive | negative
= good better best | bad worse worst
= improve improves improved improving improvement | worsen worsens worsened worsening deteriorate deteriorated
= include includes included including | exclude excludes excluded excluding
= add adds added adding | remove removes removed removing
= buy buys bought buying purchase purchased | sell sells sold selling sale
= arrive arrives arrived arriving arrival enter enters entered | leave leaves departed depart departure exit exits
exited withdraw withdraws withdrew withdrawn withdrawal
= advance advances advanced advancing | retreat retreats retreated retreating
= encourage encourages encouraged | discourage discourages discouraged
= agree agrees agreed agreement | disagree disagrees disagreed disagreement
= everyone everybody all always every | none nobody never no
= many several most | few
= often frequently | rarely seldom
= known | unknown
= voluntary voluntarily | mandatory forced compulsory involuntarily
= urban city | rural
= man men male | woman women female
= boy boys | girl girls
= husband husbands | wife wives
= father fathers | mother mothers
= son sons | daughter daughters
= brother brothers | sister sisters wife
= he his him himself | she her hers herself
= keep keeps kept keeping retain retains retained install installs installed installing preserve preserved | delete
deletes deleted deleting remove removes removed removing uninstall uninstalled erase erased discard discarded
= secret secretly covert covertly | public publicly open openly
= force forced forces order orders ordered require requires required mandate mandated mandatory compulsory must |
allow allows allowed permit permits permitted optional voluntary voluntarily recommend recommended
= gain gains gained gaining | loss losses lose loses lost losing
= reveal reveals revealed revealing unveil unveils unveiled unveiling disclose disclosed | hide hides hid hidden
hiding conceal conceals concealed
= spur spurs spurred boost boosts boosted foster help helps helped promote promotes promoted | hinder hinders hindered
slow slows slowed hamper hampers hampered curb curbs curbed harm harms harmed
= because due owing | despite
= future | past
= top best leading | bottom worst
= winner winners | loser losers
= popular popularity | unpopular unpopularity
= innocent innocence | guilty guilt
= same similar alike | different opposite
= many much | few little
= cause causes caused causing | prevent prevents prevented preventing
= create creates created build builds built building | destroy destroys destroyed demolish demolished
= pro-russian | pro-ukrainian
= war conflict | peace
= ally allies friend friends | enemy enemies foe foes
= hot warm warmer | cold cool cooler
= internal domestic domestically | external foreign abroad
= local | national international global
= temporary temporarily | permanent permanently
= partial partially partly | full fully complete completely entire entirely
= general generic | specific
= direct directly | indirect indirectly
= ahead forward forwards | back backward backwards behind
= quick quickly fast rapid rapidly | slow slowly
= hope hopeful optimistic | fear fearful pessimistic
= easy easily ease eased easing | difficult hard tighten tightened
= raise raises raised raising boost boosts boosted | cut cuts cutting slash slashed lowered
= inside within | outside
= appear appears appeared | disappear disappears disappeared vanish vanished
= broaden widen widened | narrow narrowed
= trust trusted confident confidence | distrust mistrust doubt doubts doubted
= pass passes passed | failed blocked
= hire hires hired hiring appoint appointed | fire fired firing dismiss dismissed sack sacked
= import imports imported | export exports exported
= love loves loved | hate hates hated
= day | night
= morning | evening
= employed employment | unemployed unemployment
= driving moving | stopped parked stationary
= human humans people | animal animals
= connect connected connection | disconnect disconnected disconnection
= profit profits profitable | loss losses unprofitable
= income revenue revenues | expense expenses cost
= maximum | minimum
= majority | minority
= democrat democrats democratic | republican republicans
= labour | conservative conservatives tory tories
= civilian civilians | soldier soldiers combatant combatants
= victim victims | attacker perpetrator perpetrators culprit
"""


Side = frozenset[str]


def _sides() -> Mapping[str, tuple[tuple[Side, Side], ...]]:
    """For each word the sides on which it stands, each with the side against it."""
    sides: dict[str, list[tuple[Side, Side]]] = defaultdict(list)
    for entry in _FORMS.split("\n="):
        one, other = (frozenset(side.split()) for side in entry.split("|"))
        for own, against in ((one, other), (other, one)):
            for word in own:
                sides[word].append((own, against))
    return {word: tuple(found) for word, found in sides.items()}


SIDES: Final = _sides()


def turned(word: str, stated: Collection[str], told: Collection[str]) -> str | None:
    """The word of a source whose opposite is told instead, or None.

    `told` and `stated` are all words of the telling and of its source: where the source has a word of the telling's
    own side too ("lost", and "fell" of something else), or the telling one of the other side, nothing is turned.
    """
    for own, against in SIDES.get(word, ()):
        if own.isdisjoint(stated) and against.isdisjoint(told) and (found := against.intersection(stated)):
            return min(found)
    return None
