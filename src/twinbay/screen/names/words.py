"""Words in names that do not tell one party from another, and how else they are spelled.

The legal forms follow the Entity Legal Forms code list (ISO 20275) for the countries that meet on
the platform and those that fill the lists; the spellings are those seen in published names.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(lines: str) -> dict[str, str]:
    """Return each form on a line to the first word of the line."""
    table: dict[str, str] = {}
    for line in lines.strip().splitlines():
        first, *others = line.split()
        table |= dict.fromkeys(others, first)
    return table


# Latin legal forms, folded; dropped wherever they stand.
LEGAL = _words(
    "inc incorporated ltd limited co corp corporation company companies llc llp lp lllp plc pllc "
    "pc gmbh mbh ag kg kgaa ug ev eg sa sas sarl sasu eurl snc spa srl sl slu bv nv vof ab oy oyj "
    "as asa aps is ks se sce pte pty pvt private bhd sdn kk yk gk jsc ojsc cjsc pjsc zao oao ooo "
    "pao ao tov dooel doo dd sro zrt kft nyrt rt spzoo uab sia ltda eirl fze fzc fzco fzllc dmcc "
    "youxian gongsi youxiangongsi gufen jituan zeren wll bsc kscc psc qsc est saog "
    "saoc jv incorp corpn gmbhco spolka ood eood ead tbk"
)

# Chinese legal forms, Simplified, the longest first.
CHINESE_LEGAL = (
    "股份有限责任公司",
    "集团股份有限公司",
    "集团有限责任公司",
    "控股股份有限公司",
    "集团有限公司",
    "控股有限公司",
    "有限责任公司",
    "股份有限公司",
    "有限合伙企业",
    "总公司",
    "有限公司",
    "有限合伙",
    "集团公司",
    "股份公司",
    "公司",
    "集团",
    "控股",
    "企业",
    "股份",
)

# Forms that several words make up, folded; each is replaced by what follows it.
PHRASES = {
    "people s republic of china": "china",
    "peoples republic of china": "china",
    "p r china": "china",
    "p r c": "china",
    "pr china": "china",
    "u s a": "us",
    "united states of america": "us",
    "united states": "us",
    "united kingdom": "uk",
    "great britain": "uk",
    "united arab emirates": "uae",
    "hong kong": "hongkong",
    "h k": "hongkong",
    "russian federation": "russia",
    "islamic republic of iran": "iran",
    "democratic people s republic of korea": "northkorea",
    "north korea": "northkorea",
    "south korea": "korea",
    "republic of korea": "korea",
    "limited liability company": "llc",
    "limited liability partnership": "llp",
    "limited partnership": "lp",
    "joint stock company": "jsc",
    "public joint stock company": "pjsc",
    "open joint stock company": "ojsc",
    "closed joint stock company": "cjsc",
    "gesellschaft mit beschrankter haftung": "gmbh",
    "aktiengesellschaft": "ag",
    "societe anonyme": "sa",
    "sociedad anonima": "sa",
    "free zone establishment": "fze",
    "g m b h": "gmbh",
    "l l c": "llc",
    "l l p": "llp",
    "l p": "lp",
    "p l c": "plc",
    "s p a": "spa",
    "s r l": "srl",
    "s a s": "sas",
    "s a r l": "sarl",
    "b v": "bv",
    "n v": "nv",
    "sp z o o": "spzoo",
    "d o o": "doo",
    "s r o": "sro",
    "high tech": "hightech",
    "hi tech": "hightech",
}

STOP = _words(
    "the of for and des del della dello degli dei dos das der die den und fur les las los et in on "
    "at to von zu"
)

# Small words of Romance languages that are Chinese syllables as well (Da Kai): kept, of no weight.
PARTICLES = _words("de da di du do la le el al an a y e")

TITLES = _words("mr mrs ms miss dr prof professor sir dame eng ing phd md jr sr haji hajji")

CHINESE_TITLES = ("先生", "女士", "小姐", "博士", "教授", "院士")

# The first word of each line stands for the others.
_ORGANISATIONS_SPELLED = _forms(
    """
    technology tech techn technol technologies technological technologie tecnologia
    science sci sciences scientific
    university univ uni universitat universite universita universidad
    institute inst instituto institut institutes institution
    international intl int internat internacional
    industry ind indus industries industrial
    manufacture mfg mfr manuf manufacturing manufacturer manufacturers manufactory
    electronic elec elect electron electronics electronical
    electric electrical
    engineering engr engg engin
    development dev devel developments
    research res
    laboratory lab labs laboratories
    national natl
    department dept
    academy acad
    center ctr centre
    group grp groups
    holding hldg hldgs holdings
    trade trd trading trdg
    import imp imports importing
    export exp exports exporting
    communication comm commun comms communications
    telecommunication telecom telecomm telecoms telecommunications
    equipment equip eqpt equipments
    machine mach machinery machines
    instrument instr instruments instrumentation
    information info
    system sys systems
    service svc svcs services
    product prod products
    material mat materials
    investment inv invest investments
    management mgmt mgt
    enterprise ent enterprises
    shipping ship shipg
    transport trans transportation transports
    logistics logistic
    pharmaceutical pharm pharma pharmaceuticals
    medicine med medical
    chemical chem chemicals chemistry
    biology bio biological
    biotechnology biotech biotechnologies
    aviation avn
    aerospace aero
    automation automatic automated
    automotive auto automobile
    semiconductor semi semicon semiconductors
    microelectronics microelectronic
    optoelectronic photoelectric optoelectronics photoelectronic
    optics optic optical
    photonic photonics
    precision prec
    software softw
    computer comp computers computing
    computation computational
    association assn assoc
    brother bros brothers
    solution solutions
    resource resources
    component components
    power pwr
    energy energies
    metal metals
    supply supplies
    design designs
    shenzhen shen-zhen
    beijing peking
    guangzhou canton
    guangdong kwangtung
    hongkong hk
    macau macao
    china prc chinese
    us usa american america
    taiwan roc
    uae emirates
    russia russian
    iran iranian
    1 first 1st one
    2 second 2nd two
    3 third 3rd three
    4 fourth 4th four
    5 fifth 5th five
    6 sixth 6th six
    7 seventh 7th seven
    8 eighth 8th eight
    9 ninth 9th nine
    10 tenth 10th ten
    """
)

# Given names that are romanised in several ways; and Pinyin ü, written v, yu or u.
_PEOPLE_SPELLED = _forms(
    """
    mohammed muhammad mohammad mohamed muhammed mohamad mohd
    ahmed ahmad
    hussein hussain husayn hossein husain
    abdul abd abdel
    yusuf yousef youssef yosef
    omar umar
    ali aly
    ibrahim ebrahim
    sergey sergei serguei
    alexander aleksandr aleksander alexandr
    dmitry dmitri dmitriy
    yuri yury yuriy
    lu lv lyu
    nu nv nyu
    """
)

SPELLED = _ORGANISATIONS_SPELLED | _PEOPLE_SPELLED

# Places: they tell less than a brand and more than “technology”.
PLACES = _words(
    "china hongkong macau taiwan us uk uae russia iran korea northkorea japan germany france "
    "india singapore malaysia turkey canada syria iraq pakistan vietnam thailand beijing "
    "shanghai "
    "tianjin chongqing guangdong guangzhou shenzhen zhuhai foshan dongguan zhongshan huizhou "
    "jiangmen "
    "zhaoqing hebei henan hubei hunan jiangsu jiangxi zhejiang shandong shanxi shaanxi sichuan "
    "fujian anhui hainan yunnan guizhou gansu liaoning jilin heilongjiang guangxi ningxia xinjiang "
    "tibet qinghai nanjing suzhou wuxi hangzhou ningbo wuhan chengdu xian harbin dalian shenyang "
    "qingdao jinan xiamen fuzhou hefei changsha zhengzhou kunming nanchang taiyuan changchun "
    "california francisco oakland jose palo alto berkeley moscow tehran dubai london north south "
    "east west asia pacific global world europe"
)

# Common words of organisations' names that many share, besides those in SPELLED and PLACES.
GENERIC = frozenset(
    word for word in _ORGANISATIONS_SPELLED.values() if len(word) > 3 and not word.isdigit()
) | _words(
    "new city province county district zone park general state central public school college "
    "hospital bank fund capital venture ventures partners office bureau ministry commission "
    "committee plant factory works mill branch division unit joint stock digital smart "
    "intelligent advanced modern special network data cloud internet electric oil gas "
    "petroleum steel coal mining marine ocean space air water nuclear construction building "
    "real estate property food textile paper plastic rubber glass agriculture agricultural "
    "tool tools robot robotics sensor laser light vacuum control measurement test testing "
    "security safety defense defence military police insurance financial finance commercial "
    "commerce business consulting media culture education training health care environmental "
    "environment green low carbon solar wind battery vehicle vehicles aircraft satellite "
    "hightech polytechnic normal federal republic organization organisation foundation society "
    "company technique technical application applied innovation artificial intelligence"
)
