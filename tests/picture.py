"""The picture in the README: the first screen of `salvage explain hiv`, as the program draws it."""

from io import StringIO

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

TITLE = "$ salvage explain hiv"
ROWS, COLUMNS = 23, 80
LIGHT = TerminalTheme(
    (255, 255, 255),
    (36, 41, 47),
    [(36, 41, 47), (179, 29, 40), *[(36, 41, 47)] * 6],
)

# Rich's own frame asks a server for a font; this one asks for nothing.
FRAME = """\
<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}">
<title>The first screen of salvage explain hiv: what it is, what is dangerous, what can be done</title>
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px monospace; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#ffffff" stroke="#d0d7de"/>
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def svg(drawn: str) -> str:
    """The first rows of a drawn page, with its styles, as an SVG that loads nothing."""
    console = Console(
        record=True, file=StringIO(), width=COLUMNS, force_terminal=True, color_system="standard"
    )
    first = "\n".join([TITLE, "", *drawn.split("\n")[:ROWS]])
    console.print(Text.from_ansi(first), soft_wrap=True)
    made = console.export_svg(title="", theme=LIGHT, code_format=FRAME, unique_id="salvage")
    return "\n".join(line.rstrip() for line in made.split("\n")).strip() + "\n"
