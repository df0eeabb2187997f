"""The closed classes of words that tell a name from an office, a body and a common noun."""

from __future__ import annotations

import re
from typing import Final

from summarizer.statements.cues import DAYS, MONTHS
from summarizer.statements.tokens import ROLES

MALE: Final = frozenset(
    """he his him mr mr. spokesman chairman congressman businessman king prince father son husband man brother nephew
    assemblyman councilman""".split()
)
FEMALE: Final = frozenset(
    """she her hers ms ms. mrs mrs. miss madam spokeswoman chairwoman congresswoman businesswoman queen princess mother
    daughter wife woman sister niece assemblywoman councilwoman""".split()
)
HONORIFICS: Final = frozenset("mr mr. mrs mrs. ms ms. miss dr dr. sir madam hon. hon".split())
OFFICES: Final = ROLES | frozenset(
    """sen. sens. rep. reps. gov. gen. lt. col. sgt. rev. prof. adm. capt. del. maj. sheriff secretary-general
    first-lady surrogate lobbyist fundraiser investigator inspector superintendent treasurer chairperson cofounder
    assemblyman assemblywoman councilman councilwoman alderman biographer author blogger comedian actor actress singer
    footballer striker boxer lawmaker legislator technician whip scholar psychologist scholar surgeon physician pundit
    commentator critic spokesperson admiral congressional""".split()
) - {"congressional"}
DEPARTMENTS: Final = frozenset(
    """state defense defence treasury homeland security labor labour energy education commerce agriculture interior
    justice health human services transportation foreign affairs war finance veterans trade housing home staff
    operations communications""".split()
)
ORGANISATIONS: Final = (
    frozenset(
        """commission board watch bank council committee agency department university institute center centre party
    association union international group court office bureau service services foundation company corp corp. inc inc.
    reserve nations states college society network alliance federation organization organisation house times post
    journal news magazine tribune chronicle herald gazette press hospital church school street tower towers plaza
    hotel airport poll survey campaign ministry fund project coalition trust act amendment administration city county
    hall hill square park road avenue building bridge river lake island islands valley beach club team league cup
    museum theater theatre library show pac pacs senate congress
    parliament government republicans democrats cabinet navy army convention""".split()
    )
    | DAYS
    | MONTHS
)
PLURAL_NAMES: Final = re.compile(
    r"(?:democrats|republicans|americans|liberals|conservatives|progressives|tories|latinos|hispanics|muslims"
    r"|christians|jews|millennials|\w{3,}(?:icans|ians|crats|ists|ites))",
    re.IGNORECASE,
)
ARTICLES: Final = frozenset("the a an".split())
DETERMINERS: Final = frozenset(
    """some many most several few two three four five six seven eight nine ten other others another all both no each
    every one any more these those this that half""".split()
)
POSSESSIVES: Final = frozenset("his her its their our my your".split())
PARTICLES: Final = frozenset("de da di del della der den van von bin ibn al el la le du dos ter".split())
SUFFIXES: Final = frozenset("jr jr. sr sr. ii iii iv".split())
LINKS: Final = frozenset("of for from at in to with close who on by and".split())
ABODES: Final = frozenset("of from at".split())
KIN: Final = frozenset(
    "wife husband son daughter father mother brother sister friend rival neighbor neighbour niece nephew one".split()
)
PRONOUNS: Final = frozenset(
    """he she they it we i you who which that some many others his her him their them its whose whom me my our your
    self himself herself themselves itself""".split()
)
