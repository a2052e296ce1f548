"""The words of a list that stand for a value of the register: capacity, status, role, type.

Known are the labels that our own lists show, in both languages, and what others write for them.
"""

import re
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import fold
from events.participant_list.fields import FIELDS, DelegationType

_CHOICES = {field.name: field.choices for field in FIELDS if field.choices}
# What others write, beside our labels; folded.
_OTHERS: dict[str, dict[str, tuple[str, ...]]] = {
    "capacity": {
        "head": (
            *("head", "hod", "head of the delegation", "delegation head", "leader", "chief"),
            *("delegation leader", "leader of delegation", "chief of delegation"),
            *("глава", "глава делегации", "руководитель", "руководитель делегации"),
            *("chef de delegation", "chef de la delegation", "jefe de delegacion"),
            *("jefe de la delegacion", "jefa de delegacion", "cheffe de delegation"),
            *("jefa de la delegacion", "cheffe de la delegation", "head delegate"),
            *("delegation chief",),
            *("head of the delegation hod", "head of delegation hod", "hod head of delegation"),
            *("leader of the delegation", "chief of the delegation", "chief delegate"),
            *("head od del",),
            *("head of del", "head of deleg", "heads of delegation", "head del", "chef delegation"),
            *("руководительница делегации", "руководитель делегация", "глава делегация"),
            *("гл делегации",),
            *("главы делегации", "главы делегаций", "рук делегации", "главой делегации", "гд"),
            *("delegationsleiter", "delegationsleiterin", "leiter der delegation"),
            *("delegationschef",),
            *("leiterin der delegation", "capo delegazione", "capo della delegazione"),
            *("capodelegazione",),
            *("przewodniczacy delegacji", "przewodniczaca delegacji", "szef delegacji"),
            *("szefowa delegacji", "heyet baskani", "delegasyon baskani", "delegatsiya rahbari"),
            *("делегация рахбари", "делегация басшысы", "делегация жетекшиси", "делегация башчысы"),
            *("делегация жетекшісі", "голова делегаціі", "керівник делегаціі", "рохбари хайат"),
            *("сардори хайат", "роҳбари ҳаият", "ватақтаи ҳаият", "delegaciniu vadovas"),
            *("delegacijas vaditajs", "delegacijas vaditaja", "delegacijos vadovas"),
            *("sef delegatie",),
            *("seful delegatiei", "sefa delegatiei", "delegatsiooni juht", "chefe de delegacao"),
            *("chefe da delegacao", "vedouci delegace", "veduci delegacie", "ved delegace"),
            *("sef delegacije", "sefica delegacije", "vodja delegacije", "delegaciovezeto"),
            *("кіраунік дэлегацыі", "ръководител на делегацията", "nümayəndə heyətinin rəhbəri"),
            *("numayende heyetinin rehberi", "numayəndə heyətinin rəhbəri"),
            *("wekiliyetin yolbascysy",),
        ),
        "deputy_head": (
            *("deputy head", "deputy", "deputy hod", "dhod", "deputy head of the delegation"),
            *("delegation deputy head", "alternate head", "vice head of delegation"),
            *("заместитель главы", "заместитель главы делегации", "зам главы делегации"),
            *("зам главы", "замглавы делегации", "заместитель руководителя делегации"),
            *("chef adjoint de delegation", "jefe adjunto de delegacion"),
            *("deputy leader of delegation",),
            *("vice head of the delegation", "deputy head of del", "deputy chief of delegation"),
            *("deputy delegation head", "alternate head of delegation", "deputy leader"),
            *("заместитель руководителя", "зам руководителя делегации", "зам рук делегации"),
            *("cheffe adjointe de delegation", "chef adjoint de la delegation"),
            *("vice chef de delegation",),
            *("cheffe adjointe de la delegation", "chef de delegation adjoint"),
            *("subjefe de delegacion",),
            *("cheffe de delegation adjointe", "jefa adjunta de delegacion"),
            *("subjefa de delegacion",),
            *("jefe adjunto de la delegacion", "jefa adjunta de la delegacion"),
            *("vicecapo delegazione",),
            *("stellvertretender delegationsleiter", "stellvertretende delegationsleiterin"),
            *("zastepca przewodniczacego delegacji", "zastepca szefa delegacji"),
            *("heyet baskan yardimcisi",),
            *("заступник голови делегаціі", "делегация рахбари уринбосари"),
            *("делегация басшысынын орынбасары",),
        ),
        "delegate": (
            *("delegates", "members", "participants", "members of the delegation"),
            *("член делегации", "члены делегации", "участники", "делегаты"),
            *("member", "member of delegation", "member of the delegation"),
            *("delegation member", "participant", "representative", "attendee"),
            *("член", "участник", "участница", "представитель"),
            *("membre", "membre de la delegation", "delegue", "deleguee", "miembro"),
            *("delegado", "delegada", "participante", "участник делегации"),
            *("members of delegation",),
            *("delegation members", "membres de la delegation", "member of the delegation"),
            *("другие члены делегации", "остальные члены делегации"),
            *("other members of the delegation",),
            *("delegations mitglied", "delegationsmitglied", "mitglied der delegation"),
            *("mitglieder der delegation", "czlonek delegacji", "czlonkowie delegacji", "член"),
            *("membre de delegation", "miembro de la delegacion", "miembros de la delegacion"),
            *("heyet uyesi", "delegatsiya azosi", "делегация аъзоси", "делегация мушеси"),
            *("член делегаціі",),
            *("члени делегаціі", "other members", "делегация мучосу", "члены", "состав делегации"),
        ),
        "alternate": (
            *("alternate member", "substitute", "alternate delegate", "suppleant", "alternates"),
            *("suppleante", "alternate representative", "запасной", "замещающий", "suplente"),
        ),
        "adviser": (
            *("advisor", "advisors", "advisers", "советник", "советники", "консультант"),
            *("conseiller",),
            *("conseillere", "asesor", "asesora", "conseillers"),
        ),
        "expert": ("experts", "technical expert", "expert member", "эксперт", "experto", "experte"),
        "speaker": (
            *("panellist", "panelist", "moderator", "presenter", "lecturer", "trainer"),
            *("докладчик", "спикер", "выступающий", "модератор", "orateur", "ponente"),
        ),
        "observer": ("observers", "observateur", "observador"),
        "interpreter": (
            *("translator", "interpreters", "переводчик", "устный переводчик", "interprete"),
            *("переводчица", "переводчики", "interpretes", "dolmetscher", "dolmetscherin"),
            *("tlumacz", "traductor"),
        ),
        "secretariat": ("secretary", "secretariat staff", "staff", "support staff", "organiser"),
        "accompanying": (
            *("accompanying", "accompanying person", "accompanying persons"),
            *("accompanying official",),
            *("spouse", "partner", "сопровождающий", "сопровождающая", "сопровождающее лицо"),
            *("сопровождающие лица", "сопровождающие", "супруг", "супруга", "accompagnant"),
            *("accompagnateur", "accompagnatrice", "personne accompagnante", "acompanante"),
            *("begleitperson", "begleitung", "osoba towarzyszaca"),
        ),
        "security": (
            *("security officer", "security staff", "bodyguard", "close protection", "protection"),
            *("охрана", "сотрудник охраны", "телохранитель", "служба безопасности", "securite"),
            *("agent de securite", "garde du corps", "seguridad", "sicherheit", "ochrona"),
        ),
        "media": (
            *("press", "journalist", "photographer", "camera operator", "cameraman", "reporter"),
            *("сми", "пресса", "журналист", "журналистка", "фотограф", "оператор", "корреспондент"),
            *("presse", "journaliste", "prensa", "periodista", "medios", "media representative"),
        ),
        "note_taker": (
            *("note taker", "notetaker", "note takers", "rapporteur", "minute taker", "minutes"),
            *("секретарь заседания", "протоколист", "ведущий протокол", "стенографист"),
            *("reporteur",),
            *("записывающий", "relator", "relatora"),
        ),
        "driver": (
            *("drivers", "chauffeur", "водитель", "водители", "шофер", "conductor", "conducteur"),
            *("fahrer", "kierowca"),
        ),
    },
    "status": {
        "nominated": (
            *("invited", "registered", "pending", "nominee", "provisional", "tentative"),
            *("приглашен", "приглашена", "зарегистрирован", "зарегистрирована", "номинирован"),
        ),
        "confirmed": (
            *("yes", "accepted", "approved", "accredited", "confirmed participation"),
            *("да", "подтверждено", "подтвержден", "подтверждена", "участвует"),
        ),
        "attended": (
            *("present", "attending", "participated", "checked in", "took part"),
            *("присутствовал", "присутствовала", "участвовал", "участвовала", "присутствует"),
        ),
        "absent": (
            *("no show", "did not attend", "not present", "отсутствовал", "отсутствовала"),
            *("не явился", "не явилась", "не присутствовал", "отсутствует"),
        ),
        "withdrawn": (
            *("no", "cancelled", "canceled", "declined", "refused", "replaced", "withdrew"),
            *("нет", "отказ", "отменено", "отозван", "отозвана", "отказался", "отказалась"),
        ),
    },
    "role": {
        "organiser": ("organizer", "co organiser", "co organizer", "organisers", "организаторы"),
        "host": ("host country", "host state", "hosting", "хозяин", "принимающая страна"),
        "leading_state": ("leading", "lead", "leading country", "lead state", "ведущая страна"),
        "participating": (
            *("participant", "participating state", "participating country", "member"),
            *("member state", "party", "участник", "государство участник", "страна участница"),
        ),
        "observer": ("observer state", "observers", "observer organisation", "observer states"),
        "guest": ("guests", "invited", "гости", "приглашенный"),
        "partner": ("partners", "partner organisation", "partner organization", "партнеры"),
    },
    "type": {
        DelegationType.STATE: (
            *("states", "country", "countries", "party", "parties", "member state", "government"),
            *("member states", "observer state", "observer states", "nation", "state party"),
            *("страна", "страны", "государства", "государство участник", "сторона", "стороны"),
            *("etat", "etats", "pays", "estado", "estados", "pais", "overflow parties"),
        ),
        DelegationType.ORGANISATION: (
            *("organization", "organisations", "organizations", "international organisation"),
            *("international organization", "international organisations", "institution"),
            *("intergovernmental organization", "intergovernmental organizations", "igo", "ngo"),
            *("intergovernmental organisation", "intergovernmental organisations", "io", "agency"),
            *("non governmental organization", "non governmental organizations", "media", "press"),
            *("non governmental organisation", "non governmental organisations", "eu institution"),
            *("eu institutions", "eu agency", "un agency", "specialized agencies", "secretariat"),
            *("united nations secretariat units and bodies", "specialized agencies and related"),
            *("un secretariat units and bodies", "un specialized agency", "academia", "observer"),
            *("specialized agencies and related organizations", "other organisations"),
            *("организации", "международная организация", "международные организации", "нпо"),
            *("учреждение", "секретариат", "агентство", "organismo", "organizacion"),
            *("организация ес", "институт ес", "other organisation", "other organization"),
        ),
    },
}


