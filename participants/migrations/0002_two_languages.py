from django.db import migrations, models

from participants.migrations._by_script import change_each, sort_by_script, take_back


def _persons(apps, schema_editor):
    return apps.get_model("participants", "Person").objects.using(schema_editor.connection.alias)


def sort_persons(apps, schema_editor):
    change_each(_persons(apps, schema_editor), sort_by_script)


def take_persons_back(apps, schema_editor):
    change_each(_persons(apps, schema_editor), take_back)


def _in_russian(name: str) -> models.CharField:
    return models.CharField(blank=True, max_length=300, verbose_name=f"{name} in Russian")


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial")]

    operations = [
        *(
            migrations.AddField(model_name=model, name=f"{name}_ru", field=_in_russian(name))
            for model in ("person", "historicalperson")
            for name in ("position", "institution")
        ),
        *(
            migrations.AlterField(
                model_name=model,
                name="family_name",
                field=models.CharField(
                    blank=True,
                    help_text="Or the only name of those who have one.",
                    max_length=150,
                    verbose_name="family name",
                ),
            )
            for model in ("person", "historicalperson")
        ),
        migrations.RunPython(sort_persons, take_persons_back),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(family_name="", family_name_cyrillic="", _negated=True),
                name="person_has_a_name",
                violation_error_message="Write the family name, in Latin or in Cyrillic letters.",
            ),
        ),
    ]
