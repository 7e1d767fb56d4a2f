'use strict';
// What the compiler of TypeScript keeps for its next run, vitest has it lay beside its own program, which cannot be written.
const fs = require('fs');
const os = require('os');
const path = require('path');

if (/[\\/](?:vue-)?tsc(?:\.js)?$/.test(process.argv[1] || '')) {
  // From version 7 on the compiler is a program of its own, which only its arguments reach.
  const at = process.argv.indexOf('--tsBuildInfoFile') + 1;
  const told = process.argv[at];
  if (at > 0 && told) {
    try {
      fs.accessSync(path.dirname(told), fs.constants.W_OK);
    } catch (trouble) {
      if (trouble.code === 'EROFS') process.argv[at] = path.join(os.tmpdir(), path.basename(told));
    }
  }
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
