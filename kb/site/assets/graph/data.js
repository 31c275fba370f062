// The graph as its files tell it, in typed arrays: dots by their number, links by the numbers of their two dots.

async function read(url) {
  const answer = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url.pathname}: ${answer.status}`);
  return answer.json();
}

/** The graph whose files are below an address. */
export async function loadGraph(address) {
  const [dots, places] = await Promise.all(["dots.json", "places.json"].map((name) => read(new URL(name, address))));
  const count = Math.min(dots.urls.length, places.x.length); // while the graph is written, one file may be older
  const links = places.links.flatMap((ends, start) => ends.map((end) => [start, end]));
  const graph = {
    ...dots,
    count,
    colour: Uint8Array.from(dots.kind, (kind) => dots.colours[kind]),
    x: Float32Array.from(places.x),
    y: Float32Array.from(places.y),
    ...linked(count, links.filter(([start, end]) => start < count && end < count)),
  };
  return graph;
}

/** Both ends of each link, how many links each dot has, and its neighbours from `first[dot]` to `first[dot + 1]`. */
function linked(count, links) {
  const starts = Uint32Array.from(links, ([start]) => start);
  const ends = Uint32Array.from(links, ([, end]) => end);
  const degree = new Uint32Array(count);
  for (const [start, end] of links) {
    degree[start]++;
    degree[end]++;
  }
  const first = new Uint32Array(count + 1);
  for (let dot = 0; dot < count; dot++) first[dot + 1] = first[dot] + degree[dot];
  const next = first.slice();
  const near = new Uint32Array(2 * links.length);
  for (const [start, end] of links) {
    near[next[start]++] = end;
    near[next[end]++] = start;
  }
  return { starts, ends, degree, first, near };
}

/** The dots that one is linked to. */
export function neighbours(graph, dot) {
  return graph.near.subarray(graph.first[dot], graph.first[dot + 1]);
}
