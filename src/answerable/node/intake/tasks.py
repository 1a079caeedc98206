"""Intake's jobs: read claims, check a file of a data set, take its rows in, read archives."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from answerable.extraction.datasets import NotAMapping
from answerable.extraction.errors import Unreadable
from answerable.node.desk.errors import ChangedMeanwhile, DeskError
from answerable.node.desk.keeping import OriginalChanged
from answerable.node.desk.models import Report
from answerable.node.desk.readers import TooBusy
from answerable.node.intake.models import Bundle, DataFile, Document
from answerable.node.intake.services import bundles, claims, datasets, feeds, timestamps
from answerable.node.intake.services.datasets.files import CHECK_JOB, TAKE_JOB
from answerable.node.jobs import queue


@queue.handler(CHECK_JOB, max_attempts=3, label=_("Check a file of a data set"))
def check_data_file(job: queue.Running) -> None:
    """Find what the rows of a file would become."""
    file = DataFile.objects.select_related("data_set").get(pk=job.args["file"])
    try:
        datasets.check(file, at=job.at, tell=job.progress)
    except (Unreadable, OriginalChanged, NotAMapping) as error:
        raise queue.GiveUp(type(error).__name__) from error


@queue.handler(TAKE_JOB, max_attempts=3, label=_("Take a file of a data set in"))
def take_data_file(job: queue.Running) -> None:
    """Take the rows of an accepted file in; a cancelled job goes on where it was when asked to."""
    file = DataFile.objects.select_related("data_set", "decided_by").get(pk=job.args["file"])
    if file.decided_by is None:
        raise queue.GiveUp("nobody decided")
    try:
        datasets.take(file, by=file.decided_by, at=job.at, tell=job.progress)
    except datasets.Stopped:
        return
    except (Unreadable, OriginalChanged, NotAMapping, DeskError) as error:
        raise queue.GiveUp(type(error).__name__) from error


# The first try at once, the last some five hours later: authorities have their bad days.
@queue.handler(timestamps.STAMP_JOB, max_attempts=20, label=_("Have a document time stamped"))
def stamp_document(job: queue.Running) -> None:
    """Ask the authority about a document; what fails is tried again, and then told."""
    document = Document.objects.filter(sha256=job.args["sha256"]).first()
    if document is not None:
        timestamps.stamp(document, at=job.at)


# Each start of the worker anew counts as an attempt; a long archive outlives several.
@queue.handler(bundles.READ_JOB, max_attempts=30, label=_("Read an archive of documents"))
def read_bundle(job: queue.Running) -> None:
    """Take the files of an archive in; a job that was cancelled goes on where it was when asked."""
    bundle = Bundle.objects.select_related("by").get(pk=job.args["bundle"])
    try:
        bundles.read_archive(bundle, at=lambda: job.at, tell=job.progress)
    except (bundles.Stopped, ChangedMeanwhile):
        return
    except (Unreadable, FileNotFoundError, DeskError) as error:
        if isinstance(error, TooBusy):
            raise
        raise queue.GiveUp(type(error).__name__) from error


@queue.handler(
    "intake.sweep", every=timedelta(hours=6), keep=False, label=_("Remove what a stop left behind")
)
def sweep_archives(job: queue.Running) -> None:
    """Remove archives to which nothing belongs: a stop came before they were written down."""
    bundles.sweep(at=job.at)


@queue.handler(claims.READ_JOB, max_attempts=3, label=_("Read the claims of a report"))
def read_claims(job: queue.Running) -> None:
    """Read what a report states; the same reading a second time adds nothing."""
    report = Report.objects.filter(pk=job.args["report"]).first()
    if report is not None:
        claims.read_claims(report, at=job.at)


@queue.handler(
    "intake.feed_keys",
    every=timedelta(hours=1),
    keep=False,
    label=_("Forget the keys of old deliveries"),
)
def forget_feed_keys(job: queue.Running) -> None:
    """Forget idempotency keys as the partners were told, whether or not they come again."""
    feeds.forget_keys(at=job.at)
