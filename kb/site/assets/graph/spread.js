// Places for a few dots, the first of them in the middle: all push each other away, links pull.

const STEPS = 160;
const ROUNDS = 30;
const PULL = 1.6;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** The same places for the same links, as [x, y] of each dot. */
export function spread(count, links) {
  const places = Array.from({ length: count }, (_, dot) => {
    const far = dot ? 1 + Math.sqrt(dot) : 0;
    return [far * Math.cos(dot * GOLDEN_ANGLE), far * Math.sin(dot * GOLDEN_ANGLE)];
  });
  const degree = Array(count).fill(0);
  for (const dot of links.flat()) degree[dot]++;
  for (let step = 0; step < STEPS; step++) move(places, forces(places, links, degree), 1.2 * (1 - step / STEPS) + 0.02);
  return places;
}

/** Moves places that are nearly one beside each other, but for the first. */
export function separate(places, distance) {
  for (let round = 0; round < ROUNDS; round++) {
    for (let one = 0; one < places.length; one++) {
      for (let other = one + 1; other < places.length; other++) part(places, one, other, distance);
    }
  }
}

function part(places, one, other, distance) {
  const [right, down] = [places[other][0] - places[one][0], places[other][1] - places[one][1]];
  const length = Math.hypot(right, down);
  if (length >= distance) return;
  const angle = length ? Math.atan2(down, right) : one + other;
  const step = (distance - length) / 3;
  for (const [dot, sign] of one ? [[one, -1], [other, 1]] : [[other, 2]]) {
    places[dot][0] += sign * step * Math.cos(angle);
    places[dot][1] += sign * step * Math.sin(angle);
  }
}

function forces(places, links, degree) {
  const found = places.map(([x, y]) => [-0.02 * x, -0.02 * y]);
  const add = (one, other, right, down, factor) => {
    found[one][0] += right * factor;
    found[one][1] += down * factor;
    found[other][0] -= right * factor;
    found[other][1] -= down * factor;
  };
  for (let one = 0; one < places.length; one++) {
    for (let other = one + 1; other < places.length; other++) {
      const [right, down] = [places[one][0] - places[other][0], places[one][1] - places[other][1]];
      add(one, other, right, down, 1 / (right * right + down * down + 0.05));
    }
  }
  for (const [one, other] of links) {
    const [right, down] = [places[other][0] - places[one][0], places[other][1] - places[one][1]];
    add(one, other, right, down, PULL / Math.sqrt(degree[one] * degree[other]) / Math.sqrt(Math.hypot(right, down) + 1e-3));
  }
  return found;
}

function move(places, found, most) {
  for (const [dot, [x, y]] of found.entries()) {
    if (!dot) continue;
    const factor = Math.min(1, most / (Math.hypot(x, y) + 1e-9));
    places[dot][0] += x * factor;
    places[dot][1] += y * factor;
  }
}
