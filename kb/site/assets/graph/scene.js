// How large dots are, and where, on a picture of the graph.

/** How large a dot is on the screen, in CSS pixels. */
export function radiusOf(graph, dot, scale) {
  const size = 1.5 + Math.min(Math.sqrt(graph.degree[dot]), 16);
  return Math.max(1, size * scale ** 0.6);
}

/** Where a dot is on the picture. */
export function spotter({ x, y }, camera, size) {
  const { scale } = camera;
  const [left, top] = [size.width / 2 - camera.x * scale, size.height / 2 - camera.y * scale];
  return { x: (dot) => x[dot] * scale + left, y: (dot) => y[dot] * scale + top };
}
