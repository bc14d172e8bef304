/** The figures as lines for the terminal and as a table for docs/benchmarks.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { isMet, medianOf, ratioOf } from './goals.mjs';

const file = new URL('../../../docs/benchmarks.md', import.meta.url);
const [begin, end] = ['<!-- network -->', '<!-- /network -->'];

function rowOf(name, side, ideal) {
  return [
    name,
    `${Math.round(medianOf(side, 'time')).toLocaleString('en')}`,
    ratioOf(side, ideal).toFixed(2),
    String(medianOf(side, 'requests')),
    String(medianOf(side, 'steps')),
    (medianOf(side, 'bytes') / 1000).toFixed(1),
  ];
}
const rowsOf = (sides) => Object.entries(sides).map(([name, side]) => rowOf(name, side, sides.ideal));

export function printJob(job, sides) {
  console.log(`\n${job.title}`);
  for (const [name, ms, ratio, requests, steps, kilobytes] of rowsOf(sides)) {
    console.log(
      `  ${name.padEnd(20)} ${ms.padStart(6)} ms  ${ratio.padStart(5)} × ideal  ${requests.padStart(3)} requests  ${steps.padStart(2)} steps  ${kilobytes.padStart(6)} kB`,
    );
  }
}

function tableOf(results) {
  const rows = results.flatMap(({ job, sides }) =>
    rowsOf(sides).map(([name, ...figures]) => [job.title, name.includes('.js') || name.includes('/') ? `\`${name}\`` : name, ...figures]),
  );
  return ['| job | by | ms | × ideal | requests | serial steps | kB |', '|---|---|---|---|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join(
    '\n',
  );
}

function goalsOf(checks) {
  const line = ({ what, value, most, unit = '', digits = 0 }) => `| ${what} | ${value.toFixed(digits)}${unit} | ${most} |`;
  const missed = checks.filter((check) => !isMet(check));
  if (!missed.length) return `All ${checks.length} goals are met.`;
  return [
    `${checks.length - missed.length} of ${checks.length} goals are met. Missed:`,
    '',
    '| goal | measured | at most |',
    '|---|---|---|',
    ...missed.map(line),
  ].join('\n');
}

const introduction = '# Benchmarks\n';

/** Puts the table between its markers; what else is in the file stays. */
export async function writeReport({ results, checks, browserVersion, runs }) {
  const section = `${begin}
## Time to the first view

\`npm run bench:network -- --write\`, ${new Date().toISOString().slice(0, 10)}, ${browserVersion}, median of ${runs}. Milliseconds from navigation until the first comment, item, heading or
button is painted, on an emulated phone line (150 ms round trip, 1.6 Mbit/s, HTTP/1.1, brotli, empty cache, no CPU slowdown), all sides in turn in each run. "Ideal" is a page
with one script of as many bytes as the first view had in December 2026, which asks for the same data and shows a line of text. Requests, the page
included, are those sent until then; serial steps are the longest chain of requests of which each had to wait for the one before.

${tableOf(results)}

${goalsOf(checks)}
${end}`;
  const before = await readFile(file, 'utf8').catch(() => introduction);
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  const after = from < 0 ? `${before.trimEnd()}\n\n${section}\n` : before.slice(0, from) + section + before.slice(to + end.length);
  await writeFile(file, after);
}
