/** Closes with the line that counts: `N passed, N failed`. A file that does not load and a missed threshold count as failed. */
export function totals() {
  return {
    stop({ sessions, testCoverage }) {
      let passed = 0;
      let failed = 0;
      let skipped = 0;
      const count = (suite) => {
        for (const test of suite.tests) {
          if (test.skipped) skipped++;
          else if (test.passed) passed++;
          else failed++;
        }
        for (const inner of suite.suites) count(inner);
      };
      for (const session of sessions) {
        if (session.testResults) count(session.testResults);
        const broken = session.errors.length > 0 || !session.testResults;
        if (broken) failed++;
      }
      if (testCoverage && !testCoverage.passed) failed++;
      console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
    },
  };
}
