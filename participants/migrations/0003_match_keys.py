"""Georgian and Serbian names have other keys now, by which those who may be one person are found."""

import re

from django.db import migrations

from core.text import match_keys

# The letters whose keys have changed.
_LETTERS = re.compile("[đђћџјљњѕ\u10d0-\u10ff]", re.IGNORECASE)
_NAMES = ("family_name", "given_names", "family_name_cyrillic", "given_names_cyrillic")
_KEYS = ("match_key", "match_key_other", "match_key_cyrillic")


def renew_keys(apps, schema_editor):
    persons = apps.get_model("participants", "Person").objects
    persons = persons.using(schema_editor.connection.alias)
    for pk, *names in persons.values_list("pk", *_NAMES).iterator():
        if _LETTERS.search("".join(names)):
            keys = dict(zip(_KEYS, match_keys(*names), strict=True))
            persons.filter(pk=pk).update(**keys)


class Migration(migrations.Migration):
    dependencies = [("participants", "0002_two_languages")]

    operations = [migrations.RunPython(renew_keys, migrations.RunPython.noop)]
