# ruff: noqa: E501
"""What can hurt somebody, in many spellings; and fair texts that only look like it."""

from pathlib import Path

import pytest

from tests.check.test_rules import PAGE, STATEMENT, checked, marked

BREAKS: dict[str, list[str]] = {
    "dose": [
        "Take 0.5 ml", "5 mL", "1 g a day", "10 units at night", "3 mg/kg", "½ tablet", "two a day", "Take a teaspoon.",
        "Double your dose", "forty milligrams", "2 tabs", "Take 2 puffs.", "two drops in each eye twice a day",
        "a 50-mg tablet", "Take half a pill.", "You can halve your dose.", "5,000 IU", "0.5 mcg", "20 µg", "1/2 tablet",
        "take three tablets", "One tablet at night.", "10 U at night", "5mg/5ml", "60 Gy", "Take two every six hours",
        "no more than 5 mL a day", "1½ tablets", "two capsules with food", "A teaspoon at night.", "25mg", "2 pills",
        "Take half of your dose.", "Inhale four puffs.", "Take 1–2 tablets as needed.", "Then take more of your drug.",
        "Take four to six tablets.", "a couple of pills a day", "an extra tablet at night", "The dose is 2 x 500 mg.",
    ],
    "stop-taking": [
        "Do not take your pills.", "Skip your next shot.", "Throw the pills away.", "You can quit the drug.",
        "Stop the drug.", "Call, and stop taking it.", "Quit your pills.", "Stop capecitabine.", "Throw away your pills.",
        "Come off your steroids.", "Leave out a dose.", "Take a break from your pills.", "Don’t take the drug today.",
        "You should skip the next infusion.", "Do not take any more of the tablets.", "Then stop it at once.",
        "Pause your HIV medicine.", "You may stop the steroid.",
    ],
    "temperature": [
        "38.5C", "Fever over 39", "38.0 °C (101.4 °F)", "38.5 degrees", "38.5 °C", "101.5F", "a temperature of 39", "39º",
        "38.5 degrees Celsius", "100.4 degrees F", "Fever: 38.3.", "38.0 °C (100.4 °F), or 37.5 °C", "100.4 Fahrenheit",
        "Fever > 38", "38,5 °C", "a temperature that is over 39",
    ],
    "blame": [
        "It will cure you.", "You must fight it.", "It is your fault.", "Refractory patients have it.",
        "You have to be strong.", "It is a miracle drug.", "This will surely save you.", "It is guaranteed.",
        "You are to blame.", "You brought it on yourself.", "Nothing more can be done.", "You failed the treatment.",
        "It is completely safe.", "You will be cured.",
    ],
}  # fmt: skip
KEEPS = [
    "CDK4/6 pills", "CDK4/6 pills, taken with a hormone drug.", "All three pills held off spread.", "All three pills.",
    "An injection twice a year.", "A pill once a day.", "Three pills are approved.", "2 pills are approved.",
    "Never take two at once.", "Never take two pills at once to catch up.", "2,000 mg of sodium a day is much.",
    "More than a teaspoon of blood is an emergency.", "PSA of 0.2 ng/mL", "Hemoglobin is below 10 g/dL.",
    "You get two units of blood.", "14 units of alcohol a week", "You go more than 6 times a day.",
    "All three drugs come in one capsule, three times a day with food.", "Two tablets block BTK.", "Eat 60 g of protein.",
    "You lose more than 500 mL of blood.", "It was in 5 U.S. centers.", "Four of ten people had it.",
    "Take one friend with you.", "Put two pillows under your head at night.", "Take one step each day.",
    "Do not stop on your own; call today.", "Do not take fever medicine first.", "Staff stop the drip.",
    "Do not take the next pill until you are told to.", "Do not skip or stop a heart drug on your own.",
    "You may pause or stop cancer treatment.", "May I stop my pills?", "Never stop a steroid on your own.",
    "Do not take the pills with grapefruit.", "They stop the tumor from growing.", "Never throw drugs down the toilet.",
    "Your team may pause the drug.", "Skip cold drinks.", "Your leaflet says when to skip it.",
    "38.0 °C (100.4 °F) or more", "100 °F (38 °C)", "101 °F (38.3 °C) once", "38.3 °C (100.9 °F)",
    "38 degrees Celsius (100.4 degrees Fahrenheit)", "Hepatitis C", "Raise the bed by 40 degrees.", "A 12 F tube.",
    "Fever in 38 of 100 people.", "Fever for more than 40 hours.", "38 to 39 °C (100.4 to 102.2 °F)",
    "It rises by 1 °C (1.8 °F).", "It is not your fault.", "Do not blame yourself.", "It can cure some people.",
    "It was in people with relapsed or refractory AML.", "They fight infection.", "No HIV drug cures HIV.",
]  # fmt: skip


def page(texts: list[str]) -> str:
    """The page with many statements in place of one."""
    one = f'[[statement]]\nid = "pageitis.when.ask"\nsection = "when"\n{STATEMENT}\ncites = ["leaflet"]\n'
    assert one in PAGE
    many = (
        one.replace(STATEMENT, f'text = "{text}"').replace("when.ask", f"when.ask{number}")
        for number, text in enumerate(texts)
    )
    return PAGE.replace(one, "\n".join(many))


@pytest.mark.parametrize("gap", [" ", "  ", "\u00a0", r"\n"], ids=ascii)
@pytest.mark.parametrize("rule", BREAKS)
def test_every_spelling_breaks_the_rule(rule: str, gap: str, tmp_path: Path) -> None:
    texts = [text.replace(" ", gap) for text in BREAKS[rule]]
    found = {problem.excerpt for problem in checked(tmp_path, page(texts)) if problem.rule == rule}
    assert [text for text in texts if f'text = "{text}"' not in found] == []


def test_fair_texts_break_none_of_them(tmp_path: Path) -> None:
    wrong = [problem for problem in checked(tmp_path, page(KEEPS)) if problem.rule in BREAKS]
    assert [(problem.rule, problem.excerpt) for problem in wrong] == []


@pytest.mark.parametrize("amount", ["Take 2 tablets", "Take  2 tablets", r"Take 2\n\ttablets"])
def test_an_amount_is_marked_whole_and_once(amount: str, tmp_path: Path) -> None:
    found = checked(tmp_path, page([rf" Ask  first.\n{amount} twice a day."]))
    assert [marked(problem) for problem in found if problem.rule == "dose"] == [amount]


def test_what_a_reader_asks_is_not_a_promise(tmp_path: Path) -> None:
    asked = PAGE.replace('ask = "Is it the end?"', 'ask = "Does it mean that nothing can be done?"')
    assert checked(tmp_path, asked) == []
    answered = checked(tmp_path, PAGE.replace(STATEMENT, 'text = "It means that nothing can be done."'))
    assert "blame" in {problem.rule for problem in answered}
