// How many slips of the finger are between two words.

const MOST = 2;

/** Letters too many, too few, or other ones, and neighbours exchanged; no more than one over two are counted. */
export function slips(one, other) {
  if (Math.abs(one.length - other.length) > MOST) return MOST + 1;
  let rows = [[], Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let down = 1; down <= one.length; down++) {
    const [before, last] = rows;
    const row = [down];
    for (let along = 1; along <= other.length; along++) {
      const isSame = one[down - 1] === other[along - 1];
      const isExchanged = one[down - 1] === other[along - 2] && one[down - 2] === other[along - 1];
      row[along] = Math.min(last[along] + 1, row[along - 1] + 1, last[along - 1] + (isSame ? 0 : 1));
      if (isExchanged && down > 1) row[along] = Math.min(row[along], before[along - 2] + 1);
    }
    if (Math.min(...row) > MOST) return MOST + 1;
    rows = [last, row];
  }
  return rows[1][other.length];
}
