"""The words by which verbs are known: irregular forms, regular verbs of the news, and nouns that look like them."""

from __future__ import annotations

import re
from typing import Final

AUXILIARIES: Final = frozenset(
    """is are was were be been being am has have had having do does did will would shall should can could
    may might must cannot isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't
    wouldn't can't couldn't isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t
    wouldn’t can’t couldn’t""".split()
)
# Verbs that tell or think: what befell somebody is said by the verb behind them.
TELLING: Final = frozenset(
    """say says said saying tell tells told telling report reports reported reporting estimate estimates
    estimated estimating believe believes believed believing think thinks thought claim claims claimed
    claiming announce announced announces announcing confirm confirms confirmed confirming know knew
    known show shows showed shown showing suggest suggests suggested indicate indicates indicated argue
    argues argued note notes noted noting allege alleged alleges alleging expect expects expected fear
    feared fears warn warned warns predict predicted predicts acknowledge acknowledged insist insisted
    admit admitted write wrote written according reveal revealed reveals hope hopes hoped presume
    presumed suspect suspected suppose supposed assume assumed compared means""".split()
)
# Verbs that only say how another one comes about: "began to fall", "appears to have died".
REPORTING: Final = TELLING | frozenset(
    """add adds added mean meant seem seems seemed appear appears appeared tend tends tended try tries tried trying
    want wants wanted wanting need needs needed begin begins began start starts started continue continues continued
    manage managed""".split()
)
# Base, past and participle of verbs, parted by "|".
IRREGULAR: Final = """
    arise arose arisen|awake awoke|bear bore borne|beat beat beaten|become became|begin began begun|bend bent|
    bet bet|bid bid|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|
    bring brought|broadcast broadcast|build built|burn burnt|burst burst|buy bought|cast cast|catch caught|
    choose chose chosen|cling clung|come came|cost cost|creep crept|cut cut|deal dealt|dig dug|draw drew drawn|
    dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|
    find found|flee fled|fling flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten|
    forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone|grind ground|
    grow grew grown|hang hung|hear heard|hide hid hidden|hit hit|hold held|hurt hurt|keep kept|kneel knelt|
    know knew known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent|let let|lie lay lain|
    light lit|lose lost|make made|mean meant|meet met|outnumber outnumbered|overcome overcame|
    overthrow overthrew overthrown|pay paid|prove proved proven|put put|quit quit|read read|rebuild rebuilt|
    ride rode ridden|ring rang rung|rise rose risen|run ran|saw sawn|say said|see saw seen|seek sought|sell sold|
    send sent|set set|shake shook shaken|shed shed|shine shone|shoot shot|show showed shown|shrink shrank shrunk|
    shut shut|sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken|speed sped|spend spent|
    spill spilt|spin spun|split split|spread spread|spring sprang sprung|stand stood|steal stole stolen|stick stuck|
    sting stung|stink stank|strike struck stricken|strive strove|swear swore sworn|sweep swept|swell swelled swollen|
    swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|
    throw threw thrown|undergo underwent undergone|understand understood|undertake undertook undertaken|
    uphold upheld|wake woke woken|wear wore worn|weep wept|win won|withdraw withdrew withdrawn|withstand withstood|
    write wrote written|overtake overtook overtaken|oversee oversaw overseen|outlast outlasted|withhold withheld"""
