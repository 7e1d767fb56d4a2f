'use strict';
// A reporter of node's own runner: it tells Ashlar what the runner reports, and nothing to anybody else.
const assert = require('assert');
const record = process.env.ASHLAR_WATCH ? require('./ashlar-record.cjs')(process.env.ASHLAR_WATCH, 'node --test') : null;
const sentinel = require('./ashlar-sentinel.cjs');
const replaced = sentinel.functions({ assert, 'assert.strict': assert.strict });
for (const name of ['ashlar-record', 'ashlar-sentinel', 'ashlar-node-reporter']) delete require.cache[`${__dirname}/${name}.cjs`];

module.exports = async function* (source) {
  record?.({ begin: 'run' });
  let passed = 0;
  let failed = 0;
  for await (const event of source) {
    const { data } = event;
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      const isHeld = data.skip !== undefined && data.skip !== false ? true : data.todo !== undefined && data.todo !== false;
      if (event.type === 'test:pass' && !isHeld) passed++;
      if (event.type === 'test:fail' && !isHeld) failed++;
    }
  }
  // Without processes of their own the tests run in this one.
  const weak = sentinel.assert(assert);
  record?.({ end: 'run', through: true, passed, failed, sentinel: weak ? `${weak} passed` : null, replaced: replaced() });
};
