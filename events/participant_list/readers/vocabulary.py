"""Words by which a line of a list is told: posts, institutions, fillers, remarks, furniture.

In the languages in which lists come: English, Russian, Ukrainian, French, Spanish, German, Polish,
Turkish and the languages of Central Asia. Compared with folded text.
"""

import re
import unicodedata
from functools import lru_cache

from core.text import fold


def folded_pattern(text: str) -> re.Pattern[str]:
    """A pattern for folded text: "первый" is written "первыи" there."""
    decomposed = unicodedata.normalize("NFKD", text)
    return re.compile("".join(c for c in decomposed if not unicodedata.combining(c)))


# What a post begins with, or has in it.
_POST = folded_pattern(
    r"\b(director|deputy|head of|chief|minister|vice|secretary|adviser|advisor|counsell?or|officer|"
    r"specialist|expert|analyst|manager|assistant|inspector|consultant|ambassador|attache|consul|"
    r"coordinator|chair|chairman|chairwoman|chairperson|president|professor|researcher|lawyer|"
    r"commissioner|representative|commander|rector|dean|interpreter|translator|driver|journalist|"
    r"delegate|senator|member of|governor|mayor|lecturer|trainee|intern|economist|engineer|"
    r"administrator|registrar|prosecutor|judge|superintendent|referent|policy|programme|program|"
    r"project|desk|leading|principal|senior|junior|acting|general secretary|spokesperson|"
    r"directeur|directrice|ministre|chef|cheffe|conseiller|conseillere|charge|chargee|adjoint|"
    r"secretaire|responsable|conseil|directora?|jefe|jefa|asesora?|subdirectora?|ministra|ministro|"
    r"viceministr[oa]|embajadora?|secretari[oa]|leiter|leiterin|referentin|abteilungsleiter\w*|"
    r"botschafter\w*|sachbearbeiter\w*|dyrektor\w*|naczelnik|radca|zastepca|minister|kierownik|"
    r"mudur\w*|uzman\w*|musavir\w*|baskan\w*|bakan\w*|"
    r"директор\w*|заместител\w*|зам|начальник\w*|министр\w*|советник\w*|консультант\w*|"
    r"специалист\w*|эксперт\w*|руководител\w*|глава|председател\w*|секретар\w*|помощник\w*|"
    r"референт\w*|инспектор\w*|атташе|консул\w*|посол|заведующ\w*|главн\w+|ведущ\w+|старш\w+|"
    r"первый|сотрудник\w*|представител\w*|координатор\w*|менеджер\w*|аналитик\w*|переводчик\w*|"
    r"водител\w*|профессор|доцент|ректор|декан|вице|уполномочен\w*|пресс|журналист\w*|"
    r"фахівець|заступник\w*|керівник\w*|головн\w+|провідн\w+|радник\w*|міністр\w*|"
    r"бошлиг\w*|мутахассис\w*|boshlig\w*|mutaxassis\w*|boshligi|rahbar\w*|direktor\w*|"
    r"мудир\w*|сардор\w*|муовин\w*|мутахассиси|бастыгы|басшы\w*|орынбасар\w*|маман\w*|башчы\w*|"
    r"адис\w*)\b"
)
# Nouns of institutions; the second set are parts of one.
_INSTITUTION = folded_pattern(
    r"\b(ministr(?:y|ies)|agency|agencies|organi[sz]ation|commission|committee|council|cent(?:re|"
    r"er)|"
    r"service|services|secretariat|union|fund|institute?|university|academy|network|association|"
    r"authority|authorities|bank|board|court|parliament|embassy|mission|administration|"
    r"inspectorate|headquarters|guard|police|cabinet|chancellery|presidency|federation|foundation|"
    r"society|company|corporation|bureau|programme for|office of|office for|office|government|"
    r"ministere|agence|organisation|comite|conseil|ambassade|bundesamt|bundesministerium|\w+amt|"
    r"ministerium|botschaft|ministerio|agencia|embajada|comision|secretaria de|ministero|ambasada|"
    r"urzad|ministerstwo|komenda|straz|bakanligi|baskanligi|mudurlugu|vazirligi|qo mitasi|"
    r"министерств\w*|агентств\w*|организаци\w*|комисси\w*|комитет\w*|совет\b|центр\w*|служб\w*|"
    r"секретариат\w*|союз\w*|фонд\w*|институт\w*|университет\w*|академи\w*|ассоциаци\w*|"
    r"посольств\w*|администраци\w*|инспекци\w*|мид|мвд|аппарат\w*|кабинет министров|ведомств\w*|"
    r"міністерств\w*|агенці\w*|рада|вазорат\w*|хадамот\w*|кумита\w*|министрлиг\w*|министрлік\w*|"
    r"агенттиг\w*|агенттіг\w*|комитет\w*|вазирлиг\w*|агентлиг\w*|кызмат\w*|қызмет\w*)\b"
)
_PART_OF_INSTITUTION = folded_pattern(
    r"\b(department|division|unit|directorate|section|sector|branch|desk|"
    r"департамент\w*|управлени\w*|отдел\w*|сектор\w*|главное управление|direction|departement|"
    r"abteilung|referat|wydzial|departament\w*|dairesi|departamento|boshqarma\w*|раёсат\w*|"
    r"шуъба\w*|башкармалык\w*)\b"
)
_STRONG_INSTITUTION = folded_pattern(
    r"^(the )?((state|federal|national|royal) )?((ministry|ministere|ministerium|ministerio|"
    r"ministero|bundesministerium|ministerstwo|embassy|agency|ambassade|council|cabinet|government|office|"
    r"presidency|general inspectorate)\b|министерств|міністерств|посольств|агентств|вазорат)"
)

