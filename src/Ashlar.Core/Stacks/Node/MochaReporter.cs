using Ashlar.Core.Stacks.Commands;

namespace Ashlar.Core.Stacks.Node;

/// <summary>
/// A reporter for mocha, which takes only one: it says to people what <c>spec</c> says and writes the results in the form of jest. Where it is loaded
/// before the tests (<c>--require</c>), in workers too, no suite ends at a failure, whatever options and tests say.
/// </summary>
internal static class MochaReporter
{
    /// <summary>The file's name in the folder of results.</summary>
    public const string Name = "mocha-reporter.cjs";

    /// <summary>The program. It is loaded by mocha itself, whose own <c>spec</c> it finds among what mocha has loaded.</summary>
    public const string Program = """
        'use strict';
        const fs = require('fs');
        const output = process.env.ASHLAR_RESULTS;
        const spec = Object.keys(require.cache).find((name) => /[\\/]mocha[\\/]lib[\\/]reporters[\\/]spec\.js$/.test(name));
        // A suite that ends at its first failure would leave the tests behind it out. Workers and old versions are told so by this file alone.
        for (const name of Object.keys(require.cache)) {
          if (!/[\\/]mocha[\\/]lib[\\/](?:mocha|suite)\.c?js$/.test(name)) continue;
          const kind = require.cache[name].exports;
          const Suite = kind.Suite || kind.default || kind;
          if (Suite.prototype && typeof Suite.prototype.bail === 'function') {
            Suite.prototype.bail = function (...given) {
              return given.length > 0 ? this : false;
            };
          }
        }
        const through = (suite) => {
          suite._bail = false;
          (suite.suites || []).forEach(through);
        };
        module.exports = class {
          constructor(runner, options) {
            if (spec) {
              const kind = require(spec);
              new (kind.Spec || kind.default || kind)(runner, options);
            }
            const files = new Map();
            const titles = (test) => {
              const all = [];
              for (let at = test; at && at.title !== undefined; at = at.parent) if (at.title) all.unshift(at.title);
              return typeof test.titlePath === 'function' ? test.titlePath() : all;
            };
            const fileOf = (test) => {
              for (let at = test; at; at = at.parent) if (at.file) return at.file;
              return '';
            };
            const add = (test, status, error) => {
              const name = fileOf(test);
              if (!files.has(name)) files.set(name, []);
              const path = titles(test).filter((title) => title !== '');
              const text = error && (error.stack || error.message || String(error));
              const message = error && error.message && text && !text.includes(error.message) ? error.message + '\n' + text : text;
              files.get(name).push({
                ancestorTitles: path.slice(0, -1),
                title: path[path.length - 1] || '',
                fullName: path.join(' '),
                status,
                failureMessages: error ? [message] : [],
              });
            };
            if (runner.suite) through(runner.suite);
            runner.on('pass', (test) => add(test, 'passed'));
            runner.on('pending', (test) => add(test, 'pending'));
            runner.on('fail', (test, error) => add(test, 'failed', error));
            const write = () => {
              const testResults = [...files].map(([name, assertionResults]) => ({ name, status: 'done', message: '', assertionResults }));
              fs.writeFileSync(output, JSON.stringify({ testResults }));
            };
            runner.once('end', write);
          }
        };

        """;

    /// <summary>Shell text that lays the program into the folder of results.</summary>
    /// <param name="shown">The folder, as shell text for within double quotes.</param>
    public static string Lay(string shown) => $"printf '%s' {ShellWords.Quote(Program)} >\"{shown}/{Name}\"; ";
}
