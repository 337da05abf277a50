"""The sections of a page: their ids, which never change, their titles, and what stands in them."""

from __future__ import annotations

from typing import get_args

from salvage_cli.knowledge import Condition, Disagreement, Entry, Gap, SectionId, Statement

TITLES: dict[SectionId, str] = {
    "overview": "What it is",
    "when": "When it is used",
    "lines": "Lines of treatment",
    "options": "Kinds of treatment",
    "tests": "Tests",
    "side-effects": "Side effects",
    "urgent": "When to get help",
    "outlook": "Outlook",
    "coping": "Living with it, and preventing infection",
    "follow-up": "Follow-up",
    "questions": "Questions for your visit",
    "faq": "Questions people ask",
}
Placed = Statement | Disagreement | Gap

assert tuple(TITLES) == get_args(SectionId)


def entries(condition: Condition, section: SectionId) -> tuple[Entry, ...]:
    """Every entry of a section, in the order in which its page shows them."""
    own: tuple[Entry, ...]
    match section:
        case "overview":
            own = (condition.meaning, *condition.key, *condition.not_for)
        case "lines":
            own = condition.line
        case "options":
            own = condition.option
        case "tests":
            own = condition.test
        case "side-effects":
            own = condition.effect
        case "urgent":
            own = condition.sign
        case "outlook":
            own = (condition.outlook, *condition.number)
        case "questions":
            own = condition.question
        case "faq":
            own = condition.faq
        case "when" | "coping" | "follow-up":
            own = ()
    placed: tuple[Placed, ...] = (*condition.statement, *condition.disagreement, *condition.gap)
    return (*own, *(entry for entry in placed if entry.section == section))
