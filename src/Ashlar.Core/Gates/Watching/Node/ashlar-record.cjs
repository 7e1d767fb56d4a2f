'use strict';
// Claims one of the keys that Ashlar laid down and answers a function that writes sealed lines; null where none is left.
const { openSync, readdirSync, unlinkSync, writeSync } = require('fs');
const { createHmac } = require('crypto');
const { stringify } = JSON;

module.exports = (place, runner) => {
  let names = [];
  try {
    names = readdirSync(place + '/keys');
  } catch {
    return null;
  }
  for (let at = 0; at < names.length; at++) {
    const file = names[(process.pid + at) % names.length];
    const [name, text] = file.split('-');
    let key, out;
    try {
      key = Buffer.from(text, 'hex');
      // Whoever takes the name away has the key.
      unlinkSync(place + '/keys/' + file);
    } catch {
      // Another process was faster.
      continue;
    }
    try {
      out = openSync(place + '/records/' + name, 'wx', 0o600);
    } catch {
      return null;
    }
    let number = 0;
    const record = (value) => {
      const line = stringify({ n: number++, ...value });
      const seal = createHmac('sha256', key).update(line).digest('hex');
      try {
        writeSync(out, name + ' ' + seal + ' ' + line + '\n');
      } catch {
        // The line is missed by who reads the record.
      }
    };
    record({ start: runner });
    return record;
  }
  return null;
};