# --- Fillers ----------------------------------------------------------------------------------
# What stands where nothing is known; folded. Never in names and countries.
_FILLERS = {
    *("na", "n a", "nd", "n d", "none", "nil", "null", "nan", "unknown", "not available"),
    *("no data",),
    *("not applicable", "not specified", "no", "tbc", "tba", "tbd", "to be confirmed", "empty"),
    *("to be announced", "to be determined", "to be advised", "to be defined", "blank", "missing"),
    *("нет", "нет данных", "не указано", "не указан", "не указана", "отсутствует", "н д", "б н"),
    *("отсутствует email", "уточняется", "уточняются", "будет уточнено", "подлежит уточнению"),
    *("неизвестно", "не применимо", "н п", "не имеется", "немає", "уточнюється", "ні", "жоқ"),
    *("жок",),
    *("йўқ", "нест", "yoq", "yo q", "yok", "brak", "nie dotyczy", "b d", "keine", "k a"),
    *("sin datos",),
    *("no aplica", "s d", "neant", "sans objet", "a confirmer", "non communique", "x", "xx", "xxx"),
    *("por confirmar", "wird noch bestatigt", "do potwierdzenia", "уточн", "n v t", "nvt"),
    *("entfallt",),
    *("no email", "no phone", "no e mail", "нет email", "нет почты", "нет телефона", "nil data"),
    *("б д", "б о", "не определено", "не определен", "не предоставлено", "n k", "not known"),
}
_FILLERS = {fold(filler) for filler in _FILLERS}
# What stands where a name will come.
_NOBODY = {
    *("tbc", "tba", "tbd", "n n", "nn", "to be confirmed", "to be announced", "to be nominated"),
    *("to be determined", "vacant", "vacancy", "уточняется", "будет уточнено", "name", "вакансия"),
    *("подлежит уточнению", "будет определен", "кандидатура уточняется", "вакантно", "n a", "n d"),
    *("name to be confirmed", "представитель уточняется", "уточняются", "a confirmer"),
    *("names to be confirmed", "to follow", "name to follow", "no name", "имя уточняется"),
    *("фио уточняется", "por confirmar", "will be confirmed", "to be advised", "pending", "нет"),
}
_NOBODY = {fold(filler) for filler in _NOBODY}
# What lists remark on a person, in brackets behind the name.
_REMARK = folded_pattern(
    r"(tbc|to be confirmed|(online|on line|virtual\w*|remote\w*|in person)"
    r"( (participa\w+|attend\w+))?|by vtc|vtc|via zoom|zoom|in person|"
    r"confirmed|not confirmed|unconfirmed|absent|cancelled|withdrawn|new|replacement|"
    r"онлайн|дистанционно|по видеосвязи|очно|заочно|подтвержден\w*|не подтвержден\w*|новый|новая|"
    r"уточняется|f|m|ж|м|female|male|муж|жен|en ligne|visio|en linea|arrives? .*|departs? .*|"
    r"прибывает .*|sr|jr|by video|hybrid|по согласованию|по списку|резерв\w*|reserve|"
    r"(nee|born|geb|geboren|урожд\w*|z domu|ur) .*)"
)


