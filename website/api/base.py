"""What all resources of the API share: texts in both languages, links, filtered lists.

A list of the API has the records of the list's English page, in the same order: it uses the same
FilterSet.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.http import Http404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from modeltranslation.utils import build_localized_fieldname
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.viewsets import ReadOnlyModelViewSet

from core.caching import cached_by_revision
from core.exports import public_url
from core.facets import FIRST_DAY, MAX_SEARCH_LENGTH, DayFilter, Facet, FacetFilterSet
from core.models import ContentRevision
from core.results import Results
from events.querysets import states_taking_part
from participants.models import State


# --- What a record says -------------------------------------------------------------------------
class BothLanguagesSerializer(serializers.Serializer):
    """A text in English and in Russian; empty where it is not recorded in that language."""

    en = serializers.CharField(allow_blank=True)
    ru = serializers.CharField(allow_blank=True)


@extend_schema_field(BothLanguagesSerializer)
class BothLanguages(serializers.Field):
    """A translated field in each language, without fallback to the other one."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def get_attribute(self, instance):
        return in_both_languages(instance, self.source)

    def to_representation(self, value):
        return value


def in_both_languages(record: models.Model, field: str) -> dict[str, str]:
    """The values of a translated `field` by language."""
    return {
        code: getattr(record, build_localized_fieldname(field, code)) or ""
        for code, _name in settings.LANGUAGES
    }


class LinkSerializer(serializers.Serializer):
    """Another record: its slug, its page and its address in the API."""

    slug = serializers.CharField()
    url = serializers.URLField(
        allow_null=True, help_text="Its page; null for a state that takes part in nothing."
    )
    api_url = serializers.URLField()


@extend_schema_field(LinkSerializer)
class Link(serializers.Field):
    """A related record, as a link; null where there is none."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value):
        return link_to(value, self.context["request"])


@extend_schema_field(LinkSerializer(many=True))
class Links(Link):
    """Related records as links, alphabetical by slug."""

    def to_representation(self, value):
        records = value.all() if isinstance(value, models.Manager) else value
        return links_to(records, self.context["request"])


def link_to(record: Any, request) -> dict[str, str | None]:
    """`record` as a link from another record."""
    has_page = not isinstance(record, State) or record.pk in _states_with_a_page(request)
    return {
        "slug": record.slug,
        "url": public_url(record) if has_page else None,
        "api_url": api_url(record),
    }


def links_to(records: Iterable[models.Model], request) -> list[dict[str, str | None]]:
    """`records` as links, alphabetical by slug."""
    links = [link_to(record, request) for record in records]
    return sorted(links, key=lambda link: str(link["slug"]))


def _states_with_a_page(request) -> set[int]:
    return cached_by_revision(
        ContentRevision.of(request),
        "states with a page",
        lambda: set(states_taking_part().values_list("pk", flat=True)),
    )


def api_url(record: models.Model) -> str:
    """The full address of `record` in the API."""
    key = getattr(record, "slug", record.pk)
    return settings.BASE_URL + reverse(f"api-{record._meta.model_name}-detail", args=[key])


@extend_schema_field(OpenApiTypes.NUMBER)
class Number(serializers.Field):
    """A decimal as a number of JSON, whole where it is."""

    def __init__(self, **kwargs):
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Decimal):
        return int(value) if value == int(value) else float(value)


class RecordSerializer(serializers.ModelSerializer):
    """A record with its slug and its addresses."""

    slug = serializers.CharField(read_only=True, help_text="Stays the same once given out.")
    url = serializers.SerializerMethodField(help_text="Its page in English; in Russian under /ru/.")
    api_url = serializers.SerializerMethodField(help_text="This record alone.")

    def get_url(self, record) -> str | None:
        return public_url(record)

    def get_api_url(self, record) -> str:
        return api_url(record)


@extend_schema_serializer(component_name="Grouping")
class GroupingNameSerializer(serializers.Serializer):
    """States that go together, such as the European Union: the value of the filter `grouping`."""

    slug = serializers.CharField()
    name = BothLanguages()


# --- Lists and records --------------------------------------------------------------------------
class FilterSetBackend(BaseFilterBackend):
    """The filters of the list's page under the same names; unknown values are refused."""

    def filter_queryset(self, request, queryset, view) -> Results:
        if view.filterset_class is None:
            return view.in_order(queryset)
        filterset = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if not filterset.is_valid():
            errors = filterset.form.errors
            raise ValidationError({name: list(map(str, errors[name])) for name in errors})
        return view.in_order(filterset)

    def get_schema_operation_parameters(self, view) -> list[dict]:
        if view.filterset_class is None:
            return []
        return [_parameter(*each) for each in view.filterset_class.base_filters.items()]


def _parameter(name: str, each) -> dict:
    """A filter as a parameter of the schema."""
    parameter = {"name": name, "in": "query", "required": False}
    if isinstance(each, DayFilter):
        text = "The first day of a period." if name == FIRST_DAY else "The last day of a period."
        return {**parameter, "description": text, "schema": {"type": "string", "format": "date"}}
    if not isinstance(each, Facet):
        text = "Words that a record must contain, in any case, accent and order."
        schema = {"type": "string", "maxLength": MAX_SEARCH_LENGTH}
        return {**parameter, "description": text, "schema": schema}
    schema = {"type": "string"}
    if each.codes:
        schema["enum"] = [code.value for code in each.codes]
        text = "\n".join(f"* `{code.value}` - {code.label}" for code in each.codes)
    else:
        text = each.value_help
    if each.pattern:
        schema["pattern"] = f"^{each.pattern}$"
    return {
        **parameter,
        "description": f"{text}\n\nMay be repeated: any of the values.",
        "schema": {"type": "array", "items": schema},
        "style": "form",
        "explode": True,
    }


class RecordViewSet(ReadOnlyModelViewSet):
    """A list by the filters of its page, and each record by its slug."""

    filter_backends = [FilterSetBackend]
    filterset_class: type[FacetFilterSet] | None = None
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    @property
    def page_parameters(self) -> list[str]:
        """The parameters that choose a page of a list."""
        return [self.paginator.page_query_param, self.paginator.page_size_query_param]

    def list(self, request, *args, **kwargs):
        filters = self.filterset_class.base_filters if self.filterset_class else {}
        repeated = [name for name, each in filters.items() if isinstance(each, Facet)]
        refuse_unknown(request, known=[*filters, *self.page_parameters], repeated=repeated)
        return super().list(request, *args, **kwargs)

    def retrieve(self, request, *args, **kwargs):
        refuse_unknown(request)
        return super().retrieve(request, *args, **kwargs)

    def get_object(self):
        record = self.get_queryset().filter(**{self.lookup_field: self.kwargs[self.lookup_field]})
        if not (found := record.first()):
            raise Http404
        return found

    def in_order(self, filtered: FacetFilterSet) -> Results:
        """The records of the list in its order, for the pager to count and slice."""
        return filtered.results


def refuse_unknown(request, known: Sequence[str] = (), repeated: Sequence[str] = ()) -> None:
    """Refuse parameters that are not `known`, and repeated ones that are not in `repeated`.

    Otherwise a misspelt filter would look like a list without that filter.
    """
    errors = {}
    for name, values in request.query_params.lists():
        if name not in known:
            names = ", ".join(sorted(known))
            has = f"There are: {names}." if names else "This address takes none."
            errors[name[:80]] = [f"There is no such parameter here. {has}"]
        elif len(values) > 1 and name not in repeated:
            errors[name] = ["Give this parameter once."]
    if errors:
        raise ValidationError(errors)
