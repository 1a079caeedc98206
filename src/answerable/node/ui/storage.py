"""Serve static files under names that contain their hash, so that browsers may keep them."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hash and compress; leave scripts as they are.

    Django would follow `sourceMappingURL` comments to files that packages do not ship and fail on
    the missing one, so only the addresses in style sheets are rewritten.
    """

    patterns: ClassVar = (("*.css", (r"""(url\(['"]{0,1}\s*(.*?)["']{0,1}\))""",)),)
