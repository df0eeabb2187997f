"""The words by which places are known: kinds of place, points of the compass, states, and names that are no places."""

from __future__ import annotations

from typing import Final

from summarizer.statements.name_words import DEPARTMENTS, HONORIFICS, OFFICES

COMPASS: Final = tuple(
    """north northern south southern east eastern west western central northeast northeastern north-east
    north-eastern northwest northwestern north-west north-western southeast southeastern south-east
    south-eastern southwest southwestern south-west south-western upper lower downtown suburban rural
    neighboring neighbouring nearby mainland coastal greater inner occupied war-torn""".split()
)
KINDS: Final = tuple(
    """region province district state county city town village suburb capital country neighborhood neighbourhood
    area border coast island peninsula valley mountain mountains desert river lake sea port harbor harbour
    airport station hospital school university campus college mosque church temple synagogue mall market
    supermarket store shop restaurant cafe café bar nightclub club hotel resort beach park stadium arena theater
    theatre cinema museum library factory plant mine prison jail camp base checkpoint embassy consulate building
    tower house home apartment street road highway motorway bridge tunnel square center centre site zone enclave
    territory archipelago islands territories farm field forest concert parade marathon festival rally
    convention summit conference court courthouse restaurants hotels warehouse clinic morgue cemetery compound
    settlement refinery zoo metro subway outskirts suburbs continent nation kingdom republic world north south
    east west northeast north-east northwest north-west southeast south-east southwest south-west midwest areas
    cities towns villages regions provinces states countries counties districts schools hospitals prisons camps
    streets homes stores shops airports stations parts""".split()
)
# Abbreviated states, written with a full stop.
STATES: Final = tuple(
    """Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa
    Tenn Tex Vt Va Wash Wis Wyo N.H N.Y N.J N.M N.C N.D S.C S.D R.I W.Va D.C""".split()
)
# Places on which one is, not in which.
SURFACES: Final = tuple(
    """island islands highway street streets avenue road roads coast hill square peninsula beach border outskirts
    campus bank site strip interstate""".split()
)
TIMES: Final = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday christmas easter ramadan
    thanksgiving spring summer autumn winter""".split()
)
NO_PLACES: Final = (
    frozenset(
        """congress senate parliament commons lords army navy marines police commission committee council court company
        corp inc ltd party democrats republicans democratic republican gop nato un u.n eu association union league
        cup bowl championship open masters twitter facebook youtube instagram google apple microsoft amazon cnn nbc
        abc cbs fox bbc reuters medicare medicaid english spanish french german russian arabic chinese internet web
        pentagon administration government cabinet times post journal news magazine act bill amendment treaty
        agreement god islam christianity champions premier la ufc nfl nba nhl mlb american americans muslim muslims
        jewish jews christian christians mr mrs ms dr ceo ii iii olympics games prix series division trust
        foundation obamacare brexit black african-american latino hispanic asian white iphone ipad android dow
        nasdaq ftse s&p wall i he she it they we knesset bundestag duma dj pc the a an this that these those his her
        their our my your all other some many more most each every no""".split()
    )
    | OFFICES
    | HONORIFICS
    | (DEPARTMENTS - {"state", "home", "defense", "defence", "foreign"})
)
# What may stand behind a place; any other small word is a noun that the name describes ("in Palestinian statehood").
LINKING: Final = frozenset(
    """and or but nor in on at by for with from to of as than that which who whom whose where when while after before
    since until because although though if during over under near about against among across through also alone this
    last next early late earlier later today yesterday tomorrow tonight overnight not is was are were he she it they
    we i the a an his her their its our my there here these those so yet still now then again too both each every
    some all more most""".split()
)
