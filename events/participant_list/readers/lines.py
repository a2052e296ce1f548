"""A list without a table, as one stream of lines: who stands in it, of which delegation.

Word, PDF and text give the same lines (`Line`), and each line is accounted for: it is a heading (a
delegation), a section, words of capacity, a person, what belongs to a person, or furniture
(titles, greetings, signatures, totals, page numbers). Furniture is reported as left out; a line
that looks like a person and was not understood is `strange` and stops the file.

A person begins at a title ("Mr"), a number, a family name in capitals, a patronymic, or a name
with a post behind it, and ends at the next person, heading or gap. Addresses and telephones and
the words of capacity come off first; of the rest the first part is the position and the last the
institution.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from core.text import fold, in_cyrillic
from events.participant_list.readers import vocabulary, words
from events.participant_list.readers.cleaning import clean
from events.participant_list.readers.headers import header_field, is_about_something_else
from events.participant_list.readers.line_words import (
    BEHIND,
    CONTACT_LABEL,
    EMAIL,
    FAREWELL,
    GREETING,
    INLINE,
    JOINING_END,
    MAIL_HEAD,
    MEMBERS,
    OF,
    PHONE,
    ROMAN,
    SECOND_NAME,
    SECTIONS,
    STATISTICS,
    STOP_PARTS,
    SUBJECT,
)
from events.participant_list.readers.names import (
    begins_with_title,
    is_capital,
    is_degree,
    is_prefix,
    looks_like_a_name,
    surely_a_name,
    without_number,
    without_prefix,
)
from events.participant_list.readers.table import LeftOut, Table
from participants.matching import is_territory

COLUMNS = (
    *("delegation", "role", "capacity", "full_name", "position", "institution"),
    *("status", "email", "phone"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document. `gap` says that more space than usual stands before it; `heading`
    is the level of its style, 0 for none; `numbered`, that the program numbers it."""

    number: int
    text: str
    gap: bool = False
    bold: bool = False
    heading: int = 0
    numbered: bool = False
    # It reaches the edge, so that the next line goes on with it.
    full: bool = False
    # It is cited from an earlier message.
    quoted: bool = False


@dataclass(slots=True)
class _NamedPerson:
    number: int
    name: str
    delegation: str = ""
    role: str = ""
    capacity: str = ""
    status: str = ""
    inline: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    sure: bool = True


@dataclass(slots=True)
class Stream:
    """What was read of lines."""

    people: list[_NamedPerson] = field(default_factory=list)
    # Headings under which nobody stands: number, name.
    unnamed: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    strange: list[tuple[int, str]] = field(default_factory=list)
    # The delegation that lasts when the lines end, for a table that follows.
    delegation: str = ""

    def table(self, title: str) -> Table:
        """The people as a table whose rows have the numbers of the lines."""
        last = max([each.number for each in self.people] + [n for n, _name in self.unnamed] + [0])
        empty = [""] * len(COLUMNS)
        rows = [empty] * last
        doubts: dict[int, list[tuple[str, str]]] = {}
        for number, name in self.unnamed:
            rows[number - 1] = [name, *empty[1:]]
        for person in self.people:
            rows[person.number - 1] = cells_of(person)
            if not person.sure:
                reason = _("Nothing but its place says that this line is a person.")
                doubts[person.number] = [("full_name", reason)]
        return Table(
            title,
            rows,
            left_out=self.left_out,
            fields=dict(enumerate(COLUMNS)),
            strange=self.strange,
            doubts=doubts,
        )


# --- What a line says -------------------------------------------------------------------------
def delegation_in(text: str, known: Callable[[str], bool]) -> str:
    """The name of a state or organisation, if the line is nothing but that; else empty.

    "Delegation of the Kyrgyz Republic:", "От Республики Таджикистан", "II. Türkiye*".
    """
    text = text.strip()
    if not text or len(text) > 150 or "@" in text:
        return ""
    for reading in _readings(text):
        if reading and known(reading):
            return reading
    return ""


