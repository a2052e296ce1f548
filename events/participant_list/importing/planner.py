"""Makes the plan of an import. Nothing is stored here, and nothing is asked twice.

A plan is made anew from the file, the register and the officer's decisions each time that it is
needed: for each page of the preview, and once more when it is carried out.

A row is matched to a person by the first of these rules that applies:

1. somebody in the same delegation, of a name that is spelt alike (`person_key`), or of the same
   e-mail address and a name that shares a word, or, where no given names are written, of the
   family name alone;
2. a person of the same state or organisation, of a name that is spelt alike and with the same
   e-mail address or institution;
3. a person of the same state or organisation, or somebody else in the delegation, whose name is
   that or sounds like it in any script, or whose e-mail address is the same: a possible
   duplicate, for the officer to decide;
4. nobody: somebody new.

An empty cell says nothing: what the register knows stays. So does a name that the file writes in
capitals or in the other alphabet; one in Cyrillic is kept beside it, if the register has none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.text import fold, person_key
from events.models import Delegate, Delegation, Event
from events.participant_list.importing.comparing import (
    Delegates,
    Known,
    any_row,
    as_person,
    changes,
    has_same_email,
    is_open,
    is_unchanged,
    key_of,
    likeness,
    may_be,
    row_key,
    row_name_key,
    says_who,
)
from events.participant_list.importing.decisions import (
    ANOTHER_PERSON,
    LEAVE_OUT,
    ORGANISATION,
    PERSON,
    STATE,
    Decisions,
    choice,
)
from events.participant_list.importing.plan import (
    CANDIDATES,
    COMPARED,
    HEAD,
    NAMES,
    OF_DELEGATE,
    OF_PERSON,
    Candidate,
    Kind,
    Place,
    Plan,
    PlannedRow,
    Problem,
    Unknown,
    in_words,
    value_of,
)
from events.participant_list.importing.reading import ReadList
from events.participant_list.readers import FIELDS, ReadRow
from participants.duplicates import Namesakes, Pair
from participants.matching import ParticipantMatcher
from participants.models import Organisation, Person, State


def plan_import(
    event: Event,
    read: ReadList,
    decisions: Decisions | None = None,
    only_delegation: Delegation | None = None,
) -> Plan:
    """What importing `read` into the list of `event` would change.

    With `only_delegation`, rows that name no delegation belong to it, and rows that name another
    one are errors.
    """
    return _Planner(event, read, decisions or Decisions(), only_delegation).plan()


class _Planner:
    def __init__(
        self,
        event: Event,
        read: ReadList,
        decisions: Decisions,
        only_delegation: Delegation | None,
    ):
        self.event = event
        self.read = read
        self.decisions = decisions
        self.only_delegation = only_delegation
        self.places: dict[tuple[bool, int], Place] = {}
        self.names: list[tuple[str, State | Organisation]] = []
        self.unknown: dict[str, Unknown] = {}
        self.resolved: dict[tuple[str, str], tuple[Place | None, str]] = {}
        self.used: dict[int, Place] = {}
        self.delegates: dict[Place, Delegates] = defaultdict(Delegates)
        self._chosen = self._participants_chosen()

    def plan(self) -> Plan:
        self._load_places()
        rows = [self._row(read) for read in (*self.read.people, *self.read.unnamed)]
        rows += self._rows_with_errors()
        self._load_delegates()
        # A row of a delegation that nobody is named of says only that the delegation is there.
        rows = [row for row in rows if row.problems or row.read is None or row.read.family_name]
        waiting = [row for row in rows if not row.problems and row.kind != Kind.LEFT_OUT]
        keys = {row: row_name_key(row.read) for row in waiting}
        self._find_in_delegations(waiting, keys)
        self._find_in_register([row for row in waiting if not self._is_settled(row)], keys)
        self._refuse_twice(waiting, keys)
        self._refuse_second_heads(rows)
        sheets = {table.title: number for number, table in enumerate(self.read.opened.tables)}
        rows.sort(key=lambda row: (sheets.get(row.sheet, 0), row.row))
        places = list(self.used.values())
        return Plan(self.event, rows, places, self._asked_about(), self.read.skipped)

    # --- Which delegation ---------------------------------------------------------------------

    def _load_places(self) -> None:
        delegations = self.event.delegations.select_related("state", "organisation")
        for delegation in delegations.order_by("pk"):
            participant = delegation.participant
            place = Place(delegation.pk, participant, delegation.name)
            self.places[isinstance(participant, State), participant.pk] = place
            for language in dict(settings.LANGUAGES):
                with translation.override(language):
                    self.names.append((delegation.name, participant))

    def _participants_chosen(self) -> dict[str, State | Organisation]:
        """The records that the officer chose for names that the register does not know."""
        wanted = [*self.decisions.participants.values(), self.decisions.belongs_to]
        keys = defaultdict(set)
        for decision in wanted:
            if found := choice(decision, STATE, ORGANISATION):
                keys[found[0]].add(found[1])
        records = {}
        for kind, model in ((STATE, State), (ORGANISATION, Organisation)):
            if keys[kind]:
                for record in model.objects.filter(pk__in=keys[kind]):
                    records[f"{kind}:{record.pk}"] = record
        return records

    @cached_property
    def matcher(self) -> ParticipantMatcher:
        return ParticipantMatcher(here=self.names)

    def _place_of(self, participant: State | Organisation) -> Place:
        key = isinstance(participant, State), participant.pk
        if key not in self.places:
            self.places[key] = Place(None, participant, str(participant))
        return self.places[key]

    def _resolve(self, read: ReadRow) -> tuple[Place | None, str]:
        """The place of a row, or the sentence that says why it has none."""
        text, kind = value_of(read, "delegation"), value_of(read, "type")
        if (text, kind) not in self.resolved:
            self.resolved[text, kind] = self._resolve_text(text, kind)
        return self.resolved[text, kind]

    def _resolve_text(self, text: str, kind: str) -> tuple[Place | None, str]:
        if not text:
            return self._without_delegation()
        place, reason = self._named(text, kind)
        if self.only_delegation is not None and place is not None:
            own = self._place_of(self.only_delegation.participant)
            if place is not own:
                return None, _(
                    "This list is that of %(own)s alone. Take this row out, or leave it out."
                ) % {"own": own.name}
        return place, reason

    def _without_delegation(self) -> tuple[Place | None, str]:
        if self.only_delegation is not None:
            return self._place_of(self.only_delegation.participant), ""
        if participant := self._chosen.get(self.decisions.belongs_to):
            return self._place_of(participant), ""
        return None, _(
            "No delegation is given. Write the state or organisation into the row, or say in the "
            "step “Columns” which column holds it, or whose people those without one are."
        )

    def _named(self, text: str, kind: str) -> tuple[Place | None, str]:
        folded = fold(text)
        decided = self.decisions.participants.get(folded or text, "")
        if decided in self._chosen:
            self.unknown.setdefault(folded, Unknown(text, [self._chosen[decided]]))
            return self._place_of(self._chosen[decided]), ""
        match = self.matcher.match(text, kind)
        if match.record is not None:
            return self._place_of(match.record), ""
        proposals = list(match.proposals)
        self.unknown.setdefault(folded, Unknown(text, proposals))
        if not proposals:
            return None, _(
                "The register knows no state or organisation of this name. Choose the one that is "
                "meant, or add this name to its other names."
            )
        names = ", ".join(_("“%(name)s”") % {"name": record} for record in proposals)
        return None, _(
            "The register knows no state or organisation of exactly this name. Perhaps it is "
            "%(names)s: choose the one that is meant."
        ) % {"names": names}

    def _asked_about(self) -> list[Unknown]:
        return sorted(self.unknown.values(), key=lambda unknown: unknown.text)

    # --- One row by itself --------------------------------------------------------------------

    def _row(self, read: ReadRow) -> PlannedRow:
        key = row_key(read.sheet, read.row)
        row = PlannedRow(key, read.sheet, read.row, read, decision=self.decisions.rows.get(key, ""))
        row.place, reason = self._resolve(read)
        text = value_of(read, "delegation")
        if (unknown := self.unknown.get(fold(text))) is not None:
            unknown.rows += 1
            if self.decisions.participants.get(unknown.key) == LEAVE_OUT:
                row.decision = LEAVE_OUT
        if row.decision == LEAVE_OUT:
            row.kind = Kind.LEFT_OUT
            return row
        if row.place is None:
            self._refuse(row, [self._problem(read, "delegation", reason)])
        else:
            self.used.setdefault(id(row.place), row.place)
            if row.place.is_added and not row.place.role:
                row.place.role = value_of(read, "role")
        return row

    def _rows_with_errors(self) -> Iterator[PlannedRow]:
        """The rows of which nothing was read but what is wrong with them."""
        wrong = defaultdict(list)
        for sheet, error in self.read.errors:
            problem = Problem(sheet, error.row, error.column, error.value, error.reason)
            wrong[sheet, error.row].append(problem)
        for (sheet, number), problems in wrong.items():
            key = row_key(sheet, number)
            row = PlannedRow(key, sheet, number, None, decision=self.decisions.rows.get(key, ""))
            row.text = self.read.opened.text_of(sheet, number)
            if row.decision == LEAVE_OUT:
                row.kind = Kind.LEFT_OUT
            else:
                self._refuse(row, problems)
            yield row

    def _refuse(self, row: PlannedRow, problems: Iterable[Problem]) -> None:
        row.problems += tuple(problems)
        row.kind = Kind.ERROR
        row.delegate = row.person = None
        row.changes = row.candidates = ()

    def _problem(self, read: ReadRow, name: str, reason: str) -> Problem:
        columns = ("family_name", "full_name", "given_names") if name == "family_name" else (name,)
        titles = (self.read.opened.title_of(read.sheet, column) for column in columns)
        column = next(filter(None, titles), str(FIELDS[name]))
        value = in_words(name, value_of(read, name))
        return Problem(read.sheet, read.row, column, value, reason)

    # --- Whom a row means ---------------------------------------------------------------------

    def _load_delegates(self) -> None:
        places = {place.pk: place for place in self.used.values() if place.pk is not None}
        found = (
            Delegate.objects.filter(delegation__event=self.event)
            .order_by("pk")
            .values_list(
                *("pk", "delegation", "person", "person__name_key"),
                *OF_DELEGATE,
                *(f"person__{name}" for name in OF_PERSON),
            )
        )
        if self.only_delegation is not None:
            found = found.filter(delegation=self.only_delegation)
        for pk, delegation, person, key, *values in found:
            if (place := places.get(delegation)) is None:
                continue
            values = dict(zip(COMPARED, values, strict=True))
            own = key_of(values["family_name"], values["given_names"])
            cyrillic = person_key(values["family_name_cyrillic"], values["given_names_cyrillic"])
            keys = tuple(dict.fromkeys(filter(None, (own, key, cyrillic))))
            self.delegates[place].add(Known(pk, person, values, keys))

    def _is_settled(self, row: PlannedRow) -> bool:
        return row.delegate is not None or bool(row.problems)

    def _find_in_delegations(self, rows: list[PlannedRow], keys: dict[PlannedRow, str]) -> None:
        """Find delegates of the event, the best likeness first, so that namesakes stay apart."""
        for row in rows:
            if decided := choice(row.decision, PERSON):
                known = self.delegates[row.place].by_person.get(decided[1])
                if known is not None:
                    self._settle(row, known)
        for alike in (is_unchanged, has_same_email, may_be):
            for row in rows:
                if self._is_settled(row) or says_who(row.decision):
                    continue
                delegates = self.delegates[row.place]
                same_name = delegates.free(delegates.by_key.get(keys[row], ()))
                known = next((each for each in same_name if alike(row.read, each)), None)
                if known is not None:
                    self._settle(row, known)
        for row in rows:
            email = value_of(row.read, "email").casefold()
            if self._is_settled(row) or says_who(row.decision) or not email:
                continue
            delegates = self.delegates[row.place]
            words = set(keys[row].split())
            for known in delegates.free(delegates.by_email.get(email, ())):
                if words.intersection(" ".join(known.keys).split()):
                    self._settle(row, known)
                    break

        for row in rows:
            if not (self._is_settled(row) or says_who(row.decision) or row.read.given_names):
                self._find_by_family_name(row, keys[row])

    def _find_by_family_name(self, row: PlannedRow, key: str) -> None:
        """Find whom a list without given names means, where the delegation has one of the name."""
        delegates = self.delegates[row.place]
        same_name = delegates.free(delegates.by_family.get(key, ()))
        if len(same_name) == 1:
            self._settle(row, same_name[0])
        elif same_name:
            reason = _("The delegation has several people of this name. Write the given names too.")
            self._refuse(row, [self._problem(row.read, "family_name", reason)])

    def _settle(self, row: PlannedRow, known: Known) -> None:
        found = self.delegates[row.place].found
        if known.pk in found:
            reason = _("Row %(row)d is the same person already. Leave one of the two out.")
            problem = self._problem(row.read, "family_name", reason % {"row": found[known.pk]})
            self._refuse(row, [problem])
            return
        found[known.pk] = row.row
        row.delegate, row.person = known.pk, known.person
        row.changes = changes(row.read, known.values, COMPARED)
        row.kind = Kind.CHANGED if row.changes else Kind.SAME

    def _find_in_register(self, rows: list[PlannedRow], keys: dict[PlannedRow, str]) -> None:
        """Find persons of the same state or organisation, and those in the delegation whose names
        are spelt otherwise."""
        sought = {row: as_person(row, keys[row]) for row in rows}
        namesakes = Namesakes(sought.values(), self._persons_near(rows))
        taken: set[tuple[int, int]] = set()
        for row in rows:
            delegates = self.delegates[row.place]
            alike = {
                pair.second.pk: pair
                for pair in namesakes.of(sought[row], keep=partial(is_open, delegates, row.place))
            }
            person = self._decided(row, alike, keys[row])
            if person is not None:
                if (id(row.place), person.pk) in taken:
                    reason = _("Another row is the same person already. Leave one of the two out.")
                    self._refuse(row, [self._problem(row.read, "family_name", reason)])
                    continue
                taken.add((id(row.place), person.pk))
                row.person = person.pk
                row.changes = changes(
                    row.read,
                    {name: getattr(person, name) for name in (*NAMES, *OF_PERSON)},
                    OF_PERSON,
                )
                if row.kind != Kind.DUPLICATE:
                    row.kind = Kind.KNOWN

    def _decided(self, row: PlannedRow, alike: dict[int, Pair], key: str) -> Person | None:
        """The person whom a row means for certain, or by decision; else says so in the row."""
        email = value_of(row.read, "email").casefold()
        scores = {pk: likeness(row.read, pair.second, key, email) for pk, pair in alike.items()}
        ordered = sorted(
            alike.values(), key=lambda p: (-scores[p.second.pk], -p.score, p.second.pk)
        )
        inside = self.delegates[row.place].by_person
        certain = [
            pair.second
            for pair in ordered
            if pair.second.name_key == key
            and scores[pair.second.pk] > 1
            and pair.second.pk not in inside
        ]
        if len(certain) == 1 and not says_who(row.decision):
            return certain[0]
        if not alike:
            return None
        row.kind = Kind.DUPLICATE
        row.candidates = tuple(
            Candidate(
                pair.second.pk,
                str(pair.second),
                pair.second.position,
                pair.second.institution,
                pair.reasons,
            )
            for pair in ordered[:CANDIDATES]
        )
        if (decided := choice(row.decision, PERSON)) and decided[1] in alike:
            return alike[decided[1]].second
        if row.decision != ANOTHER_PERSON:
            # What was decided is about somebody who is no candidate any more.
            row.decision = ""
        return None

    def _persons_near(self, rows: list[PlannedRow]):
        """Persons of the states and organisations of `rows`, those of none, and the delegates."""
        places = {id(row.place): row.place for row in rows}.values()
        states = [place.participant.pk for place in places if place.is_state]
        organisations = [place.participant.pk for place in places if not place.is_state]
        inside = Delegate.objects.filter(delegation__event=self.event)
        return Person.objects.filter(
            Q(state__in=states)
            | Q(organisation__in=organisations)
            | Q(state__isnull=True, organisation__isnull=True)
            | Q(pk__in=inside.values("person"))
        )

    # --- Rows beside each other ---------------------------------------------------------------

    def _refuse_twice(self, rows: list[PlannedRow], keys: dict[PlannedRow, str]) -> None:
        """Refuse a second row of the same name in a delegation, unless the e-mails differ."""
        seen: dict[tuple[int, str], list[PlannedRow]] = defaultdict(list)
        for row in rows:
            seen[id(row.place), keys[row]].append(row)
        for same in seen.values():
            if len(same) < 2:
                continue
            kept: dict[str, PlannedRow] = {}
            # Those whom the register has apart stay apart.
            for row in sorted(same, key=lambda row: row.delegate is None):
                if row.problems:
                    continue
                email = value_of(row.read, "email").casefold()
                first = kept.get(email) or kept.get("") or (None if email else any_row(kept))
                if first is not None and row.delegate is None:
                    reason = _(
                        "Row %(row)d has the same name in the same delegation. Leave one of the "
                        "two out; if they are two people, give both their e-mail addresses."
                    ) % {"row": first.row}
                    self._refuse(row, [self._problem(row.read, "family_name", reason)])
                else:
                    kept.setdefault(email, row)

    def _refuse_second_heads(self, rows: list[PlannedRow]) -> None:
        """Refuse a second head, beside one in the file or one who stays head in the register."""
        heads: dict[int, tuple[str, int | None]] = {}
        stepping_down = {
            row.delegate
            for row in rows
            if row.alters and any(change.field == "capacity" for change in row.changes)
        }
        for place, delegates in self.delegates.items():
            for known in delegates.by_person.values():
                if known.values["capacity"] == HEAD and known.pk not in stepping_down:
                    heads[id(place)] = known.name, known.person
        for row in rows:
            becomes = any(
                change.field == "capacity" and change.new == HEAD for change in row.changes
            )
            is_added = row.adds and row.place and value_of(row.read, "capacity") == HEAD
            if not (is_added or (row.alters and becomes)) or row.problems:
                continue
            if head := heads.get(id(row.place)):
                name, person = head
                if row.is_undecided and any(each.pk == person for each in row.candidates):
                    # Perhaps it is this very head: to be decided first.
                    continue
                reason = _(
                    "The delegation has a head already, %(name)s. A delegation has one head: "
                    "make one of the two a delegate."
                ) % {"name": name}
                self._refuse(row, [self._problem(row.read, "capacity", reason)])
            else:
                heads[id(row.place)] = row.name, None


# --- How things are compared ----------------------------------------------------------------
