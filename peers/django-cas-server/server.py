"""A site of Django that is a CAS server and nothing else.

Whose people they are is left to each site by django-cas-server: here they stand in a file, with their attributes.
"""

import json
import os
import re
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

settings.configure(
    ALLOWED_HOSTS=["localhost"],
    CAS_AUTH_CLASS=f"{__name__}.Account",
    # It would ask PyPI for its newest version.
    CAS_NEW_VERSION_HTML_WARNING=False,
    CAS_NEW_VERSION_EMAIL_WARNING=False,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        "cas_server",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of a site that lives a minute",
    STATIC_URL="static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    USE_TZ=True,
)
django.setup()

from cas_server.auth import AuthUser  # noqa: E402 (Django must be set up first)

ACCOUNTS = json.loads(Path(os.environ["ACCOUNTS"]).read_text())


class Account(AuthUser):
    """Somebody of the file of accounts."""

    def test_password(self, password):
        known = ACCOUNTS.get(self.username)
        return known is not None and known["password"] == password

    def attributs(self):
        return ACCOUNTS[self.username]["attributes"]


urlpatterns = [path("cas/", include("cas_server.urls", namespace="cas_server"))]


def register(service):
    """Lets the addresses below `service` have tickets, every attribute, and word of who signs out."""
    from cas_server.models import ReplaceAttributName, ServicePattern

    pattern = "^" + re.escape(service)
    pronote = ServicePattern.objects.create(name="PRONOTE", pattern=pattern, single_log_out=True)
    ReplaceAttributName.objects.create(name="*", service_pattern=pronote)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    register(os.environ["SERVICE"])
    call_command("runserver", f"127.0.0.1:{os.environ['PORT']}", use_reloader=False)
