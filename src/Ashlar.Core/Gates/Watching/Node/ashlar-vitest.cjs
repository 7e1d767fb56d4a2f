'use strict';
// vitest: a process or thread that runs files of tests. Its world is ready when it lays down what the runner needs.
const { createRequire } = require('module');
const { dirname, join } = require('path');
const { pathToFileURL } = require('url');

module.exports = (claim, sentinel) => {
  const name = '__vitest_required__';
  // Not a property of its own: worlds that vitest makes get copies of those.
  const above = Object.getPrototypeOf(globalThis);
  Object.defineProperty(above, name, {
    configurable: true,
    get: () => undefined,
    set(value) {
      delete above[name];
      Object.defineProperty(globalThis, name, { value, configurable: true, enumerable: true, writable: true });
      begin();
    },
  });

  const begin = () => {
    const index = globalThis.__vitest_index__;
    if (!index || typeof index.expect !== 'function') return;
    const record = claim();
    if (!record) return;
    // What the tests start is no run of tests of the gate.
    delete process.env.ASHLAR_WATCH;
    record({ begin: 'worker' });
    const kind = index.TestRunner || index.VitestTestRunner;
    if (kind) watch(kind.prototype, index, record);
    else other()?.then((runners) => watch(runners.VitestTestRunner.prototype, index, record)).catch(() => {});
  };

  const other = () => {
    for (const from of [process.argv[1] || '', join(process.cwd(), 'any.js')]) {
      try {
        return import(pathToFileURL(join(dirname(createRequire(from).resolve('vitest/package.json')), 'dist/runners.js')).href);
      } catch {
        // Looked for in the next place.
      }
    }
    return null;
  };

  const watch = (kind, index, record) => {
    const original = kind.onAfterRunSuite;
    kind.onAfterRunSuite = function (suite) {
      if (suite && suite.filepath !== undefined && !suite.suite) {
        try {
          look(suite, index, record);
        } catch {
          // Not told as ended.
        }
      }
      return original?.apply(this, arguments);
    };
  };

  const look = (file, index, record) => {
    let passed = 0;
    let failed = 0;
    const count = (task) => {
      if (task.tasks) task.tasks.forEach(count);
      else if (task.result?.state === 'pass') passed++;
      else if (task.result?.state === 'fail') failed++;
    };
    count(file);
    const weak = sentinel.expect(index.expect);
    const replaced = ['it', 'test', 'describe', 'expect'].filter((word) => word in globalThis && globalThis[word] !== index[word]);
    record({ end: 'worker', through: true, passed, failed, sentinel: weak ? `${weak} passed` : 'failed', replaced });
  };
};
