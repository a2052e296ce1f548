"""The record of full lists that leave the register."""

from events.models import ParticipantExport
from events.participant_list.rows import ParticipantList


def record_export(user, participants: ParticipantList, file_format: str) -> None:
    """Keep that `user` takes this list as a file; None stands for the command line.

    `file_format` also names what is made of a list: badges, plates, an attendance sheet.
    """
    ParticipantExport.objects.create(
        event_id=participants.event.pk,
        event_title=participants.event.title,
        user=user,
        file_format=file_format,
        language=participants.language,
        version=participants.issue.version,
        rows=len(participants),
    )
