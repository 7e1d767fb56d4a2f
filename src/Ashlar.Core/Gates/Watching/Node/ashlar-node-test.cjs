'use strict';
// A process in which node's own runner runs one file of tests.
const assert = require('assert');
const test = require('node:test');

// The file whose line called process.exit.
const ender = () => {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  Error.prepareStackTrace = (_, calls) => calls.map((call) => [call.getFunctionName() || call.getMethodName(), call.getFileName() || '']);
  try {
    const calls = new Error().stack;
    const at = calls.findIndex(([name, file]) => file.startsWith('node:') && /(?:^|\.)exit$/.test(name || ''));
    return at < 0 ? null : (calls[at + 1]?.[1] || '').replace(/^file:\/\//, '');
  } catch {
    return null;
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
};

module.exports = (record, sentinel) => {
  if (!record) return;
  const replaced = sentinel.functions({ assert, 'assert.strict': assert.strict, test });
  // The runner itself ends such a process.
  let through = [...process.execArgv, process.env.NODE_OPTIONS || ''].some((word) => word.includes('--test-force-exit'));
  const { write } = process.stdout;
  // The runner listens for the end of the process from the first test that is registered with it on. A file that registers none is a
  // program by itself and may end itself: nothing that it tells is lost. What it tests may not end it.
  let registered = false;
  const see = (name) => {
    registered = registered || name === 'beforeExit';
  };
  record({ begin: 'file' });
  process.once('beforeExit', () => {
    through = true;
  });
  process.prependListener('exit', (code) => {
    if (!registered && process.listeners('newListener').includes(see) && ender() === process.argv[1]) through = true;
    const passed = sentinel.assert(assert);
    const names = replaced();
    if (process.stdout.write !== write) names.push('process.stdout.write');
    record({ end: 'file', through, exit: code, sentinel: passed ? `${passed} passed` : 'failed', replaced: names });
  });
  process.on('newListener', see);
};
