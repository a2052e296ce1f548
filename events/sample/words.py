"""What fictional people, organisations and events are called. No name is meant to be anyone's."""

from dataclasses import dataclass

from events.models import Event
from participants.models import Organisation


@dataclass(frozen=True)
class Names:
    """The names of one language: women's and men's, a family name as `woman's/man's`."""

    women: list[str]
    men: list[str]
    families: list[str]

    @classmethod
    def of(cls, women: str, men: str, families: str) -> "Names":
        """Each list as one text; `|` stands for a space inside a name."""
        lists = (text.split() for text in (women, men, families))
        return cls(*([name.replace("|", " ") for name in names] for names in lists))


POLISH = Names.of(
    women="Małgorzata Agnieszka Żaneta Elżbieta Bożena Łucja Zofia",
    men="Stanisław Łukasz Paweł Michał Grzegorz Mikołaj Józef",
    families=(
        "Łąkowska/Łąkowski Źródlańska/Źródlański Żurawiejska/Żurawiejski Ścieżkowicz Gżegżółka "
        "Ćwiernicka/Ćwiernicki Rzepichowska/Rzepichowski Wiśniobrzeska/Wiśniobrzeski"
    ),
)
CZECH = Names.of(
    women="Kateřina Zdeňka Eliška Markéta Božena Růžena",
    men="Jiří Ondřej Tomáš Bořivoj Zdeněk Vojtěch",
    families=(
        "Dřevorubecká/Dřevorubecký Jehličníková/Jehličník Žďárecká/Žďárecký Měsíčníková/Měsíčník "
        "Přívětivá/Přívětivý Šípkovcová/Šípkovec Řekovská/Řekovský Kaštánková/Kaštánek"
    ),
)
LITHUANIAN = Names.of(
    women="Rūta Živilė Gintarė Eglė Jūratė Aušra",
    men="Žygimantas Mindaugas Šarūnas Vytautas Ąžuolas Jurgis",
    families=(
        "Ąžuolynienė/Ąžuolynas Žaliagirienė/Žaliagirys Šaltupytė/Šaltupys Eglynaitė/Eglynas "
        "Žvirgždytė/Žvirgždys Upėtakienė/Upėtakis"
    ),
)
HUNGARIAN = Names.of(
    women="Zsófia Orsolya Ágnes Kinga Ildikó Etelka",
    men="Gergő László Bálint Ödön Örs Árpád",
    families="Erdőkövi Hársfalvy Szőlőhegyi Tóparti Kőrösmezey Zöldmező Fűzfaligeti",
)
TURKISH = Names.of(
    women="Gülşen Çiğdem İpek Müjgân Şule Aslı",
    men="Çağrı Gökhan İlker Oğuz Şükrü Yiğit",
    families="Çınardalı Gümüşdereli Işıkyolu Şelaleoğlu Üzümbağlı Ağaçyurt",
)
KAZAKH = Names.of(
    women="Aigül Gülnar Äsel Janar Saule",
    men="Nūrlan Erjan Älıbek Däuren Qanat",
    families=(
        "Aqjolova/Aqjolov Jasörkenova/Jasörkenov Tauqūmova/Tauqūmov Būlaqbaeva/Būlaqbaev Kölsaily"
    ),
)
UZBEK = Names.of(
    women="Gulnora Oʻgʻiloy Dilfuza Shahlo",
    men="Oʻtkir Jahongir Ulugʻbek Sherzod",
    families=(
        "Togʻliyeva/Togʻliyev Chinorova/Chinorov Oʻrikzodova/Oʻrikzodov Bulogʻboyeva/Bulogʻboyev"
    ),
)
TAJIK = Names.of(
    women="Sitora Madina Zulayho Nigora",
    men="Firūz Jamshed Siyovush Rustam",
    families="Kūhistonī Daryobodī Chinorzoda Boghzoda",
)
KYRGYZ = Names.of(
    women="Gülzat Jyldyz Aizada Cholpon",
    men="Bakyt Aibek Talant Üsön",
    families="Tookenova/Tookenov Bulakbekova/Bulakbekov Kölbaeva/Kölbaev Jangakova/Jangakov",
)
TURKMEN = Names.of(
    women="Aýgül Ogulnabat Jeren Maýsa",
    men="Batyr Döwlet Ýusup Çary",
    families="Gülşenowa/Gülşenow Daşgalaýewa/Daşgalaýew Çynarowa/Çynarow Ýaýlaýewa/Ýaýlaýew",
)
EASTERN = Names.of(
    women="Oksana Yuliia Olga Tatiana Natalia",
    men="Oleksii Yurii Fiodor Pavlo Viacheslav",
    families=(
        "Zarechnova/Zarechnov Lugovenko Berezhanska/Berezhanskyi Ozerkova/Ozerkov Kalynovets"
    ),
)
WESTERN = Names.of(
    women="Åsa Zoé Chloë Inês Brünhild Siobhán Aurélie",
    men="Søren José François Jürgen Þór Noël Eoghan",
    families=(
        "Lindqvåg Ørnsholt Sønderåsen D'Aubrèche Müllerstätt Castañedo-Ríos O'Threeve "
        "van|der|Zandweg de|la|Peñaflor"
    ),
)

