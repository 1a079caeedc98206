"""Compile the catalogues when a wheel is built, so that an installed node speaks all languages."""

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Run before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled catalogues beside their sources."""
        path = Path(self.root) / "scripts" / "messages.py"
        spec = importlib.util.spec_from_file_location("messages", path)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(path)
        messages = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(messages)
        messages.compile_all()
