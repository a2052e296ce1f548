"""The words that names are told by: titles, degrees, particles, patronymics, endings."""

import re

from core.text import fold

# --- Titles -----------------------------------------------------------------------------------
# Folded; of several words, those that stand together. These are nobody's name.
CLEAR_TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "mr mrs", "mr ms"),
    *("the hon", "honourable", "the honourable", "rt hon", "the rt hon", "the right honourable"),
    *("excellency", "his excellency", "her excellency", "h e", "h h", "h r h", "h i h", "h s h"),
    *("habil", "msgr", "ambassador", "amb", "colonel", "lt col", "lieutenant colonel"),
    *("lt colonel",),
    *("maj gen", "lt gen", "brig gen", "major general", "brigadier general", "lieutenant general"),
    *("brigadier", "capt", "lt", "lieutenant", "sgt", "sergeant", "mister", "madam", "madame"),
    *("mme", "mmes", "mlle", "monsieur", "mademoiselle", "s e", "s e m", "s e mme"),
    *("son excellence",),
    *("sra", "srta", "senor", "senora", "senorita", "dona", "dna", "excmo", "excma", "s e r"),
    *("su excelencia", "herr", "frau", "sig", "sig ra", "signor", "signora", "dott", "dott ssa"),
    *("dr ing", "dr iur", "dr med", "dr jur", "dr phil", "dr rer nat", "dr rer pol", "dr h c"),
    *("mmag", "mddr", "thdr", "phmr", "mvdr", "ing arch", "icdr", "dipl kfm", "dipl pol"),
    *("mgr", "judr", "phdr", "mudr", "rndr", "paeddr", "dipl ing", "inz", "dr hab", "mgr inz"),
    *("dr inz", "ddr", "mag", "avv", "eng", "engr", "arch", "adv", "atty", "pastor", "rev"),
    *("fr dr",),
    *("г н", "г жа", "господин", "госпожа", "е п", "гн", "гжа", "г ну", "г же", "пани"),
    *("его превосходительство", "ее превосходительство", "д р", "доктор", "проф", "профессор"),
    *("посол", "генерал майор", "генерал лейтенант", "генерал полковник", "майор", "полковник"),
    *("подполковник", "капитан", "лейтенант", "старший лейтенант", "тов", "товарищ", "к н", "д н"),
    *("п н", "п ні", "мырза", "мырзайым", "айым", "жаноб", "janob", "xonim", "ханым", "cənab"),
    *("пан", "генерал", "bay", "bayan", "sayin", "sn", "domnul", "doamna", "dl", "d na"),
    *("commander", "cmdr", "admiral", "rear admiral", "vice admiral", "commodore", "marshal"),
    *("gen bryg", "gen dyw", "plk", "pplk", "mjr", "kpt", "ppor", "nadkom", "podinsp", "podkom"),
    *("ген", "полк", "подполк", "ген м р", "ген л т", "контр адмирал", "вице адмирал", "адмирал"),
    *("генерал лейтенант полиции", "генерал майор полиции", "полковник полиции"),
    *("подполковник полиции", "майор полиции", "полковник юстиции", "подполковник юстиции"),
    *("gospodin",),
    *("gospodja", "gospoda", "pan", "pani", "ponas", "ponia", "kungs", "kundze", "sheikh"),
    *("sheikha",),
    *("ong", "ba", "ông", "bà", "cənabları", "xanım", "cenab", "xanim", "dhr", "mevr", "shri"),
    *("smt", "cpt", "cdr", "lt cdr", "ltc", "supt", "insp", "polkovnik", "podpolkovnik"),
    *("polkovnik leytenant", "general mayor", "general leytenant", "general leytnant"),
    *("младший лейтенант", "прапорщик", "старший прапорщик", "старший сержант"),
}
# Ranks, behind which a service stands in small letters: "генерал-майор милиции", "полковник
# внутренней службы".
RANKS = {
    *("генерал", "генерал майор", "генерал лейтенант", "генерал полковник", "полковник", "майор"),
    *(
        "подполковник",
        "капитан",
        "лейтенант",
        "старший лейтенант",
        "младший лейтенант",
        "прапорщик",
    ),
    *("старший прапорщик", "старшина", "сержант", "старший сержант", "адмирал", "контр адмирал"),
    *("вице адмирал", "комиссар", "ген", "полк", "подполк", "plk", "pplk", "mjr", "kpt", "ppor"),
}
# These are also names (Dame Ndiaye, Gen Sato, Major Owen): a prefix only where a given and a
# family name remain.
TITLES_OR_NAMES = {
    *("dame", "lord", "lady", "hon", "hab", "col", "gen", "general", "major", "maj", "captain"),
    *("don", "me", "sr", "ing", "bc", "doc", "med", "prim", "m", "p", "d", "г", "т", "ба", "ба"),
    *("prince", "princess", "king", "judge", "dean", "bishop", "justice", "sheik", "st", "ba"),
    *("pan",),
    *("ong", "bay", "mag", "arch", "eng", "adv", "lt", "rev", "pastor", "sn", "dl", "sig"),
}
# One letter or a short name: a prefix only with a full stop.
WITH_STOP = {"m", "p", "d", "г", "т", "me", "doc", "med", "prim", "sr", "hon", "mag", "ba", "sn"}
WITH_STOP |= {"dl", "ong", "arch", "eng", "st", "bc", "lt", "adv", "fr"}
# Titles that are family names too.
FAMILY_NAMES_TOO = {"генерал", "маиор", "капитан", "посол", "пан", "полковник", "князь", "general"}
# Folding takes the breve off "й".
CLEAR_TITLES = {fold(title) for title in CLEAR_TITLES}
TITLES_OR_NAMES = {fold(title) for title in TITLES_OR_NAMES}
RANKS = {fold(title) for title in RANKS}
TITLES = CLEAR_TITLES | TITLES_OR_NAMES
LONGEST = max(len(title.split()) for title in TITLES)
# Behind the name; they are printed with the prefix.
DEGREES = {
    *("phd", "ph d", "mba", "ma", "msc", "m sc", "ba", "bsc", "llm", "ll m", "csc", "drsc", "md"),
    *("esq", "mpa", "cfa", "dsc", "jd", "mp", "mep", "cbe", "obe", "cmg", "mphil", "edd", "dphil"),
    *("к э н", "д э н", "к и н", "к ю н", "д ю н", "к п н", "к т н", "к м н", "phd candidate"),
}
# Behind the name, and part of the family name.
GENERATIONS = {"jr", "sr", "ii", "iii", "iv", "jnr", "snr", "filho", "neto", "junior", "fils"}
ROMAN = {"ii", "iii", "iv"}

