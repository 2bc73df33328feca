"""Sheets that show all pictures of a page side by side, for `scripts/photograph`."""

from html import escape
from pathlib import Path
from string import Template

_SHEET = Template("""<!doctype html>
<meta charset="utf-8"><title>$title</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 1rem; background: #888; color: #000; }
a { color: inherit; }
.row { display: flex; gap: 1rem; align-items: start; overflow-x: auto; padding-block: .5rem 1rem; }
figure { margin: 0; flex: none; }
img { display: block; height: auto; }
.index { columns: 20rem; list-style: none; padding: 0; }
</style>
$body
""")
#: how wide a picture of a page of so many pixels stands in the sheet
_SHOWN = {"320": 320, "768": 420, "1280": 640}


def write(folder: Path) -> None:
    """A sheet in each folder of pictures, and index.html that leads to them."""
    pages = sorted(one for one in folder.iterdir() if one.is_dir())
    items = []
    for place, page in enumerate(pages):
        around = [other.name for other in pages[max(0, place - 1) : place + 2] if other != page]
        pictures = sorted(page.glob("*.png"), key=_order)
        page.joinpath("index.html").write_text(_sheet(page.name, pictures, around))
        items.append(f'<li><a href="{page.name}/index.html">{escape(page.name)}</a></li>')
    index = f'<h1>{len(pages)} pages</h1><ul class="index">{"".join(items)}</ul>'
    folder.joinpath("index.html").write_text(_SHEET.substitute(title="Pictures", body=index))


def _order(picture: Path) -> tuple[int, int, str]:
    content, width, *rest = picture.stem.split("-")
    return ("little", "normal", "extreme").index(content), int(width), "-".join(rest)


def _sheet(name: str, pictures: list[Path], around: list[str]) -> str:
    ways = " · ".join(f'<a href="../{one}/index.html">{one}</a>' for one in around)
    body = [f'<h1>{escape(name)}</h1><p><a href="../index.html">All pages</a> · {ways}</p>']
    for content in ("little", "normal", "extreme"):
        figures = [_figure(one) for one in pictures if one.stem.startswith(content)]
        if figures:
            body.append(f'<h2>{content}</h2><div class="row">{"".join(figures)}</div>')
    return _SHEET.substitute(title=escape(name), body="\n".join(body))


def _figure(picture: Path) -> str:
    _, width, scheme, direction = picture.stem.split("-")
    return (
        f'<figure><figcaption>{width}, {scheme}, {direction}</figcaption><a href="{picture.name}">'
        f'<img src="{picture.name}" width="{_SHOWN[width]}" alt="" loading="lazy"></a></figure>'
    )
