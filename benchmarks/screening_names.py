"""Made names for measuring restricted-party screening: a list, and variants labelled by kind.

Everything is made up from the tables below with a seed: organisations and people are invented,
any likeness to real ones is chance. The well-known public organisations are real names that are on
no restricted-party list; they stand on the made list only to be found. The spellings are written
out by hand here, apart from the tables of ``twinbay.screen``, so that the measurement does not test
the engine against itself.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from twinbay.screen import Entry, Kind, ScreeningList, version_of

SEED = 20261125

PLACES = (
    ("深圳市", "Shenzhen"), ("广州市", "Guangzhou"), ("珠海市", "Zhuhai"), ("佛山市", "Foshan"),
    ("东莞市", "Dongguan"), ("香港", "Hong Kong"), ("北京", "Beijing"), ("上海", "Shanghai"),
    ("湖北", "Hubei"), ("河南", "Henan"), ("苏州", "Suzhou"), ("杭州", "Hangzhou"),
    ("成都", "Chengdu"), ("大连", "Dalian"), ("台州", "Taizhou"), ("湛江", "Zhanjiang"),
)  # fmt: skip

# Characters of brands with Pinyin and, where it differs, the Traditional character.
BRAND = (
    ("华", "hua", "華"), ("星", "xing", "星"), ("鼎", "ding", "鼎"), ("瑞", "rui", "瑞"),
    ("联", "lian", "聯"), ("宏", "hong", "宏"), ("达", "da", "達"), ("凯", "kai", "凱"),
    ("腾", "teng", "騰"), ("远", "yuan", "遠"), ("锐", "rui", "銳"), ("创", "chuang", "創"),
    ("维", "wei", "維"), ("思", "si", "思"), ("博", "bo", "博"), ("泰", "tai", "泰"),
    ("康", "kang", "康"), ("丰", "feng", "豐"), ("润", "run", "潤"), ("恒", "heng", "恆"),
    ("晨", "chen", "晨"), ("光", "guang", "光"), ("云", "yun", "雲"), ("翔", "xiang", "翔"),
    ("飞", "fei", "飛"), ("鹏", "peng", "鵬"), ("兴", "xing", "興"), ("隆", "long", "隆"),
    ("盛", "sheng", "盛"), ("嘉", "jia", "嘉"), ("诺", "nuo", "諾"), ("捷", "jie", "捷"),
    ("普", "pu", "普"), ("耐", "nai", "耐"), ("科", "ke", "科"), ("森", "sen", "森"),
    ("岭", "ling", "嶺"), ("澜", "lan", "瀾"), ("曜", "yao", "曜"), ("霖", "lin", "霖"),
)  # fmt: skip

# Trades in Chinese, Traditional and English; some are common, some are not.
TRADES = (
    ("科技", "科技", "Technology"),
    ("电子", "電子", "Electronics"),
    ("精密仪器", "精密儀器", "Precision Instruments"),
    ("光电技术", "光電技術", "Optoelectronics Technology"),
    ("国际贸易", "國際貿易", "International Trading"),
    ("新材料", "新材料", "New Materials"),
    ("生物医药", "生物醫藥", "Biological Pharmaceutical"),
    ("航空设备", "航空設備", "Aviation Equipment"),
    ("通信设备", "通信設備", "Communication Equipment"),
    ("半导体", "半導體", "Semiconductor"),
    ("进出口", "進出口", "Import & Export"),
    ("自动化设备", "自動化設備", "Automation Equipment"),
    ("灯饰", "燈飾", "Lighting"),
    ("家具", "傢俱", "Furniture"),
    ("陶瓷", "陶瓷", "Ceramics"),
    ("模具", "模具", "Mould"),
    ("轴承", "軸承", "Bearing"),
    ("电缆", "電纜", "Cable"),
    ("智能装备", "智能裝備", "Intelligent Equipment"),
    ("化工机械", "化工機械", "Chemical Machinery"),
    ("物流", "物流", "Logistics"),
    ("软件", "軟件", "Software"),
    ("激光", "激光", "Laser"),
    ("投资管理", "投資管理", "Investment Management"),
)
FORMS_ZH = (
    ("有限公司", "有限公司"),
    ("股份有限公司", "股份有限公司"),
    ("集团有限公司", "集團有限公司"),
)
FORMS_EN = ("Co., Ltd.", "Limited", "Company Limited", "Corporation", "Co Ltd", "Inc.", "Ltd")

# Surname: Simplified, Traditional, Pinyin, Wade-Giles, Hong Kong.
SURNAMES = (
    ("陈", "陳", "Chen", "Ch'en", "Chan"), ("梁", "梁", "Liang", "Liang", "Leung"),
    ("黄", "黃", "Huang", "Huang", "Wong"), ("张", "張", "Zhang", "Chang", "Cheung"),
    ("李", "李", "Li", "Li", "Lee"), ("刘", "劉", "Liu", "Liu", "Lau"),
    ("周", "周", "Zhou", "Chou", "Chow"), ("郭", "郭", "Guo", "Kuo", "Kwok"),
    ("曾", "曾", "Zeng", "Tseng", "Tsang"), ("何", "何", "He", "Ho", "Ho"),
    ("邓", "鄧", "Deng", "Teng", "Tang"), ("杨", "楊", "Yang", "Yang", "Yeung"),
    ("谢", "謝", "Xie", "Hsieh", "Tse"), ("冯", "馮", "Feng", "Feng", "Fung"),
    ("罗", "羅", "Luo", "Lo", "Law"), ("蔡", "蔡", "Cai", "Ts'ai", "Choi"),
    ("郑", "鄭", "Zheng", "Cheng", "Cheng"), ("徐", "徐", "Xu", "Hsu", "Tsui"),
    ("朱", "朱", "Zhu", "Chu", "Chu"), ("叶", "葉", "Ye", "Yeh", "Yip"),
    ("单", "單", "Shan", "Shan", "Sin"), ("仇", "仇", "Qiu", "Ch'iu", "Kau"),
    ("欧阳", "歐陽", "Ouyang", "Ouyang", "Au Yeung"), ("苏", "蘇", "Su", "Su", "So"),
)  # fmt: skip
GIVEN = (
    ("国", "國", "guo", "kuo", "kwok"), ("强", "強", "qiang", "ch'iang", "keung"),
    ("明", "明", "ming", "ming", "ming"), ("志", "志", "zhi", "chih", "chi"),
    ("伟", "偉", "wei", "wei", "wai"), ("文", "文", "wen", "wen", "man"),
    ("德", "德", "de", "te", "tak"), ("家", "家", "jia", "chia", "ka"),
    ("荣", "榮", "rong", "jung", "wing"), ("学", "學", "xue", "hsueh", "hok"),
    ("雄", "雄", "xiong", "hsiung", "hung"), ("俊", "俊", "jun", "chun", "chun"),
    ("思", "思", "si", "ssu", "sze"), ("慧", "慧", "hui", "hui", "wai"),
    ("美", "美", "mei", "mei", "mei"), ("玉", "玉", "yu", "yu", "yuk"),
    ("康", "康", "kang", "k'ang", "hong"), ("健", "健", "jian", "chien", "kin"),
    ("永", "永", "yong", "yung", "wing"), ("海", "海", "hai", "hai", "hoi"),
    ("诗", "詩", "shi", "shih", "sze"), ("峰", "峰", "feng", "feng", "fung"),
)  # fmt: skip
FIRST = (
    "Alaric", "Benedikt", "Caspian", "Dagmar", "Elowen", "Fabrizio", "Greta", "Horatio", "Isolde",
    "Joaquin", "Katarina", "Leopold", "Marguerite", "Nikolai", "Octavia", "Percival", "Quentin",
    "Rosalind", "Santiago", "Theodora", "Ulrich", "Valentina",
)  # fmt: skip
LAST = (
    "Abernathy", "Blackwood", "Castellano", "Drummond", "Eisenhardt", "Featherstone", "Grigoriev",
    "Hollingsworth", "Ivanenko", "Jablonski", "Kowalczyk", "Lindqvist", "Montenegro", "Nakagawa",
    "Ostrowski", "Petrossian", "Quarrington", "Rasmussen", "Sokolovsky", "Thistlewood",
    "Ulyanchenko", "Vandermeer", "Wetherington", "Yamamura", "Zielinski",
)  # fmt: skip
MIDDLE = ["Adrian", "Beatrix", "Cyrus", "Delphine", "Edmund", "Florian", "Gideon", "Helena"]

# Real organisations that everybody knows; none is a restricted party.
WELL_KNOWN = (
    "Stanford University", "University of California, Berkeley", "San José State University",
    "Lawrence Berkeley National Laboratory", "Kaiser Permanente", "Genentech, Inc.",
    "Hewlett Packard Enterprise Company", "Levi Strauss & Co.", "Wells Fargo & Company",
    "Siemens AG", "Robert Bosch GmbH", "Nestlé S.A.", "L'Oréal S.A.", "Toyota Motor Corporation",
    "Koninklijke Philips N.V.", "Novo Nordisk A/S", "Unilever PLC", "Starbucks Corporation",
    "Massachusetts Institute of Technology", "University of Oxford", "Gilead Sciences, Inc.",
    "Advanced Micro Devices, Inc.", "International Business Machines Corporation",
    "Exploratorium", "Monterey Bay Aquarium Research Institute",
)  # fmt: skip

ABBREVIATED = {
    "Technology": "Tech.", "Electronics": "Elec.", "International": "Int'l", "Equipment": "Equip.",
    "Instruments": "Instr.", "Pharmaceutical": "Pharm.", "Management": "Mgmt.",
    "Machinery": "Mach.", "Communication": "Comm.", "Semiconductor": "Semicon",
    "Investment": "Inv.", "University": "Univ.", "Laboratory": "Lab", "Institute": "Inst.",
    "Import": "Imp.", "Export": "Exp.", "Research": "Res.", "Sciences": "Sci.",
    "Corporation": "Corp.", "National": "Nat'l",
}  # fmt: skip


@dataclass(frozen=True)
class Company:
    """An invented company in every spelling."""

    id: str
    place: tuple[str, str]
    brand: tuple[tuple[str, str, str], ...]
    trade: tuple[str, str, str]
    number: int = 0

    @property
    def brand_name(self) -> str:
        return "".join(pinyin for _, pinyin, _ in self.brand).capitalize()

    def english(self, form: str = "Co., Ltd.", brand: str = "") -> str:
        number = f" No. {self.number} Factory" if self.number else ""
        name = f"{self.place[1]} {brand or self.brand_name} {self.trade[2]}"
        return f"{name} {form}{number}".strip()

    def chinese(self, form: int = 0, traditional: bool = False) -> str:
        which = 2 if traditional else 0
        place = self.place[0].replace("东莞", "東莞").replace("广", "廣").replace("苏", "蘇")
        brand = "".join(character[which] for character in self.brand)
        trade = self.trade[1 if traditional else 0]
        return (
            (place if traditional else self.place[0])
            + brand
            + trade
            + FORMS_ZH[form][int(traditional)]
        )


@dataclass(frozen=True)
class ChinesePerson:
    """An invented person with a Chinese name."""

    id: str
    surname: tuple[str, str, str, str, str]
    given: tuple[tuple[str, str, str, str, str], ...]

    def written(self, script: int) -> str:
        """0 Simplified, 1 Traditional."""
        return self.surname[script] + "".join(character[script] for character in self.given)

    def spelled(self, system: int, joint: str = "") -> tuple[str, str]:
        """Surname and given name in Pinyin (2), Wade-Giles (3) or Hong Kong spelling (4)."""
        return self.surname[system], joint.join(c[system] for c in self.given).capitalize()


@dataclass(frozen=True)
class Label:
    """A name to screen, and the entry that it is of.

    Attributes:
        name: as a member might write it.
        kind: what it is of.
        entry: id of the entry; "" when it is of none on the list.
        variation: how it differs from the entry's name, or what makes it hard.
        origin: the entry that it was made from: halves are split by it.
    """

    name: str
    kind: Kind
    entry: str
    variation: str
    origin: str


@dataclass
class Made:
    """The made list and the labelled names."""

    entries: list[Entry] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def listed(self) -> ScreeningList:
        entries = tuple(self.entries)
        return ScreeningList("made list", version_of(entries), entries)


def make(fillers: int = 2_000, seed: int = SEED) -> Made:
    """Return the labelled names and their list with so many further invented entries."""
    rng = random.Random(seed)
    made = Made()
    brands = _brands(rng)
    for number in range(90):
        _company(made, rng, _new_company(rng, f"C{number}", brands), brands)
    for number in range(60):
        _chinese_person(made, rng, _new_person(rng, f"P{number}"))
    for number in range(40):
        _western_person(made, rng, f"W{number}")
    for number, name in enumerate(WELL_KNOWN):
        _well_known(made, rng, f"K{number}", name)
    listed = {_sorted_words(name) for entry in made.entries for name in entry.names}
    made.labels = [
        label for label in made.labels if label.entry or _sorted_words(label.name) not in listed
    ]
    taken = {entry.name for entry in made.entries}
    while fillers:
        entry = _filler(rng, f"F{fillers}")
        if entry.name not in taken:
            taken.add(entry.name)
            made.entries.append(entry)
            fillers -= 1
    return made


def organisations(count: int, seed: int = SEED + 1) -> list[str]:
    """Return invented names of organisations to screen, English and Chinese in turn."""
    rng = random.Random(seed)
    brands = [tuple(rng.sample(BRAND, rng.choice((2, 3)))) for _ in range(count)]
    names = []
    for number, brand in enumerate(brands):
        company = Company(f"Q{number}", rng.choice(PLACES), brand, rng.choice(TRADES))
        names.append(company.chinese() if number % 2 else company.english(rng.choice(FORMS_EN)))
    return names


def _sorted_words(name: str) -> tuple[str, ...]:
    return tuple(sorted(name.casefold().replace(",", "").split()))


def _brands(rng: random.Random) -> list[tuple[tuple[str, str, str], ...]]:
    """Return brands for the labelled companies, each with a Pinyin of its own."""
    chosen: dict[str, tuple[tuple[str, str, str], ...]] = {}
    while len(chosen) < 400:
        brand = tuple(rng.sample(BRAND, 2))
        chosen.setdefault("".join(character[1] for character in brand), brand)
    return list(chosen.values())


def _new_company(
    rng: random.Random, id: str, brands: list[tuple[tuple[str, str, str], ...]]
) -> Company:
    return Company(id, rng.choice(PLACES), brands.pop(), rng.choice(TRADES))


def _new_person(rng: random.Random, id: str) -> ChinesePerson:
    return ChinesePerson(id, rng.choice(SURNAMES), tuple(rng.sample(GIVEN, 2)))


def _company(
    made: Made, rng: random.Random, company: Company, brands: list[tuple[tuple[str, str, str], ...]]
) -> None:
    """Add a company, listed in English or in Chinese, with variants and hard negatives."""
    in_chinese = rng.random() < 0.4
    listed = company.chinese() if in_chinese else company.english()
    acronym = f"{company.place[1][0]}{company.brand_name[0]}{rng.choice('AEIOU')}Z"
    made.entries.append(Entry(company.id, listed, Kind.UNKNOWN, (f"{acronym}{company.id}",)))

    def add(variation: str, name: str, entry: str = company.id) -> None:
        made.labels.append(Label(name, Kind.ORGANISATION, entry, variation, company.id))

    if in_chinese:
        add("traditional", company.chinese(traditional=True))
        add("legal form", company.chinese(rng.choice((1, 2))))
        add("translation", company.english(rng.choice(FORMS_EN)))
    else:
        place, trade = company.place[1], company.trade[2]
        add("legal form", company.english(rng.choice(FORMS_EN[1:])))
        add("word order", f"{company.brand_name} {trade} ({place}) Co., Ltd.")
        add("typing", company.english(brand=_typo(rng, company.brand_name)))
        add("spacing", company.english(brand=_apart(company)))
        add("translation", company.chinese())
        if short := _shortened(company.english()):
            add("abbreviation", short)
    _company_negatives(add, rng, company, in_chinese, brands)


def _company_negatives(
    add: Callable[[str, str, str], None],
    rng: random.Random,
    company: Company,
    in_chinese: bool,
    brands: list[tuple[tuple[str, str, str], ...]],
) -> None:
    other = Company("", company.place, brands[rng.randrange(len(brands))], company.trade)
    add("other brand", other.chinese() if in_chinese else other.english(), "")
    first = company.brand[0]
    sounds = {"".join(c[1] for c in (first, company.brand[1]))}
    near = next(
        c for c in rng.sample(BRAND, len(BRAND))
        if first[1] + c[1] not in sounds and c[1][0] != company.brand[1][1][0]
    )  # fmt: skip
    akin = Company("", company.place, (first, near), company.trade)
    add("half the brand", akin.chinese() if in_chinese else akin.english(), "")
    bare = f"{company.place[1]} {company.trade[2]} Co., Ltd."
    add("no brand", company.place[0] + company.trade[0] + "公司" if in_chinese else bare, "")


def _chinese_person(made: Made, rng: random.Random, person: ChinesePerson) -> None:
    script = rng.choice(("han", "pinyin", "pinyin", "hongkong"))
    system = 4 if script == "hongkong" else 2
    family, given = person.spelled(system, " " if system == 4 else "")
    listed = person.written(0) if script == "han" else f"{family.upper()}, {given}"
    made.entries.append(Entry(person.id, listed, Kind.PERSON))

    def add(variation: str, name: str, entry: str = person.id) -> None:
        made.labels.append(Label(name, Kind.PERSON, entry, variation, person.id))

    if script == "han":
        add("traditional", person.written(1))
        family, given = person.spelled(2)
        add("pinyin", f"{given} {family}")
        family, given = person.spelled(3, "-")
        add("wade-giles", f"{family} {given}")
        family, given = person.spelled(4, "-")
        add("cantonese", f"{family} {given}")
    elif script == "pinyin":
        add("word order", f"{given} {family}")
        add("pinyin", person.written(rng.choice((0, 1))))
        spaced = " ".join(c[2].capitalize() for c in person.given)
        add("spacing", f"{family} {spaced}")
    else:
        add("cantonese", person.written(rng.choice((0, 1))))
        add("word order", f"{given} {family}")
        add("spacing", f"{family} {given.replace(' ', '-')}")
    _person_negatives(add, rng, person, script, system)


def _person_negatives(
    add: Callable[[str, str, str], None],
    rng: random.Random,
    person: ChinesePerson,
    script: str,
    system: int,
) -> None:
    sounds = {character[system] for character in person.given}
    others = [c for c in GIVEN if c[system] not in sounds and c[2] not in sounds]
    relative = ChinesePerson("", person.surname, (person.given[0], rng.choice(others)))
    family, given = relative.spelled(system, " " if system == 4 else "")
    name = relative.written(0) if script == "han" else f"{family} {given}"
    add("half the given name", name, "")


def _western_person(made: Made, rng: random.Random, id: str) -> None:
    first, middle, last = rng.choice(FIRST), rng.choice(MIDDLE), f"{rng.choice(LAST)}"
    last = f"{last[:-2]}{rng.choice('aeiou')}{last[-2:]}"
    made.entries.append(Entry(id, f"{last.upper()}, {first} {middle}", Kind.PERSON))

    def add(variation: str, name: str, entry: str = id) -> None:
        made.labels.append(Label(name, Kind.PERSON, entry, variation, id))

    add("word order", f"{first} {middle} {last}")
    add("initials", f"{first[0]}. {middle[0]}. {last}")
    add("middle name", f"{first} {last}")
    add("typing", f"{first} {middle} {_typo(rng, last)}")
    others = [name for name in FIRST if name[0] != first[0]]
    add("another first name", f"{rng.choice(others)} {last}", "")


def _well_known(made: Made, rng: random.Random, id: str, name: str) -> None:
    made.entries.append(Entry(id, name, Kind.UNKNOWN))

    def add(variation: str, variant: str, entry: str = id) -> None:
        made.labels.append(Label(variant, Kind.ORGANISATION, entry, variation, id))

    plain = name.replace("é", "e").replace("'", "").replace(",", "").replace(".", "")
    add("case and accents", plain.upper())
    words = plain.split()
    longest = max(words, key=len)
    add("typing", plain.replace(longest, _typo(rng, longest)))
    if len(words) > 2:
        add("word order", " ".join([*words[1:], words[0]]))
    if short := _shortened(name):
        add("abbreviation", short)


def _filler(rng: random.Random, id: str) -> Entry:
    """Return an entry that no label is of: a company of three-character brand, or a person."""
    if rng.random() < 0.5:
        brand = tuple(rng.sample(BRAND, 3))
        company = Company(id, rng.choice(PLACES), brand, rng.choice(TRADES))
        return Entry(id, company.chinese() if rng.random() < 0.3 else company.english())
    surname = rng.choice(SURNAMES)[2]
    middle, last = rng.choice(MIDDLE), f"{rng.choice(LAST)[:-3]}{rng.choice(LAST)[-4:]}"
    if rng.random() < 0.5:
        syllables = "".join(rng.choice(BRAND)[1] for _ in range(2)).capitalize()
        return Entry(id, f"{surname.upper()}, {syllables}", Kind.PERSON)
    return Entry(id, f"{last.upper()}, {rng.choice(FIRST)} {middle}", Kind.PERSON)


def _typo(rng: random.Random, word: str) -> str:
    """Return a word with one slip of the keyboard: a letter lost, doubled, changed or swapped."""
    at = rng.randrange(1, len(word) - 1)
    kind = rng.choice(("lost", "doubled", "changed", "swapped"))
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[: at + 1] + word[at:]
    if kind == "swapped" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = rng.choice([c for c in "aeioustrnl" if c != word[at]])
    return word[:at] + letter + word[at + 1 :]


def _apart(company: Company) -> str:
    return " ".join(pinyin.capitalize() for _, pinyin, _ in company.brand)


def _shortened(name: str) -> str:
    words = name.split()
    short = [ABBREVIATED.get(word.strip(","), word) for word in words]
    return " ".join(short) if short != words else ""
