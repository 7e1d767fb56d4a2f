'use strict';
// Loaded by every node of a gate before anything of the repository. In the processes that run tests it puts a watch on the runner; what
// the runner did goes, sealed with a key that is gone before any test is loaded, to a folder of Ashlar's.
const Module = require('module');
const { isMainThread } = require('worker_threads');
const place = process.env.ASHLAR_WATCH;

const own = (name) => {
  const path = __dirname + '/' + name;
  const loaded = require(path);
  delete require.cache[path];
  return loaded;
};

own('ashlar-kept.cjs');
if (place) {
  const claim = own('ashlar-record.cjs');
  const sentinel = own('ashlar-sentinel.cjs');
  const isChild = (process.env.NODE_TEST_CONTEXT || '').startsWith('child');
  if (isChild) {
    // What the tests start is no run of tests of the gate.
    delete process.env.ASHLAR_WATCH;
    own('ashlar-node-test.cjs')(claim(place, 'node:test'), sentinel);
  } else {
    if (!isMainThread || /[\\/](?:vitest|tinypool)[\\/]/.test(process.argv[1] || '')) {
      own('ashlar-vitest.cjs')(() => claim(place, 'vitest'), sentinel);
    }
    const watch = own('ashlar-jest.cjs')(() => claim(place, 'jest'), sentinel);
    const load = Module._load;
    Module._load = function (request) {
      const loaded = load.apply(this, arguments);
      return request === 'jest-runtime' ? watch(loaded) : loaded;
    };
  }
}
delete require.cache[__filename];