@lru_cache(maxsize=10_000)
def is_filler(text: str) -> bool:
    """Whether `text` says that nothing is known; mere punctuation does."""
    if len(text) > 40:
        return False
    folded = fold(text)
    return not folded or folded in _FILLERS


def is_nobody(text: str) -> bool:
    """Whether `text` stands where a name will come."""
    return fold(text) in _NOBODY


def is_remark_on_person(text: str) -> bool:
    """Whether `text`, in brackets behind a name, is a remark and no name."""
    return _REMARK.fullmatch(fold(text)) is not None


@lru_cache(maxsize=10_000)
def names_a_post(text: str) -> bool:
    """Whether `text` has a word of a post in it."""
    return _POST.search(fold(text)) is not None


def begins_post(text: str) -> bool:
    """Whether the first word of `text` is one of a post."""
    return _POST.match(fold(text)) is not None


# Posts that are nobody's name, as "Dean", "Сардор" and "Секретарёв" are.
_POST_BEFORE_NAME = folded_pattern(
    r"((chief|senior|first|general|leading|principal|junior|acting|deputy|vice) )*"
    r"(director|deputy( \w+)?|minister|secretary|adviser|advisor|counsellor|counselor|officer|"
    r"specialist|expert|manager|assistant|inspector|consultant|attache|coordinator|chairman|"
    r"chairwoman|chairperson|commissioner|representative|head of \w+|superintendent|directeur|"
    r"directrice|ministre|conseiller|conseillere|dyrektor|naczelnik|direktor|"
    r"((главныи|ведущии|старшии|первыи|исполняющии обязанности|и о|врио|зам) )*"
    r"(директор|заместитель|заместителя|начальник|начальника|министр|министра|советник|"
    r"консультант|специалист|эксперт|руководитель|председатель|секретарь|помощник|референт|"
    r"инспектор|атташе|заведующии|заведующая|представитель|координатор|менеджер|замминистра)) "
)


def begins_post_before_name(text: str) -> bool:
    """Whether the name in `text` has a post in front of it: "Deputy Minister B. Asanov"."""
    return text.count(" ") > 1 and _POST_BEFORE_NAME.match(fold(text)) is not None


@lru_cache(maxsize=10_000)
def names_an_institution(text: str) -> bool:
    """Whether `text` has a noun of an institution, or of a part of one, in it."""
    folded = fold(text)
    return bool(_INSTITUTION.search(folded) or _PART_OF_INSTITUTION.search(folded))


_PORTFOLIO = folded_pattern(
    r"\b(ministers?( delegate)?|ministre|ministra|ministro|secretary of state|министр\w*|"
    r"міністр\w*)"
    r" (of|for|de|du|des|del|по|\w+ого|\w+ои|\w+ых|труда|внутренних|\w+ции|\w+ии)\b"
)


def _is_whole_institution(text: str) -> bool:
    return _INSTITUTION.search(fold(text)) is not None


def begins_institution(text: str) -> bool:
    """Whether `text` begins as the name of an institution of a state does: "Ministry of …"."""
    return _STRONG_INSTITUTION.match(fold(text)) is not None


def divide_details(parts: list[str]) -> tuple[str, str]:
    """The position and the institution that the parts of a person's details say.

    The first part is the position and the last the institution; a ministry begins the institution
    wherever it stands, and what is between goes with the position. One part is the institution if
    it has the noun of one and no word of a post.
    """
    parts = [part for part in (each.strip(" ,;.–—-") for each in parts) if part]
    while (
        len(parts) > 1
        and _PORTFOLIO.search(fold(parts[0]))
        and not (names_an_institution(parts[1]) or names_a_post(parts[1]))
    ):
        # "Deputy Minister of Labour, Migration and Employment"
        parts[:2] = [", ".join(parts[:2])]
    if not parts:
        return "", ""
    if len(parts) == 1:
        if names_an_institution(parts[0]) and not names_a_post(parts[0]):
            return "", parts[0]
        return parts[0], ""
    strong = [at for at, part in enumerate(parts) if _STRONG_INSTITUTION.match(fold(part))]
    if strong:
        at = strong[0]
        return ", ".join(parts[:at]), ", ".join(parts[at:])
    # From the end: parts that an institution before them goes on with ("… of Labour, Migration").
    at = len(parts) - 1
    while at > 1 and not _is_whole_institution(parts[at]) and _is_whole_institution(parts[at - 1]):
        at -= 1
    if at == 1 and names_a_post(parts[1]) and not names_an_institution(parts[1]):
        return ", ".join(parts), ""
    return ", ".join(parts[:at]), ", ".join(parts[at:])


