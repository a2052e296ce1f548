"""The fields of a participant list, in one table: the order, the names, who sees what.

Columns, rows, readers, imports, nominations, documents and the admin loop over `FIELDS`, so that
another field is another entry here, beside its model fields: see CONTRIBUTING.md. A test holds
the table to the models: tests/events/participant_list/test_fields.py.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import cast

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Delegate, Delegation
from participants.models import Person
from participants.scripts import NAMES, RUSSIAN_OF, in_script


class Kept(enum.Enum):
    """Where the register keeps a field."""

    # With the delegation: the same for all of its people.
    DELEGATION = "delegation"
    # With the delegate alone.
    DELEGATE = "delegate"
    # With the person, and copied from there to the delegate, who keeps what held on the day.
    SNAPSHOT = "snapshot"
    # With the person alone.
    PERSON = "person"
    # Under no name of its own: a reader divides it among other fields.
    NOWHERE = "nowhere"


class Access(enum.IntEnum):
    """Who sees a field: everybody, staff, or those of the staff who may see contact data."""

    PUBLIC = 1
    STAFF = 2
    CONTACT = 3


class DelegationType(models.TextChoices):
    """What a delegation is of."""

    STATE = "state", pgettext_lazy("delegation", "State")
    ORGANISATION = "organisation", pgettext_lazy("delegation", "Organisation")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a list may say of a person.

    - `label`: the header of its column in our own files, and what pages call it;
    - `width`: of its column, in characters, for files that have widths; a field without one has
      no column: lists are read for it, but do not show it;
    - `choices`: its values, for one whose cells are words of the register;
    - `headers`: what others write above such a column, beside our labels, folded (see
      `core.text.fold`): in English, Russian, French and Spanish, with the names of the data sets
      of climate conferences;
    - `several`: a list may spread it over several columns, which are joined;
    - `nominated`: a national contact point enters it; `help_text` stands beside it in the form;
    - `source`: the attribute of `ListedDelegation` that has it, if it is not called the same;
    - `longest`: the most characters, where no model field of the same name says so.
    """

    name: str
    label: Promise
    kept: Kept
    access: Access
    width: int | None = None
    choices: type[models.TextChoices] | None = None
    headers: tuple[str, ...] = ()
    several: bool = False
    nominated: bool = False
    help_text: Promise | str = ""
    source: str = ""
    longest: int | None = None

    @property
    def is_translated(self) -> bool:
        """Whether its cells are words of the register, and not what people wrote."""
        return self.choices is not None or self.kept is Kept.DELEGATION

    @property
    def delegate_field(self) -> models.Field | None:
        """That of the delegate, if it has one."""
        in_delegate = self.kept in (Kept.DELEGATE, Kept.SNAPSHOT)
        return cast(models.Field, Delegate._meta.get_field(self.name)) if in_delegate else None

    @property
    def person_field(self) -> models.Field | None:
        """That of the person, who has it too if it is a snapshot."""
        in_person = self.kept in (Kept.SNAPSHOT, Kept.PERSON)
        return cast(models.Field, Person._meta.get_field(self.name)) if in_person else None

    @property
    def max_length(self) -> int | None:
        """The most characters that a cell may have; None if there is no limit."""
        kept = self.delegate_field or self.person_field
        return kept.max_length if kept and not self.choices else self.longest

    @property
    def lookup(self) -> str:
        """How a query for delegates names it."""
        return f"person__{self.name}" if self.kept is Kept.PERSON else self.name


