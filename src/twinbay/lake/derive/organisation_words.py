"""Words in names of organisations: how they are spelled, and which of them tell nothing apart."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# One word for each of these, whatever the language or the abbreviation; folded by ``fold_name``.
_SPELLINGS = {
    "university": "univ universitat universitaet universite universita universidad universidade "
    "universiteit universitet universitatea universities universites uni univeristy",
    "institute": "inst institut instituto istituto instituts institutes",
    "technology": "tech technol technologies technologie technologia tecnologia tecnologica "
    "tecnologico technologic technological",
    "science": "scientific scientifique scientifiques sci sciences ciencias ciencia "
    "wissenschaften scienze",
    "laboratory": "lab labs laboratories laboratoire laboratorio labor",
    "department": "dept departement departamento dipartimento",
    "national": "natl nacional nationale nazionale nationaal",
    "international": "intl internationale internazionale",
    "academy": "acad academia akademie accademia",
    "research": "res recherche recherches ricerca ricerche investigacion investigaciones forschung "
    "investigacao pesquisa",
    "engineering": "eng ingenieria ingegneria ingenierie engenharia",
    "hospital": "hosp hopital ospedale krankenhaus universitatsklinikum klinikum",
    "college": "coll collegium colegio",
    "center": "ctr centre centro zentrum centrum",
    "saint": "st sankt santo",
    "technical": "technische techn technique tecnica tecnico technico teknisk technischen",
    "technical university": "tu",
    "polytechnic": "polytechnique politecnico politecnica polytechnical politechnika politehnica "
    "polytechnics",
    "applied": "angewandte",
    "federal": "federale",
    "computer": "informatik informatique informatica informatics computing",
    "school": "ecole scuola escuela escola schools",
    "superior": "superieure superieur superiore",
    "electric": "electrical electronique",
    "catholic": "katholieke catholique catolica cattolica katholische",
    "free": "libre freie vrije libera",
    "autonomous": "autonoma autonome",
    "state": "estatal",
    "royal": "kungliga koninklijke",
    "max": "maxplanck",
    # Towns and countries by their English names.
    "munich": "munchen muenchen",
    "cologne": "koln koeln",
    "genoa": "genova",
    "turin": "torino",
    "milan": "milano",
    "rome": "roma",
    "naples": "napoli",
    "florence": "firenze",
    "venice": "venezia",
    "padua": "padova",
    "lisbon": "lisboa",
    "vienna": "wien",
    "geneva": "geneve genf",
    "prague": "praha",
    "warsaw": "warszawa",
    "copenhagen": "kobenhavn",
    "gothenburg": "goteborg",
    "brussels": "bruxelles brussel",
    "seville": "sevilla",
    "catalonia": "catalunya cataluna",
    "nuremberg": "nurnberg nuernberg",
    "zurich": "zuerich",
    "gottingen": "goettingen",
    "tubingen": "tuebingen",
    "dusseldorf": "duesseldorf",
    "strasburg": "strasbourg",
    "antwerp": "antwerpen",
    "ghent": "gent",
    "saragossa": "zaragoza",
    "normandy": "normandie",
    "usa": "us",
    "9": "ix",
    "2": "ii 02",
    "3": "iii 03",
    "4": "iv 04",
    "5": "05",
    "6": "vi 06",
    "7": "vii 07",
    "8": "viii 08",
    "1": "i 01",
    "11": "xi",
    "12": "xii",
}
SPELLED = {form: word for word, forms in _SPELLINGS.items() for form in forms.split()}

STOP = _words(
    "the of for and de des du di del della delle dello degli dei studi da do dos das der die den "
    "und fur fuer zu la le les los las l d at in on y e et en a an u s sur van voor"
)

# Legal forms and words that companies add or drop.
LEGAL = _words(
    "inc ltd limited co corp corporation company companies llc llp lp gmbh ag sa sas spa srl plc "
    "group holding holdings kk pte pvt bv nv ab oy as aps kg se kgaa incorporated com ev "
    "有限公司 股份有限公司 集团"
)

# What a company's unit adds to the company's name.
UNIT = _words(
    "research laboratory ai technology international global artificial intelligence cloud "
    "advanced development innovation robotics corporate joint america usa europe asia japan "
    "japanese china chinese korea france french germany german india israel canada uk"
)

# Research councils whose joint units stand under the name of the other partner.
COUNCILS = _words("cnrs csic cnr inserm inrae inra")

# Heads of names of institutions that are known by a place or a person, not by a brand.
INSTITUTIONAL = _words(
    "university college institute school academy hospital department national center council "
    "ministry polytechnic society agency administration"
)

# What kind of institution a name is of: names of two kinds are two organisations.
HEADS = _words(
    "university institute school college laboratory center hospital faculty department hochschule"
)
PROFILES = {
    "technical": "technical",
    "polytechnic": "technical",
    "technology": "technical",
    **{
        word: word
        for word in _words(
            "applied agricultural normal catholic free autonomous state medical pedagogical"
        )
    },
}

# Places whose "X University" and "University of X" are two universities.
REVERSED = _words("miami washington york")

# A name with one of these is another organisation than the same name without.
APART = _words(
    "hospital hospitals clinic clinical health campus branch affiliated seconda second press "
    "foundation system systems lincoln graduate medical medicine"
)

# Words that many organisations of one site or country share.
GENERIC = _words(
    "university college institute school academy hospital department national center council "
    "ministry polytechnic society agency administration research laboratory science "
    "technology technical engineering international applied computer information systems "
    "system advanced federal state superior free industrial intelligent intelligence "
    "artificial robotics general central faculty division unit development medical medicine "
    "health education higher studies business graduate electric electronic electronics group "
    "max planck fraunhofer helmholtz leibniz data network communication communications "
    "swiss german french italian japanese korean chinese american british spanish canadian "
    "australian israel israeli japan korea china france germany italy usa indian india"
)

# Pairs that differ by one letter and are different places.
CONFUSABLE = frozenset(
    frozenset(pair.split())
    for pair in (
        "shanxi shaanxi",
        "hubei hebei",
        "henan hunan",
        "jiangxi jiangsu",
        "guangxi guangdong",
        "austria australia",
        "north south",
        "eastern western",
        "northern southern",
        "chungbuk chonbuk",
        "chunbuk chonbuk",
        "myongji kyonggi",
        "hanshin hansung",
    )
)