# --- Particles --------------------------------------------------------------------------------
# They stand before a family name and belong to it. Those of the first set may also be written
# with a capital ("De Luca", "Al Saud", "Ó Broin"); the others count in small letters alone.
PARTICLES = {
    *("van", "von", "vom", "der", "den", "de", "di", "da", "del", "della", "dela", "la", "le"),
    *("el",),
    *("al", "bin", "ibn", "ben", "bint", "abu", "abd", "ter", "ten", "zu", "zum", "zur", "dos"),
    *("das", "do", "du", "des", "st", "san", "santa", "sant", "dalla", "dal", "lo", "los", "las"),
    *(
        "o",
        "ni",
        "nic",
        "mhic",
        "mac",
        "mc",
        "ui",
        "ap",
        "af",
        "av",
        "t",
        "dei",
        "degli",
        "delle",
        "aan",
    ),
    *("op", "het", "ould", "oulad", "aït", "ait", "es", "ash", "as", "ad", "az", "ul", "ur", "te"),
    *("фон", "ван", "дер", "де", "аль", "эль", "бен", "ибн", "дю", "ла", "ле", "ди", "мак", "бин"),
    *("аш", "ас", "ад", "абу", "дель", "да", "дос", "ден"),
}
SMALL_PARTICLES = {
    *("in", "d", "l", "os", "auf", "an", "uit", "vd", "v", "av", "till", "nad", "z", "u"),
    *("as", "a"),
}
# In small letters, they begin a family name wherever they stand.
OF_FAMILY = {"de", "del", "da", "do", "dos", "das", "di", "della", "von", "van", "du"}
# They join two family names.
JOINING = {"y", "i", "e", "und", "et", "и", "і", "ja", "and"}
# Before a family name they are "o" only with an accent or apostrophe: Ó Broin, not O Yong.
NAMES_TOO = {"ben", "san", "bin", "an", "as", "te", "do", "di", "le", "da", "la", "ad", "o"}
# With a capital, these before the last word may be somebody's second name.
GIVEN_TOO = {"ben", "san", "bin", "an", "te", "do", "as", "ad", "la", "da", "di", "o"}
VIETNAMESE = {
    *("nguyen", "tran", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "ngo"),
    *("duong",),
    *("ly", "dinh", "trinh", "luong", "doan"),
}
VIETNAMESE_MIDDLE = {"van", "thi"}

