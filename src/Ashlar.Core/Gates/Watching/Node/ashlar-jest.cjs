'use strict';
// jest: each file of tests has a world of its own, which the runtime is given. Its runner tells there what it does.
module.exports = (claim, sentinel) => {
  let record;
  let count = 0;
  const watched = new WeakMap();

  const watch = (environment) => {
    if (record === undefined) record = claim();
    if (!record || !environment || typeof environment !== 'object') return;
    // What the tests start is no run of tests of the gate.
    delete process.env.ASHLAR_WATCH;
    if (environment.global?.process?.env) delete environment.global.process.env.ASHLAR_WATCH;
    const name = `file ${count++}`;
    const own = typeof environment.handleTestEvent === 'function' ? environment.handleTestEvent.bind(environment) : null;
    let given = null;
    let fails = 0;
    let threw = false;
    let passed = 0;
    let failed = 0;
    let lost = 0;
    let shown = null;
    let replaced = [];
    const see = (event, state) => {
      switch (event.name) {
        case 'setup':
          record({ begin: name });
          given = event.runtimeGlobals || null;
          break;
        case 'run_start':
          if (given) ({ shown, replaced } = look(environment.global, given, state));
          break;
        case 'test_start':
        case 'test_retry':
          threw = false;
          break;
        case 'test_fn_failure':
          threw = true;
          fails++;
          break;
        case 'test_done':
          if (event.test.errors.length > 0) failed++;
          else passed++;
          if (threw && event.test.errors.length === 0) lost++;
          threw = false;
          break;
        case 'run_finish': {
          const weak = given ? sentinel.expect(given.expect) : null;
          const told = lost > 0 ? `${lost} tests that failed were reported as passed` : weak ? `${weak} passed` : shown;
          record({ end: name, through: true, passed, failed, sentinel: told, replaced });
          break;
        }
        default:
      }
    };
    environment.handleTestEvent = (event, state) => {
      try {
        see(event, state);
      } catch {
        // What cannot be watched is not told as ended.
      }
      return own ? own(event, state) : undefined;
    };
  };

  // The world's own `it` is shown a test that must fail; what it registered is taken out again and tried.
  const look = (world, given, state) => {
    const replaced = ['it', 'test', 'describe', 'expect'].filter((name) => name in world && given[name] && world[name] !== given[name]);
    let shown = 'failed';
    for (const name of ['it', 'test'].filter((name) => typeof world[name] === 'function')) {
      const block = state.currentDescribeBlock;
      const children = block.children.length;
      const tests = block.tests ? block.tests.length : 0;
      const { hasFocusedTests, hasStarted } = state;
      state.hasStarted = false;
      let added;
      try {
        world[name]('must fail', () => {
          throw new Error('must fail');
        });
        added = block.children.splice(children);
        block.tests?.splice(tests);
      } finally {
        state.hasStarted = hasStarted;
        state.hasFocusedTests = hasFocusedTests;
      }
      const test = added.find((child) => child.type === 'test' && typeof child.fn === 'function');
      if (!test) {
        shown = `${name} registers no test`;
      } else if (passes(test.fn)) {
        shown = `${name} passed`;
      }
    }
    return { shown, replaced };
  };

  const passes = (act) => {
    try {
      const answer = act.call({});
      if (answer && typeof answer.then === 'function') {
        // A function that only hides the failure behind a promise is seen by what it is: the test given to it is none.
        answer.then(undefined, () => {});
        return false;
      }
      return true;
    } catch {
      return false;
    }
  };

  return (loaded) => {
    if (!loaded || typeof loaded.default !== 'function') return loaded;
    if (!watched.has(loaded)) {
      const Runtime = loaded.default;
      const Watched = new Proxy(Runtime, {
        construct(target, given, kind) {
          watch(given[1]);
          return Reflect.construct(target, given, kind === Watched ? target : kind);
        },
      });
      watched.set(loaded, Object.create(loaded, { default: { value: Watched, enumerable: true } }));
    }
    return watched.get(loaded);
  };
};