# In the order of the columns. Those of the delegation come first.
FIELDS = (
    Field(
        "delegation",
        pgettext_lazy("column of a participant list", "Delegation"),
        Kept.DELEGATION,
        Access.PUBLIC,
        width=32,
        source="name",
        longest=Delegation._meta.get_field("name_as_of_event").max_length,
        headers=(
            *("noc", "national olympic committee", "delegation from", "delegation of"),
            *("country represented", "sending country", "country you represent"),
            *("represented state", "country or organisation", "country or organization"),
            *("state or organisation", "state or organization"),
            *("country international organisation", "member state organisation"),
            *("delegation name", "name of delegation", "name of country"),
            *("name of the country", "name of the delegation", "country code", "iso code"),
            *("country iso", "party name", "participating organisation", "participating party"),
            *("delegation party", "land", "staat", "delegationen", "kraj", "panstwo"),
            *("delegacja", "nazwa kraju", "paese", "pais organizacion", "pays organisation"),
            *("nom du pays", "pays represente", "pais representado", "краіна", "держава"),
            *("делегація", "ел", "мамлекет", "елі", "өлкө", "давлат", "мамлакат", "кишвар"),
            *("davlat", "mamlakat", "ulke", "ulkesi", "ölkə", "olke", "valstybe", "valsts"),
            *("riik", "tara", "zeme", "krajina", "drzava", "држава", "страна делегация"),
            *("делегация страна", "страна или организация", "страна международная организация"),
            *("от страны", "представляет страну", "название страны", "наименование страны"),
            *("код страны", "делегация от", "сторона", "государство член"),
            *("страна представитель", "country", "state", "delegations"),
            *("country organisation", "country organization", "state organisation"),
            *("state organization", "party", "member state", "nation", "participating state"),
            *("participating country", "country of origin", "member", "delegation country"),
            *("country delegation", "country name", "countries", "states"),
            *("country institution", "represented country", "representing"),
            *("organisation country", "organization country", "pays", "etat", "pais"),
            *("delegacion", "страна", "государство", "страна организация"),
            *("государство организация", "страна участница", "государство участник"),
            *("страна участник", "название делегации", "наименование делегации", "страны"),
            *("делегации", "представляемая страна"),
        ),
    ),
    Field(
        "type",
        pgettext_lazy("column of a participant list", "Type"),
        Kept.DELEGATION,
        Access.PUBLIC,
        width=14,
        choices=DelegationType,
        headers=(
            *("group type", "delegation type", "category", "type of delegation"),
            *("participant type", "тип делегации", "категория", "вид"),
        ),
    ),
    Field(
        "role",
        pgettext_lazy("column of a participant list", "Role"),
        Kept.DELEGATION,
        Access.PUBLIC,
        width=26,
        choices=Delegation.Role,
        headers=(
            *("delegation role", "role of delegation", "role of the delegation"),
            *("роль делегации",),
        ),
    ),
    Field(
        "prefix",
        pgettext_lazy("column of a participant list", "Prefix"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=13,
        nominated=True,
        help_text=_("As on the list: “H.E. Mr.”, “Ms”, “Dr”."),
        headers=(
            *("mr mrs ms miss", "mr ms dr", "anrede", "zwrot grzecznosciowy"),
            *("tytul grzecznosciowy", "hitap", "mr mme", "m mme mlle", "господин госпожа"),
            *("г н г жа г", "mr ms mx", "honorifics", "courtesy", "prefix title"),
            *("salutation title", "salut", "salutation", "honorific", "courtesy title"),
            *("form of address", "mr ms", "mr mrs", "mr mrs ms", "ms mr", "mr mrs ms dr"),
            *("title mr ms", "title mr mrs ms", "mr ms mrs", "civilite", "tratamiento"),
            *("обращение", "форма обращения", "г н г жа", "префикс", "вежливое обращение"),
            *("h e mr ms", "m mme", "sr sra", "gender title"),
        ),
    ),
    Field(
        "given_names",
        pgettext_lazy("column of a participant list", "Given names"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=22,
        nominated=True,
        several=True,
        headers=(
            *("given names s", "name given", "names given", "first name and middle name"),
            *("first given name", "given first name", "first name patronymic", "vorname"),
            *("vornamen", "imie", "imiona", "imie imiona", "nome", "nomes", "prenume", "імя"),
            *("ім я", "імя та по батькові", "ім я та по батькові", "по батькові", "patronymic"),
            *("аты", "есімі", "ismi", "ism", "исм", "ном", "номи", "adi", "ad", "adı"),
            *("vardas", "vards", "eesnimi", "jmeno", "meno", "ime", "име", "имя латиницей"),
            *("имя по паспорту", "second name", "fathers name", "father s name"),
            *("имя отчество при наличии", "отчество при наличии", "tətbiq", "имя имя"),
            *("given name", "first name", "first names", "firstname", "forename", "forenames"),
            *("first and middle name", "middle name", "given", "first", "first name s"),
            *("given name s", "first middle name", "prenom", "prenoms", "имена"),
            *("имя отчество", "имя и отчество", "отчество", "имя участника"),
        ),
    ),
    Field(
        "family_name",
        pgettext_lazy("column of a participant list", "Family name"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=26,
        nominated=True,
        help_text=_("Or the only name. As in the passport, in Latin letters."),
        headers=(
            *("family surname", "surname family name", "last family name", "family last name"),
            *("nachname", "familienname", "zuname", "nazwisko", "nazwiska", "cognome"),
            *("cognomi", "sobrenome", "apelido", "apellido s", "nume", "nume de familie"),
            *("прізвище", "тегі", "фамилиясы", "familiya", "familiyasi", "фамилия латиницей"),
            *("насаб", "насабаш", "soyadi", "soyad", "soyisim", "soyadı", "pavarde", "uzvards"),
            *("perekonnanimi", "prijmeni", "priezvisko", "prezime", "презиме"),
            *("фамилия по паспорту", "nom famille", "фамилия фамилия", "surname", "last name"),
            *("lastname", "family names", "surnames", "family", "last", "nom de famille"),
            *("apellido", "apellidos", "фамилии", "фамилия участника", "last name s"),
            *("family name s", "surname s"),
        ),
    ),
    Field(
        "full_name",
        pgettext_lazy("column of a participant list", "Full name"),
        Kept.NOWHERE,
        Access.PUBLIC,
        headers=(
            *("name of attendee", "attendee", "attendee name", "attendees"),
            *("name of delegates", "delegate", "delegates name", "name of representative"),
            *("name in full", "names in full", "full name of participant"),
            *("participant full name", "participant s name", "participants name"),
            *("names of participants", "full name s", "name s", "name and family name"),
            *("name family", "first and family name", "given and family name"),
            *("name and last name", "name of the person", "name of expert"),
            *("member of delegation", "member of the delegation", "members of delegation"),
            *("members of the delegation", "delegation member", "family name and given name"),
            *("name vorname", "vor und nachname", "vorname nachname", "nachname vorname"),
            *("name und vorname", "vollstandiger name", "teilnehmer", "teilnehmerin"),
            *("teilnehmende", "imie i nazwisko", "nazwisko i imie", "uczestnik"),
            *("nome e cognome", "cognome e nome", "nome completo", "nom et prenom s"),
            *("nom s et prenom s", "nom prenoms", "noms prenoms", "participant s"),
            *("nombre apellidos", "nombres y apellidos", "nombre y apellido s", "піб", "п і б"),
            *("прізвище ім я по батькові", "прізвище імя по батькові", "прізвище та ім я"),
            *("учасник", "аты жөні", "аты жони", "толық аты жөні", "фамилиясы аты", "фиш"),
            *("f i sh", "fish", "ф и ш", "familiya ism sharif", "ismi sharifi", "ном ва насаб"),
            *("номи насаб", "ному насаб", "насаб ном", "насабу ном", "adi soyadi", "ad soyad"),
            *("ad soyadi", "isim soyisim", "soyadi adi", "adı soyadı", "soyadı adı"),
            *("vardas pavarde", "vardas ir pavarde", "vards uzvards", "uzvards vards", "nimi"),
            *("jmeno a prijmeni", "meno a priezvisko", "ime i prezime", "ime in priimek"),
            *("име и фамилия", "име и презиме", "nume si prenume", "numele si prenumele"),
            *("nume prenume", "ф и о полностью", "фио полностью", "фио делегата"),
            *("ф и о делегата", "фамилия имя отчество полностью"),
            *("фамилия имя отчество участника", "фамилия и о", "фамилия и инициалы"),
            *("ф и о участников", "делегат", "член делегации", "представитель"),
            *("фио представителя", "члены делегации", "имя фамилия отчество"),
            *("имя отчество фамилия", "фамилия имя отчество латиницей", "names"),
            *("name and surname", "name surname", "surname name", "surname and name"),
            *("surname given name", "surname given names", "first and last name"),
            *("person name", "first name last name", "last name first name"),
            *("name of participant", "participant", "name of the participant"),
            *("participant name", "participants", "delegate name", "name of delegate"),
            *("name of the delegate", "family name given name", "full names"),
            *("name family name", "surname and first name", "first name surname", "fullname"),
            *("surname first name", "name first name", "given name family name"),
            *("names of delegates", "given name s and surname", "name and title"),
            *("title and name", "name last name", "family name first name"),
            *("first name family name", "name of person", "person", "nom et prenom"),
            *("nom prenom", "prenom et nom", "nom complet", "noms et prenoms"),
            *("nom et prenoms", "prenom nom", "nombre completo", "nombre y apellidos"),
            *("nombre y apellido", "apellidos y nombre", "apellidos y nombres", "participante"),
            *("фио", "ф и о", "фамилия имя отчество", "фамилия имя", "имя фамилия"),
            *("полное имя", "имя и фамилия", "фамилия и имя", "участник", "участники"),
            *("фио участника", "ф и о участника", "имя участника полностью"),
            *("фамилия имя и отчество", "фи"),
        ),
    ),
    Field(
        "capacity",
        pgettext_lazy("column of a participant list", "Capacity"),
        Kept.DELEGATE,
        Access.PUBLIC,
        width=28,
        choices=Delegate.Capacity,
        nominated=True,
        headers=(
            *("role in the conference", "role at the conference", "role at event"),
            *("role at the event", "role in event", "role in meeting", "role at the meeting"),
            *("function at the meeting", "function in the meeting"),
            *("capacity of participation", "participation capacity", "head member"),
            *("head delegate", "head of delegation delegate", "status of participant"),
            *("participant status", "participant category", "роль на мероприятии"),
            *("роль в мероприятии", "роль", "функция в составе делегации"),
            *("роль в составе делегации", "статус делегата", "качество участия"),
            *("категория участника", "qualite", "rolle", "rolle in der delegation", "rola"),
            *("rola w delegacji", "funkcja w delegacji", "rol en la delegacion", "calidad"),
            *("fonction dans la delegation", "role dans la delegation", "görev"),
            *("delegation function", "delegation status", "delegation position"),
            *("member status", "capacity in delegation", "role in delegation"),
            *("role in the delegation", "function in delegation", "function in the delegation"),
            *("participant role", "participating as", "attending as", "delegate type"),
            *("type of participant", "position in delegation", "status in delegation"),
            *("capacity in the delegation", "роль в делегации", "статус в делегации"),
            *("функция в делегации", "в качестве", "роль участника", "статус участника"),
            *("место в делегации",),
        ),
    ),
    Field(
        "position",
        pgettext_lazy("column of a participant list", "Position"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=40,
        nominated=True,
        several=True,
        headers=(
            *("job title position", "position job title", "job title function"),
            *("current position", "position held", "official position", "position and title"),
            *("title and position", "title and function", "function title"),
            *("function position", "position function", "post title", "post held"),
            *("professional position", "role title", "job role", "work title"),
            *("position in organisation", "position in the organisation"),
            *("position in organization", "position in institution"),
            *("position in the institution", "position in the ministry", "rank", "rank title"),
            *("rank and position", "post position", "berufsbezeichnung", "funktion"),
            *("dienststellung", "amtsbezeichnung", "stellung", "stanowisko", "funkcja"),
            *("stanowisko sluzbowe", "carica", "qualifica", "funzione", "qualite fonction"),
            *("titre et fonction", "fonction titre", "puesto de trabajo", "cargo puesto"),
            *("cargo actual", "posada", "посада", "лауазымы", "лауазым", "кызматы"),
            *("кызмат орду", "қызметі", "lavozimi", "lavozim", "лавозими", "лавозим", "вазифа"),
            *("вазифаи ишғолкарда", "мансаб", "gorevi", "gorev", "unvan", "unvani", "ünvanı"),
            *("vəzifəsi", "vəzifə", "vezifesi", "pareigos", "amats", "amet", "ametikoht"),
            *("funkce", "pozice", "pracovni zarazeni", "funkcia", "položaj", "polozaj"),
            *("funkcija", "pozicija", "functia", "должность по месту работы"),
            *("занимаемая должность и место работы", "наименование должности"),
            *("должность в организации", "служебное положение", "должность и звание"),
            *("ученая степень должность", "wezipesi", "job title", "job position", "function"),
            *("post", "designation", "official title", "position title", "title position"),
            *("functional title", "occupation", "job", "professional title", "position rank"),
            *("rank position", "positions", "jobtitle", "fonction", "poste", "cargo", "puesto"),
            *("funcion", "занимаемая должность", "должность звание", "звание должность"),
            *("должности", "title function", "posicion"),
        ),
    ),
    Field(
        "division",
        pgettext_lazy("column of a participant list", "Division"),
        Kept.NOWHERE,
        Access.PUBLIC,
        several=True,
        headers=(
            *("department name", "name of department", "division unit"),
            *("department directorate", "unit division", "sub division", "subdivision"),
            *("структурное подразделение отдел", "название отдела", "abteilung", "referat"),
            *("wydzial", "komorka organizacyjna", "департамент управление", "управление отдел"),
            *("service direction", "бөлім", "bolim", "bo lim", "bolum", "подразделение отдел"),
            *("department", "unit", "directorate", "section", "department unit", "dept"),
            *("department division", "division department", "direction", "departement"),
            *("departamento", "отдел", "департамент", "управление", "подразделение"),
            *("структурное подразделение", "unit department", "office"),
        ),
    ),
    Field(
        "institution",
        pgettext_lazy("column of a participant list", "Institution"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=44,
        nominated=True,
        several=True,
        help_text=_("The ministry, agency or employer."),
        headers=(
            *("state body", "government body", "public authority", "competent authority"),
            *("institution agency", "agency institution", "institution ministry"),
            *("ministry institution agency", "ministry department", "ministry or agency"),
            *("ministry office", "institution affiliation", "affiliation institution"),
            *("organisation name", "name of the institution", "name of the organisation"),
            *("name of the organization", "employer name", "entity", "body", "work place"),
            *("workplace", "place of employment", "working place", "institution represented"),
            *("represented institution", "represented organisation", "home organisation"),
            *("home organization", "your organisation", "your organization"),
            *("organisation ministry", "organization ministry", "company organisation"),
            *("company organization", "company name", "behorde", "behörde", "dienststelle"),
            *("organisation behorde", "arbeitgeber", "institution behorde", "instytucja"),
            *("organizacja", "urzad", "nazwa instytucji", "miejsce pracy", "istituzione"),
            *("ente", "amministrazione", "ministere", "institution organisme"),
            *("administration", "etablissement", "institución", "organismo", "entidad"),
            *("ministerio", "dependencia", "установа", "організація", "міністерство"),
            *("відомство", "місце роботи", "мекеме", "ұйым", "мекемесі", "уюм", "жұмыс орны"),
            *("иш орду", "tashkilot", "ташкилот", "муассиса", "ташкилоти", "ish joyi"),
            *("иш жойи", "ҷойи кор", "чои кор", "ҷои кор", "kurum", "kurumu", "kurulus"),
            *("kurum kurulus", "bakanlik", "təşkilat", "qurum", "teskilat", "istaiga"),
            *("institucija", "iestade", "asutus", "instituce", "urad", "inštitúcia"),
            *("institucia", "ustanova", "institutia", "autoritatea", "учреждение"),
            *("наименование учреждения", "наименование органа", "название организации"),
            *("название учреждения", "орган государственной власти", "госорган"),
            *("государственное учреждение", "организация место работы", "место службы"),
            *("представляемая организация", "представляемое ведомство"),
            *("наименование ведомства", "наименование министерства"),
            *("министерство организация", "министерство или ведомство", "edara"),
            *("организация ведомство", "organisation", "organization", "affiliation"),
            *("ministry", "agency", "employer", "authority", "company", "ministry agency"),
            *("institution organisation", "institutions", "institution organization"),
            *("name of institution", "place of work", "home institution", "organization name"),
            *("ministry institution", "organization unit", "ministry authority"),
            *("name of organisation", "name of organization", "represents"),
            *("organisation institution", "organization institution", "organisme"),
            *("institucion", "organizacion", "организация", "ведомство", "министерство"),
            *("место работы", "орган", "государственный орган", "министерство ведомство"),
            *("наименование организации", "организация учреждение", "орган власти", "компания"),
            *("учреждение организация",),
        ),
    ),
    Field(
        "status",
        pgettext_lazy("column of a participant list", "Status"),
        Kept.DELEGATE,
        Access.STAFF,
        width=15,
        choices=Delegate.Status,
        headers=(
            *("confirmation", "confirmed", "confirmation status", "attendance confirmed"),
            *("participation confirmed", "подтверждение", "подтверждение участия"),
            *("участие подтверждено", "rsvp", "status teilnahme", "registration status"),
            *("participation status", "attendance", "statut", "статус участия", "присутствие"),
            *("участие", "attendance status", "статус регистрации"),
        ),
    ),
    Field(
        "email",
        pgettext_lazy("column of a participant list", "E-mail"),
        Kept.PERSON,
        Access.CONTACT,
        width=32,
        nominated=True,
        help_text=_("For the organisers alone; never published."),
        headers=(
            *("e mail contact", "email contact", "email e mail", "e mail email"),
            *("electronic address", "electronic mail address", "personal email", "work email"),
            *("work e mail", "official email", "official e mail", "business email", "email id"),
            *("e mail id", "contact email address", "e adresse", "emailadresse"),
            *("e mail adresse", "mailadresse", "adres e mail", "adres email"),
            *("poczta elektroniczna", "indirizzo e mail", "posta elettronica", "mel"),
            *("adresse courriel", "adresse mail", "adresse email", "adresse electronique"),
            *("direccion de correo", "direccion de correo electronico"),
            *("direccion electronica", "ел пошта", "електронна пошта"),
            *("адреса електронної пошти", "эл пошта", "электрондық пошта", "электрондук почта"),
            *("электрон почта", "elektron pochta", "elektron pochta manzili"),
            *("почтаи электронӣ", "почтаи электрони", "суроғаи электронӣ", "e posta", "eposta"),
            *("e posta adresi", "elektron poct", "el pastas", "e pasts", "e post"),
            *("e pasta adrese", "posta", "мейл", "эл почта участника", "эл адрес участника"),
            *("личный e mail", "e mail участника", "адрес e mail", "электр почта"),
            *("электронный адрес участника", "elektron poçt", "email", "e mail address"),
            *("email address", "mail", "emails", "e mails", "courriel", "correo electronico"),
            *("correo", "electronic mail", "эл почта", "электронная почта"),
            *("адрес электронной почты", "почта", "эл адрес", "электронный адрес"),
            *("contact email", "e mail адрес", "имейл", "емейл", "email адрес"),
            *("adresse e mail", "contact e mail", "адрес эл почты", "mail address"),
        ),
    ),
    Field(
        "phone",
        pgettext_lazy("column of a participant list", "Phone"),
        Kept.PERSON,
        Access.CONTACT,
        width=20,
        nominated=True,
        several=True,
        help_text=_("For the organisers alone; never published."),
        headers=(
            *("telephone no", "telephone s", "phone s", "phone numbers", "contact tel"),
            *("contact telephone", "contact telephone number", "contact phone number"),
            *("mobile phone number", "mobile no", "mobile tel", "mob", "mob tel"),
            *("mobile whatsapp", "whatsapp", "whatsapp number", "phone mobile"),
            *("telephone mobile", "cellphone", "cell number", "cell phone number", "handy"),
            *("handynummer", "telefon", "telefonnummer", "telefonnr", "mobiltelefon"),
            *("rufnummer", "nr telefonu", "numer telefonu", "telefon komorkowy"),
            *("telefon kontaktowy", "telefono cellulare", "cellulare", "recapito telefonico"),
            *("numero de telephone", "tel portable", "portable", "numero de telefono"),
            *("telefono movil", "celular", "telefone", "контакт телефон", "контактный тел"),
            *("контактный номер", "контактный номер телефона", "контактные телефоны"),
            *("телефон для связи", "номер мобильного телефона", "сотовый", "сотовый телефон"),
            *("сот тел", "моб тел", "мобильный номер", "рабочий тел", "служебный телефон"),
            *("тел моб", "номер тел", "телефон контактный", "телефон мобильный"),
            *("телефон рабочий", "телефон участника", "контактний телефон", "номер телефону"),
            *("байланыс телефоны", "телефон нөмірі", "ұялы телефон", "байланыш телефону"),
            *("телефон номери", "telefon raqami", "aloqa telefoni", "телефон рақами"),
            *("рақами телефон", "telefon numarasi", "cep telefonu", "cep", "mobil"),
            *("telefon nomresi", "telefonas", "talrunis", "talruna numurs", "telefons"),
            *("telefoninumber", "telefonni cislo", "telephone", "tel", "mobile"),
            *("phone number", "telephone number", "mobile phone", "tel no", "contact phone"),
            *("cell", "cell phone", "gsm", "mobile number", "phone no", "contact number"),
            *("telefono", "movil", "тел", "номер телефона", "моб", "phones"),
            *("мобильный телефон", "контактный телефон", "рабочий телефон", "моб телефон"),
            *("телефоны", "мобильный", "tel number", "work phone", "office phone"),
        ),
    ),
    Field(
        "given_names_cyrillic",
        _("Given names in Cyrillic"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=22,
        nominated=True,
        several=True,
        headers=(
            *("given names in cyrillic", "имя на кириллице", "имя на русском"),
            *("given names cyrillic", "given name cyrillic", "first name cyrillic"),
            *("first name in cyrillic", "first name in russian", "имя кириллицей"),
        ),
    ),
    Field(
        "family_name_cyrillic",
        _("Family name in Cyrillic"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=26,
        nominated=True,
        headers=(
            *("family name cyrillic", "surname cyrillic", "surname russian"),
            *("фамилия кириллицей", "фамилия рус", "family name in cyrillic"),
            *("surname in cyrillic", "фамилия на кириллице", "surname in russian"),
            *("фамилия на русском",),
        ),
    ),
    Field(
        "full_name_cyrillic",
        _("Full name in Cyrillic"),
        Kept.NOWHERE,
        Access.STAFF,
        headers=(
            *("name cyrillic", "full name cyrillic", "full name russian", "фио кириллицей"),
            *("фио кириллица", "ф и о на русском языке", "фио рус", "фио русский"),
            *("full name in cyrillic", "name in cyrillic", "name in russian"),
            *("full name in russian", "фио на русском", "фио на кириллице", "name russian"),
            *("фио на русском языке",),
        ),
    ),
    Field(
        "position_ru",
        _("Position in Russian"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=40,
        nominated=True,
        several=True,
        headers=(
            *("position in russian", "position russian", "job title in russian"),
            *("должность на русском", "должность на русском языке", "должность рус"),
        ),
    ),
    Field(
        "institution_ru",
        _("Institution in Russian"),
        Kept.SNAPSHOT,
        Access.PUBLIC,
        width=44,
        nominated=True,
        several=True,
        headers=(
            *("institution in russian", "organisation in russian", "organization in russian"),
            *("ministry in russian", "организация на русском", "учреждение на русском"),
            *("место работы на русском", "организация на русском языке"),
        ),
    ),
)
FIELDS_BY_NAME = {field.name: field for field in FIELDS}


def names_of(fields: Iterable[Field], *kept: Kept) -> tuple[str, ...]:
    """The names of those of `fields` that are kept in one of these places."""
    return tuple(field.name for field in fields if field.kept in kept)


# What a file may say of a delegate, and of the person whatever the delegation.
OF_DELEGATE = names_of(FIELDS, Kept.DELEGATE, Kept.SNAPSHOT)
OF_PERSON = names_of(FIELDS, Kept.PERSON)
# What is copied from the person to the delegate.
SNAPSHOT = names_of(FIELDS, Kept.SNAPSHOT)
# What an import compares with the register: every field that is kept with a person.
COMPARED = (*OF_DELEGATE, *OF_PERSON)

RUSSIAN = tuple(RUSSIAN_OF.values())

# The columns of the list: those of the delegation, then those of the person. Those of `RUSSIAN`
# stand in the files of staff who ask for them: what they hold is printed in the columns beside
# which they stand in `RUSSIAN_OF`, according to the language of the list.
COLUMN_FIELDS = tuple(field for field in FIELDS if field.width)
PERSON_COLUMNS = tuple(field for field in COLUMN_FIELDS if field.kept is not Kept.DELEGATION)
# What stands under a name, or after it: position and institution.
LINES = tuple(
    field.name
    for field in PERSON_COLUMNS
    if field.access is Access.PUBLIC
    and not field.choices
    and field.name not in ("prefix", *NAMES, *RUSSIAN)
)


def lines_of(record: object, language: str = "en") -> list[str]:
    """What a list in `language` says of `record` under the name, without what is empty.

    `record` is a delegate or a dictionary of values. What is missing in the language is there in
    the other one.
    """
    get = record.get if isinstance(record, dict) else partial(getattr, record)
    printed = in_script(record, language)
    texts = (printed[name] if name in printed else get(name) for name in LINES)
    return [text for text in texts if text]
