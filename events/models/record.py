from django.contrib.contenttypes.models import ContentType
from django.db import models


class RecordEntry(models.Model):
    """What `load_record` last wrote for one entry of the data files.

    A field that still holds the value written then may be renewed from a newer data file; one
    that differs was edited by staff and is left alone. So is a record that staff deleted.
    """

    key = models.CharField(max_length=300, unique=True)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    values = models.JSONField()

    def __str__(self):
        return self.key
