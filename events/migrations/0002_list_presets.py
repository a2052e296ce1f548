import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

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
    dependencies = [
        ("events", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListPreset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Part of the page's address. Left empty, it is made from the title.",
                        max_length=120,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_ru", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("columns", models.JSONField(verbose_name="columns")),
                (
                    "by_name",
                    models.BooleanField(
                        default=False,
                        help_text="Across all delegations, instead of protocol order.",
                        verbose_name="by family name",
                    ),
                ),
                (
                    "taking_part",
                    models.BooleanField(
                        default=True,
                        help_text="Without those who withdrew or did not come.",
                        verbose_name="only those who take part",
                    ),
                ),
            ],
            options={
                "verbose_name": "preset of columns",
                "verbose_name_plural": "presets of columns",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AlterField(
            model_name="participantexport",
            name="language",
            field=models.CharField(max_length=4, verbose_name="language"),
        ),
        migrations.CreateModel(
            name="HistoricalListPreset",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Part of the page's address. Left empty, it is made from the title.",
                        max_length=120,
                        verbose_name="slug",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("name_ru", models.CharField(max_length=80, null=True, verbose_name="name")),
                ("columns", models.JSONField(verbose_name="columns")),
                (
                    "by_name",
                    models.BooleanField(
                        default=False,
                        help_text="Across all delegations, instead of protocol order.",
                        verbose_name="by family name",
                    ),
                ),
                (
                    "taking_part",
                    models.BooleanField(
                        default=True,
                        help_text="Without those who withdrew or did not come.",
                        verbose_name="only those who take part",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical preset of columns",
                "verbose_name_plural": "historical presets of columns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(add_presets, migrations.RunPython.noop),
    ]
