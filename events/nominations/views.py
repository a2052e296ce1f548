"""Pages for national contact points: whoever holds the link names the delegation, no account.

The pages set no session, only the cookie that guards forms. What they show and change is found by
way of the nomination, so that a changed number in an address leads to nobody else's delegation.
"""

import logging
from functools import wraps

from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from core.throttling import client_key, count, counted
from core.typed import typed_again
from events.models import Delegate, Nomination
from events.models.nomination import KNOWN_AFTER_DEADLINE, hash_of
from events.nominations import nominees, sending, uploads
from events.nominations.forms import NomineeForm
from events.participant_list.errors import ParticipantListError
from events.participant_list.importing.apply import PlanChanged, PlanRefused
from events.participant_list.importing.reading import one_list
from events.participant_list.readers import LABELS

security = logging.getLogger("register.security")

# So many changes by one link within so many seconds: nobody types faster, and a list is one.
CHANGES = 60
CHANGES_SECONDS = 600

# So many wrong links from one client, and it waits until the hour is over.
WRONG_LINKS = 20
WAIT_SECONDS = 3600
# Of the errors in one file; whoever has more corrects a column, not its rows.
ERRORS_SHOWN = 100

# What the page says after something was done: the word in its address, and the sentence.
DONE = {
    "added": _("The person was added."),
    "changed": _("The changes were saved."),
    "uploaded": _("The list was taken over."),
    "withdrawn": _("The person was withdrawn."),
    "back": _("The person is on the list again."),
    "meanwhile": _("Somebody has changed this meanwhile. This is how the list stands now."),
    "nobody": _("It is recorded that nobody comes. A confirmation was sent by e-mail."),
    "nobody-without-mail": _(
        "It is recorded that nobody comes. The confirmation could not be sent by e-mail: print or "
        "save this page instead."
    ),
    "open-again": _("Your answer was taken back. Name the people who come, and submit the list."),
    "submitted": _("The nomination was submitted. A confirmation was sent by e-mail."),
    "submitted-without-mail": _(
        "The nomination was submitted. The confirmation could not be sent by e-mail: print or "
        "save this page instead."
    ),
}


# --- Who may see what -----------------------------------------------------------------------
def by_link(view):
    """Give the view the nomination that the token opens, or answer why there is none."""

    @wraps(view)
    def wrapper(request, token: str, **kwargs):
        nomination = (
            Nomination.objects.filter(token_hash=hash_of(token))
            .select_related(
                *("delegation__event__host_state", "delegation__state", "delegation__organisation")
            )
            .first()
        )
        if nomination is None or _is_forgotten(nomination):
            # A link that opens a nomination is never held up by others' wrong ones.
            client = f"wrong-nomination-links:{client_key(request)}"
            if counted(client) >= WRONG_LINKS:
                return _no_nomination(request, 429)
            count(client, WAIT_SECONDS)
            security.warning("A link opened no nomination", extra={"event": "link_refused"})
            return _no_nomination(request, 404)
        if not nomination.is_readable:
            return _no_nomination(request, 410, nomination)
        if nomination.opened_at is None and request.method != "HEAD":
            Nomination.objects.filter(pk=nomination.pk).update(opened_at=timezone.now())
        if nomination.opened_at is None or request.method == "POST":
            told = {"event": "link_used", "nomination_key": nomination.pk}
            security.info("Nomination %s was opened by its link", nomination.pk, extra=told)
        request.nominate_token = token
        if request.method == "POST" and _is_too_fast(nomination):
            return _wait(request, nomination)
        try:
            return view(request, nomination, **kwargs)
        except nominees.Closed:
            nomination.refresh_from_db()
            if nomination.is_readable:
                return _back(request)
            return _no_nomination(request, 410, nomination)
        except nominees.ChangedMeanwhile:
            return _back(request, "meanwhile")
        except nominees.Full:
            problem = _("Your delegation has %(number)d people, and no more can be named here.") % {
                "number": nominees.MOST_PEOPLE
            }
            return _show(request, nomination, problem=problem, status=400)

    return wrapper


def _is_too_fast(nomination: Nomination) -> bool:
    return count(f"nomination-changes:{nomination.pk}", CHANGES_SECONDS) > CHANGES


def _wait(request, nomination: Nomination) -> HttpResponse:
    """429: the page that keeps what was typed, to be sent again later."""
    context = {"event": nomination.delegation.event, **typed_again(request)}
    response = render(request, "nominate/wait.html", context, status=429)
    response.headers["Retry-After"] = str(CHANGES_SECONDS)
    return response


