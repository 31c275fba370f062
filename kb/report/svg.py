"""SVG that a notebook drew, without what would run or load something when it is opened by itself."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

RUNNING = {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"}
ANIMATED = {"animate", "set", "animatetransform", "animatemotion"}
SPECIAL = re.compile(r"<\?xml-stylesheet|<!ENTITY|<!ATTLIST", re.IGNORECASE)
HARMLESS_ADDRESS = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]|https?://|mailto:", re.IGNORECASE)
NAMESPACES = {"": "http://www.w3.org/2000/svg", "xlink": "http://www.w3.org/1999/xlink"}


def safe_svg(text: str) -> str | None:
    """The SVG, byte for byte where there is nothing to take out of it; None for what is no SVG."""
    try:
        root = ET.fromstring(text)  # noqa: S314  (a notebook of the user's own; expat bounds what entities expand to)
    except (ET.ParseError, ValueError):
        return None
    if _name(root.tag) != "svg":
        return None
    if not _clean(root) and not SPECIAL.search(text):
        return text
    for prefix, address in NAMESPACES.items():
        ET.register_namespace(prefix, address)
    return ET.tostring(root, encoding="unicode")


def _clean(root: ET.Element) -> bool:
    """Take out what runs; whether there was any."""
    bad = [(parent, child) for parent in root.iter() for child in parent if _runs(child)]
    for parent, child in bad:
        parent.remove(child)
    found = bool(bad)
    for element in root.iter():
        for name in [name for name, value in element.attrib.items() if _is_unsafe(element, name, value)]:
            del element.attrib[name]
            found = True
    return found


def _runs(element: ET.Element) -> bool:
    name = _name(element.tag)
    is_html = isinstance(element.tag, str) and element.tag.startswith("{http://www.w3.org/1999/xhtml}")
    aim = element.get("attributeName", "").rpartition(":")[2].lower()
    return is_html or name in RUNNING or (name in ANIMATED and (aim == "href" or aim.startswith("on")))


def _is_unsafe(element: ET.Element, name: str, value: str) -> bool:
    plain = _name(name)
    if plain == "href":
        address = re.sub(r"[\x00-\x20]", "", value)
        is_loaded = _name(element.tag) != "a" and address.lower().startswith("http")
        return is_loaded or not HARMLESS_ADDRESS.match(address)
    return plain.startswith("on")


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()
