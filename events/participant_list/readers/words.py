"""The words of a list that stand for a value of the register: capacity, status, role, type.

Known are the labels that our own lists show, in both languages, and what others write for them.
"""

from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from core.text import fold
from events.participant_list.fields import FIELDS, DelegationType

_CHOICES = {field.name: field.choices for field in FIELDS if field.choices}
# What others write, beside our labels; folded.
_OTHERS = {
    "capacity": {
        "head": (
            *("head", "hod", "head of the delegation", "delegation head", "leader", "chief"),
            *("delegation leader", "leader of delegation", "chief of delegation"),
            *("глава", "глава делегации", "руководитель", "руководитель делегации"),
            *("chef de delegation", "chef de la delegation", "jefe de delegacion"),
            *("jefe de la delegacion", "jefa de delegacion", "cheffe de delegation"),
        ),
        "deputy_head": (
            *("deputy head", "deputy", "deputy hod", "dhod", "deputy head of the delegation"),
            *("delegation deputy head", "alternate head", "vice head of delegation"),
            *("заместитель главы", "заместитель главы делегации", "зам главы делегации"),
            *("зам главы", "замглавы делегации", "заместитель руководителя делегации"),
            *("chef adjoint de delegation", "jefe adjunto de delegacion"),
        ),
        "delegate": (
            *("delegates", "members", "participants", "members of the delegation"),
            *("член делегации", "члены делегации", "участники", "делегаты"),
            *("member", "member of delegation", "member of the delegation"),
            *("delegation member", "participant", "representative", "attendee"),
            *("член", "участник", "участница", "представитель"),
            *("membre", "membre de la delegation", "delegue", "deleguee", "miembro"),
            *("delegado", "delegada", "participante", "участник делегации"),
        ),
        "alternate": ("alternate member", "substitute", "alternate delegate", "suppleant"),
        "adviser": ("advisor", "советник", "консультант", "conseiller", "conseillere", "asesor"),
        "expert": ("experts", "technical expert", "expert member", "эксперт", "experto", "experte"),
        "speaker": (
            *("panellist", "panelist", "moderator", "presenter", "lecturer", "trainer"),
            *("докладчик", "спикер", "выступающий", "модератор", "orateur", "ponente"),
        ),
        "observer": ("observers", "observateur", "observador"),
        "interpreter": (
            *("translator", "interpreters", "переводчик", "устный переводчик", "interprete"),
            "переводчица",
        ),
        "secretariat": ("secretary", "secretariat staff", "staff", "support staff", "organiser"),
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
    words = _words(field)
    for reading in (text, *text.split("/")):
        if (value := words.get(fold(reading))) is not None:
            return value
    return None


@lru_cache(maxsize=2_000)
def roles_of(text: str) -> tuple[str, ...] | None:
    """The roles that `text` names, the main one first: our lists join them by commas."""
    for reading in (text, *text.split(" / ")):
        roles = [value_of("role", part) for part in reading.replace(";", ",").split(",")]
        if None not in roles:
            return tuple(dict.fromkeys(roles))
    return None


def knows(field: str, text: str) -> bool:
    """Whether `text` can stand in a column of `field`."""
    return bool(roles_of(text)) if field == "role" else value_of(field, text) is not None


def accepted(field: str) -> str:
    """The words that `field` may hold, in the active language, to be shown to people."""
    return ", ".join(_("“%(word)s”") % {"word": label} for label in _CHOICES[field].labels)


@lru_cache(maxsize=8)
def _words(field: str) -> dict[str, str]:
    words = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.update((fold(str(each.label)), each.value) for each in _CHOICES[field])
    others = _OTHERS.get(field, {})
    for value in _CHOICES[field].values:
        for other in (value, *others.get(value, ())):
            words.setdefault(fold(other), value)
    return words
