"""The words that lines without a table are told by: headings, sections, greetings, signatures."""

import re

from events.participant_list.readers import vocabulary

ROMAN = re.compile(r"\s*([IVXLC]{1,6}|[A-ZА-Я]|\d{1,3})\s*[.)]\s+(?=\S)")
OF = vocabulary.folded_pattern(
    r"^(the )?(composition of the |members of the |состав |список |участники |члены )?"
    r"(official )?(delegation|delegations|delegates|participants|representatives|делегаци\w+|"
    r"delegacja|"
    r"heyet|участник\w*|представител\w*)( of| from| for| от| de la| de l| du| des| de| der|"
    r" des)?( the)? "
    r"|^(delegation|deleg) (de la |de l |du |des |de )|^delegacion (de la |del |de los |de )|"
    r"^(на|от|from|for|pour|von|za|для) (the )?|^делегация |^страна |^country |^state |"
    r"^государство |"
    r"^delegation der |^delegation "
)
BEHIND = re.compile(
    r"\s*(\((cont\w*|continued|продолжение|окончание|\d+( \w+)?\.?)\)|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+|"
    r"[-–—:]\s*\d+\s*(чел\w*|people|persons?|participants?|участник\w*)?\.?|[:;,.])\s*$",
    re.IGNORECASE,
)
GREETING = vocabulary.folded_pattern(
    r"^(dear|hello|hi|good (morning|day|afternoon|evening)|greetings|your excellenc\w+|"
    r"excellenc\w+|to whom|"
    r"уважаем\w+|здравствуй\w*|добр\w+ (день|утро|вечер)|многоуважаем\w+|глубокоуважаем\w+|"
    r"ваше превосх\w+|"
    r"cher|chere|chers|cheres|madame monsieur|mesdames|bonjour|estimad\w+|querid\w+|buen\w+ (dias|"
    r"tardes)|"
    r"sehr geehrte\w*|liebe\w*|guten tag|szanown\w+|dzien dobry|шановн\w+|добрий день|құрметті|"
    r"урматтуу|"
    r"hurmatli|assalomu|хурматли|мухтарам\w*|ҳурматли|sayin|merhaba|kind attention|gentile|"
    r"egregi\w+)\b"
)
FAREWELL = vocabulary.folded_pattern(
    r"^((with )?((our|my) )?(best|kind|kindest|warm|warmest|cordial)( \w+)? (regards|wishes)|"
    r"regards|yours \w+|"
    r"sincerely|respectfully|with (best|kind|highest|sincere|warm|great|deep)?\s*(regards|wishes|"
    r"respect)|with respect|"
    r"(many )?thanks$|thank you( \w+)?$|спасибо( \w+)?$|merci$|"
    r"cheers|many thanks and|accept|best|thank you and|с уважением|с наилучшими|с искренним|"
    r"искренне|"
    r"всего доброго|с почтением|c уважением|с глубоким|cordialement|bien (a vous|cordialement)|"
    r"sinceres salutations|salutations|veuillez agreer|meilleures salutations|atentamente|saludos|"
    r"cordialmente|un cordial|mit freundlichen|freundliche gru\w+|mit besten|beste gru\w+|"
    r"z powazaniem|"
    r"z wyrazami|pozdrawiam|з повагою|з найкращими|құрметпен|урматтоо менен|урмат менен|"
    r"hurmat bilan|"
    r"хурмат билан|ҳурмат билан|бо эҳтиром|бо ехтиром|saygilarimla|saygilarimizla|distinti saluti|"
    r"cordiali saluti|pagarbiai|ar cienu|lugupidamisega|s pozdravem|s pozdravom|hormatlamak bilen|"
    r"hormetle|hörmətlə)\b"
)
MAIL_HEAD = vocabulary.folded_pattern(
    r"^(from|to|cc|bcc|sent|subject|date|re|fw|fwd|reply to|attachments?|importance|кому|от кого|"
    r"копия|тема|"
    r"отправлено|дата|вложени\w+|de|a|objet|envoye|asunto|enviado|para|von|an|betreff|gesendet)$"
)
SUBJECT = vocabulary.folded_pattern(r"(subject|re|тема|objet|asunto|betreff|temat)\b")
SECTIONS = vocabulary.folded_pattern(
    r"^(participating |member |observer |invited |other |non |associated |partner )*"
    r"(states|countries|parties|international organi[sz]ations?|"
    r"intergovernmental organi[sz]ations?|organi[sz]ations|"
    r"non governmental organi[sz]ations|ngos|eu institutions|european union institutions|"
    r"institutions|"
    r"secretariat|organi[sz]ers?|hosts?|host country|guests?|special guests|guests of honou?r|"
    r"observers?|partners|civil society|academia|experts|speakers|interpreters|united nations|"
    r"media|press|other participants|state delegations|delegations|national delegations|"
    r"government delegations|governments|eu agencies|un agencies|support staff|resource persons|"
    r"moderators|international partners|development partners|donors|private sector)$|"
    r"^(государства|страны|государства участники|страны участницы|участники|делегации|"
    r"делегации государств|"
    r"национальные делегации|международные организации|межправительственные организации|"
    r"организации|"
    r"неправительственные организации|нпо|учреждения ес|институты ес|наблюдатели|гости|"
    r"почетные гости|"
    r"приглашенные|организаторы|секретариат|эксперты|докладчики|спикеры|переводчики|пресса|сми|"
    r"партнеры|"
    r"государства наблюдатели|страны наблюдатели|принимающая сторона|иные участники|"
    r"другие участники|"
    r"организации наблюдатели|специальные гости|международные партнеры|гражданское общество|"
    r"etats|etats participants|pays|organisations internationales|observateurs|invites|estados|"
    r"paises|"
    r"organizaciones internacionales|observadores|invitados|staaten|internationale organisationen|"
    r"beobachter|gaste|panstwa|organizacje miedzynarodowe|obserwatorzy|goscie)$"
)
# Words above those who are no heads.
MEMBERS = {
    *("members", "other members", "delegates", "alternates and advisers", "члены"),
    *(
        "membres",
        "miembros",
        "mitglieder",
        "czlonkowie",
        "члени",
        "другие члены",
        "delegation members",
    ),
}
# What a label says of the name behind the first.
SECOND_NAME = re.compile(r"(middle|second|patronymic|отчество|father)")
STOP_PARTS = vocabulary.folded_pattern(
    r"^(annex|appendix|attachment|приложение|list of|список|состав|annexe|anlage|zalacznik)\b"
)
STATISTICS = vocabulary.folded_pattern(
    r"^(statistics|статистика|summary|сводка|statistik|statistiques|estadisticas)\b"
)
EMAIL = re.compile(r"(?:mailto:)?[\w.+'-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
PHONE = re.compile(
    r"(?<!\w)(?:\+|00|8[\s(-]|\()?\d[\d\s()./-]{5,}\d(?:\s*\((?:ext|доб)\.?\s*\d+\))?|"
    r"\+\d[\d\s()./-]{5,}\d"
)
CONTACT_LABEL = re.compile(
    r"(?:\b(?:e-?mail|mail|email|эл\.?\s*(?:почта|адрес)|электронная почта|e-post|courriel|tel|"
    r"тел|phone|telephone|"
    r"телефон|mob|mobile|моб|fax|факс|cell|whatsapp|контакты?|contact|т|t|m|p|"
    r"e)\b\.?\s*(?:№\s*)?[:.]?\s*(?:/\s*)?)+$",
    re.IGNORECASE,
)
INLINE = re.compile(r"\s*(?:[,;:|\t]|\s[-–—]+\s|[–—](?=\s)|(?<=\s)[–—]|\s{3,})\s*")
JOINING_END = re.compile(
    r"(?:[,–-]|\b(?:of|and|for|the|in|on|to|de|du|des|la|и|по|в|на|для|с|при|y|und|für|des|der))$",
    re.IGNORECASE,
)