def _is_forgotten(nomination: Nomination) -> bool:
    return nomination.deadline + KNOWN_AFTER_DEADLINE <= timezone.now()


def _no_nomination(request, status: int, nomination: Nomination | None = None) -> HttpResponse:
    """The one page for every link that opens nothing."""
    context = {"status": status, "nomination": nomination}
    response = render(request, "nominate/closed.html", context, status=status)
    if status == 429:
        response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


# --- The delegation -------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD"])
@by_link
def nomination(request, nomination: Nomination):
    """The event, the deadline, and who is named; to be submitted, or to be printed."""
    return _show(request, nomination)


def _show(request, nomination: Nomination, *, problem: str | Promise = "", status: int = 200):
    delegates = list(nomination.delegation.delegates.in_list_order())
    staying = [d for d in delegates if d.status != Delegate.Status.WITHDRAWN]
    return render(
        request,
        "nominate/nomination.html",
        {
            "nomination": nomination,
            "event": nomination.delegation.event,
            "token": request.nominate_token,
            "staying": staying,
            "withdrawn": [d for d in delegates if d.status == Delegate.Status.WITHDRAWN],
            "editable": nominees.EDITABLE,
            "has_head": any(d.capacity == Delegate.Capacity.HEAD for d in staying),
            "fingerprint": nominees.fingerprint_of(*delegates),
            "done": DONE.get(request.GET.get("done"), ""),
            "problem": problem,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def submit(request, nomination: Nomination):
    """Hand the list in as it was shown, or answer that nobody comes."""
    if request.method != "POST":
        return _back(request)
    nobody = bool(request.POST.get("nobody"))
    somebody = nomination.delegation.delegates.exclude(status=Delegate.Status.WITHDRAWN).exists()
    if not somebody and not nobody:
        problem = _("Name at least one person, or tick that nobody will come.")
        return _show(request, nomination, problem=problem, status=400)
    try:
        with nominees.editing(nomination) as locked:
            shown = request.POST.get("fingerprint", "")
            named = nominees.decline(locked, shown) if nobody else nominees.submit(locked, shown)
    except nominees.ChangedMeanwhile:
        problem = _(
            "Somebody has changed the list since you opened this page. Check it as it stands now, "
            "then submit it."
        )
        return _show(request, nomination, problem=problem, status=409)
    done = "nobody" if nobody else "submitted"
    confirmed = sending.confirm(nomination, named)
    return _back(request, done if confirmed else f"{done}-without-mail")


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def take_back(request, nomination: Nomination):
    """Say that somebody comes after all."""
    if request.method != "POST":
        return _back(request)
    with nominees.editing(nomination, taking_back=True) as locked:
        nominees.take_back(locked)
    return _back(request, "open-again")


# --- One person -----------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def add_nominee(request, nomination: Nomination):
    """Name somebody."""
    if not nomination.is_open:
        return _back(request)
    return _edit(request, nomination, None)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def change_nominee(request, nomination: Nomination, pk: int):
    """Correct somebody, or give the seat to another person."""
    if not nomination.is_open:
        return _back(request)
    return _edit(request, nomination, _delegate(nomination, pk, nominees.EDITABLE))


def _edit(request, nomination: Nomination, delegate: Delegate | None):
    if request.method != "POST":
        form = NomineeForm(delegation=nomination.delegation, delegate=delegate)
        return _form(request, nomination, delegate, form)
    for _attempt in range(2):
        try:
            return _save(request, nomination, delegate)
        except IntegrityError:
            # Somebody else named a head between our check and our saving; checked again, the
            # form says so.
            continue
    raise Http404


def _save(request, nomination: Nomination, delegate: Delegate | None):
    with nominees.editing(nomination):
        if delegate:
            delegate = _delegate(nomination, delegate.pk, nominees.EDITABLE)
        form = NomineeForm(request.POST, delegation=nomination.delegation, delegate=delegate)
        shown = request.POST.get("fingerprint")
        if delegate and shown != nominees.fingerprint_with_person(delegate):
            return _form(request, nomination, delegate, form, stored=delegate, status=409)
        if not form.is_valid():
            return _form(request, nomination, delegate, form)
        if delegate:
            nominees.change(delegate, form.cleaned_data)
        else:
            nominees.add(nomination, form.cleaned_data)
    return _back(request, "changed" if delegate else "added")


def _form(request, nomination: Nomination, delegate, form, *, stored=None, status: int = 200):
    return render(
        request,
        "nominate/nominee.html",
        {
            "nomination": nomination,
            "event": nomination.delegation.event,
            "token": request.nominate_token,
            "delegate": delegate,
            "form": form,
            "stored": stored,
            "fingerprint": nominees.fingerprint_with_person(delegate) if delegate else "",
            "own": delegate is None or "email" in form.fields,
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def withdraw_nominee(request, nomination: Nomination, pk: int):
    """Take somebody off the list, after a question."""
    if not nomination.is_open:
        return _back(request)
    delegate = _delegate(nomination, pk, nominees.EDITABLE)
    if request.method != "POST":
        context = {
            "nomination": nomination,
            "event": nomination.delegation.event,
            "token": request.nominate_token,
            "delegate": delegate,
        }
        return render(request, "nominate/withdraw.html", context)
    with nominees.editing(nomination):
        nominees.withdraw(_delegate(nomination, pk, nominees.EDITABLE))
    return _back(request, "withdrawn")


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def bring_back_nominee(request, nomination: Nomination, pk: int):
    """Put somebody on the list again."""
    if request.method != "POST" or not nomination.is_open:
        return _back(request)
    with nominees.editing(nomination):
        nominees.bring_back(_delegate(nomination, pk, [Delegate.Status.WITHDRAWN]))
    return _back(request, "back")


# --- A list ---------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def upload(request, nomination: Nomination):
    """A file, then what it would change, and only then the change."""
    if not nomination.is_open:
        return _back(request)
    if request.method != "POST":
        return _upload_page(request, nomination)
    try:
        if "rows" in request.POST:
            return _take_over(request, nomination)
        file = one_list(request.FILES.get("file"), request.POST.get("text", ""))
        found = uploads.read(file, file.name)
    except ParticipantListError as error:
        return _upload_page(request, nomination, problem=str(error), status=400)
    errors = [error for _sheet, error in found.errors]
    return _preview(request, nomination, found.people, errors, found.hidden)


def _take_over(request, nomination: Nomination) -> HttpResponse:
    people = uploads.unseal(nomination, request.POST["rows"])
    consenting = set(request.POST.getlist("consent"))
    try:
        uploads.apply(nomination, people, request.POST.get("fingerprint", ""), consenting)
    except (PlanChanged, PlanRefused):
        problem = _("Somebody has changed your list meanwhile. This is what would change now.")
        return _preview(request, nomination, people, problem=problem, status=409)
    return _back(request, "uploaded")


def _preview(
    request,
    nomination: Nomination,
    people,
    errors=(),
    hidden=(),
    *,
    problem: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    """What `people` would change; rows with errors are named and left out of what is confirmed."""
    plan = uploads.plan(nomination.delegation, people)
    taken_over = plan.without_problems()
    context = {
        "errors": sorted([*errors, *plan.problems], key=lambda error: error.row),
        "hidden": hidden,
        "shown_errors": f":{ERRORS_SHOWN}",
        "most_errors": ERRORS_SHOWN,
        "plan": taken_over,
        "rows": uploads.seal(nomination, [row.read for row in taken_over.rows if row.read]),
        "fingerprint": taken_over.fingerprint,
        "consenting": request.POST.getlist("consent"),
    }
    return _upload_page(request, nomination, problem=problem, status=status, **context)


def _upload_page(request, nomination: Nomination, *, status: int = 200, **context) -> HttpResponse:
    columns = [str(label) for name, label in LABELS.items() if name in _COLUMNS]
    context |= {
        "nomination": nomination,
        "event": nomination.delegation.event,
        "token": request.nominate_token,
        "columns": columns,
        "most": uploads.MOST_PEOPLE,
        # What was pasted is not lost: it can be corrected.
        "pasted": request.POST.get("text", ""),
    }
    return render(request, "nominate/upload.html", context, status=status)


# What the page says that a list may have above its columns.
_COLUMNS = ("full_name", *uploads.FIELDS)


def _delegate(nomination: Nomination, pk: int, statuses) -> Delegate:
    delegates = nomination.delegation.delegates.select_related("person")
    delegate = get_object_or_404(delegates, pk=pk)
    if delegate.status not in statuses:
        raise nominees.ChangedMeanwhile
    return delegate


def _back(request, done: str = "") -> HttpResponse:
    response = redirect("nominate", request.nominate_token)
    if done:
        response.headers["Location"] += f"?done={done}"
    return response
