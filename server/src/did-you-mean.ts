/** Suggests the name that a misspelled one probably stands for. */

/** The known name within an edit distance of a quarter of its length, at least 1. */
export function closestName(name: string, known: string[]): string | undefined {
  const [best] = known.map((each) => ({ each, slips: editDistance(name, each) })).sort((a, b) => a.slips - b.slips);
  return best && best.slips <= Math.max(1, Math.floor(best.each.length / 4)) ? best.each : undefined;
}

export function didYouMean(name: string, known: string[]): string | undefined {
  const likely = closestName(name, known);
  return likely && `did you mean "${likely}"?`;
}

/** Inserted, missing, wrong and transposed letters (optimal string alignment distance). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row++) {
    const [above, next] = [rows[row - 1]!, [row]];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      let slips = Math.min(above[column]! + 1, next[column - 1]! + 1, above[column - 1]! + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) slips = Math.min(slips, rows[row - 2]![column - 2]! + 1);
      next.push(slips);
    }
    rows.push(next);
  }
  return rows[a.length]![b.length]!;
}