# By the two-letter code of the state; elsewhere, names are western ones.
NAMES = {
    **dict.fromkeys(["PL"], POLISH),
    **dict.fromkeys(["CZ", "SK", "SI", "HR"], CZECH),
    **dict.fromkeys(["LT", "LV"], LITHUANIAN),
    **dict.fromkeys(["HU"], HUNGARIAN),
    **dict.fromkeys(["TR", "AZ"], TURKISH),
    **dict.fromkeys(["KZ"], KAZAKH),
    **dict.fromkeys(["UZ"], UZBEK),
    **dict.fromkeys(["TJ"], TAJIK),
    **dict.fromkeys(["KG"], KYRGYZ),
    **dict.fromkeys(["TM"], TURKMEN),
    **dict.fromkeys(["BY", "MD", "RU", "UA", "BG", "RS", "MK"], EASTERN),
}

# The same names in Cyrillic, where their bearers write them so too.
_PAIRS = (
    "Aigül=Айгүл Gülnar=Гүлнар Äsel=Әсел Janar=Жанар Saule=Сәуле Nūrlan=Нұрлан Erjan=Ержан "
    "Älıbek=Әлібек Däuren=Дәурен Qanat=Қанат Aqjolova=Ақжолова Aqjolov=Ақжолов "
    "Jasörkenova=Жасөркенова Jasörkenov=Жасөркенов Tauqūmova=Тауқұмова Tauqūmov=Тауқұмов "
    "Būlaqbaeva=Бұлақбаева Būlaqbaev=Бұлақбаев Kölsaily=Көлсайлы Gulnora=Гулнора "
    "Oʻgʻiloy=Ўғилой Dilfuza=Дилфуза Shahlo=Шаҳло Oʻtkir=Ўткир Jahongir=Жаҳонгир "
    "Ulugʻbek=Улуғбек Sherzod=Шерзод Togʻliyeva=Тоғлиева Togʻliyev=Тоғлиев "
    "Chinorova=Чинорова Chinorov=Чиноров Oʻrikzodova=Ўрикзодова Oʻrikzodov=Ўрикзодов "
    "Bulogʻboyeva=Булоғбоева Bulogʻboyev=Булоғбоев Sitora=Ситора Madina=Мадина "
    "Zulayho=Зулайҳо Nigora=Нигора Firūz=Фирӯз Jamshed=Ҷамшед Siyovush=Сиёвуш Rustam=Рустам "
    "Kūhistonī=Кӯҳистонӣ Daryobodī=Дарёбодӣ Chinorzoda=Чинорзода Boghzoda=Боғзода "
    "Gülzat=Гүлзат Jyldyz=Жылдыз Aizada=Айзада Cholpon=Чолпон Bakyt=Бакыт Aibek=Айбек "
    "Talant=Талант Üsön=Үсөн Tookenova=Тоокенова Tookenov=Тоокенов Bulakbekova=Булакбекова "
    "Bulakbekov=Булакбеков Kölbaeva=Көлбаева Kölbaev=Көлбаев Jangakova=Жаңгакова "
    "Jangakov=Жаңгаков Oksana=Оксана Yuliia=Юлія Olga=Ольга Tatiana=Татьяна Natalia=Наталия "
    "Oleksii=Олексій Yurii=Юрій Fiodor=Фёдор Pavlo=Павло Viacheslav=Вячеслав "
    "Zarechnova=Заречнова Zarechnov=Заречнов Lugovenko=Луговенко Berezhanska=Бережанська "
    "Berezhanskyi=Бережанський Ozerkova=Озёркова Ozerkov=Озёрков Kalynovets=Калиновець"
)
CYRILLIC = dict(pair.split("=") for pair in _PAIRS.split())

