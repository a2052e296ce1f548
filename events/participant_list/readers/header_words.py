"""What others write above a column of a participant list, folded, beside our own headers.

In English, Russian, French, Spanish, German, Polish, Ukrainian, Turkish and the languages of
Central Asia, and the names of the data sets of climate conferences.
"""

HEADERS = {
    "delegation": (
        *("noc", "national olympic committee", "delegation from", "delegation of"),
        *("country represented", "sending country", "country you represent"),
        *("represented state", "country or organisation", "country or organization"),
        *("state or organisation", "state or organization"),
        *("country international organisation", "member state organisation"),
        *("delegation name", "name of delegation", "name of country", "name of the country"),
        *("name of the delegation", "country code", "iso code", "country iso", "party name"),
        *("participating organisation", "participating party", "delegation party", "land"),
        *("staat", "delegationen", "kraj", "panstwo", "delegacja", "nazwa kraju", "paese"),
        *("pais organizacion", "pays organisation", "nom du pays", "pays represente"),
        *("pais representado", "краіна", "держава", "делегація", "ел", "мамлекет", "елі"),
        *("өлкө", "давлат", "мамлакат", "кишвар", "davlat", "mamlakat", "ulke", "ulkesi"),
        *("ölkə", "olke", "valstybe", "valsts", "riik", "tara", "zeme", "krajina", "drzava"),
        *("држава", "страна делегация", "делегация страна", "страна или организация"),
        *("страна международная организация", "от страны", "представляет страну"),
        *("название страны", "наименование страны", "код страны", "делегация от", "сторона"),
        *("государство член", "страна представитель"),
        *("country", "state", "delegations", "country organisation", "country organization"),
        *("state organisation", "state organization", "party", "member state", "nation"),
        *("participating state", "participating country", "country of origin", "member"),
        *("delegation country", "country delegation", "country name", "countries", "states"),
        *("country institution", "represented country", "representing", "delegation name"),
        *("organisation country", "organization country", "pays", "etat", "pais", "delegacion"),
        *("страна", "государство", "страна организация", "государство организация"),
        *("страна участница", "государство участник", "страна участник", "название делегации"),
        *("наименование делегации", "страны", "делегации", "представляемая страна"),
    ),
    "type": (
        *("group type", "delegation type", "category", "type of delegation", "participant type"),
        *("тип делегации", "категория", "вид"),
    ),
    "role": ("delegation role", "role of delegation", "role of the delegation", "роль делегации"),
    "prefix": (
        *("mr mrs ms miss", "mr ms dr", "anrede", "zwrot grzecznosciowy"),
        *("tytul grzecznosciowy", "hitap", "mr mme", "m mme mlle", "господин госпожа"),
        *("г н г жа г", "mr ms mx", "honorifics", "courtesy", "prefix title"),
        *("salutation title", "salut"),
        *("salutation", "honorific", "courtesy title", "form of address", "mr ms", "mr mrs"),
        *("mr mrs ms", "ms mr", "mr mrs ms dr", "title mr ms", "title mr mrs ms", "mr ms mrs"),
        *("civilite", "tratamiento", "обращение", "форма обращения", "г н г жа", "префикс"),
        *("вежливое обращение", "h e mr ms", "m mme", "sr sra", "gender title"),
    ),
    "given_names": (
        *("given names s", "name given", "names given", "first name and middle name"),
        *("first given name", "given first name", "first name patronymic", "vorname"),
        *("vornamen", "imie", "imiona", "imie imiona", "nome", "nomes", "prenume", "імя"),
        *("ім я", "імя та по батькові", "ім я та по батькові", "по батькові", "patronymic"),
        *("аты", "есімі", "ismi", "ism", "исм", "ном", "номи", "adi", "ad", "adı", "vardas"),
        *("vards", "eesnimi", "jmeno", "meno", "ime", "име", "имя латиницей"),
        *("имя по паспорту", "second name", "fathers name", "father s name"),
        *("имя отчество при наличии", "отчество при наличии", "tətbiq", "имя имя"),
        *("given name", "first name", "first names", "firstname", "forename", "forenames"),
        *("first and middle name", "middle name", "given", "first", "first name s", "given name s"),
        *("first middle name", "prenom", "prenoms", "имена", "имя отчество", "имя и отчество"),
        *("отчество", "имя участника"),
    ),
    "family_name": (
        *("family surname", "surname family name", "last family name", "family last name"),
        *("nachname", "familienname", "zuname", "nazwisko", "nazwiska", "cognome", "cognomi"),
        *("sobrenome", "apelido", "apellido s", "nume", "nume de familie", "прізвище"),
        *("тегі", "фамилиясы", "familiya", "familiyasi", "фамилия латиницей", "насаб"),
        *("насабаш", "soyadi", "soyad", "soyisim", "soyadı", "pavarde", "uzvards"),
        *("perekonnanimi", "prijmeni", "priezvisko", "prezime", "презиме"),
        *("фамилия по паспорту", "nom famille", "фамилия фамилия"),
        *("surname", "last name", "lastname", "family names", "surnames", "family", "last"),
        *("nom de famille", "apellido", "apellidos", "фамилии", "фамилия участника"),
        *("last name s", "family name s", "surname s"),
    ),
    "full_name": (
        *("name of attendee", "attendee", "attendee name", "attendees", "name of delegates"),
        *("delegate", "delegates name", "name of representative"),
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
        *("учасник", "аты жөні", "аты жони", "толық аты жөні", "фамилиясы аты", "аты", "фиш"),
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
        *("фио представителя", "члены делегации", "имя участника", "имена"),
        *("имя фамилия отчество", "имя отчество фамилия", "фамилия имя отчество латиницей"),
        *("names", "name and surname", "name surname", "surname name", "surname and name"),
        *("surname given name", "surname given names", "first and last name", "person name"),
        *("first name last name", "last name first name", "name of participant", "participant"),
        *("name of the participant", "participant name", "participants", "delegate name"),
        *("name of delegate", "name of the delegate", "family name given name", "full names"),
        *("name family name", "surname and first name", "first name surname", "fullname"),
        *("surname first name", "name first name", "given name family name", "names of delegates"),
        *("given name s and surname", "name and title", "title and name", "name last name"),
        *("family name first name", "first name family name", "name of person", "person"),
        *("nom et prenom", "nom prenom", "prenom et nom", "nom complet", "noms et prenoms"),
        *("nom et prenoms", "prenom nom", "nombre completo", "nombre y apellidos"),
        *("nombre y apellido", "apellidos y nombre", "apellidos y nombres", "participante"),
        *("фио", "ф и о", "фамилия имя отчество", "фамилия имя", "имя фамилия", "полное имя"),
        *("имя и фамилия", "фамилия и имя", "участник", "участники", "фио участника"),
        *("ф и о участника", "имя участника полностью", "фамилия имя и отчество", "фи"),
    ),
    "capacity": (
        *("role in the conference", "role at the conference", "role at event"),
        *("role at the event", "role in event", "role in meeting", "role at the meeting"),
        *("function at the meeting", "function in the meeting", "capacity of participation"),
        *("participation capacity", "head member", "head delegate"),
        *("head of delegation delegate", "status of participant", "participant status"),
        *("participant category", "роль на мероприятии", "роль в мероприятии", "роль"),
        *("функция в составе делегации", "роль в составе делегации", "статус делегата"),
        *("качество участия", "категория участника", "qualite", "rolle"),
        *("rolle in der delegation", "rola", "rola w delegacji", "funkcja w delegacji"),
        *("rol en la delegacion", "calidad", "fonction dans la delegation"),
        *("role dans la delegation", "görev", "delegation function", "delegation status"),
        *("delegation position", "member status"),
        *("capacity in delegation", "role in delegation", "role in the delegation"),
        *("function in delegation", "function in the delegation", "participant role"),
        *("participating as", "attending as", "delegate type", "type of participant"),
        *("position in delegation", "status in delegation", "capacity in the delegation"),
        *("роль в делегации", "статус в делегации", "функция в делегации", "в качестве"),
        *("роль участника", "статус участника", "место в делегации"),
    ),
    "position": (
        *("job title position", "position job title", "job title function"),
        *("current position", "position held", "official position", "position and title"),
        *("title and position", "title and function", "function title", "function position"),
        *("position function", "post title", "post held", "professional position"),
        *("role title", "job role", "work title", "position in organisation"),
        *("position in the organisation", "position in organization"),
        *("position in institution", "position in the institution"),
        *("position in the ministry", "rank", "rank title", "rank and position"),
        *("post position", "berufsbezeichnung", "funktion", "dienststellung"),
        *("amtsbezeichnung", "stellung", "stanowisko", "funkcja", "stanowisko sluzbowe"),
        *("carica", "qualifica", "funzione", "qualite fonction", "titre et fonction"),
        *("fonction titre", "puesto de trabajo", "cargo puesto", "cargo actual", "posada"),
        *("посада", "лауазымы", "лауазым", "кызматы", "кызмат орду", "қызметі", "lavozimi"),
        *("lavozim", "лавозими", "лавозим", "вазифа", "вазифаи ишғолкарда", "мансаб"),
        *("gorevi", "gorev", "unvan", "unvani", "ünvanı", "vəzifəsi", "vəzifə", "vezifesi"),
        *("pareigos", "amats", "amet", "ametikoht", "funkce", "pozice", "pracovni zarazeni"),
        *("funkcia", "položaj", "polozaj", "funkcija", "pozicija", "functia"),
        *("должность по месту работы", "занимаемая должность и место работы"),
        *("наименование должности", "должность в организации", "служебное положение"),
        *("должность и звание", "ученая степень должность", "wezipesi"),
        *("job title", "job position", "function", "post", "designation", "official title"),
        *("position title", "title position", "functional title", "occupation", "job"),
        *("professional title", "position rank", "rank position", "positions", "jobtitle"),
        *("fonction", "poste", "cargo", "puesto", "funcion", "занимаемая должность"),
        *("должность звание", "звание должность", "должности", "title function", "posicion"),
    ),
    "division": (
        *("department name", "name of department", "division unit", "department directorate"),
        *("unit division", "sub division", "subdivision", "структурное подразделение отдел"),
        *("название отдела", "abteilung", "referat", "wydzial", "komorka organizacyjna"),
        *("департамент управление", "управление отдел", "service direction", "бөлім"),
        *("bolim", "bo lim", "bolum", "подразделение отдел"),
        *("department", "unit", "directorate", "section", "department unit", "dept"),
        *("department division", "division department", "direction", "departement"),
        *("departamento", "отдел", "департамент", "управление", "подразделение"),
        *("структурное подразделение", "unit department", "office"),
    ),
    "institution": (
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
        *("organizacja", "urzad", "nazwa instytucji", "miejsce pracy", "istituzione", "ente"),
        *("amministrazione", "ministere", "institution organisme", "administration"),
        *("etablissement", "institución", "organismo", "entidad", "ministerio"),
        *("dependencia", "установа", "організація", "міністерство", "відомство"),
        *("місце роботи", "мекеме", "ұйым", "мекемесі", "уюм", "жұмыс орны", "иш орду"),
        *("tashkilot", "ташкилот", "муассиса", "ташкилоти", "ish joyi", "иш жойи"),
        *("ҷойи кор", "чои кор", "ҷои кор", "kurum", "kurumu", "kurulus", "kurum kurulus"),
        *("bakanlik", "təşkilat", "qurum", "teskilat", "istaiga", "institucija", "iestade"),
        *("asutus", "instituce", "urad", "inštitúcia", "institucia", "ustanova"),
        *("institutia", "autoritatea", "учреждение", "наименование учреждения"),
        *("наименование органа", "название организации", "название учреждения"),
        *("орган государственной власти", "госорган", "государственное учреждение"),
        *("организация место работы", "место службы", "представляемая организация"),
        *("представляемое ведомство", "наименование ведомства", "наименование министерства"),
        *("министерство организация", "министерство или ведомство", "edara"),
        *("организация ведомство",),
        *("organisation", "organization", "affiliation", "ministry", "agency", "employer"),
        *("authority", "company", "ministry agency", "institution organisation", "institutions"),
        *("institution organization", "name of institution", "place of work", "home institution"),
        *("organization name", "organisation name", "ministry institution", "organization unit"),
        *("ministry authority", "name of organisation", "name of organization", "represents"),
        *("organisation institution", "organization institution", "organisme", "institucion"),
        *("organizacion", "организация", "ведомство", "министерство", "место работы", "орган"),
        *("государственный орган", "министерство ведомство", "наименование организации"),
        *("организация учреждение", "орган власти", "компания", "учреждение организация"),
    ),
    "status": (
        *("confirmation", "confirmed", "confirmation status", "attendance confirmed"),
        *("participation confirmed", "подтверждение", "подтверждение участия"),
        *("участие подтверждено", "rsvp", "status teilnahme"),
        *("registration status", "participation status", "attendance", "statut", "статус участия"),
        *("присутствие", "участие", "attendance status", "статус регистрации"),
    ),
    "email": (
        *("e mail contact", "email contact", "email e mail", "e mail email"),
        *("electronic address", "electronic mail address", "personal email", "work email"),
        *("work e mail", "official email", "official e mail", "business email", "email id"),
        *("e mail id", "contact email address", "e adresse", "emailadresse"),
        *("e mail adresse", "mailadresse", "adres e mail", "adres email"),
        *("poczta elektroniczna", "indirizzo e mail", "posta elettronica", "mel"),
        *("adresse courriel", "adresse mail", "adresse email", "adresse electronique"),
        *("direccion de correo", "direccion de correo electronico", "direccion electronica"),
        *("ел пошта", "електронна пошта", "адреса електронної пошти", "эл пошта"),
        *("электрондық пошта", "электрондук почта", "электрон почта", "elektron pochta"),
        *("elektron pochta manzili", "почтаи электронӣ", "почтаи электрони"),
        *("суроғаи электронӣ", "e posta", "eposta", "e posta adresi", "elektron poct"),
        *("el pastas", "e pasts", "e post", "e pasta adrese", "posta", "мейл"),
        *("эл почта участника", "эл адрес участника", "личный e mail", "e mail участника"),
        *("адрес e mail", "электр почта", "электронный адрес участника", "elektron poçt"),
        *("email", "e mail address", "email address", "mail", "emails", "e mails", "courriel"),
        *("correo electronico", "correo", "electronic mail", "эл почта", "электронная почта"),
        *("адрес электронной почты", "почта", "эл адрес", "электронный адрес", "contact email"),
        *("e mail адрес", "имейл", "емейл", "email адрес", "adresse e mail", "contact e mail"),
        *("адрес эл почты", "adresse electronique", "mail address"),
    ),
    "phone": (
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
        *("telefoninumber", "telefonni cislo"),
        *("telephone", "tel", "mobile", "phone number", "telephone number", "mobile phone"),
        *("tel no", "contact phone", "cell", "cell phone", "gsm", "mobile number", "phone no"),
        *("contact number", "telefono", "movil", "тел", "номер телефона", "моб", "phones"),
        *("мобильный телефон", "контактный телефон", "рабочий телефон", "моб телефон"),
        *("телефоны", "мобильный", "tel number", "telephone no", "work phone", "office phone"),
    ),
    "given_names_cyrillic": (
        *("given names in cyrillic", "имя на кириллице", "имя на русском"),
        *("given names cyrillic", "given name cyrillic", "first name cyrillic"),
        *("first name in cyrillic", "first name in russian", "имя кириллицей"),
    ),
    "family_name_cyrillic": (
        *("family name cyrillic", "surname cyrillic", "surname russian"),
        *("фамилия кириллицей", "фамилия рус"),
        *("family name in cyrillic", "surname in cyrillic", "фамилия на кириллице"),
        *("surname in russian", "фамилия на русском"),
    ),
    "position_ru": (
        *("position in russian", "position russian", "job title in russian"),
        *("должность на русском",),
        *("должность на русском языке", "должность рус"),
    ),
    "institution_ru": (
        *("institution in russian", "organisation in russian", "organization in russian"),
        *("ministry in russian", "организация на русском", "учреждение на русском"),
        *("место работы на русском", "организация на русском языке"),
    ),
    "full_name_cyrillic": (
        *("name cyrillic", "full name cyrillic", "full name russian", "фио кириллицей"),
        *("фио кириллица", "имя кириллицей", "ф и о на русском языке", "фио рус"),
        *("фио русский",),
        *("full name in cyrillic", "name in cyrillic", "name in russian", "full name in russian"),
        *("фио на русском", "фио на кириллице", "name russian", "фио на русском языке"),
    ),
    "": (
        *("no no", "seq", "seq no", "row", "row no", "row number", "ref", "ref no", "index"),
        *("item", "item no", "lp", "l p", "lfd nr", "nummer", "lfd", "n°", "numero", "sira"),
        *("sira no", "sıra no", "рет саны", "т р", "т р no", "№ п п", "порядковый номер"),
        *("№", "пн", "п н", "no пп", "no п", "n пп", "пп", "р с", "timestamp"),
        *("отметка времени", "submission date", "date submitted", "registration date"),
        *("дата регистрации",),
        *("no", "n", "nr", "number", "no п п", "п п", "n п п", "num", "serial number", "s no"),
        *("sr no", "sl no", "номер", "номер п п", "id", "relation", "order"),
    ),
}
# What these mean depends on their neighbours, or on what stands below them.
AMBIGUOUS = {
    **dict.fromkeys(("name", "имя", "nombre", "nombres", "имя name"), "name"),
    **dict.fromkeys(("nom", "noms"), "nom"),
    **dict.fromkeys(("title", "titre", "titulo", "звание", "титул", "titles"), "title"),
}
# They name a delegation only where no other column does.
NATIONALITY = {
    *("nationality", "citizenship", "nationalities", "country of citizenship", "nationalite"),
    *("nacionalidad", "гражданство", "национальность", "staatsangehorigkeit", "obywatelstwo"),
    *("громадянство", "азаматтығы", "жарандыгы", "fuqaroligi", "фуқаролиги", "шаҳрвандӣ", "uyrugu"),
    *("шахрванди", "vatandaslik", "nationalitat", "cittadinanza", "nazionalita", "citoyennete"),
    *("гражданство страна", "nationality citizenship", "citizenship nationality", "vatandaşlığı"),
}
# A header with one of these words is about something else than the word that it begins with:
# "Country of birth", "Title of presentation", "Name on attendee list", "E-mail consent".
ELSEWHERE = (
    r"\b(birth|born|dob|residence|resident|residing|issue|issued|issuing|expiry|expiration|"
    r"passport|visa|"
    r"document|documents|id card|presentation|talk|paper|speech|topic|session|panel|abstract|"
    r"consent|permission|"
    r"agree\w*|gdpr|dietary|diet|meal|meals|food|allerg\w*|arrival|arriving|departure|departing|"
    r"flight|"
    r"hotel|room|accommodation|check in|check out|transfer|airport|emergency|spouse|assistant|"
    r"supervisor|contact person|sponsor|invit\w*|payment|invoice|billing|fee|bank|iban|signature|"
    r"sign|photo|picture|image|gender|sex|age|address|street|city|town|postal|zip|website|"
    r"web site|url|www|linkedin|twitter|skype|facebook|telegram|language|languages|badge|"
    r"attendee list|on list|"
    r"remarks?|comments?|notes?|observations?|t shirt|size|insurance|vaccination|covid|"
    r"previous|former|alternative|second|additional|other|secondary|relation|relationship|"
    r"рождени\w*|проживани\w*|паспорт\w*|виз\w*|документ\w*|выдач\w*|выдан\w*|доклад\w*|"
    r"выступлени\w*|"
    r"тем[аы]|сесси\w*|соглас\w*|питани\w*|диет\w*|прибыти\w*|прилет\w*|прилёт\w*|приезд\w*|"
    r"убыти\w*|вылет\w*|"
    r"отъезд\w*|выезд\w*|рейс\w*|гостиниц\w*|отел\w*|номер комнаты|проживает|пол|возраст|"
    r"подпис\w*|фото\w*|"
    r"адрес|город|улица|индекс|сайт|примечани\w*|комментари\w*|язык\w*|экстренн\w*|помощник\w*|"
    r"контактное лицо|контактного лица|супруг\w*|трансфер|бейдж\w*|иин|инн|пинфл|пин|"
    r"naissance|passeport|arrivee|depart|vol|hebergement|regime|adresse|signature|ville|langue|"
    r"nacimiento|pasaporte|llegada|salida|vuelo|hospedaje|direccion|firma|ciudad|idioma|ponencia|"
    r"geburts\w*|reisepass\w*|ankunft|abreise|unterschrift|anschrift|ort|sprache|urodzenia|"
    r"paszport\w*|podpis)\b"
)
# These words of a header say in which script its column is, and nothing of its field.
IN_LATIN = (
    r"\b(in |на |in the |по )?(latin|english|eng|en|латинск\w+|латиниц\w+|английск\w+|англ|lat|"
    r"anglais|"
    r"ingles|englisch|лат|latinica|lotin|ағылшынша)( letters?| script| alphabet| characters?|"
    r" языке?| буквами| language)?\b"
)
IN_CYRILLIC = (
    r"\b(in |на |in the |по )?(cyrillic|russian|rus|ru|кирил+иц\w+|русск\w+|рус|cyr|kirill|"
    r"kyrillisch|russe|ruso|"
    r"орысша|орусча|russisch)( letters?| script| alphabet| characters?| языке?| буквами|"
    r" language)?\b"
)
# These say how to write a name, and nothing of its field.
AS_WRITTEN = (
    r"\b((exactly )?as (it )?(appears?|written|shown|stated|indicated|in|per|on|in the|on the|"
    r"should appear)"
    r"( (in|on|per))?( (the|your))? (passport|travel document|id|badge|document|name badge)|"
    r"per passport|"
    r"(как|согласно|по|в соответствии с|как указано в|как в) (в )?паспорт\w*|passport name|"
    r"in capital letters|block letters|in block letters|capital letters|in caps|capitals|"
    r"заглавными буквами|"
    r"please (write|use|indicate|specify|enter)?.*|полностью|in full|mandatory|required|optional|"
    r"обязательно|"
    r"comme dans le passeport|wie im (reise)?pass|including .*|incl .*|с указанием .*|s)\b"
)
# The words of a header over whole names: it has one of the family name and one of given names.
OF_FAMILY = {
    *("surname", "family", "last", "lastname", "фамилия", "nom", "noms", "apellido", "apellidos"),
    *("nachname", "familienname", "nazwisko", "cognome", "прізвище", "soyadi", "насаб", "tegi"),
    *("prezime", "prijmeni", "фамилии"),
}
OF_GIVEN = {
    *("given", "first", "firstname", "forename", "middle", "имя", "имена", "отчество", "и", "о"),
    *("prenom", "prenoms", "nombre", "nombres", "vorname", "imie", "imiona", "nome", "імя", "adi"),
    *("batkovi", "ном", "jmeno", "ime", "patronymic", "инициалы", "initials"),
}
OF_BOTH = {"name", "names", "full", "имя", "отчество", "по", "батькові", "participant", "s"}
