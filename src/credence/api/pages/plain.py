"""The style of a page without the built application, and of embeds: the same class names, the colours of the pictures."""

from ...pictures.svg import COLOURS, FONT

_MORE = {"paper": ("#FAF9F6", "#131519"), "breach": ("#AE1249", "#F5799F")}
_TOKENS = {name: pair for name, pair in (COLOURS | _MORE).items()}


def _set(dark: bool) -> str:
    return "".join(f"--{name}:{pair[dark]};" for name, pair in _TOKENS.items()) + f"color-scheme:{'dark' if dark else 'light'}"


def _picture(theme: str, dark: bool) -> str:
    """A picture follows the theme that an address asks for, not only the system's."""
    return "".join(
        f'[data-theme={theme}] .credence [{part}="{light}"]{{{part}:{night if dark else light}}}'
        for light, night in COLOURS.values()
        for part in ("fill", "stroke")
    )


STYLE = f"""\
:root,[data-theme=light]{{{_set(False)}}}
@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{_set(True)}}}}}
@media screen{{[data-theme=dark]{{{_set(True)}}}}}
*{{box-sizing:border-box}}
body{{margin:0;background:var(--paper);color:var(--ink);font:13px/20px {FONT};font-feature-settings:"tnum";
overflow-wrap:anywhere}}
h1{{margin:0;font-size:28px;line-height:34px;letter-spacing:-.02em}}h2{{margin:0;font-size:14px}}h3{{font-size:13px;margin:8px 0}}
a{{color:var(--yes)}}p{{margin:0}}code,pre{{font:12px/18px ui-monospace,monospace}}pre{{overflow-x:auto}}img,svg{{max-width:100%}}
:focus-visible{{outline:2px solid var(--yes);outline-offset:2px}}
.skip{{position:absolute;left:-9999px}}.skip:focus{{left:16px;top:8px;background:var(--surface);padding:4px 8px;z-index:9}}
.top,.strip,.foot{{display:flex;flex-wrap:wrap;align-items:center;gap:4px 18px;padding:7px 24px;background:var(--surface);
border-bottom:1px solid var(--line)}}
.strip,.foot,.note,caption{{font-size:12px;line-height:18px;color:var(--ink-2)}}.foot{{border:0;background:none}}
.wordmark{{font-size:15px;font-weight:650;text-decoration:none;color:var(--ink)}}
.places{{display:flex;flex-wrap:wrap}}.places a{{padding:12px 10px;color:var(--ink-2);text-decoration:none}}
.places a[aria-current]{{color:var(--ink);font-weight:600;box-shadow:inset 0 -2px var(--ink)}}
.field,.button{{min-height:32px;padding:4px 10px;border:1px solid var(--line-2);border-radius:6px;background:var(--surface);
color:var(--ink);font:inherit}}
.page{{display:grid;grid-template-columns:minmax(0,1fr);gap:16px;max-width:1440px;padding:22px 24px 40px}}
.lede{{max-width:86ch;font-size:16px;line-height:24px;color:var(--ink-2)}}.lede strong{{color:var(--ink)}}
.panel{{min-width:0;padding:14px 16px 12px;border:1px solid var(--line);border-radius:8px;background:var(--surface)}}
.chip{{padding:0 6px;border-radius:4px;background:var(--sunken)}}
.chip[data-tone=warn]{{background:var(--warn-t);color:var(--warn)}}
.scrolls{{overflow-x:auto}}.table{{width:100%;border-collapse:collapse;font-size:12.5px;line-height:18px}}
.table th,.table td{{padding:6px 8px;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;white-space:nowrap}}
.table th{{color:var(--ink-3);font-weight:500}}.table [data-align=left]{{text-align:left}}
.table td[data-wrap]{{white-space:normal;min-width:180px;max-width:420px}}.table caption{{text-align:left}}
.few{{background:repeating-linear-gradient(135deg,var(--sunken) 0 4px,var(--surface) 4px 8px);color:var(--ink-3)}}
.manual{{max-width:86ch}}.manual table{{border-collapse:collapse}}
.manual :is(th,td){{padding:4px 8px;border:1px solid var(--line);text-align:left;vertical-align:top}}
.manual h2,.manual h3{{margin:16px 0 6px}}
.embed{{padding:12px;display:grid;gap:8px;justify-items:start}}
@media print{{.top,.skip{{display:none}}thead{{display:table-header-group}}}}
{_picture("dark", True)}{_picture("light", False)}
"""

HEIGHT = """\
const told=()=>parent.postMessage({credence:{height:document.documentElement.scrollHeight}},"*");
new ResizeObserver(told).observe(document.documentElement);
"""
