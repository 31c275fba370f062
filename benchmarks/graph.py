"""The graph of ten and twenty thousand notes: placed, written, and drawn while a reader moves in it."""

from __future__ import annotations

import importlib.util
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.timing import Row
from kb.config import read_settings
from kb.site.builder import build_site
from kb.site.graph.files import render_graph
from kb.site.graph.layout import lay_out
from kb.site.graph.model import Dot, Graph
from tests.site.hosts import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

CLUSTER = 80
ROUNDS = 20
"""Of the peer, whose time is quadratic; a picture that can be read takes some more."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FRAMES = 180
PANNED = f"""() => new Promise((done) => {{
  const view = document.querySelector(".kb-graph").kbGraph;
  const times = [];
  const step = (now) => {{
    times.push(now);
    if (times.length > {FRAMES}) return done((times.at(-1) - times[0]) / {FRAMES});
    view.pan(12 * Math.cos(times.length / 25), 12 * Math.sin(times.length / 17));
    requestAnimationFrame(step);
  }};
  requestAnimationFrame(step);
}})"""
IS_DRAWN = "() => document.querySelector('.kb-graph')?.kbGraph?.isDrawn()"


def measure() -> list[Row]:
    """Places beside those of rustworkx, files, and milliseconds a frame in Chromium without a graphics card."""
    large, larger = _graph(10_000, 30_000), _graph(20_000, 60_000)
    placed = _seconds(lambda: lay_out(len(large.dots), large.links))
    again = _seconds(lambda: lay_out(len(larger.dots), larger.links))
    peer = _peer(large)
    return [
        Row("10,000 notes, 30,000 links placed", placed, 20, f"rustworkx, {ROUNDS} rounds" if peer else "", peer),
        Row("20,000 notes, 60,000 links placed", again, 40),
        *_drawn("10,000", large),
        *_drawn("20,000", larger),
    ]


def _graph(count: int, links: int) -> Graph:
    """Notes in clusters, some of which everybody links to, and some that nobody does."""
    draw = random.Random(7)
    hubs = draw.sample(range(count), count // 500)
    found = set[tuple[int, int]]()
    while len(found) < links:
        one = draw.randrange(count)
        near = one - one % CLUSTER + int(CLUSTER * draw.random() ** 2)
        (other,) = draw.choices((near, draw.choice(hubs), near + CLUSTER), (6, 1, 1))
        if other in range(count) and one != other and one % 20 and other % 20:
            found.add((min(one, other), max(one, other)))
    dots = (
        Dot(f"area-{n % 9}/note-{n}/", f"Note {n} of area {n % 9}", f"Area {n // CLUSTER % 9}", f"Area {n % 9}", ("a",))
        for n in range(count)
    )
    return Graph("graph/", tuple(dots), tuple(sorted(found)), {"a": "a"})


def _seconds(act: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        act()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _peer(graph: Graph) -> float | None:
    """The seconds that rustworkx takes, where it is installed."""
    if not importlib.util.find_spec("rustworkx"):
        return None
    rustworkx: Any = importlib.import_module("rustworkx")
    peer = rustworkx.PyGraph()
    peer.add_nodes_from(range(len(graph.dots)))
    peer.add_edges_from_no_data(list(graph.links))
    started = time.perf_counter()
    rustworkx.spring_layout(peer, num_iter=ROUNDS, seed=1)
    return time.perf_counter() - started


def _drawn(name: str, graph: Graph) -> list[Row]:
    """The files written, and the graph drawn from them on the page of a small site."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (a browser is not always there)

    with tempfile.TemporaryDirectory(prefix="kb-bench-") as folder:
        site = _site(Path(folder))
        places = Path(folder, "kept")
        render_graph(graph, places, "")
        started = time.perf_counter()
        files = render_graph(graph, places, "")
        written = time.perf_counter() - started
        for path, data in files.items():
            (site / path).parent.mkdir(exist_ok=True)
            (site / path).write_bytes(data)
        rows = [
            Row(f"the files of {name}, places kept", written, 4),
            Row(
                f"what its page loads, {name}",
                sum(map(len, (files[f"graph/{one}.json"] for one in ("dots", "places")))) / 1e6,
                unit="MB",
            ),
        ]
        if not CHROMIUM:
            return rows
        with sync_playwright() as playwright, served(site) as address:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            started = time.perf_counter()
            page.goto(f"{address}graph/")
            page.wait_for_function(IS_DRAWN)
            rows += [Row(f"{name} loaded and drawn", time.perf_counter() - started, 5), *_frames(name, page)]
            browser.close()
        return rows


def _frames(name: str, page: Page) -> list[Row]:
    whole = page.evaluate(PANNED)
    page.evaluate("() => document.querySelector('.kb-graph').kbGraph.zoom(4)")
    page.wait_for_function(IS_DRAWN)
    near = page.evaluate(PANNED)
    return [
        Row(f"a frame while {name} are panned", whole, 20, unit="ms"),
        Row("the same from near", near, 20, unit="ms"),
    ]


def _site(root: Path) -> Path:
    (root / "vault").mkdir()
    (root / "vault" / "A.md").write_text("alone", "utf-8")
    (root / "kb.toml").write_text("", "utf-8")
    (root / "mkdocs.yml").write_bytes(Path(__file__).parents[1].joinpath("mkdocs.yml").read_bytes())
    settings = read_settings(root)
    build_site(settings)
    return settings.site
