"""The statements of the operator: privacy, accessibility, licence, contact."""

import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

NAMES = ("privacy", "accessibility", "licence", "contact")
# RFC 9116 asks for less than a year; the file is written anew each day.
SECURITY_DAYS = 300


def statement(request, name: str):
    """The statement `name`, one of `NAMES`, with the operator and the contact address."""
    context = {
        "operator": settings.OPERATOR,
        "contact": settings.CONTACT_EMAIL,
        "retention_years": settings.RETENTION_YEARS,
        "base_url": settings.BASE_URL,
    }
    return render(request, f"website/statements/{name}.html", context)


def security(request):
    """`/.well-known/security.txt`: where to report a vulnerability (RFC 9116)."""
    expires = timezone.now().date() + datetime.timedelta(days=SECURITY_DAYS)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: en, ru",
        f"Canonical: {settings.BASE_URL}{reverse('security')}",
        f"Policy: {settings.BASE_URL}{reverse('contact')}#security",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
