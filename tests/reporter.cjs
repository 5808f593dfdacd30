// A terse mocha reporter: failures in full, skips by name, slow tests with their time; counts go to TEST_SUMMARY.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

class Terse extends reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const counts = { passed: 0, failed: 0, skipped: [] };
    runner.on('pass', (test) => {
      counts.passed += 1;
      if (test.duration > 5000) console.log(`  ${(test.duration / 1000).toFixed(1)} s  ${test.fullTitle()}`);
    });
    runner.on('fail', () => (counts.failed += 1));
    runner.on('pending', (test) => counts.skipped.push(test.fullTitle()));
    runner.once('end', () => {
      if (counts.failed > 0) this.epilogue();
      if (process.env.TEST_SUMMARY) writeFileSync(process.env.TEST_SUMMARY, JSON.stringify(counts));
    });
  }
}
module.exports = Terse;
