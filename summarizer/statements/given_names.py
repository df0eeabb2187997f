"""Given names that news writes often, with the gender they tell; the evidence that two capitalised words are a person.

Names that are also common sentence openers or places (Will, May, Virginia, Georgia) are left out on purpose.
"""

from __future__ import annotations

from typing import Final, Literal

Gender = Literal["m", "f"]

MALE_NAMES: Final = frozenset(
    """aaron abdul abdullah abe abraham abu adam adolf adrian ahmad ahmed al alan albert aleksandr alejandro aleksei
    alexander alexei alfonso alfred ali allan allen alonzo alvin amir amos anatoly anderson andre andreas andrei andrew
    andrey andriy andrzej andy angelo anthony anton antonio antony armando arnold arthur arturo asa ashraf ayman
    barack barney barry bart basil ben benedict benito benjamin benny bernard bernie bert bilal bill billy bob bobby
    boris brad bradley brandon brendan brent brett brian bruce bruno bryan bryce byron caleb calvin carl carlo carlos
    carlton cesar chad charles charlie chester christian christoph christophe christopher chuck clarence clark claude
    clay clayton cliff clifford clint clive cody colin connor conrad corey cornelius craig curt curtis cyril cyrus dale
    damian damien dan daniel danny dante darrell darren darryl dave david denis dennis denny denzel derek derrick
    dexter diego dieter dimitri dirk dmitri dmitry dmytro dominic dominick don donald donnie doug douglas duane duncan
    dustin dwayne dwight dylan earl ed eddie edgar eduardo edward edwin elbert eli elias elijah elliot elliott ellis
    elon elton emanuel emil emilio emmanuel enrique eric erik ernest ernesto ernie erwin esteban ethan eugene evan evo
    fabian fareed farid federico felipe felix ferdinand fernando floyd francis francisco francois frank franklin franz
    fred freddie frederic frederick fritz gabriel garrett garry gary gavin gene geoff geoffrey george gerald gerard
    gerhard geraldo gerhardt gerry gil gilbert giovanni giuseppe glen glenn gordon graham greg gregg gregory guillermo
    gunter gus gustavo guy hamid hamza hank hans harold haroun harry harvey hassan hector heinrich heinz helmut henri
    henry herbert herman hideo hiroshi horace horst howard hubert hugh hugo hussein ian ibrahim ignacio igor ike ilya
    imran irving isaac isaiah ismail ivan jack jacob jacques jaime jake jakob jamal james jan jared jason javier
    jay jean-claude jeb jeff jefferson jeffrey jens jeremiah jeremy jerome jerry jesse jesus jim jimmy joachim joaquin
    joe joel joey johan johann john johnny jon jonas jonathan jorge jose josef joseph josh joshua juan julian julio
    jurgen justin kai kamal karim karl keith kemal ken kenneth kent kevin khalid kirill kirk klaus kofi konstantin kurt
    kyle lamar lance larry lars lawrence lee leif len leo leon leonard leonid leroy leslie lester lev levi lindsey
    lionel lloyd lorenzo lou louis luca lucas luigi luis luiz lukas luke luther magnus mahmoud malcolm manny manuel
    marc marcel marco marcos marcus mario mark markus marlon marshall martin marty marvin mateo matt matteo matthew
    matthias maurice mauricio max maxim maximilian mehdi mehmet mel melvin michael michel miguel mikael mike mikhail
    miles milton mitch mitchell mitt mohamed mohammad mohammed monty morris moses muhammad mustafa mykhailo myron
    narendra nate nathan nathaniel neal ned neil nelson nicholas nick nicolas nigel nikita nikolai noah noam noel
    norbert norman octavio olaf oleg oleksandr oleksiy oliver omar orlando oscar osama otto owen pablo pascal pat
    patrick paul pavel pavlo pedro percy perry pete peter petr petro phil philip philippe phillip pierre piers pieter
    piotr preston quentin quincy rafael rahm raj ralph ramon ramzan rand randall randy raphael rashid raul ravi ray
    raymond recep reginald reince reinhold rene rex ricardo richard rick ricky rob robby robert roberto rod roderick
    rodney rodrigo roger roland rolf roman ron ronald ronnie rory ross roy ruben rudolf rudolph rudy rupert russ russell
    ryan salman salvador sam samir samuel sandro sanjay saul scott sean sebastian serge sergei sergey sergio seth
    seymour shane shawn shinzo sidney sigmar simon spencer stan stanislav stanley stefan stephen steve steven stewart
    stuart sven sylvester tariq ted teddy terrence terry theo theodore thomas thorsten tim timothy tobias todd tom tomas
    tommy tony travis trent trevor trey tristan tyler tyrone ulrich uwe valery vasily vernon vicente victor viktor vince
    vincent vitali vitaly vitalii vito vlad vladimir volodymyr wade wallace wally walter warren wayne wendell werner
    wesley wilbur wilfred wilhelm willem william willie winston wolf wolfgang woodrow xavier xi yasser yevgeny yitzhak
    yousef yuri yuriy yusuf zach zachary zbigniew""".split()
)
FEMALE_NAMES: Final = frozenset(
    """abby abigail ada adele adriana agnes aisha alexandra alexandria alexis alice alicia alison allison alma alyssa
    amal amanda amber amelia amina amy ana anastasia andrea angela angelica angelina angie anita ann anna annabel anne
    annette annie annika antonia ariana arianna ashley astrid audrey ava barbara beatrice becky belinda bernadette
    bernice bertha beth bethany betsy betty beverly bianca blanca bonnie brenda bridget brigitte brittany brooke camila
    camille candace candice carla carly carmen carol carole caroline carolyn carrie cassandra catherine cathy cecile
    cecilia celeste chelsea cheryl chloe christiane christina christine chrystia cindy claire clara clare claudia
    colleen connie constance consuelo corazon cristina crystal cynthia daniela danielle daphne dawn deb debbie debora
    deborah debra deirdre delores denise diana diane dianne dina dolores donna dora doreen doris dorothy edith edna
    eileen elaine eleanor elena elisa elisabeth elise eliza elizabeth ella ellen eloise elsa emilia emily emma erica
    erika erin esther ethel eugenia eva eve evelyn fatima federica felicia fiona flora frances francesca francine
    gabriela gabrielle gail gertrude gina ginny giorgia gisele giulia gladys glenda gloria greta gretchen gwen gwendolyn
    hannah harriet hazel heather heidi helen helena helene helga hilary hillary hollie huma ida ilhan ilse imelda ines
    inga ingrid irena irene irina iris irma isabel isabella ivana ivanka jackie jacqueline jane janet janice janine
    jasmine jayne jean jeanette jeanne jeannie jen jenna jennifer jenny jessica jill jo joan joann joanna joanne jocelyn
    josephine joyce juanita judith judy julia juliana julie juliet kamala karen karin karla kate katharine katherine
    kathleen kathryn kathy katie katrina katya kayla kellyanne kirsten kirstjen kristen kristin kristina kristine lara
    laura lauren laurie layla leah leila lena letitia lidia lilian liliana lillian lily linda lisa liz liza lois
    loretta lori lorraine louise lucia lucille lucinda lucy lydia lyudmila mabel madeleine madeline magdalena maggie
    malala mandy marcia margaret margarita margot maria mariah marian marianne marie marilyn marina marine marion
    marisa marissa marjorie marlene marsha martha mary matilda maureen maxine megan meghan melanie melania melinda
    melissa mercedes meredith mia michaela michele michelle mildred millie mimi mindy miranda miriam moira molly mona
    monica monique muriel myra nadezhda nadia nancy naomi natalia natalie natalya natasha nellie nicola nicole nikki
    nina noor nora norma octavia oksana olga olha olivia olympia oprah padma pamela patrice patricia patsy patti patty
    paula pauline peggy penelope penny petra phoebe phyllis polina polly priscilla priyanka rachel ramona rania raquel
    reba rebecca regina renee rhonda rita roberta robyn rochelle roberta ronna rosa rosalind rosalynn rosanne rosemary
    rosie roxanne ruth sabrina sadie sally samantha sandra sara sarah selena selma serena sharon sheila shelley sheri
    sheryl shirley silvia simone sofia sonia sonja sophia sophie stacey stella stephanie sue sunny susan susana susanne
    susie suzanne svetlana sylvia tabitha tamar tamara tammy tania tanya tara tatiana tatyana teresa teri tess tessa
    thelma theresa therese tiffany tina toni tonya tricia trudy tulsi tzipi ulrike ursula valentina valerie vanessa vera
    veronica vicki vicky victoria viola violet vivian viviane wanda wendy whitney whoopi wilma winifred winona yael
    yolanda yuliya yulia yvette yvonne zainab zoe""".split()
)
EITHER_NAMES: Final = frozenset(
    """addison alex ali angel ariel blair bobbie cameron carey casey chris corey dana darcy devin drew evelyn francis
    gale hayden jaime jamie jan jean jessie jody jordan jules kelly kelley kerry kim kristian lane lauren lee leigh
    leslie lindsay lindsey logan loren lynn mackenzie marion maya michal micah morgan nicky noel pat parker quinn randi
    reese remy rene riley robin rowan sam sandy sasha shannon shelby sheridan sidney sky stacy tracey tracy taylor terry
    val wen xi yi yan""".split()
)
GIVEN_NAMES: Final = MALE_NAMES | FEMALE_NAMES | EITHER_NAMES


def gender_of(given: str) -> Gender | None:
    """What a given name tells, in any case; None when it is unknown or borne by men and women."""
    low = given.lower()
    if low in EITHER_NAMES:
        return None
    return "m" if low in MALE_NAMES else "f" if low in FEMALE_NAMES else None