def _readings(text: str) -> list[str]:
    """`text`, then without its number, without what stands behind it and before it."""
    readings = [text]
    bare = ROMAN.sub("", text, count=1) if ROMAN.match(text) else text
    while (shorter := BEHIND.sub("", bare)) != bare:
        bare = shorter
    bare = bare.strip('«»"“”–—- ')
    readings.append(bare)
    if found := OF.match(folded := fold(bare)):
        readings.append(folded[found.end() :])
    # "KAZAKHSTAN / КАЗАХСТАН"
    sides = [side.strip() for side in re.split(r"\s*[/|]\s*|\s+[–—-]\s+", bare)]
    if len(sides) == 2 and all(sides):
        readings.append(sides[0] if in_cyrillic(sides[1]) != in_cyrillic(sides[0]) else "")
    return [reading for reading in readings if reading]


_NAMED = re.compile(
    r"\b(?:delegations? (?:of|from|for)|delegates (?:of|from)|representatives (?:of|from)|"
    r"participants (?:of|from)|"
    r"on behalf of|nominated by|nominat\w+(?: \w+)? for|"
    r"делегаци\w+(?: от)?|представител\w+(?: от)?|"
    r"участник\w*(?: от)?|"
    r"от имени|со стороны|от|from|délégation (?:de la|de l['’]|du|des|de)|delegación (?:de la|del|"
    r"de los|"
    r"de)|"
    r"delegation (?:der|des|von)|delegacji|делегації|делегация)\s+",
    re.IGNORECASE,
)


def delegations_named_in(text: str, known: Callable[[str], bool]) -> list[str]:
    """The states and organisations that a sentence names as senders of a delegation."""
    found = []
    for place in _NAMED.finditer(text):
        rest = re.split(r"[,;:()]", text[place.end() :])[0].split()
        if rest[:1] == ["the"]:
            del rest[0]
        for length in range(min(8, len(rest)), 0, -1):
            if rest[length - 1] in ("the", "The"):
                # It belongs to what follows.
                continue
            name = " ".join(rest[:length]).strip('.,;:«»"')
            if known(name):
                found.append(name)
                break
    return list(dict.fromkeys(found))


def section_of(text: str) -> tuple[str, str] | None:
    """The role and capacity of those who stand under a heading of sections; None for no section.

    "II. OBSERVERS" gives ("observer", ""), "Interpreters" gives ("", "interpreter").
    """
    bare = ROMAN.sub("", text.strip(), count=1)
    while (shorter := BEHIND.sub("", bare)) != bare:
        bare = shorter
    first = re.split(r"\s*[/|]\s*", bare)[0]
    for reading in (bare, first):
        if fold(reading) in MEMBERS:
            return "", "delegate"
        if (capacity := words.capacity_in_delegation(reading)) and reading:
            return "", capacity
        folded = fold(reading)
        if SECTIONS.match(folded):
            role = words.value_of("role", reading) or ""
            if role not in ("observer", "guest", "partner", "organiser", "host"):
                role = ""
            capacity = words.value_of("capacity", reading) or ""
            return role, "" if role or capacity in ("observer", "delegate") else capacity
    return None


# --- People -----------------------------------------------------------------------------------
def _cut_name(text: str) -> tuple[str, str]:
    """The name that `text` begins with, and what stands behind it."""
    bracket = re.match(r"[^,;:–—(]*\([^)]*\)", text)
    for place in INLINE.finditer(text):
        if bracket and place.start() < bracket.end() and place.start() > text.find("("):
            continue
        before, after = text[: place.start()].strip(), text[place.end() :].strip()
        if place[0].strip() == "," and _goes_on(before, after):
            continue
        return before, after
    return text.strip(), ""


def _goes_on(before: str, after: str) -> bool:
    """Whether the comma divides a family name from given names: "OZOLS, Juris"."""
    given = INLINE.split(after)[0].strip()
    if is_degree(given):
        return True
    if begins_with_title(given) and len(without_prefix(given)[1].split()) > 1:
        # "Unfortunately, Mr. Juris OZOLS cannot attend"
        return False
    bare = without_prefix(before)[1].split()
    if vocabulary.names_a_post(given) or vocabulary.names_an_institution(given):
        return False
    if words.value_of("capacity", given) or not given[:1].isupper():
        return False
    whole = f"{before} {given}"
    if len(given.split()) > 3 or not looks_like_a_name(whole):
        return False
    return len(bare) == 1 or (all(map(is_capital, bare)) and not is_capital(given.split()[-1]))


