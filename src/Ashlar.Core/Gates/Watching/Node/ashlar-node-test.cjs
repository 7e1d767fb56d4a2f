'use strict';
// A process in which node's own runner runs one file of tests.
const assert = require('assert');
const test = require('node:test');

module.exports = (record, sentinel) => {
  if (!record) return;
  const replaced = sentinel.functions({ assert, 'assert.strict': assert.strict, test });
  // The runner itself ends such a process.
  let through = [...process.execArgv, process.env.NODE_OPTIONS || ''].some((word) => word.includes('--test-force-exit'));
  const { write } = process.stdout;
  record({ begin: 'file' });
  process.once('beforeExit', () => {
    through = true;
  });
  process.prependListener('exit', (code) => {
    const passed = sentinel.assert(assert);
    const names = replaced();
    if (process.stdout.write !== write) names.push('process.stdout.write');
    record({ end: 'file', through, exit: code, sentinel: passed ? `${passed} passed` : 'failed', replaced: names });
  });
};
