"""Words of the headers of participant lists, beside those of each field (`fields.FIELDS`)."""

# What others write above a column that is left out, folded.
LEFT_OUT = (
    *("no no", "seq", "seq no", "row", "row no", "row number", "ref", "ref no", "index"),
    *("item", "item no", "lp", "l p", "lfd nr", "nummer", "lfd", "n°", "numero", "sira"),
    *("sira no", "sıra no", "рет саны", "т р", "т р no", "№ п п", "порядковый номер"),
    *("№", "пн", "п н", "no пп", "no п", "n пп", "пп", "р с", "timestamp"),
    *("отметка времени", "submission date", "date submitted", "registration date"),
    *("дата регистрации",),
    *("no", "n", "nr", "number", "no п п", "п п", "n п п", "num", "serial number", "s no"),
    *("sr no", "sl no", "номер", "номер п п", "id", "relation", "order"),
)
# What these mean depends on their neighbours, or on what stands below them.
AMBIGUOUS = {
    **dict.fromkeys(("name", "имя", "nombre", "nombres", "имя name"), "name"),
    **dict.fromkeys(("nom", "noms"), "nom"),
    **dict.fromkeys(
        (
            *("title", "titre", "titulo", "звание", "титул", "titles", "tytul", "titel", "titolo"),
            *("titul",),
        ),
        "title",
    ),
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
    r"kin|relative|hotel|room|accommodation|check in|check out|transfer|airport|emergency|spouse|"
    r"assistant|"
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
    r"подпис\w*|фото\w*|родственник\w*|близк\w+|"
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
# Whose a field is, before or behind it.
OWNER = (
    r"^names? of (the |your )?(?=\w)|"
    r"^((the )?(delegate|participant|attendee|nominee|representative|applicant|member)( s)?|your) "
    r"(?=\w)| (of|for) (the )?(delegate|participant|attendee|nominee|representative)s?$|"
    r" (участник\w*|делегат\w*|представител\w*)$"
)
# They hold a word that else means something else than a name.
NAMES_IN_PASSPORT = (
    *("name on passport", "name in passport", "name on the passport", "name in the passport"),
    *("full name on passport", "full name in passport", "passport name", "имя в паспорте"),
)
# What a header begins with under which military titles stand, or "Mr" and "Ms".
RANK = ("rank", "звание", "воинское звание", "чин", "stopien", "grade")
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
