"""Frozen records that cost next to nothing to define.

`@dataclass(frozen=True)` compiles several methods for every class, every time the program
starts: about 0.6 ms a class, a fifth of a page for the records here. A `Record` keeps its
annotations as its fields instead (docs/decisions/0002-records.md). Type checkers see a
frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Record:
    """A frozen value whose fields are its annotations, those of the base class first."""

    __match_args__: ClassVar[tuple[str, ...]] = ()
    required_: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        fields = dict.fromkeys(cls.__match_args__)
        for name, kind in cls.__annotations__.items():
            if not _of_the_class(kind):
                fields[name] = None
        cls.__match_args__ = tuple(fields)  # type: ignore[misc]
        cls.required_ = tuple([name for name in fields if not hasattr(cls, name)])
        if cls.required_ != cls.__match_args__[: len(cls.required_)]:
            raise TypeError(f"{cls.__name__}: fields without a default come first")

    def __init__(self, *values: Any, **named: Any) -> None:
        held = self.__dict__
        held.update(zip(self.__match_args__, values))  # noqa: B905  # hundreds a page, and `strict` costs
        if not named and len(self.required_) <= len(held) == len(values):
            return  # the required fields come first, so they are all there
        held.update(named)
        fits = len(held) == len(values) + len(named) and held.keys() <= set(self.__match_args__)
        if not fits or any(name not in held for name in self.required_):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(self.__match_args__)}")

    @classmethod
    def made_of(cls, values: dict[str, Any]) -> Self:
        """A record of values whose names the caller has checked."""
        self = object.__new__(cls)
        self.__dict__.update(values)
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.fields())
        return f"{type(self).__name__}({inside})"

    def fields(self) -> Iterator[tuple[str, Any]]:
        """Names and values, in order."""
        return ((name, getattr(self, name)) for name in self.__match_args__)

    def replaced(self, **changes: Any) -> Self:
        """The same record with some fields changed."""
        return type(self)(**{**dict(self.fields()), **changes})


def _of_the_class(annotation: object) -> bool:
    """Whether an annotation, or one left as text, is a ClassVar and so names no field."""
    if isinstance(annotation, str):
        return annotation.startswith("ClassVar")
    return getattr(annotation, "__origin__", None) is ClassVar