# --- Furniture --------------------------------------------------------------------------------
_TOTAL = folded_pattern(
    r"(total|totals|sum|grand total|subtotal|overall|number of participants|итого|всего|"
    r"общее количество|"
    r"всего участников|razem|ogolem|gesamt|summe|insgesamt|total general|разом|усього|жалпы|jami|"
    r"баары)\b"
)
_CLERK = folded_pattern(
    r"(исп|исполнител\w*|executor|prepared by|compiled by|подготовил\w*|составил\w*|contact|"
    r"contact person|focal point|контактное лицо|контакты|контакт|по вопросам|for (?:questions|"
    r"queries|"
    r"further information)|тел|tel|phone|e mail|email|факс|fax|updated|last updated|as of|as at|"
    r"по состоянию на|дата|date|version|revision|page|стр|страница|seite|печать|подпись|signature|"
    r"утвержда\w*|согласован\w*|approved by|approved|верно|м п|примечани\w*|notes?|remarks?|source|"
    r"sporzadzil\w*|erstellt|stand|hazirlayan|дайындаган|виконав\w*|вик|hazirladi|ijrochi|ичрочи|"
    r"иҷрокунанда|"
    r"legend|abbreviations|кол во|количество|annex|appendix|приложение|confidential|draft)\b"
)
# What stands before an address or number, of a participant as well.
_LABEL = folded_pattern(r"(тел|tel|phone|e mail|email|факс|fax|контакты|контакт|contact)\b")
_TITLE = folded_pattern(
    r"(provisional |preliminary |final |draft |revised |annotated |предварительный |итоговый |"
    r"окончательный |"
    r"общий |нихой )?"
    r"(list of (the )?(participants|delegates|delegations|attendees|speakers|members)|"
    r"participants? list|"
    r"participants|delegates|attendees|participant list|composition of (the )?delegations?|"
    r"members of (the )?delegations?|attendance list|registration list|"
    r"список( \w+)? (участник\w*|делегат\w*|делегаци\w*|членов)|список|участники|"
    r"состав делегаци\w*|состав|"
    r"liste (provisoire )?des (participants|delegues)|participants|lista de participantes|"
    r"lista uczestnikow|"
    r"teilnehmerliste|liste der teilnehmer|katilimci listesi|список учасників|қатысушылар тізімі|"
    r"ishtirokchilar ro yxati|рӯйхати иштирокчиён|катышуучулардын тизмеси)\b"
)


_COUNT = folded_pattern(
    r"\d+ (persons?|people|participants?|delegates?|members?|pax|others?|чел\w*|участник\w*|"
    r"делегат\w*|представител\w*|сотрудник\w*|osob\w*|personnes?|personas?|personen)"
)


def is_count(text: str) -> bool:
    """Whether `text` says how many people come, and names none: "2 persons"."""
    return text[:1].isdecimal() and _COUNT.fullmatch(fold(text)) is not None


def is_clerk(text: str) -> bool:
    """Whether a line says who made the list: no line of a participant, whatever address it has."""
    return _CLERK.match(fold(text)) is not None and not _LABEL.match(fold(text))


def is_furniture(text: str) -> bool:
    """Whether a line of its own is a total, a note, a clerk, a footnote or a page number."""
    stripped = text.strip()
    folded = fold(text)
    return (
        not folded
        or stripped.startswith(("*", "†", "¹", "²", "³", "•*"))
        or _TOTAL.match(folded) is not None
        or _CLERK.match(folded) is not None
        or re.fullmatch(r"[\W\d]*(of|из|von|de|/)?[\W\d]*", stripped.casefold()) is not None
    )


def is_title(text: str) -> bool:
    """Whether a line is the title of a list."""
    return _TITLE.match(fold(text)) is not None