# Regular verbs that news puts next to numbers. Those in _NOUNS_TOO are nouns as often.
REGULAR: Final = frozenset(
    """abandon abduct absorb accept accommodate accompany account accrue accumulate accuse achieve acquire add adopt
    affect afflict advocate agree aim allocate allow amass amount announce appear apply appoint approach approve arrest
    arrive assemble assassinate attack attend attract authorize authorise award back ban battle behead believe bill
    block board bomb boost borrow burn bury call cancel capture care carry cause celebrate charge check claim clear
    climb close collapse collect combat commit compete complete comprise conduct confine confirm confiscate consider
    consist consume contain contract contribute control convert convict cover crash create criticize cross crush
    damage date deal decide declare decline decrease defeat defend defraud delay deliver demand demolish deny depart
    deploy deport derail describe deserve destroy detain deteriorate develop devote die dip disable disappear
    discharge disclose discover dismiss displace distribute divert dodge donate double download drag drop drown dump
    earmark earn edge elect eliminate employ encourage endorse endure engage enjoy enlist enroll ensure enter equal
    escape establish estimate evacuate evict exceed exchange execute exist expand expect expel experience expire
    explain explode export expose express extend extract face fail favor favour fear feature file fill finance fine
    finish fire flood follow force free fund gain garner gather generate grant guard guarantee hack halt handle
    happen harm head help hire hoard hope hospitalise hospitalize host house identify impose import imprison improve
    include increase indicate infect inflict inject injure inspect install interview invade invest investigate
    involve issue jail join jump kick kidnap kill lack land last launch leak like limit list live locate lower maim
    maintain manage manufacture march mark massacre measure mention merge miss mobilize mobilise move murder name
    need net nominate number obtain occupy occur offer open operate oppose order orphan oust outpace overturn owe
    own participate pass pave peak perform perish permit phase place plan play pledge plummet plunge poll possess
    pour predict prefer prepare present preserve press prevent process produce profit project promise promote
    propose prosecute protect protest provide publish pull pump punish purchase push qualify question quarantine
    raid raise range reach reap receive recall recommend record recover recruit reduce refer refuse regard register
    reject relate release relocate remain remember remove renew rent repair repay repeal replace report repatriate
    represent request require rescue reserve resettle resign resolve respond rest restore result retain retire
    retreat retrieve return reveal review reward rob round sack safeguard sail sanction save scale score search
    secure seem seize sentence separate serve settle shave share shell ship sign slash slaughter slay slip slow
    smuggle snap soar spare spark sponsor stab stage start starve state stay stockpile stop store strand stream
    stretch strengthen study submit subsidize suffer suggest sue supply support suppose surge surrender surround
    survey survive suspect suspend sustain tackle target tax test threaten top torture total touch tour trade trail
    train transfer transport trap travel treat trigger triple tumble turn unveil upgrade urge use vaccinate value
    vanish view visit volunteer vote vow wait walk want warn waste watch weigh welcome widen withdraw work worry
    wound wreck yield ease evade expend overdose quadruple loot intercept shoot detect confront allege await
    calculate compare contend exempt exonerate hover lobby outraise outspend poison rape rally refund relinquish
    reopen seat shutter stabilise stabilize sterilize topple uncover unearth wash whip flow fuel jeopardize mourn
    plant post ration plead prompt pocket rake risk sample shatter shelter slump smash spur summon swallow tally
    trim unite vest weaken wield abort adjust advance attribute average base bail bar""".split()
)
DOUBLED: Final = frozenset(
    """admit ban bar cap chip chop clap commit control cram dip dispel drag drop expel grab hop jog let nab net occur
    permit pin plan plot plug pop prefer propel quit ram rebel refer regret rid rig rip rob rot rub scrap ship shop
    shut sit skip slam slap slip slit snap span spin split spot stab step stop strip submit swap tag tap top
    transfer trap trim trip unplug whip wrap zip""".split()
)
# Base and "-s" forms that are nouns as often as verbs: no verb unless a noun phrase has ended before them.
NOUNS_TOO: Final = frozenset(
    """account aim amount attack award back ban battle bet bid bill blow board bomb boost break burn call care cast
    catch cause charge check claim climb collapse combat contract control cost cover crash cross cut damage date
    deal decline decrease delay demand dip drink drive drop dump edge estimate exchange experience export face fall
    favor favour fear feature feed feel fight file fill finance find fine finish fire flood fly force fund gain
    grant guard hack halt hang harm head help hit hold hope host house import increase interview issue jail jump
    kick lack land last launch lay lead leak leave lie light limit list live loss march mark massacre match measure
    mention mind murder name need net number offer open order peak pay place plan play pledge poll pour present
    press process produce profit project promise protest purchase push put question raid raise range read recall
    record refund release remain rent repair repeal report request rescue reserve rest result return review reward
    ride ring rise round run sack sail sanction saw scale score search set share shell ship show sign slip slow
    spark split spread spring stage stand start state stay stick sting stop store stretch stream strike study supply
    support surge survey suspect swing tackle target tax tear test throw top total touch tour trade trail train
    transfer transport trap travel treat trigger turn upgrade use value view visit volunteer vote vow wait walk want
    warrant wash waste watch wear whip win work worry wound wreck yield address answer mean average base bar plant
    post ration risk sample shelter slump tally trim flow fuel rally poison advance leap speed fling ground bear
    bore bound shed spill separate free clear complete lower own close like equal secure spare double triple
    slaughter torture rape""".split()
)
# Words in "-ed" and "-ing" that are no verbs.
NOT_VERBS: Final = frozenset(
    """hundred red bed seed need indeed speed feed breed creed deed shed sled weed greed steed embed unprecedented aged
    so-called supposed sacred wicked naked rugged beloved kindred concerned united during including excluding
    regarding concerning according thing nothing something anything everything king ring spring string wing morning
    evening building housing funding spending hearing meeting wedding training shopping ceiling clothing feeling
    being painting parking planning polling rating ranking savings standing ending beginning briefing filing
    findings lightning pending interesting outstanding following upcoming remaining existing ongoing surrounding
    sibling pudding sterling viking drilling mining farming fishing manufacturing banking advertising marketing
    engineering""".split()
)


# Participles that stand before nouns: "stolen cars".
ADJECTIVES: Final = frozenset(
    """broken stolen lost hidden frozen drawn fallen written spoken torn known chosen proven sworn woven
    split burnt unknown forgotten forbidden forgiven worn blown bitten driven overthrown set cut put
    cast read beaten spent built bound paid sent sold held lit hung shut spread hurt hit swollen sunk
    shot swept taught thought felt found left cost bred given shown grown risen ground saw bore wound
    lay bid bet shed burst broadcast quit let""".split()
)
OPENS_VERB: Final = frozenset(
    """to will would could can may might should must not they we i you it he she who that which people cannot didn't
    don't doesn't didn’t don’t doesn’t won't won’t""".split()
)
BARS_PARTICIPLE: Final = frozenset(
    """the a an of in with at on for from its his her their our my your these those this some any no more
    most""".split()
)
NO_ACTOR: Final = re.compile(
    r"\w+(?:an|ish|ese|ic|al)|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"the|an?|its|his|her|their|our|this|these|those|in|of|on|at|by|for|to|from|some|more|other"
)
BARS_NOUN: Final = BARS_PARTICIPLE | frozenset("by and or into".split())
# Forms that are verbs wherever they stand in news, though they look like nouns or participles.
FINITE: Final = frozenset(
    """fell left found held sent paid built spent goes gets gives makes takes comes becomes remains includes tells says
    seems begins ends keeps means wants puts brings leaves loses wins runs involves knows sees died lived seemed
    wanted""".split()
)
