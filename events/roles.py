"""The staff roles that come with every install, as Django groups."""

from django.contrib.auth.management import create_permissions

# What each role may do, by app, as Django's own permission names; "*" is add, change, delete, view.
# The groups are set to exactly this after each migration.
CONTENT = {
    "participants": ["state", "organisation", "grouping", "membership", "migrationfigure"],
    "topics": ["topic", "programme", "phase"],
    "events": ["event", "listsection", "session", "contribution", "delegation", "document"],
}
PEOPLE = {"participants": ["person"], "events": ["delegate"]}
# Withdrawn rather than deleted.
DECISIONS = {"events": ["publicationdecision"]}
ALL = ("add", "change", "delete", "view")


def _permissions(models: dict[str, list[str]], *verbs: str) -> set[str]:
    return {f"{app}.{v}_{model}" for app, names in models.items() for model in names for v in verbs}


ROLES = {
    "Editors": _permissions(CONTENT, *ALL)
    | _permissions(PEOPLE, "view")
    | _permissions(DECISIONS, "view"),
    "Protocol": _permissions(CONTENT, "view")
    | _permissions(PEOPLE, *ALL)
    | _permissions({"events": ["delegation", "nomination"]}, *ALL)
    | _permissions({"events": ["listsection", "listpreset"]}, *ALL)
    | _permissions(DECISIONS, "add", "change", "view")
    | {
        "events.change_event",
        "events.export_participants",
        "events.import_participants",
        "events.issue_list",
        "events.view_issuedlist",
        "events.view_participantexport",
        "events.view_erasure",
        "participants.erase_person",
        "participants.view_contact_data",
        "participants.view_personmerge",
        "participants.view_distinctpersons",
        "participants.delete_distinctpersons",
    },
    "Readers": _permissions(CONTENT, "view")
    | _permissions(PEOPLE, "view")
    | _permissions(DECISIONS, "view"),
}


def set_up_roles(sender, using, **kwargs) -> None:
    """Receiver of post_migrate: make the groups of `ROLES` hold exactly their permissions."""
    from django.apps import apps as current
    from django.contrib.auth.models import Group, Permission

    for app in ("participants", "topics", "events"):
        create_permissions(current.get_app_config(app), verbosity=0, using=using)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using)
        .filter(content_type__app_label__in=["participants", "topics", "events"])
        .select_related("content_type")
    }
    for name, permissions in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(known[permission] for permission in permissions)
