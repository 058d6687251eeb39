"""django-helpdesk turns a folder of mails into tickets. Run by its own Python; prints messages and seconds.

helpdesk_run.py FOLDER WORK
"""

# ruff: noqa: E402 - Django must be set up before its models are imported

import logging
import os
import sys
import time
from pathlib import Path

import django
from django.conf import settings

FOLDER, WORK = Path(sys.argv[1]), Path(sys.argv[2])

settings.configure(
    SECRET_KEY="bench",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": WORK / "helpdesk.db"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.admin",
        "django.contrib.messages",
        "django.contrib.humanize",
        "rest_framework",
        "helpdesk",
    ],
    SITE_ID=1,
    MEDIA_ROOT=str(WORK / "media"),
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    ROOT_URLCONF="__main__",
    HELPDESK_TEAMS_MODE_ENABLED=False,
    HELPDESK_KANBAN_BOARD_ENABLED=False,
)
django.setup()

from django.core.management import call_command
from django.urls import include, path
from helpdesk.email import process_queue
from helpdesk.models import Queue, Ticket

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]


def main() -> None:
    call_command("migrate", verbosity=0)
    queue = Queue.objects.create(
        title="hour",
        slug="hour",
        allow_email_submission=True,
        email_box_type="local",
        email_box_local_dir=f"{FOLDER}{os.sep}",
        email_address="answers@openhour.example",
    )
    logging.disable(logging.CRITICAL)
    began = time.perf_counter()
    process_queue(queue, logger=logging.getLogger("bench"))
    print(Ticket.objects.count(), time.perf_counter() - began)


main()