def start_of(text: str, numbered: bool, known: Callable[[str], bool]) -> tuple[str, str, set[str]]:
    """The name that a line begins with, what stands behind it, and by what it shows; or nothing."""
    by_text, bare = without_number(text)
    by_number = numbered or by_text
    capacity_first = ""
    head, rest = _cut_name(bare)
    if words.capacity_in_delegation(head) and rest:
        capacity_first, (head, rest) = head, _cut_name(rest)
    elif bare[len(head) :].lstrip().startswith(":") and (
        fold(head) in MEMBERS or words.value_of("capacity", head)
    ):
        # "Members: Ms Ilze KALNA, Expert", "Interpreter: Mr Umid NAZAROV"
        label, (head, rest) = head, _cut_name(rest)
        if fold(label) not in MEMBERS:
            label = _WHOLE_CAPACITY.get(words.value_of("capacity", label) or "", label)
            rest = ", ".join(filter(None, [rest, label]))
    found: set[str] = set()
    if rest and vocabulary.begins_post(head) and not surely_a_name(head):
        # "Вице-министр – Ахметов Серик Болатович"
        name, more = _cut_name(rest)
        if surely_a_name(name) and not _is_known_inside(name, known):
            head, rest = name, ", ".join(filter(None, [head, more]))
    if (bracket := _DETAILS_IN_BRACKET.fullmatch(head)) and _is_detail(bracket[2]):
        # "Jan Kowalski (Director, Ministry of the Interior)"
        head, rest = bracket[1], ", ".join(filter(None, [bracket[2], rest]))
    if not head or len(head) > 90:
        return "", "", found
    name = re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", head).strip()
    title = begins_with_title(name)
    plain = without_prefix(name)[1]
    if title and len(plain.split()) == 1 and plain[:1].isupper() and plain.isalpha():
        found.add("title")
    elif looks_like_a_name(name) and not _is_known_inside(name, known):
        if title:
            found.add("title")
        if by_number:
            found.add("number")
        if surely_a_name(name):
            found.add("name")
        if rest and (vocabulary.names_a_post(rest) or words.take_capacity(rest)[0]):
            found.add("post")
        if not found:
            found.add("looks")
    if not found and (at := _post_behind_capitals(head)):
        # "Elchin MAMMADOV Head of Department": nothing but the capitals divides the two.
        found.add("name")
        given = head.split()
        head, rest = " ".join(given[:at]), ", ".join(filter(None, [" ".join(given[at:]), rest]))
    if not found:
        return "", "", found
    if capacity_first:
        found.add("name")
        rest = f"{rest}, {capacity_first}" if rest else capacity_first
    return head, rest, found


# What "Head:" means in front of a name, in words that count behind it too.
_WHOLE_CAPACITY = {"head": "head of delegation", "deputy_head": "deputy head of delegation"}


def _post_behind_capitals(text: str) -> int:
    """Of how many words the name is that ends in capitals before a post; 0 if there is none."""
    found = text.split()
    for at in range(2, min(len(found), 6)):
        if is_capital(found[at - 1]) and not is_capital(found[at]):
            return at if _is_name_before_post(found, at) else 0
    return 0


def _is_name_before_post(found: list[str], at: int) -> bool:
    return surely_a_name(" ".join(found[:at])) and vocabulary.begins_post(" ".join(found[at:]))


_DETAILS_IN_BRACKET = re.compile(r"([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]")


def _is_detail(text: str) -> bool:
    """Whether a bracket behind a name holds the post or the institution."""
    return not words.value_of("capacity", text) and (
        vocabulary.names_a_post(text) or vocabulary.names_an_institution(text)
    )


def _is_known_inside(name: str, known: Callable[[str], bool]) -> bool:
    """Whether the word in capitals is an organisation or state: "IOM Tajikistan"."""
    if known(name):
        return True
    return not begins_with_title(name) and any(
        is_capital(word) and known(word) for word in name.split()
    )


