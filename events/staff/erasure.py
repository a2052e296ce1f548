"""One person's data, for those who may see them: given out, and erased."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from events.erasure.access import data_of
from events.erasure.erasing import erase_person, would_erase
from events.models import ParticipantExport
from participants.models import Person

unkept = cache_control(private=True, no_store=True)


@unkept
@require_safe
@permission_required(
    ["participants.view_person", "participants.view_contact_data", "events.export_participants"],
    raise_exception=True,
)
def person_data(request, person: Person):
    """All that is held about the person as a JSON file; that it was taken is recorded."""
    data = data_of(person)
    if request.method == "GET":
        ParticipantExport.objects.create(
            # No name: the note stays when the person is erased.
            event_title=_("Person %(number)d") % {"number": person.pk},
            user=request.user,
            file_format="json",
            language="en",
            rows=1,
        )
    return JsonResponse(
        data,
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers={"Content-Disposition": f'attachment; filename="person-{person.pk}.json"'},
    )


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(
    ["participants.erase_person", "participants.view_contact_data"], raise_exception=True
)
def erase(request, person: Person, context: dict):
    """Say what would be erased; once confirmed, erase it."""
    if request.method == "POST":
        erase_person(person, request.user)
        messages.success(
            request,
            _("The data of person %(number)d was erased. The numbers of the lists stay.")
            % {"number": person.pk},
        )
        return redirect("admin:participants_person_changelist")
    return render(
        request,
        "admin/events/erasure/erase.html",
        {
            **context,
            "title": _("Erase this person"),
            "person": person,
            "numbers": would_erase(person),
        },
    )