@lru_cache(maxsize=2_000)
def value_of(field: str, text: str) -> str | None:
    """The value of `field` that `text` stands for; None if it is none that we know."""
    words = words_of(field)
    for reading in (text, *text.split("/")):
        if (value := words.get(fold(reading))) is not None:
            return value
    return None


@lru_cache(maxsize=2_000)
def roles_of(text: str) -> tuple[str, ...] | None:
    """The roles that `text` names, the main one first: our lists join them by commas."""
    for reading in (text, *text.split(" / ")):
        roles = [value_of("role", part) for part in reading.replace(";", ",").split(",")]
        known = [role for role in roles if role is not None]
        if len(known) == len(roles):
            return tuple(dict.fromkeys(known))
    return None


def knows(field: str, text: str) -> bool:
    """Whether `text` can stand in a column of `field`."""
    return bool(roles_of(text)) if field == "role" else value_of(field, text) is not None


def accepted(field: str) -> str:
    """The words that `field` may hold, in the active language, to be shown to people."""
    return ", ".join(_("“%(word)s”") % {"word": label} for label in _CHOICES[field].labels)


@lru_cache(maxsize=8)
def words_of(field: str) -> dict[str, str]:
    """The words that may stand in a column of `field`, folded, with their values."""
    words: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.update((fold(str(each.label)), each.value) for each in _CHOICES[field])
    others = _OTHERS.get(field, {})
    for value in _CHOICES[field].values:
        for other in (value, *others.get(value, ())):
            words.setdefault(fold(other), value)
    return words


