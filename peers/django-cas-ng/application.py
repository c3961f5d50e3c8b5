"""A Django site of one page, for people who signed in. Variables: CAS_URL, CAS_VERSION, DATABASE, PORT."""

import os

import django
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.http import JsonResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    AUTHENTICATION_BACKENDS=["django_cas_ng.backends.CASBackend"],
    CAS_SERVER_URL=os.environ["CAS_URL"] + "/",
    CAS_VERSION=os.environ["CAS_VERSION"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DATABASE"]}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.messages",
        "django.contrib.sessions",
        "django_cas_ng",
    ],
    LOGIN_URL="cas_ng_login",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="of a site that lives a minute",
    USE_TZ=True,
)
django.setup()

from django_cas_ng.views import LoginView  # noqa: E402 (Django must be set up first)


@login_required
def home(request):
    return JsonResponse({"user": request.user.username, "attributes": request.session.get("attributes")})


urlpatterns = [path("", home), path("login/", LoginView.as_view(), name="cas_ng_login")]

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("runserver", f"127.0.0.1:{os.environ['PORT']}", use_reloader=False)
