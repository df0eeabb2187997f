"""How much a word says about which event a text tells of: little where it stands in every tenth page of news.

The words below are those of 1,444 news pages of 2007 to 2016 (604 of CNN and the Daily Mail, 840 of US elections from
seven publishers), by the geometric mean of the shares of pages that hold them in the two; whatever is not listed is
rare. A fixed list and not a count of what is stored, so that no chat's documents weigh in another's.
"""

from __future__ import annotations

import re
from functools import lru_cache

RARE = 5.5
"""About the negative logarithm of the share of pages, as the other weights are."""
EVERY_TENTH = frozenset(
    """
    able accord accus acros action actually added administration again against ago ahead allow almost along already
    although alway america american among announc another anyone anyth appear area around asked attack attempt away
    back became become began behind believ believe best better between big bill black bring build busines call came
    campaign candidat candidate cant care case center chang change chief children city claim clear clinton close
    come coming comment community concern consider continu continue control country course court creat current david
    day days deal death decision democrat democratic department describ despite didnt different director doesnt
    doing done dont down during earlier early economic effort election email end enough even event ever every
    everyth expect explain face fact fail fall family far fear federal feel few fight final find first five follow
    forc foreign former found four free friday friend full further future general get gett give given go going good
    got government great ground group grow half hand happen hard having head hear held help high hillary himself
    history hold home hope hour house however idea important includ information instead interest international
    interview involv isnt issu issue job john join keep kill kind know known last late later law lead leader least
    leave led left less level life like likely line little live local long look lost lot made major make making man
    many march mark matter mean media meet member men message middle military million moment monday money month move
    mr much name nation national nearly need never new news next night no north not noth now number obama offer
    office official often old once open order organization other outside part party pass past people person personal
    place plan play point police policy political poll position possible post power pres president presidential
    problem proces provid public push put question race rais rather reach read real really reason receiv recent
    recently record releas remain report reporter republican respond result return right role run runn saturday
    saying school second secretary security see seek seem seen serv set several shot show side sign since six small
    social someone someth south speak speech stand star start stat state statement stay step stop story street
    strong suggest sunday support supporter sure system take taken taking talk target team tell term themselv thing
    think though thought three thursday time today together told took top toward try trying tuesday turn tweet
    twitter two understand unit university until use used using video view vote voter want war washington wasnt
    watch way wednesday week well went white win within without woman women won word work world wrote year yearold
    yet york young
    """.split()
)
EVERY_THIRTIETH = frozenset(
    """
    ability above absolutely accept acces account achieve acknowledg act acting active activist actor adding
    addition additional addres address admitt adopt adult advanc advantage adviser affair affect afternoon age
    agency agenda agent agre agree agreement aide air airport al alleg allegation allegedly alli alone amid amount
    analyst angel anger angry announcement annual answer apparent apparently appeal appearance approach approval
    april arab arent argu argue argument arizona armed arms army arrest arriv article ask asking assault associat
    association attend attention attorney attract audience august author authoriti available average avoid award
    aware background bad ballot ban bank barack base based basi battl battle bear beat becom begin beginn behavior
    belief below ben benefit beyond bid bigger biggest billion birth bit blam blame block board body bomb book boost
    border born bottom brand break brief british broke brother brought brown budget built burn bush california
    camera camp cannot capital captur car card career carolina carri carry cast caught caus cause celebrat central
    century ceo certain certainly chairman challeng challenge champion chance channel character charg charge check
    child china chinese choice choose chose chri christian church cited citi citizen civil clas clash clearly clos
    closely closer club coalition collect college combat command commission commitment committ committee common
    communication communiti compani company compar competition complain complete completely conclud condemn
    condition conduct conference confirm conflict congres congressional connect connection conservativ conservative
    contact contain contest contract contrast contribut controversial controversy convention conversation core cost
    couldnt council count countri county couple cover coverage crash create credit crime criminal crisi critic
    critical criticism criticiz cross crowd crucial culture currently cut daily damag damage danger dangerou data
    date daughter de dead debat debate decad decade december decid decide declar declin deep deeply defeat defend
    defense degree delay deliver demand democracy deni deputy design destroy detail determin determine develop
    development died difference difficult direct direction directly discover discus discuss discussion dismiss
    display district division doctor document dollar domestic donald door doubt dozen dr draw dream drew driv drive
    driver dropp drug due earn easily east eastern easy echo economy editor education effect effectively eight
    either elect else emerg employe encourag ended endors energy enforcement engag enjoy ensure enter entire
    environment eric especially establish establishment estimat europe european eventually everybody everyone
    evidence exactly example except exchange executive exist expand experienc experience expert expos express extend
    extreme extremely extremist eyes facebook faced facing factor fair faith famili familiar famou fans fast father
    favor favorite fbi featur february feet fell fellow felt female field fifth fighter figur figure file filed fill
    film finally financial fine finish fire fired firm flight floor florida focu focus folk food football force form
    forward foundation founder fourth fox france freedom french front fuel fully fund gain game gap gather gave
    generally generation george germany gets giant girl giving global goal god goes gone gop gov governor grand
    grant greater growth guard guilty gun guy guys hall hampshire handl happy harder hasnt hate havent health heard
    heart heat heavy hed hell here herself higher highest highlight highly hill hit honor hoped hoping hospital host
    hotel hous huge human hundred hurt husband identifi identify ignor ill illegal imag image imagine immediately
    immigrant immigration impact importance incident include income increas increase increasingly inde independent
    indiana indicat individual industry influence initial initially inside insist inspir instance institute
    institution intelligence intend internet introduc investigat investigation investigator invit iowa iran iraq
    isis islamic island israel jame january jeff jersey jim jobs joe joint journal journalist judg judge july jump
    june justice kept key kids king knew labor lack lady land language large largely larger largest latest launch
    lawmaker laws lawsuit lawyer leadership learn leav legal legislation let letter liberal lift light limit link
    list listen lived living london longer longtime los lose losing loss love low lower magazine main maintain
    majority manag manager market martin mass massachusett massive match material maybe mayor meant meanwhile measur
    measure medical mention messag met mexico michael mike mile militant mind minister minority minut minute miss
    mission mistake model modern monitor morn mostly mother moved movement movie moving mrs ms multiple murder music
    muslim myself named natural nature near necessary neighbor neither network newspaper nice nine nobody nomination
    nominee none nor note noted november nuclear numerou obtain obviously occurr october offensive officer ohio
    older ones ongo online onto operation opinion opponent opportunity oppos opposition option organiz original
    overall owner page paid paint pair panel paper parent pari park parliament parti particular particularly partner
    path paul pay peace peopl per percent perform performance perhap period personally peter phone photo pick pictur
    picture piece pitch plac plane plann platform player please pledg plenty pm polici politic politically
    politician poor popular population positive possibility possibly potential potentially powerful practic practice
    predict prepar presence present presidency pressure pretty prevent previou previously price primary prime prison
    private probably produc product professional professor program progres progressive project promis promot prompt
    propos proposal prosecutor prospect protect protection protest protester proud prov prove provide publicly
    publish pull putt quick quickly quite racial racist radical radio raise rally ran rank rate reaction ready
    reality recall receive recogniz red referr reflect reform refus regard region regional register regular reject
    relat relation relationship relatively release religion religiou remark remember remind remov rep repeat
    repeatedly reportedly represent reputation request requir require research resident resourc respect response
    responsibility responsible rest retir reveal review rhetoric rich richard rise risk rival road robert roll room
    root roughly round rule runs rush russia russian ryan safe safety sale san save saw scandal scene schedul scor
    scott screen search season seat secret secure seeing sees select sell sen senate senator send senior sense sent
    separate september seri seriou seriously serve servic service session seven shar share shift shock shoot short
    shortly shouldnt shown significant similar simple simply single sister site sitt situation skill slow socall
    society sold solution somebody sometim son soon sort sought sound sourc source southern space speaker special
    specifically spend spent spoke spokesman spokeswoman sport spot spread spring st staff stage stance standard
    station statu steve stood stopp stori strategy strength stretch strik struck struggl struggle student studi
    study style subject succes successful suffer summer super suppos supreme surpris surprise surround survey
    suspect suspend swing syria table tactic task tax teacher technology ted television tend territory terror
    terrorism terrorist test texa text th thank third thoma thousand threat threaten throughout throw ticket tied
    ties title tom topic total touch tough tour town track trade traditional trail train travel treat treatment
    trend trial tried trip trouble true trump trust truth tv twice type ultimately unable unclear union unlike
    unlikely unusual upon usually variou version veteran via vice victim victory violence violent virginia visit
    voic voice volunteer voted voting wage wait wake walk wall warn water wave ways weapon wear website weekend
    welcome west western what whatever whole whos widely wife will william wing winn winner wins wisconsin wish
    wonder wont worker worri worry worse worst worth wouldnt wound writ written wrong yes younger
    """.split()
)
YEAR = re.compile(r"(?:19|20)\d\d")
ENDINGS = ("ing", "ed", "es", "s")
LAST_LETTERS = ("g", "d", "s")
SHORTEST_STEM = 4


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its grammatical ending, so that "attacked" and "attacks" are one; not always a word."""
    for ending in ENDINGS if word.endswith(LAST_LETTERS) else ():
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def rarity(stemmed: str) -> float:
    """The weight of a stem: 1 for what every tenth page has, 2.5 for every thirtieth, 5.5 for all others."""
    if stemmed in EVERY_TENTH:
        return 1.0
    return 2.5 if stemmed in EVERY_THIRTIETH or YEAR.fullmatch(stemmed) else RARE