PREFIXES_OF_WOMEN = ["Ms", "Ms", "Ms", "Ms", "H.E. Ms", "Dr", "Mme", "Sra.", "Prof. Dr"]
PREFIXES_OF_MEN = ["Mr", "Mr", "Mr", "Mr", "H.E. Mr", "Dr", "M.", "Sr.", "Prof. Dr"]

POSITIONS = [
    "Ambassador Extraordinary and Plenipotentiary",
    "Chargé d'affaires a.i.",
    "Chef de service",
    "Chief Specialist",
    "Counsellor",
    "Deputy Director",
    "Deputy Head of Division, Asylum and Return",
    "Deputy Minister",
    "Director General",
    "Directrice adjointe",
    "Expert",
    "First Secretary",
    "Head of Department",
    "Head of Unit",
    "Legal Adviser",
    "Migration Attaché",
    "Policy Officer",
    "Second Secretary",
    "Senior Adviser, International Cooperation",
    "Главный специалист",
    "Заместитель начальника управления",
    "Начальник отдела",
]

# The same institution is spelt in several ways, as real lists spell it.
INSTITUTIONS = [
    "Border Guard",
    "Embassy",
    "Employment Agency",
    "Labour Market Institute, Faculty of Economics",
    "Min. of the Interior",
    "Ministry of Foreign Affairs",
    "Ministry of Interior",
    "Ministry of Labour and Social Protection",
    "Ministry of Labour, Migration and Employment",
    "Ministry of the Interior",
    "Ministère de l'Intérieur",
    "Office for Foreigners",
    "State Migration Service",
    "State migration service",
    "Государственная миграционная служба",
    "Министерство внутренних дел",
]

# Some of them as a list in Russian has them.
IN_RUSSIAN = {
    "Chief Specialist": "Главный специалист",
    "Counsellor": "Советник",
    "Deputy Director": "Заместитель директора",
    "Deputy Minister": "Заместитель министра",
    "Director General": "Генеральный директор",
    "Head of Department": "Начальник управления",
    "Head of Unit": "Начальник отдела",
    "Border Guard": "Пограничная служба",
    "Embassy": "Посольство",
    "Ministry of Foreign Affairs": "Министерство иностранных дел",
    "Ministry of the Interior": "Министерство внутренних дел",
    "State Migration Service": "Государственная миграционная служба",
}

_EU = Organisation.Kind.EU_INSTITUTION
_INTERGOVERNMENTAL = Organisation.Kind.INTERGOVERNMENTAL
ORGANISATIONS = [
    ("European Office for Imagined Affairs", "Европейское бюро вымышленных дел", _EU),
    ("European Observatory of Examples", "Европейская обсерватория примеров", _EU),
    ("Agency for Supposed Borders", "Агентство предполагаемых границ", _EU),
    ("Centre for Fictional Mobility", "Центр вымышленной мобильности", _INTERGOVERNMENTAL),
    ("Union of Invented Routes", "Союз придуманных маршрутов", _INTERGOVERNMENTAL),
    ("World Forum on Specimens", "Всемирный форум образцов", _INTERGOVERNMENTAL),
    ("Secretariat of the Example Process", "Секретариат Процесса-примера", "secretariat"),
    ("Institute of Hypothetical Migration", "Институт гипотетической миграции", "academia"),
    ("University of Źródlany Brzeg", "Университет Зьрудляны-Бжега", "academia"),
    ("Bridges That Are Not There", "Мосты, которых нет", "civil_society"),
    ("Imagined Diaspora Network", "Сеть вымышленной диаспоры", "civil_society"),
    ("Chamber of Supposed Commerce", "Палата предполагаемой торговли", "other"),
]

