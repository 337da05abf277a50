"""The reader's own card: the numbers to call, from one small file in their settings folder.

It is read like a knowledge file, and like one it may be wrong: then nothing of it is shown, and one
line says why. Where it may be shown is for `output` to say (docs/decisions/0010-readers-card.md).
"""

import os
import re
from collections.abc import Mapping
from typing import ClassVar

from salvage_cli.decode import decode
from salvage_cli.problems import Finding, Problem
from salvage_cli.record import Record
from salvage_cli.toml_file import TomlFile, read


class ReadersCard(Record):
    """What the file may hold. Field names are its keys; each may be left out."""

    WORDS: ClassVar[Mapping[str, int]] = {"clinic": 60, "country": 40, "note": 100}
    """Keys that hold words, and the most characters of each."""
    PHONES: ClassVar[tuple[str, ...]] = ("clinic_phone", "out_of_hours", "emergency")

    clinic: str | None = None
    clinic_phone: str | None = None
    out_of_hours: str | None = None
    emergency: str | None = None
    country: str | None = None
    note: str | None = None

    @property
    def said(self) -> dict[str, str]:
        """The keys that hold something, in order."""
        return {key: text for key, text in self.fields() if text}


PHONE = re.compile(r"(?=.{2,40}$)(?=.*[0-9])[0-9 +()./-]+((ext|extension|option|x)\.? ?[0-9]{1,6})?", re.I)
"""A number as people write it: `+1 (555) 010-4477 ext. 12`."""


def read_card(path: str | os.PathLike[str]) -> ReadersCard | list[Problem]:
    """The card in this file, or all that is wrong with it, each with its line."""
    file = read(path)
    if isinstance(file, Problem):
        return [file]
    tables = file.parsed()
    return [tables] if isinstance(tables, Problem) else made(tables, file)


def made(tables: Mapping[str, object], file: TomlFile) -> ReadersCard | list[Problem]:
    """The card that these keys make, or all that is wrong with them where they stand in `file`."""
    decoded = decode(ReadersCard, dict(tables))
    findings = decoded.findings or (list(_wrong(decoded.record.said)) if decoded.record else [])
    return file.located(findings) if findings or decoded.record is None else decoded.record


def _wrong(said: Mapping[str, str]) -> list[Finding]:
    """Words that are too long for a card, and numbers that nobody can dial."""
    long = [
        Finding((key,), f"`{key}` is longer than {most} characters", "shorten it", "too-long")
        for key, most in ReadersCard.WORDS.items()
        if len(said.get(key, "")) > most
    ]
    odd = [
        Finding(
            (key,), f"`{key}` is no telephone number", 'write it as "+1 (555) 010-4477 ext. 12"', "no-number"
        )
        for key in ReadersCard.PHONES
        if key in said and not PHONE.fullmatch(said[key])
    ]
    return long + odd


def written(card: ReadersCard) -> str:
    """The card as a file. Its texts are clean, so quotes and backslashes are all there is to escape."""
    quoted = {key: text.replace("\\", "\\\\").replace('"', '\\"') for key, text in card.said.items()}
    return "".join(f'{key} = "{text}"\n' for key, text in quoted.items())
