"""The content hash of the bundled knowledge: what a printed page can be traced by."""

from __future__ import annotations

from pathlib import Path

FILE = "HASH"


def of(folder: Path) -> str:
    """The recorded hash of `folder`, or, in a checkout where nothing is recorded, a fresh one."""
    try:
        return (folder / FILE).read_text(encoding="ascii").strip()[:12]
    except (OSError, ValueError):
        return computed(folder)[:12]


def computed(folder: Path) -> str:
    """SHA-256 over the names and bytes of every TOML file, in order of name; hexadecimal."""
    from hashlib import sha256

    total = sha256()
    for path in sorted(folder.rglob("*.toml"), key=lambda path: path.relative_to(folder).as_posix()):
        data = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()