# --- Capacity in other texts ------------------------------------------------------------------
# In a position or behind a name, only these are a capacity: "adviser" there is a post.
_IN_DELEGATION = re.compile(r"deleg|делег|дэлег|heyet|хаият|wekil|numayend|\b(hod|dhod|гд)\b")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_DIVIDER = re.compile(
    r"(\s*[,;:\n|]\s*|\s+/\s+|\s+-+\s+|\s*[–—]+\s*|\s+(?:and|und|et|и|та|y|ve)\s+|\.\s+)"
)
_HEADS = ("head", "deputy_head")


@lru_cache(maxsize=20_000)
def take_capacity(text: str) -> tuple[str, str]:
    """The capacity that `text` says in a part of its own, and the text without that part.

    "Director, Head of Delegation" gives ("head", "Director"); "Adviser to the head of delegation"
    and "Head of Delegation of the EU" are posts: ("", text).
    """
    if not _IN_DELEGATION.search(fold(text)):
        return "", text
    if found := capacity_in_delegation(text):
        return found, ""
    capacities = []
    for bracket in list(_BRACKET.finditer(text)):
        if found := capacity_in_delegation(bracket[1]):
            capacities.append(found)
            text = text.replace(bracket[0], " ", 1)
    pieces = _DIVIDER.split(text)
    kept: list[str] = []
    for at in range(0, len(pieces), 2):
        if found := capacity_in_delegation(pieces[at]):
            capacities.append(found)
        elif pieces[at].strip():
            # The divider in front of it, unless all before it was taken out.
            kept += [pieces[at - 1] if kept else "", pieces[at]]
    if not capacities:
        return "", text
    capacity = next((each for each in _HEADS if each in capacities), capacities[0])
    return capacity, " ".join("".join(kept).split()).strip(" ,;:–—-/|")


@lru_cache(maxsize=20_000)
def capacity_in_delegation(text: str) -> str:
    """The capacity that `text`, as a whole, names in a delegation; empty for a post."""
    if not _IN_DELEGATION.search(fold(text)):
        return ""
    # In two languages: "head of delegation / глава делегации".
    found = {value_of("capacity", side.strip(" .,;:*-–—")) for side in text.split("/")}
    return next(iter(found)) or "" if len(found) == 1 else ""
