// Where the reader looks: the place of the graph that is in the middle, and CSS pixels per unit.

const [LEAST, MOST] = [0.02, 8];
/** A small graph is not blown up to the edges. */
const MOST_FITTED = 6;
const BORDER = { across: 60, down: 70 };

/** @param size Width and height of what is seen, in CSS pixels, which may change. */
export function makeCamera(size) {
  const camera = {
    x: 0,
    y: 0,
    scale: 1,

    /** Moves by some CSS pixels. */
    pan(right, down) {
      camera.x -= right / camera.scale;
      camera.y -= down / camera.scale;
    },

    /** Zooms so that a point of what is seen stays where it is; its middle, where none is given. */
    zoom(factor, x = size.width / 2, y = size.height / 2) {
      const scale = Math.min(Math.max(camera.scale * factor, LEAST), MOST);
      const [right, down] = [x - size.width / 2, y - size.height / 2];
      camera.x += right / camera.scale - right / scale;
      camera.y += down / camera.scale - down / scale;
      camera.scale = scale;
    },

    /** Shows some dots as large as they can be. */
    fit(graph, dots) {
      const [left, right] = extent(graph.x, dots);
      const [top, bottom] = extent(graph.y, dots);
      const across = (size.width - BORDER.across) / (right - left + 1);
      const down = (size.height - BORDER.down) / (bottom - top + 1);
      const scale = Math.max(LEAST, Math.min(across, down, MOST_FITTED));
      Object.assign(camera, { x: (left + right) / 2, y: (top + bottom) / 2, scale });
    },

    /** The place of the graph at a point of what is seen. */
    placeAt(x, y) {
      return { x: camera.x + (x - size.width / 2) / camera.scale, y: camera.y + (y - size.height / 2) / camera.scale };
    },
  };
  return camera;
}

function extent(values, dots) {
  let [least, most] = [Infinity, -Infinity];
  for (const dot of dots) {
    least = Math.min(least, values[dot]);
    most = Math.max(most, values[dot]);
  }
  return [least, most];
}