class _LineReader:
    def __init__(self, lines: Sequence[Line], known: Callable[[str], bool], delegation: str):
        self.lines = _with_whole_headings(lines, known)
        self.known = known
        self.stream = Stream(delegation=delegation)
        self.delegation = delegation
        self.role = ""
        # Of those who follow: of the next one alone, or until it is said otherwise.
        self.next_capacity = ""
        self.group_capacity = ""
        self.waiting: tuple[int, str] | None = None
        self.open: _NamedPerson | None = None
        # Whether the line before reaches the edge.
        self.full = False
        # Whether a label "Country: …" has begun a block.
        self.labelled = False
        # A label "Title: Mr." has been read, and not the name behind it.
        self.next_prefix = ""
        # Whether the last person stands in a message that is cited.
        self.quoted = False
        self.starts = [start_of(line.text, line.numbered, known) for line in self.lines]
        self._learn()

    def _learn(self) -> None:
        """By what the people of this document show: a list with titles has them throughout."""
        shown = [found for _name, _rest, found in self.starts if found - {"looks"}]
        titles = sum("title" in found for found in shown)
        numbers = sum("number" in found for found in shown)
        self.needed: set[str] = set()
        if shown and titles >= 2 and titles >= 0.6 * len(shown):
            self.needed.add("title")
        if shown and numbers >= 2 and numbers >= 0.6 * len(shown):
            self.needed.add("number")

    def read(self) -> Stream:
        preamble: list[Line] = []
        signed = False
        statistics = False
        for at, line in enumerate(self.lines):
            text = line.text.strip()
            folded = fold(text)
            if signed or statistics:
                if signed and STOP_PARTS.match(folded):
                    signed = False
                self._leave(line, _("signature") if signed else _("statistics"))
                continue
            if self._is_farewell(folded):
                self._close()
                signed = True
                self._leave(line, _("signature"))
            elif STATISTICS.match(folded) and self.stream.people and len(text) < 60:
                self._close()
                statistics = True
                self._leave(line, _("statistics"))
            elif GREETING.match(folded) or self._is_mail_head(text):
                self._close()
                if SUBJECT.match(folded):
                    preamble.append(line)
                self._leave(line, _("greeting"))
            elif self._label(line):
                continue
            elif name := self._heading(at):
                self._begin(line, name)
            elif self._section(at):
                continue
            elif self._is_start(at):
                if line.quoted and self.stream.people and not self.quoted:
                    # Of the message that this one answers: of the same list, or the one who wrote.
                    self._close()
                    self.stream.strange.append((line.number, text))
                    continue
                self.quoted = line.quoted
                self._start(at)
            elif self.open and not line.gap and not self._is_furniture(text):
                self._add(line)
            else:
                if line.gap:
                    self._close()
                self._leave_over(at, preamble)
        self._close()
        self._drop_waiting()
        if preamble and not self.stream.delegation:
            self._name_by_sentence(preamble)
        self.stream.delegation = self.delegation or self.stream.delegation
        return self.stream

    # --- Lines that are no people -------------------------------------------------------------
    def _leave(self, line: Line, reason: str) -> None:
        if line.text.strip():
            self.stream.left_out.append(LeftOut(line.number, line.text.strip()[:200], reason))

    def _is_farewell(self, folded: str) -> bool:
        return FAREWELL.match(folded) is not None and len(folded) < 120

    def _is_mail_head(self, text: str) -> bool:
        label, colon, _rest = text.partition(":")
        return bool(colon) and len(label) < 20 and MAIL_HEAD.match(fold(label)) is not None

    def _is_furniture(self, text: str) -> bool:
        if vocabulary.is_clerk(text):
            return True
        if EMAIL.search(text) or (self.open and PHONE.search(text)):
            return False
        label, colon, _rest = text.partition(":")
        # "Flight: LO 123", "Passport: AB 123456"
        elsewhere = (
            bool(colon)
            and len(label) < 40
            and not vocabulary.names_a_post(label)
            and is_about_something_else(label)
        )
        return elsewhere or vocabulary.is_furniture(text) or vocabulary.is_title(text)

    def _heading(self, at: int) -> str:
        line = self.lines[at]
        if begins_with_title(line.text):
            return ""
        if not (line.gap or line.heading or line.bold) and self._goes_on():
            return ""
        name = delegation_in(line.text, self.known)
        if name and self._is_institution_of_open(line):
            return ""
        if name:
            return name
        return self._unknown_heading(at)

    def _is_institution_of_open(self, line: Line) -> bool:
        """Whether a known name is where the person above works, not a delegation."""
        if not self.open or line.gap or line.heading or line.bold:
            return False
        if OF.match(fold(line.text)) and not self.known(line.text):
            # "От Международной организации по миграции:"
            return False
        if self.delegation and self.open.inline and not self.open.lines and not self.full:
            # Of a list with headings and a line a person.
            return False
        details = self.open.inline + self.open.lines
        states = any(is_territory(reading) for reading in _readings(line.text))
        return not states and 0 < len(details) < 2

    def _unknown_heading(self, at: int) -> str:
        """A name of an organisation that is not known, if it stands where headings stand."""
        line = self.lines[at]
        text = line.text.strip(" :*")
        if (
            not line.heading
            and not (line.bold and not self._people_are_bold())
            and not (not self.open or line.gap)
            and not self._follows_whole_line()
        ):
            return ""
        if self.starts[at][2] & {"title", "number", "name", "post"} or len(text) > 120:
            return ""
        if (
            section_of(text) is not None
            or self._is_furniture(text)
            or text.endswith((".", ",", ";"))
        ):
            return ""
        following = self._next(at)
        begins = following is not None and self._is_start(following, ahead=True)
        if not begins or EMAIL.search(text) or any(c.isdigit() for c in text):
            return ""
        if len(text.split()) > 10 or not text[:1].isupper():
            return ""
        if (
            line.heading
            or vocabulary.names_an_institution(text)
            or (self.stream.people and line.bold)
        ):
            return text
        return ""

    def _follows_whole_line(self) -> bool:
        """Whether the person above stands, with post and institution, on a line of their own."""
        return (
            self.open is not None
            and len(self.open.inline) > 1
            and not self.open.lines
            and not self.full
            and not self._goes_on()
        )

    def _goes_on(self) -> bool:
        """Whether what was last said of a person goes on in the next line: "Embassy of"."""
        if self.open is None or not (details := self.open.lines or self.open.inline):
            return False
        return JOINING_END.search(details[-1]) is not None

    def _people_are_bold(self) -> bool:
        shown = [
            line.bold
            for line, (_name, _rest, found) in zip(self.lines, self.starts, strict=True)
            if found - {"looks"}
        ]
        return bool(shown) and sum(shown) > 0.5 * len(shown)

    def _next(self, at: int) -> int | None:
        for following in range(at + 1, min(at + 4, len(self.lines))):
            if not self.lines[following].text.strip():
                continue
            if section_of(self.lines[following].text) is not None:
                continue
            return following
        return None

    def _begin(self, line: Line, name: str) -> None:
        self._close()
        self._drop_waiting()
        self.delegation = name
        self.waiting = (line.number, name)
        self.next_capacity = self.group_capacity = ""

    def _drop_waiting(self) -> None:
        if self.waiting and self.known(self.waiting[1]):
            self.stream.unnamed.append(self.waiting)
        elif self.waiting:
            self._leave(Line(*self.waiting), _("heading"))
        self.waiting = None

    def _section(self, at: int) -> bool:
        line = self.lines[at]
        found = section_of(line.text)
        if found is None or "title" in self.starts[at][2]:
            return False
        role, capacity = found
        if (
            self.open
            and not line.gap
            and not line.heading
            and words.capacity_in_delegation(line.text.strip(" :()"))
        ):
            is_plural = fold(line.text).endswith(("s", "ы", "и", "members of the delegation"))
            if not (is_plural and capacity == "delegate") and not line.text.rstrip().endswith(":"):
                self.open.capacity = self.open.capacity or capacity
                return True
        if self.open and not line.gap and not line.bold and not line.heading and not capacity:
            # "International organisations" as a line of somebody's details.
            return False
        self._close()
        if capacity in ("head", "deputy_head"):
            self.next_capacity, self.group_capacity = capacity, ""
        elif capacity:
            self.next_capacity, self.group_capacity = "", capacity
        else:
            self._drop_waiting()
            self.delegation, self.role, self.group_capacity = "", role, ""
            self._leave(line, _("heading"))
        return True

    def _leave_over(self, at: int, preamble: list[Line]) -> None:
        line = self.lines[at]
        text = line.text.strip()
        if not self.stream.people:
            preamble.append(line)
        _name, _rest, found = self.starts[at]
        if not found:
            # "(Mr Adam LIS, Expert)", "a2. Mr Adam LIS"
            bare = re.sub(r"^[\W\d]+|[^\w.]+$", "", text)
            found = start_of(bare, False, self.known)[2] - {"looks"}
        if self.stream.people and any(map(_names_another, _parts(text))):
            # "Unfortunately, Mr. Adam LIS cannot come"
            found = found | {"title"}
        if self.waiting and self._stands_above_a_name(at):
            # Posts above the names: whose is whose only a person can tell.
            found = found | {"title"}
        is_people = self.stream.people and found & {"title", "name", "number", "post"}
        if (
            is_people
            or (found & {"title"})
            or (
                found
                and self.stream.people
                and self.open is None
                and self.delegation
                and "looks" in found
                and self._follows_details(at)
            )
        ):
            self.stream.strange.append((line.number, text))
            return
        self._leave(line, _("no person"))

    def _stands_above_a_name(self, at: int) -> bool:
        """Whether a post stands right above a line that is a name alone."""
        following = at + 1
        if following >= len(self.lines) or not vocabulary.begins_post(self.lines[at].text):
            return False
        _name, rest, found = self.starts[following]
        return not rest and bool(found & {"title", "name"})

    def _follows_details(self, at: int) -> bool:
        following = self._next(at)
        if following is None:
            return False
        text = self.lines[following].text
        return vocabulary.names_a_post(text) or vocabulary.names_an_institution(text)

    def _name_by_sentence(self, preamble: list[Line]) -> None:
        """The delegation that the title or the sentence before the list names, if it is one."""
        text = " ".join(line.text for line in preamble)
        named = delegations_named_in(text, self.known)
        if len(named) != 1:
            return
        for person in self.stream.people:
            person.delegation = person.delegation or named[0]
        self.stream.delegation = named[0]

    # --- People -------------------------------------------------------------------------------
    def _label(self, line: Line) -> bool:
        """Take a line such as "Position: Director"; a name begins a person."""
        text = line.text.strip()
        label, colon, value = text.partition(":")
        if not colon or len(label) > 50 or not value.strip():
            return False
        name = header_field(without_number(label)[1])
        if name is None or name == "":
            return False
        if name == "position" and is_prefix(value.strip()):
            # "Title: Mr."
            name = "prefix"
        if name == "prefix" and (self.open is None or line.gap or self._is_named()):
            # It stands before the name that it belongs to.
            self._close()
            self.next_prefix = value.strip()
            return True
        value = value.strip(" ;,.")
        if (
            name == "given_names"
            and self.open
            and name in self.open.fields
            and SECOND_NAME.match(fold(without_number(label)[1]))
        ):
            self.open.fields[name] += f" {value}"
            return True
        if name in ("full_name", "family_name", "given_names", "name"):
            if (
                self.open is None
                or name in self.open.fields
                or (name == "full_name" and self.open.name)
            ):
                if not looks_like_a_name(value) and name == "full_name" and len(value.split()) > 6:
                    return False
                self._close()
                self._open(_NamedPerson(self._number_of(text), ""))
                if self.next_prefix:
                    self.open.fields["prefix"], self.next_prefix = self.next_prefix, ""
            key = "full_name" if name == "name" else name
            self.open.fields[key] = value
            if key == "full_name":
                self.open.name = value
            return True
        if name == "delegation":
            if self.open is None or line.gap or self.labelled or "delegation" in self.open.fields:
                if not self.known(value):
                    return False
                self._close()
                self.delegation = value
                # The label stands before the people whom it holds for.
                self.labelled = True
            else:
                self.open.fields["delegation"] = self.open.delegation = value
            return True
        if self.open is None or name not in (*COLUMNS, "prefix", "division"):
            return False
        if name == "capacity":
            self.open.capacity = words.value_of("capacity", value) or self.open.capacity
            return True
        self.open.fields[name] = value
        return True

    def _is_named(self) -> bool:
        """Whether the open person has more than a name by labels already."""
        names = {"full_name", "family_name", "given_names", "delegation"}
        return self.open is not None and bool(self.open.fields.keys() - names)

    def _number_of(self, text: str) -> int:
        return next((line.number for line in self.lines if line.text.strip() == text), 1)

    def _is_start(self, at: int, *, ahead: bool = False) -> bool:
        line = self.lines[at]
        _name, _rest, found = self.starts[at]
        if not found:
            return False
        if "title" in found:
            return True
        first = ahead or self.open is None or line.gap or (line.bold and self._people_are_bold())
        if "number" in found:
            return True
        if self.needed and not first:
            return False
        if found & {"name", "post"}:
            return first or not self.needed
        # It only looks like a name: the first after a heading or gap, with a post below it.
        if self.needed or not first:
            return False
        return bool(
            self.delegation or self.waiting or self.stream.people
        ) and self._follows_details(at)

    def _start(self, at: int) -> None:
        line = self.lines[at]
        name, rest, found = self.starts[at]
        self._close()
        self.full = line.full
        person = _NamedPerson(line.number, name, sure=found != {"looks"})
        self._open(person)
        if rest:
            parts = _parts(rest)
            if any(map(_names_another, parts)):
                # "Director, and Mr. Juris OZOLS, Adviser"
                self.stream.strange.append((line.number, line.text.strip()))
            for part in parts:
                self._detail(part, person.inline)

    def _open(self, person: _NamedPerson) -> None:
        person.delegation, person.role = self.delegation, self.role
        person.capacity = self.next_capacity or self.group_capacity
        self.next_capacity = ""
        self.waiting = None
        self.open = person
        self.stream.people.append(person)

    def _close(self) -> None:
        self.open = None

    def _add(self, line: Line) -> None:
        """Take a line that belongs to the person above it."""
        person, text = self.open, line.text.strip()
        details = person.lines
        full, self.full = self.full, line.full
        if not details and person.inline and self._is_continued(person.inline[-1], text, full):
            for part in _parts(f"{person.inline.pop()} {text}"):
                self._detail(part, person.inline)
        elif details and self._is_continued(details[-1], text, full):
            between = "" if details[-1].endswith("-") else " "
            before = details.pop()
            if before.endswith("-") and before[-2:-1].islower() and text[:1].islower():
                before = before[:-1]
            self._detail(f"{before}{between}{text}", details)
        else:
            self._detail(text, details)

    def _is_continued(self, before: str, text: str, full: bool) -> bool:
        return not EMAIL.search(text) and (
            (full and not vocabulary.begins_institution(text))
            or text[:1].islower()
            or JOINING_END.search(before) is not None
        )

    def _detail(self, text: str, into: list[str]) -> None:
        text, emails, phones = take_contact(text)
        self.open.emails += emails
        self.open.phones += phones
        capacity, text = words.take_capacity(text)
        if capacity:
            self.open.capacity = capacity
        if text := text.strip(" ,;"):
            into.append(text)


