"""Records what `data/` is in the wheel, so that a page can name its hash without reading all of it."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RecordHash(BuildHookInterface):  # type: ignore[type-arg]
    """Adds `salvage_cli/data/HASH` to a wheel; an editable install computes it instead."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from salvage_cli import fingerprint

        # Its path is no part of the wheel; it goes when the wheel is done.
        self.folder = TemporaryDirectory(prefix="salvage-build-")
        recorded = Path(self.folder.name) / fingerprint.FILE
        recorded.write_text(fingerprint.computed(root / "data").written(), encoding="utf-8")
        if version != "editable":
            build_data["force_include"][str(recorded)] = f"salvage_cli/data/{fingerprint.FILE}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        self.folder.cleanup()
