"""What others publish that stands in the addresses: data sets, their rows, an archive."""

from answerable.node.desk.models import Report
from answerable.node.intake.models import Bundle, DataFile, DataRow, DataSet
from answerable.node.intake.services import feeds
from tests.factories import NOW
from tests.node.desk.factories import Desk

OF_FILES = ("file", "changes", "quarantine", "accept", "drop")


def data_values(desk: Desk) -> dict[str, int]:
    """Make a data set with a file, and say where they stand."""
    file = _data_file(desk)
    bundle = Bundle.objects.create(name="found.zip", total=3, by=desk.officer, at=NOW)
    feed = feeds.open_feed(name="Partner", office=desk.embassy, by=desk.administrator, at=NOW)
    token = feeds.make_token(feed, by=desk.administrator, at=NOW).token
    return {
        "feed:pk": feed.pk,
        "feed-close:pk": feed.pk,
        "feed-revoke:pk": token.pk,
        **{f"{page}:pk": bundle.pk for page in ("bundle", "bundle-go-on", "bundle-leave")},
        "data-set:pk": file.data_set_id,
        **{f"data-{page}:pk": file.pk for page in OF_FILES},
    }


def data_row(desk: Desk, report: Report) -> DataRow:
    """Make the row that became a report."""
    file = _data_file(desk)
    return DataRow.objects.create(
        data_set=file.data_set,
        key=report.receipt_number,
        number=1,
        digest="0" * 64,
        report=report,
        first_file=file,
        last_file=file,
    )


def _data_file(desk: Desk) -> DataFile:
    kept = DataSet.objects.create(name="Monitor", opened_by=desk.officer, opened_at=NOW)
    return DataFile.objects.create(
        data_set=kept, sha256="0" * 64, size=1, columns=["id"], by=desk.officer, at=NOW
    )
