"""The API as a whole: its addresses, errors and schema."""

import math

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import include, path, re_path, reverse
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView, exception_handler

from website.api.base import refuse_unknown
from website.api.events import DelegationViewSet, DocumentViewSet, EventViewSet
from website.api.participants import FigureViewSet, OrganisationViewSet, StateViewSet
from website.api.topics import ProgrammeViewSet, TopicViewSet

RESOURCES = {
    "events": EventViewSet,
    "states": StateViewSet,
    "organisations": OrganisationViewSet,
    "topics": TopicViewSet,
    "programmes": ProgrammeViewSet,
    "documents": DocumentViewSet,
    "figures": FigureViewSet,
    "delegations": DelegationViewSet,
}
NO_SUCH_RECORD = "There is no such record: its address may be mistyped, or it is not published."
NO_SUCH_ADDRESS = "There is no such address. /api/v1/ names those that there are."


def answer_error(error: Exception, context: dict) -> Response | None:
    """Every error has a sentence in `detail`; wrong parameters also have their reasons."""
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        parameters = response.data
        sentences = [f"{name}: {text}" for name, texts in parameters.items() for text in texts]
        response.data = {"detail": " ".join(sentences), "parameters": parameters}
    elif isinstance(error, Http404):
        response.data = {"detail": NO_SUCH_RECORD}
    elif isinstance(error, exceptions.Throttled):
        wait = math.ceil(error.wait or 1)
        response.data = {"detail": f"Too many requests. Ask again in {wait} seconds."}
        response.headers["Retry-After"] = str(wait)
    return response


# --- Addresses apart from the resources -----------------------------------------------------------
class Index(APIView):
    """The addresses of the API."""

    @extend_schema(
        summary="The addresses of the API",
        operation_id="index",
        tags=["index"],
        responses={200: {"type": "object", "additionalProperties": {"type": "string"}}},
    )
    def get(self, request):
        refuse_unknown(request)
        names = {name: f"api-{_basename(viewset)}-list" for name, viewset in RESOURCES.items()}
        names |= {"schema": "api_schema", "docs": "api_docs"}
        return Response({key: settings.BASE_URL + reverse(name) for key, name in names.items()})


class Schema(SpectacularAPIView):
    """The schema as OpenAPI 3.1, in JSON."""

    renderer_classes = [OpenApiJsonRenderer]
    schema = None

    def get(self, request, *args, **kwargs):
        refuse_unknown(request)
        return super().get(request, *args, **kwargs)


class NoSuchAddress(APIView):
    """Any other address below /api/."""

    schema = None

    def get(self, request, **kwargs):
        raise exceptions.NotFound(NO_SUCH_ADDRESS)


def docs(request):
    """The documentation of the schema, where it can be tried out."""
    return render(request, "website/api_docs.html")


def _basename(viewset) -> str:
    return viewset.serializer_class.Meta.model._meta.model_name


router = SimpleRouter()
for _name, _viewset in RESOURCES.items():
    router.register(_name, _viewset, basename=f"api-{_basename(_viewset)}")

urlpatterns = [
    path("v1/", Index.as_view(), name="api"),
    path("v1/schema/", Schema.as_view(), name="api_schema"),
    path("v1/docs/", docs, name="api_docs"),
    path("v1/", include(router.urls)),
    # An address without the last slash is redirected to the one with it before this applies.
    re_path(r"^(?:.*/)?$", NoSuchAddress.as_view()),
]


# --- The schema ----------------------------------------------------------------------------------
ERRORS = {
    "400": ("A parameter is wrong: which, and why.", "InvalidParameters"),
    "404": ("There is no such record or page.", "Error"),
    "429": ("Too many requests from one client.", "Error"),
}


def complete_schema(result: dict, generator, request, public: bool) -> dict:
    """Add what holds for every operation: errors, headers, and that no field is ever absent."""
    schemas = result["components"]["schemas"]
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema["required"] = list(schema["properties"])
            for field in schema["properties"].values():
                field.pop("readOnly", None)
                # An address that is not recorded is an empty text, which is not a URI.
                if field.get("format") == "uri":
                    del field["format"]
    sentence = {"type": "string", "description": "A sentence for people."}
    reasons = {"type": "object", "additionalProperties": {"type": "array", "items": sentence}}
    schemas["Error"] = {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": sentence},
    }
    schemas["InvalidParameters"] = {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": sentence, "parameters": reasons},
    }
    for operations in result["paths"].values():
        for operation in operations.values():
            _complete_operation(operation)
    return result


def _complete_operation(operation: dict) -> None:
    responses = operation["responses"]
    text = {"type": "string"}
    etag = {"description": "Send it back as `If-None-Match`.", "schema": text}
    responses["200"] = {**responses["200"], "description": "Found.", "headers": {"ETag": etag}}
    responses["304"] = {"description": "Nothing has changed since the `ETag` sent."}
    for status, (description, name) in ERRORS.items():
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        responses[status] = {"description": description, "content": content}
    wait = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    responses["429"]["headers"] = {"Retry-After": wait}
