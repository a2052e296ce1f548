from django.db import migrations

# Shipped with the register, for staff to change or delete: columns, and whether by family name.
PRESETS = {
    "transport": (
        "Transport",
        "Транспорт",
        ["delegation", "prefix", "given_names", "family_name", "capacity", "phone"],
        False,
    ),
    "hotel": (
        "Hotel",
        "Гостиница",
        ["family_name", "given_names", "prefix", "delegation", "institution", "email", "phone"],
        True,
    ),
    "door": (
        "Door",
        "Вход",
        ["family_name", "given_names", "prefix", "delegation", "capacity", "status"],
        True,
    ),
}


def add_presets(apps, schema_editor):
    presets = apps.get_model("events", "ListPreset").objects.using(schema_editor.connection.alias)
    for slug, (name_en, name_ru, columns, by_name) in PRESETS.items():
        presets.create(
            slug=slug,
            name=name_en,
            name_en=name_en,
            name_ru=name_ru,
            columns=columns,
            by_name=by_name,
        )


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunPython(add_presets, migrations.RunPython.noop)]
