"""What raw HTML in a note may hold: the lists by which nh3 cleans it. Whatever is not listed is left out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HELD = "kb-held"
"""Stands for a piece of the page that is kb's own while the rest is cleaned."""
TEXT = """a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup data dd del
details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i ins kbd label li main mark
menu meter nav ol p pre progress q rp rt ruby s samp section small span strike strong sub summary sup table tbody td
tfoot th thead time tr tt u ul var wbr"""
MEDIA = frozenset({"audio", "iframe", "img", "picture", "source", "track", "video"})
DRAWN = """svg g path circle ellipse line polyline polygon rect text tspan defs clipPath mask marker pattern
linearGradient radialGradient stop symbol use"""
MATH = """math mi mn mo ms mtext mspace mrow mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts
mprescripts mtable mtr mtd mstyle merror mpadded mphantom"""
DRAWN_TAGS, MATH_TAGS = frozenset(DRAWN.split()), frozenset(MATH.split())
TAGS = frozenset({*TEXT.split(), *DRAWN_TAGS, *MATH_TAGS, *MEDIA, "input", HELD})

ANYWHERE = {"class", "dir", "id", "lang", "role", "style", "tabindex", "title", "hidden", "align", "width", "height"}
DRAWING_WORDS = """viewBox preserveAspectRatio xmlns d x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy points transform fill
fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray
stroke-dashoffset stroke-miterlimit opacity color offset stop-color stop-opacity gradientUnits gradientTransform
spreadMethod patternUnits patternTransform clip-path clip-rule clipPathUnits mask maskUnits marker-start marker-mid
marker-end markerWidth markerHeight markerUnits orient refX refY font-family font-size font-weight font-style
text-anchor dominant-baseline letter-spacing vector-effect href"""
FORMULA_WORDS = """display mathvariant mathsize mathcolor mathbackground stretchy fence separator lspace rspace minsize
maxsize symmetric largeop movablelimits accent accentunder linethickness scriptlevel displaystyle columnalign rowalign
columnspan rowspan rowspacing columnspacing columnlines rowlines frame depth voffset form"""
OF_ONE_TAG = {
    "a": {"href", "hreflang", "name", "target", "download"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "font": {"color", "face", "size"},
    "hr": {"size"},
    "iframe": {"src", "allowfullscreen", "loading", "frameborder", "allow", "sandbox"},
    "img": {"src", "alt", "loading"},
    "input": {"type", "checked", "disabled"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "ol": {"start", "reversed", "type"},
    "progress": {"value", "max"},
    "q": {"cite"},
    "source": {"src", "type", "media"},
    "table": {"border", "cellpadding", "cellspacing", "summary"},
    "td": {"colspan", "rowspan", "headers", "valign", "nowrap", "bgcolor"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr", "valign", "nowrap", "bgcolor"},
    "time": {"datetime"},
    "tr": {"valign", "bgcolor"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "controls", "loop", "muted", "poster", "preload", "playsinline"},
}
ATTRIBUTES = {
    "*": ANYWHERE,
    **OF_ONE_TAG,
    **{tag: set(DRAWING_WORDS.split()) for tag in DRAWN_TAGS},
    **{tag: set(FORMULA_WORDS.split()) for tag in MATH_TAGS},
}
PREFIXES = {"data-", "aria-"}
SCHEME_WORDS = """http https mailto tel sms ftp ftps geo irc ircs magnet matrix news webcal xmpp sip doi urn git ssh
sftp data obsidian zotero vscode message things evernote notion slack spotify tg"""
SCHEMES = set(SCHEME_WORDS.split())
STYLE_WORDS = """background background-color border border-bottom border-collapse border-color border-left
border-radius border-right border-style border-top border-width clear color column-count column-gap display flex
flex-direction flex-wrap float font font-family font-size font-style font-variant font-weight gap grid-template-columns
height justify-content align-items letter-spacing line-height list-style-type margin margin-bottom margin-left
margin-right margin-top max-height max-width min-height min-width object-fit opacity overflow overflow-x padding
padding-bottom padding-left padding-right padding-top text-align text-decoration text-indent text-transform
vertical-align white-space width word-break"""
STYLES = set(STYLE_WORDS.split())
"""Looks, and nothing that lays a part of the page over another."""
ADDRESSES = {"href", "src", "poster", "cite"}
LOADING = re.compile(r"url|image|\\", re.IGNORECASE)
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)[;,]", re.IGNORECASE)


def allowed_value(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute that is listed, or None for one that would still reach beyond the note's own text."""
    plain = value.strip().lower()
    is_data = name in ADDRESSES and plain.startswith("data:") and not (tag == "img" and PICTURE.match(plain))
    loads = tag in DRAWN_TAGS and "url(" in plain.replace("url(#", "")
    return None if is_data or loads or name.startswith("data-md-") or _is_refused(tag, name, plain) else value


def _is_refused(tag: str, name: str, value: str) -> bool:
    match name:
        case "id":
            return value.startswith("__")  # Material finds its own parts by such names
        case "style":
            return bool(LOADING.search(value))
        case "href":
            return tag in DRAWN_TAGS and not value.startswith("#")
        case "type":
            return tag == "input" and value != "checkbox"
    return False


def is_outside(address: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address leads to a host that pages may not load from."""
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
    except ValueError:
        return True
    return bool(parts.netloc) and f"{parts.scheme or 'https'}://{parts.netloc.lower()}" not in hosts
