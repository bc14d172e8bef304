import { fuzz } from './fuzz.js';

const [count, seed] = [Number(process.env['FUZZ'] ?? 20_000), Number(process.env['SEED'] ?? 1)];
const { statuses, failures, routes } = await fuzz(count, seed);
console.log(`${count} requests over ${routes} routes, seed ${seed}:`, statuses);
for (const failure of failures.slice(0, 20)) console.log(failure.slice(0, 2000));
console.log(`${failures.length} failures`);
process.exitCode = failures.length ? 1 : 0;
