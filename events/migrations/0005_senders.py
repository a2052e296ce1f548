"""A list is sent by a state, an organisation or anybody; what is remembered belongs to the sender."""

import django.db.models.deletion
from django.db import migrations, models

import core.stored_json


def _check_at_once(schema_editor):
    """On PostgreSQL: check keys now, since a table with checks to come cannot be altered."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def organisations_to_senders(apps, schema_editor):
    _check_at_once(schema_editor)
    alias = schema_editor.connection.alias
    imports = apps.get_model("events", "ParticipantImport").objects.using(alias)
    columns = apps.get_model("events", "ColumnMapping").objects.using(alias)
    senders = apps.get_model("events", "Sender").objects.using(alias)
    words = apps.get_model("events", "SenderWord").objects.using(alias)
    keys = {*imports.values_list("organisation", flat=True)} - {None}
    keys |= {*columns.values_list("organisation", flat=True)}
    for key in sorted(keys):
        sender = senders.create(organisation_id=key)
        imports.filter(organisation=key).update(sender=sender)
        for header, field in columns.filter(organisation=key).values_list("header", "field"):
            words.create(sender=sender, kind="column", text=header, meaning=field)


def senders_to_organisations(apps, schema_editor):
    """What is remembered of a sender that is no organisation has no place in the older form."""
    _check_at_once(schema_editor)
    alias = schema_editor.connection.alias
    imports = apps.get_model("events", "ParticipantImport").objects.using(alias)
    columns = apps.get_model("events", "ColumnMapping").objects.using(alias)
    senders = apps.get_model("events", "Sender").objects.using(alias)
    for sender in senders.exclude(organisation=None):
        imports.filter(sender=sender).update(organisation=sender.organisation_id)
        for text, meaning in sender.words.filter(kind="column").values_list("text", "meaning"):
            columns.create(organisation_id=sender.organisation_id, header=text, field=meaning)


class Migration(migrations.Migration):
    dependencies = [("participants", "0001_initial"), ("events", "0004_answers")]

    operations = [
        migrations.CreateModel(
            name="Sender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Of one who is neither.",
                        max_length=300,
                        verbose_name="name",
                    ),
                ),
                ("name_key", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "organisation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="participants.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "state",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="participants.state",
                        verbose_name="state",
                    ),
                ),
            ],
            options={
                "verbose_name": "sender of lists",
                "verbose_name_plural": "senders of lists",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("name_key", ""),
                                ("organisation__isnull", True),
                                ("state__isnull", False),
                            ),
                            models.Q(
                                ("name_key", ""),
                                ("organisation__isnull", False),
                                ("state__isnull", True),
                            ),
                            models.Q(
                                ("organisation__isnull", True),
                                ("state__isnull", True),
                                models.Q(("name_key", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sender_is_one_of_three",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("name_key", ""), _negated=True),
                        fields=("name_key",),
                        name="sender_by_name_is_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("column", "column"), ("capacity", "capacity")],
                        default="column",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=250, verbose_name="text")),
                (
                    "meaning",
                    models.CharField(
                        blank=True,
                        help_text="Empty: not taken over.",
                        max_length=30,
                        verbose_name="meaning",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="events.sender",
                        verbose_name="sender",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a sender",
                "verbose_name_plural": "words of senders",
                "ordering": ["sender", "kind", "text"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "kind", "text"), name="word_means_one_thing_to_a_sender"
                    )
                ],
            },
        ),
        migrations.RenameField("participantimport", "sender", "organisation"),
        migrations.AddField(
            "participantimport",
            "sender",
            models.ForeignKey(
                blank=True,
                help_text="Whose list it is; how it is written is remembered.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="imports",
                to="events.sender",
                verbose_name="sender",
            ),
        ),
        migrations.RunPython(organisations_to_senders, senders_to_organisations),
        migrations.RemoveField("participantimport", "organisation"),
        migrations.DeleteModel("ColumnMapping"),
        migrations.AlterField(
            "participantimport",
            "decisions",
            core.stored_json.StoredJSONField(blank=True, default=dict, schema=3),
        ),
    ]
