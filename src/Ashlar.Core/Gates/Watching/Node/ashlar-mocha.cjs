'use strict';
// mocha: a reporter that tells Ashlar what the runner does, and shows it a test that must fail.
const assert = require('assert');
const record = process.env.ASHLAR_WATCH ? require('./ashlar-record.cjs')(process.env.ASHLAR_WATCH, 'mocha') : null;
const sentinel = require('./ashlar-sentinel.cjs');
const Reporter = require('./mocha-reporter.cjs');
for (const name of ['ashlar-record', 'ashlar-sentinel', 'ashlar-mocha', 'mocha-reporter']) delete require.cache[`${__dirname}/${name}.cjs`];
// What the tests start is no run of tests of the gate.
delete process.env.ASHLAR_WATCH;
const setTimer = setTimeout;
const clearTimer = clearTimeout;

const look = (suite) => {
  for (const name of ['it', 'test', 'specify']) {
    if (typeof globalThis[name] !== 'function') continue;
    const before = suite.tests.length;
    try {
      globalThis[name]('must fail', () => {
        throw new Error('must fail');
      });
    } catch {
      continue;
    }
    const [added] = suite.tests.splice(before);
    if (!added || typeof added.fn !== 'function') return `${name} registers no test`;
    try {
      const answer = added.fn.call({});
      if (answer && typeof answer.then === 'function') answer.then(undefined, () => {});
      else return `${name} passed`;
    } catch {
      // Seen failing.
    }
  }
  return 'failed';
};

const chai = () => {
  for (const [path, module] of Object.entries(require.cache)) {
    if (/[\\/]chai[\\/](?:index|chai|lib[\\/]chai)\.c?js$/.test(path) && module.exports?.expect) return sentinel.chai(module.exports);
  }
  return null;
};

// A suite of Ashlar's own, run by the same runner.
const run = (runner, done) => {
  const Suite = runner.suite.constructor;
  const Runner = [runner.constructor, Object.getPrototypeOf(runner.constructor)].find((kind) => kind.name === 'Runner');
  if (!Runner) {
    done(null);
    return;
  }
  const Runnable = run.Test;
  let failures = 0;
  let over = false;
  const end = (words) => {
    if (!over) {
      over = true;
      clearTimer(timer);
      done(words);
    }
  };
  const timer = setTimer(() => end('not finished'), 10000);
  try {
    const suite = new Suite('', undefined, true);
    suite.addTest(new Runnable('must fail', () => assert.strictEqual(1, 2)));
    const inner = new Runner(suite);
    inner.on('fail', () => failures++);
    inner.run((count) => end(failures === 1 && count === 1 ? 'failed' : 'passed'));
  } catch (trouble) {
    end(`${trouble.name}: ${trouble.message}`.slice(0, 200));
  }
};

module.exports = class {
  constructor(runner, options) {
    const reporter = new Reporter(runner, options);
    let passed = 0;
    let failed = 0;
    record?.({ begin: 'run' });
    const first = look(runner.suite);
    runner.on('pass', () => passed++);
    runner.on('fail', () => failed++);
    runner.on('test', (test) => {
      run.Test ??= test.constructor;
    });
    const own = typeof reporter.done === 'function' ? reporter.done.bind(reporter) : (failures, fn) => fn(failures);
    this.done = (failures, fn) => {
      const tell = (words) => {
        const weak = sentinel.assert(assert) || chai();
        const shown = first !== 'failed' ? first : weak ? `${weak} passed` : words;
        record?.({ end: 'run', through: true, passed, failed, exit: Math.min(failures, 255), sentinel: shown, replaced: [] });
        own(failures, fn);
      };
      if (record && typeof run.Test?.prototype?.timeout === 'function') run(runner, tell);
      else tell(null);
    };
  }
};
