from django.db import migrations, models

from participants.migrations._by_script import (
    CYRILLIC,
    NAMES,
    change_each,
    sort_by_script,
    take_back,
)

FIELDS = {
    "given_names_cyrillic": (150, "given names in Cyrillic"),
    "family_name_cyrillic": (150, "family name in Cyrillic"),
    "position_ru": (300, "position in Russian"),
    "institution_ru": (300, "institution in Russian"),
}


def _delegates(apps, schema_editor):
    return apps.get_model("events", "Delegate").objects.using(schema_editor.connection.alias)


def sort_delegates(apps, schema_editor):
    """A delegate whose name is still the person's has the person's name in Cyrillic too."""

    def sort(delegate):
        sort_by_script(delegate)
        person = delegate.person
        same = all(getattr(delegate, name) == getattr(person, name) for name in NAMES)
        if same and not any(getattr(delegate, name) for name in CYRILLIC):
            for name in CYRILLIC:
                setattr(delegate, name, getattr(person, name))

    change_each(_delegates(apps, schema_editor).select_related("person"), sort)


def take_delegates_back(apps, schema_editor):
    change_each(_delegates(apps, schema_editor), take_back)


class Migration(migrations.Migration):
    dependencies = [("events", "0002_presets"), ("participants", "0002_two_languages")]

    operations = [
        *(
            migrations.AddField(
                model_name=model,
                name=name,
                field=models.CharField(blank=True, max_length=length, verbose_name=verbose_name),
            )
            for model in ("delegate", "historicaldelegate")
            for name, (length, verbose_name) in FIELDS.items()
        ),
        migrations.RunPython(sort_delegates, take_delegates_back),
        migrations.AddConstraint(
            model_name="delegate",
            constraint=models.CheckConstraint(
                condition=models.Q(family_name="", family_name_cyrillic="", _negated=True),
                name="delegate_has_a_name",
                violation_error_message="Write the family name, in Latin or in Cyrillic letters.",
            ),
        ),
    ]
