"""One person at all events: what they took part in, and lists ahead that say something else.

A list keeps what was true on its day. Of an event that is not over, that day has not come: once a
name or a post is corrected with the person, its list still says the former one, until an officer
takes the correction over here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from core.bulk import bulk_update
from core.fingerprint import secret_fingerprint
from events.models import Contribution, Delegate, Event, Nomination
from events.models.delegation import snapshot_fields
from events.participant_list.fields import FIELDS_BY_NAME
from participants.models import Person, PersonMerge

# So many of the latest are named on the page of the person.
SHOWN = 100


# --- What a person took part in ---------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PartInEvents:
    """The latest `SHOWN` delegate records of a person, how many there are, and the nominations of
    which the person is the contact point, for those who may see these."""

    delegates: Sequence[Delegate]
    number: int
    nominations: Sequence[Nomination]


def part_in_events(person: Person, user) -> PartInEvents | None:
    """What `person` took part in, the latest first (at most 4 queries).

    None for a user who may not see it.
    """
    if not user.has_perm("events.view_delegate"):
        return None
    records = Delegate.objects.filter(person=person)
    contributions = Contribution.objects.select_related("session").order_by("pk")
    delegates = list(
        records.select_related(
            *("delegation__event", "delegation__state", "delegation__organisation"),
        )
        .prefetch_related(Prefetch("contributions", contributions))
        .order_by("-delegation__event__sort_date", "-pk")[:SHOWN]
    )
    number = len(delegates) if len(delegates) < SHOWN else records.count()
    return PartInEvents(delegates, number, _nominations(person, user))


def _nominations(person: Person, user) -> Sequence[Nomination]:
    """Those that were sent to the address of `person`, which alone tells whose they are."""
    sees = user.has_perms(["events.view_nomination", "participants.view_contact_data"])
    if not (person.email and sees):
        return []
    return list(
        Nomination.objects.filter(contact_email__iexact=person.email)
        .select_related("delegation__event", "delegation__state", "delegation__organisation")
        .order_by("-delegation__event__sort_date", "-pk")[:SHOWN]
    )


# --- Lists ahead that say something else ------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a list differs from the person.

    `former`: the list says what the person said before; else it was written for this list alone,
    perhaps on purpose.
    """

    key: str
    field: str
    before: str
    after: str
    former: bool

    @property
    def label(self) -> str:
        return str(FIELDS_BY_NAME[self.field].label)


class FormerValues:
    """What `person`, or a record merged into it, has said in any version (2 queries)."""

    def __init__(self, person: Person):
        names = snapshot_fields()
        history = person.history  # type: ignore[attr-defined]  # registered in `ready`
        versions = list(history.order_by().values("history_type", *names).distinct())
        merged = PersonMerge.objects.filter(kept_pk=person.pk, undone_at=None)
        # Of one that was erased nothing is kept.
        versions += [
            (removed or {}).get("fields", {})
            for removed in merged.values_list("removed", flat=True)
        ]
        self._versions = versions
        # Without its beginning, the history cannot say what the person never said.
        self._is_whole = any(version.get("history_type") == "+" for version in versions)

    def has(self, name: str, value: str) -> bool:
        """Whether the field `name` has said `value`, as far as is known."""
        return not self._is_whole or any(each.get(name) == value for each in self._versions)


def differing(person: Person) -> list[tuple[Delegate, list[Difference]]]:
    """The delegate records of `person` at events that are not over, with what each says otherwise.

    What the person leaves empty is taken over only where it was emptied (3 queries).
    """
    ahead = Event.objects.not_over(timezone.localdate())
    delegates = (
        Delegate.objects.filter(person=person, delegation__event__in=ahead)
        .exclude(status=Delegate.Status.WITHDRAWN)
        .select_related("delegation__event", "delegation__state", "delegation__organisation")
        .order_by("delegation__event__sort_date", "pk")
    )
    unlike = [each for each in delegates if any(_unlike(each, person))]
    if not unlike:
        return []
    former = FormerValues(person)
    found = ((each, list(_differences(each, person, former))) for each in unlike)
    return [(each, differences) for each, differences in found if differences]


def _unlike(delegate: Delegate, person: Person):
    return (name for name in snapshot_fields() if getattr(delegate, name) != getattr(person, name))


def _differences(delegate: Delegate, person: Person, former: FormerValues):
    for name in _unlike(delegate, person):
        ours, theirs = getattr(delegate, name), getattr(person, name)
        carried = former.has(name, ours)
        if theirs or carried:
            yield Difference(f"{delegate.pk}-{name}", name, ours, theirs, carried)


@transaction.atomic
def take_over(person: Person, chosen: Collection[str], user) -> int:
    """Let the lists say what `person` says in the `chosen` differences, with history.

    Returns how many delegate records have changed.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    # Locked first, so that nobody's correction of the same list is overwritten unseen.
    list(Delegate.objects.filter(person=person).select_for_update().order_by("pk"))
    changed = []
    for delegate, differences in differing(person):
        taken = [each for each in differences if each.key in chosen]
        for each in taken:
            setattr(delegate, each.field, each.after)
        if taken:
            delegate.take_snapshot()
            changed.append(delegate)
    if changed:
        # No name: the history of the delegate keeps it when the person is erased.
        reason = _("Corrected as the record of the person says")
        fields = [*snapshot_fields(), "name_sort_key"]
        bulk_update(Delegate, changed, fields, user=user, reason=reason)
    return len(changed)


@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(["participants.view_person", "events.change_delegate"], raise_exception=True)
def update_lists(request, person: Person, context: dict):
    """Shows the lists ahead that say something else; a press updates those that were chosen."""
    found = differing(person)
    shown = secret_fingerprint([each for _delegate, some in found for each in some])
    chosen, status = set(request.POST.getlist("take")), 200
    if request.method == "POST":
        if request.POST.get("fingerprint") != shown:
            status = 409
            messages.error(
                request,
                _(
                    "The lists or the person have changed since you opened this page, so nothing "
                    "was stored. Look again, then update."
                ),
            )
        elif not chosen:
            messages.warning(request, _("Nothing was chosen, so nothing was changed."))
        else:
            number = take_over(person, chosen, request.user)
            text = ngettext(
                "%(number)d list was updated.", "%(number)d lists were updated.", number
            )
            messages.success(request, text % {"number": number})
            return redirect("admin:participants_person_change", person.pk)
    return render(
        request,
        "admin/events/person/lists.html",
        {
            **context,
            "title": _("Lists of events ahead"),
            "person": person,
            "found": found,
            "fingerprint": shown,
        },
        status=status,
    )
