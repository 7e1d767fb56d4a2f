'use strict';
// What the compiler of TypeScript keeps for its next run, vitest has it lay beside its own program, which cannot be written.
const fs = require('fs');
const os = require('os');
const path = require('path');

if (/[\\/](?:vue-)?tsc(?:\.js)?$/.test(process.argv[1] || '')) {
  const open = fs.openSync;
  fs.openSync = function (file, ...rest) {
    try {
      return open.call(this, file, ...rest);
    } catch (trouble) {
      if (trouble.code !== 'EROFS' || !String(file).endsWith('.tsbuildinfo')) {
        throw trouble;
      }
      return open.call(this, path.join(os.tmpdir(), path.basename(String(file))), ...rest);
    }
  };
}