# Code of the state, city in English and in Russian, time zone.
PLACES = [
    ("AM", "Yerevan", "Ереван", "Asia/Yerevan"),
    ("AT", "Vienna", "Вена", "Europe/Vienna"),
    ("AZ", "Baku", "Баку", "Asia/Baku"),
    ("CZ", "Prague", "Прага", "Europe/Prague"),
    ("DE", "Berlin", "Берлин", "Europe/Berlin"),
    ("GE", "Tbilisi", "Тбилиси", "Asia/Tbilisi"),
    ("HU", "Budapest", "Будапешт", "Europe/Budapest"),
    ("IT", "Rome", "Рим", "Europe/Rome"),
    ("KG", "Bishkek", "Бишкек", "Asia/Bishkek"),
    ("KZ", "Astana", "Астана", "Asia/Almaty"),
    ("LT", "Vilnius", "Вильнюс", "Europe/Vilnius"),
    ("LV", "Riga", "Рига", "Europe/Riga"),
    ("MD", "Chișinău", "Кишинёв", "Europe/Chisinau"),
    ("PL", "Cracow", "Краков", "Europe/Warsaw"),
    ("PL", "Warsaw", "Варшава", "Europe/Warsaw"),
    ("SE", "Malmö", "Мальмё", "Europe/Stockholm"),
    ("TJ", "Dushanbe", "Душанбе", "Asia/Dushanbe"),
    ("TM", "Ashgabat", "Ашхабад", "Asia/Ashgabat"),
    ("TR", "Istanbul", "Стамбул", "Europe/Istanbul"),
    ("UA", "Lviv", "Львов", "Europe/Kyiv"),
    ("UZ", "Samarkand", "Самарканд", "Asia/Samarkand"),
    ("UZ", "Tashkent", "Ташкент", "Asia/Tashkent"),
]


@dataclass(frozen=True)
class SampleKind:
    """How often a kind of event is held, how large and how long it is, and its name in titles."""

    kind: str
    weight: int
    delegations: tuple[int, int]
    days: int
    english: str
    russian: str


EVENT_KINDS = [
    SampleKind(
        Event.Kind.MINISTERIAL_CONFERENCE,
        *(1, (20, 30), 2, "Ministerial conference", "министерская конференция"),
    ),
    SampleKind(Event.Kind.CONFERENCE, 3, (8, 20), 2, "Conference", "конференция"),
    SampleKind(
        Event.Kind.SENIOR_OFFICIALS_MEETING,
        *(2, (15, 30), 2, "Senior officials' meeting", "встреча старших должностных лиц"),
    ),
    SampleKind(
        Event.Kind.STRATEGIC_GROUP, 3, (4, 8), 1, "Strategic group", "стратегическая группа"
    ),
    SampleKind(
        Event.Kind.NATIONAL_CONTACT_POINTS_MEETING,
        *(2, (12, 24), 2, "Contact points' meeting", "встреча национальных контактных пунктов"),
    ),
    SampleKind(Event.Kind.WORKING_GROUP, 8, (4, 10), 1, "Working group", "рабочая группа"),
    SampleKind(Event.Kind.WORKSHOP, 12, (4, 12), 2, "Workshop", "семинар"),
    SampleKind(Event.Kind.TRAINING, 8, (2, 8), 5, "Training", "обучение"),
    SampleKind(Event.Kind.STUDY_VISIT, 5, (2, 5), 3, "Study visit", "ознакомительный визит"),
    SampleKind(Event.Kind.EXPERT_MISSION, 5, (2, 3), 4, "Expert mission", "экспертная миссия"),
    SampleKind(Event.Kind.WEBINAR, 6, (5, 20), 1, "Webinar", "вебинар"),
    SampleKind(Event.Kind.OTHER, 1, (2, 6), 1, "Other event", "другое мероприятие"),
]

SESSIONS = [
    ("Opening", "Открытие"),
    ("National experience", "Национальный опыт"),
    ("Working groups", "Рабочие группы"),
    ("Conclusions", "Выводы"),
]
