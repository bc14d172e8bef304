/** The goals, and what is measured against them. A check is `{ what, value, most, unit, digits }`. */

export const goals = {
  byLibrary: 1.15,
  byOwnFile: 1.3,
  byModulePreload: 1.15,
  commentsByTwoPreloads: 0.85,
  besideWaline: 0.75,
  allFirstViews: 40_000,
  oneFirstView: 20_000,
  scripts: 25,
  smallestScript: 1000,
  longestTask: 50,
};

export const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

/** The median of the ratios within each run: what slows the machine down for a while slows both sides. */
export const ratioOf = (side, other) => median(side.samples.map(({ time }, run) => time / other.samples[run].time));
export const medianOf = (side, what) => median(side.samples.map((sample) => sample[what]));

export const isMet = ({ value, most }) => value <= most;

/** @param sides name of a side → `{ samples }`, of one job */
export function checkJob(job, sides) {
  const { ideal, 'blog-elements.js': library, 'own file': own, modulepreload, 'two preloads': preloaded, '@waline/client': waline } = sides;
  const checks = [];
  const ratio = (by, side, other, most) => checks.push({ what: `${job.title}, ${by}`, value: ratioOf(side, other), most, unit: ' ×', digits: 2 });
  const steps = (by, side, most) => checks.push({ what: `${job.title}, ${by}`, value: medianOf(side, 'steps'), most, unit: ' steps', digits: 0 });
  ratio('blog-elements.js : ideal', library, ideal, goals.byLibrary);
  steps('blog-elements.js', library, job.steps);
  if (job.isComments) ratio('blog-elements.js : Waline', library, waline, goals.besideWaline);
  ratio('own file : ideal', own, ideal, goals.byOwnFile);
  ratio('own file with modulepreload : ideal', modulepreload, ideal, goals.byModulePreload);
  if (preloaded) steps('script and data preloaded', preloaded, job.preloadedSteps);
  if (preloaded && job.isComments) ratio('script and data preloaded : ideal', preloaded, ideal, goals.commentsByTwoPreloads);
  return checks;
}

export class Scoreboard {
  passed = 0;
  failed = 0;

  print(checks) {
    const width = Math.max(...checks.map(({ what }) => what.length));
    for (const check of checks) {
      const ok = isMet(check);
      if (ok) this.passed++;
      else this.failed++;
      const { what, value, most, unit = '', digits = 0 } = check;
      console.log(`  ${what.padEnd(width)}  ${value.toFixed(digits)}${unit}  (at most ${most})  ${ok ? 'ok' : 'MISSED'}`);
    }
  }

  finish() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    process.exitCode = this.failed ? 1 : 0;
  }
}