# --- Patronymics ------------------------------------------------------------------------------
# Endings, by language, in both alphabets; compared without accents and apostrophes (`_squash`).
# Source: the naming customs of each state, as in CLDR personNames and ICAO Doc 9303 part 3.
PATRONYMIC_ENDINGS = {
    "Russian": "ович евич овна евна инична ична ovich evich ovitch evitch ovna evna inichna yevna",
    "Ukrainian": "ійович йович овіч івна ївна ovych evych yovych iovych ivna yivna iivna",
    "Belarusian": "авіч евіч овіч аўна еўна ёўна ўна avich evich auna euna iouna",
    "Kazakh": "ұлы улы қызы кызы uly kyzy qyzy",
    "Kyrgyz": "уулу уул uulu",
    "Uzbek": "ўғли угли оғли қизи кизи ogli ugli qizi kizi",
    "Tajik": "ович евич овна евна",
    "Turkmen": "оглы гызы owic ewic owna ewna ogly gyzy",
    "Azerbaijani": "оглу оғлу гызы oglu qizi gizi",
}
# These are words of their own more often than endings: they make a patronymic of the name before.
SON_OR_DAUGHTER = {
    *("оглы", "оглу", "огли", "кызы", "кизи", "углы", "уулу", "уул", "улы", "ұлы", "қызы", "угли"),
    *("ўғли", "қизи", "гызы", "оғли", "ogly", "oglu", "ogli", "kyzy", "kizi", "ugli", "uulu"),
    *("uly",),
    *("qizi", "gyzy", "gizi", "qyzy", "tegin", "oglou", "ulu", "ugly", "ugl", "qiz", "hizi"),
}
# Patronymics with the short ending "-ич".
SHORT_PATRONYMICS = {
    *("ильич", "кузьмич", "лукич", "фомич", "никитич", "саввич", "ilyich", "ilich", "kuzmich"),
    *("lukich", "fomich", "nikitich", "savvich"),
}
# Letters that stand before such an ending at least.
STEM = 3
ENDINGS = tuple(
    sorted({end for line in PATRONYMIC_ENDINGS.values() for end in line.split()}, key=len)[::-1]
)

# Endings of family names in lands where lists often put them first.
FAMILY_ENDING = re.compile(
    r".{2,}(ов|ев|ёв|ова|ева|ёва|ын|ына|енко|ский|ская|цкий|цкая|швили|дзе|янц|зода|зад|"
    r"ов|ovs?|ev|yev|ova|eva|yeva|enko|sky|skiy|skyi|skij|ska|skaya|cki|cka|shvili|"
    r"zoda|zade|zada|bekov|bayev|baev|ović|ević|zadə|yan|дзе|ян|чук|chuk|ko|"
    r"[oe]wa?)"
)
# Those that hardly any given name has: they count more than the order of the column.
PLAIN_ENDING = re.compile(
    r".{3,}(ов|ев|ёв|ова|ева|ёва|енко|ский|ская|цкий|цкая|швили|ovich|ova|eva|yeva|enko|sky|skiy|"
    r"skyi|skaya|shvili|bekov|bayev|baev|дзе|dze|[^ь]ян|yan|"
    r"[oe][wv]|[oe]wa)"
)
GIVEN_WITH_SUCH_ENDING = {
    *("ян", "яна", "дарина", "лев", "lev", "яков", "нева", "eva", "ева", "yan", "ryan", "brian"),
    *("марко", "marko", "нико", "niko", "франциско", "francisco", "federico", "enrico", "rico"),
    *("ivan", "stan", "jan", "mariko", "yoko", "akiko", "keiko", "francesco", "marco", "dilyan"),
    *("ionko", "boiko", "janko", "darko", "mirko", "slavko", "branko", "zdenko", "tariko", "bryan"),
    *("севан", "nova", "ева", "neva", "ivanko", "damian", "doryan", "роман", "руслан", "rayan"),
    *("andrew", "matthew", "mathew", "bartholomew", "woodrow", "winslow", "barlow", "willow"),
    *("yakov", "yaakov", "iakov", "jakov", "bartholomew", "drew", "marlow", "harlow"),
    *("демьян", "касьян", "лукьян", "aryan", "vivyan", "dayan", "marian", "mariyan", "айян"),
    *("мариян", "damyan", "стоян", "дамян", "боян", "stoyan", "boyan", "kiryan", "кириян"),
}
