/**
 * `wtr` runs the tests in Chromium; `BROWSERS=chromium,firefox,webkit wtr` in others too; `wtr --files test/youtube/*.test.ts` some.
 */
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter, summaryReporter } from '@web/test-runner';
import { answerCommands, answersMiddleware } from './test/support/answers.mjs';
import { browsers } from './test/support/browsers.mjs';
import { outsideCommands, startOutsideHosts } from './test/support/outside-hosts.mjs';
import { totals } from './test/support/reporter.mjs';
import { site, siteCommands } from './test/support/site.mjs';

const proxyPort = await startOutsideHosts();

export default {
  files: ['test/**/*.test.ts', '!test/node/**'],
  nodeResolve: true,
  browsers: await browsers(process.env.BROWSERS ?? 'chromium', proxyPort),
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000,
  middleware: [answersMiddleware, site],
  plugins: [
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)) }),
    outsideCommands,
    siteCommands,
    answerCommands,
  ],
  testFramework: { config: { timeout: 15_000, ui: 'bdd' } },
  reporters: [process.env.VERBOSE ? summaryReporter() : defaultReporter({ reportTestProgress: false }), totals()],
};