_ANOTHER = re.compile(
    r"(?:^|.*\s)(?:and|with|accompanied by|together with|plus|et|und|и|с|также|"
    r"в сопровождении)\s+(.+)",
    re.IGNORECASE,
)


def _names_another(part: str) -> bool:
    """Whether what is said of a person names one more: "and Mr. Juris OZOLS"."""
    found = _ANOTHER.match(part)
    name = found[1] if found else part
    return begins_with_title(name) and looks_like_a_name(name)


def _with_whole_headings(lines: Sequence[Line], known: Callable[[str], bool]) -> list[Line]:
    """`lines` with the name of a delegation that two lines hold on one."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if (
            last is not None
            and not line.gap
            and (line.bold, line.heading) == (last.bold, last.heading)
            and (line.bold or line.heading or line.text.isupper())
            and known(f"{last.text} {line.text}")
            and not known(last.text)
        ):
            whole[-1] = replace(last, text=f"{last.text} {line.text}")
        else:
            whole.append(line)
    return whole


def _parts(text: str) -> list[str]:
    """The parts of what stands behind a name on its line."""
    parts, at, depth = [], 0, 0
    for place in re.finditer(r"[()]|\s*[,;|\t]\s*|\s+[-–—]+\s+|\s*[–—]\s+", text):
        if place[0] == "(":
            depth += 1
        elif place[0] == ")":
            depth = max(0, depth - 1)
        elif not depth:
            parts.append(text[at : place.start()])
            at = place.end()
    parts.append(text[at:])
    return [part for part in (each.strip(" .") for each in parts) if part]


def divide_job(text: str, first: str) -> tuple[str, str]:
    """The position and the institution of a cell that has both; `first` is the one in front."""
    parts = _parts(text)
    if first == "position":
        return vocabulary.divide_details(parts)
    at = next((at for at in range(1, len(parts)) if vocabulary.names_a_post(parts[at])), len(parts))
    return ", ".join(parts[at:]), ", ".join(parts[:at])


def take_contact(text: str) -> tuple[str, list[str], list[str]]:
    """`text` without e-mail addresses and telephone numbers, and these."""
    emails = [found.removeprefix("mailto:") for found in EMAIL.findall(text)]
    if emails:
        text = _without(text, EMAIL)
    phones = [found.strip() for found in PHONE.findall(text) if _is_phone(found)]
    for phone in phones:
        before, _phone, after = text.partition(phone)
        text = f"{CONTACT_LABEL.sub('', before)} {after}"
    text = re.sub(r"[<>]|\(\s*\)", " ", text)
    if emails or phones:
        text = CONTACT_LABEL.sub("", text.strip(" ,;"))
    return " ".join(text.split()).strip(" ,;"), emails, phones


def _without(text: str, pattern: re.Pattern[str]) -> str:
    kept = []
    at = 0
    for place in pattern.finditer(text):
        kept.append(CONTACT_LABEL.sub("", text[at : place.start()]))
        at = place.end()
    return "".join(kept) + text[at:]


def _is_phone(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return 6 <= digits <= 17 and not re.fullmatch(
        r"\d{4}[-–]\d{4}|\d{1,2}\.\d{1,2}\.\d{4}", text.strip()
    )


def cells_of(person: _NamedPerson) -> list[str]:
    """The cells of a person, in the order of `COLUMNS`."""
    inline, below = person.inline, person.lines
    capacity, status = person.capacity, person.status
    labels = [(words.value_of("capacity", each), words.value_of("status", each)) for each in inline]
    if inline and below and all(any(found) for found in labels) and inline[0][:1].islower():
        # Our own documents write capacity and status behind the name.
        capacity = next((found for found, _status in labels if found), capacity)
        status = next((found for _capacity, found in labels if found and not _capacity), status)
        inline = []
    elif (
        inline
        and not below
        and all(any(found) for found in labels)
        and all(each[:1].islower() for each in inline)
        and not (len(inline) == 1 and labels[0][0] in ("adviser", "expert"))
    ):
        capacity = next((found for found, _status in labels if found), capacity)
        status = next((found for _capacity, found in labels if found and not _capacity), status)
        inline = []
    if len(below) == 1 and not inline:
        parts = _parts(below[0])
        position, institution = vocabulary.divide_details(parts)
        if len(parts) > 1 and not institution:
            position = below[0]
    else:
        position, institution = vocabulary.divide_details([*inline, *below])
    known = person.fields
    family = known.get("family_name", "")
    if known.get("full_name") and fold(family) in fold(known["full_name"]):
        name = known["full_name"]
    elif known.get("full_name"):
        # "Name: Hayk", "Surname: MANUKYAN"
        name = f"{family}, {known['full_name']}"
    elif known.get("family_name"):
        name = f"{known['family_name']}, {known.get('given_names', '')}".strip(", ")
    else:
        name = person.name
    if known.get("prefix"):
        name = f"{known['prefix']} {name}"
    if known.get("division"):
        position = ", ".join(filter(None, [known.get("position", position), known["division"]]))
    values = {
        "delegation": person.delegation,
        "role": person.role,
        "capacity": capacity,
        "full_name": name,
        "position": position if known.get("division") else known.get("position", position),
        "institution": known.get("institution", institution),
        "status": known.get("status", status),
        "email": known.get("email") or (person.emails[0] if person.emails else ""),
        "phone": known.get("phone") or ", ".join(person.phones),
    }
    return [clean(values[column]) for column in COLUMNS]


def read_lines(
    lines: Sequence[Line], known: Callable[[str], bool] = is_territory, delegation: str = ""
) -> Stream:
    """The people in `lines`; `delegation` is the one that they are under at first."""
    return _LineReader(lines, known, delegation).read()


def people_in_cell(text: str) -> list[str]:
    """The names by which the lines of a cell begin, if these are several people with details."""
    found = (start_of(each, False, is_territory) for each in text.splitlines() if each.strip())
    names = [name for name, _rest, shown in found if shown & {"title", "name"}]
    return names if len(names) > 1 else []


def read_cell(text: str) -> list[str] | None:
    """The cells of the one person who stands in a cell with all that is said of them, in the order
    of `COLUMNS`; None if the cell holds a name alone, or more than one person."""
    lines = [Line(at, each) for at, each in enumerate(text.splitlines(), 1) if each.strip()]
    if not lines:
        return None
    name, rest, _found = start_of(lines[0].text, False, is_territory)
    if not name or (not rest and len(lines) < 2):
        return None
    if any(start_of(line.text, False, is_territory)[2] & {"title", "name"} for line in lines[1:]):
        return None
    person = _NamedPerson(1, name)
    reader = _LineReader([], is_territory, "")
    reader.open = person
    for part in _parts(rest):
        reader._detail(part, person.inline)
    for line in lines[1:]:
        reader._add(line)
    return cells_of(person)
