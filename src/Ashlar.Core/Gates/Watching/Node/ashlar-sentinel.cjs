'use strict';
// Assertions that must fail, shown to the libraries that the tests of this process use.
const must = {
  assert: [
    ['ok', 0],
    ['equal', 1, 2],
    ['notEqual', 1, 1],
    ['strictEqual', 1, 2],
    ['notStrictEqual', 1, 1],
    ['deepEqual', { a: 1 }, { a: 2 }],
    ['notDeepEqual', { a: 1 }, { a: 1 }],
    ['deepStrictEqual', { a: 1 }, { a: 2 }],
    ['notDeepStrictEqual', { a: 1 }, { a: 1 }],
    ['throws', () => {}],
    ['doesNotThrow', () => { throw new Error('a'); }],
    ['match', 'a', /b/],
    ['doesNotMatch', 'a', /a/],
    ['ifError', new Error('a')],
    ['fail'],
  ],
  expect: [
    [1, '', 'toBe', 2],
    [{ a: 1 }, '', 'toEqual', { a: 2 }],
    [{ a: 1 }, '', 'toStrictEqual', { a: 2 }],
    [0, '', 'toBeTruthy'],
    [1, '', 'toBeFalsy'],
    [1, '', 'toBeNull'],
    [1, '', 'toBeUndefined'],
    [undefined, '', 'toBeDefined'],
    [1, '', 'toBeNaN'],
    [1, '', 'toBeGreaterThan', 2],
    [1, '', 'toBeGreaterThanOrEqual', 2],
    [2, '', 'toBeLessThan', 1],
    [2, '', 'toBeLessThanOrEqual', 1],
    [1, '', 'toBeCloseTo', 2],
    [[1], '', 'toContain', 2],
    [[{ a: 1 }], '', 'toContainEqual', { a: 2 }],
    [[1], '', 'toHaveLength', 2],
    ['a', '', 'toMatch', 'b'],
    [{ a: 1 }, '', 'toMatchObject', { a: 2 }],
    [{ a: 1 }, '', 'toHaveProperty', 'b'],
    [1, '', 'toBeInstanceOf', Date],
    [() => {}, '', 'toThrow'],
    [() => {}, '', 'toHaveBeenCalled'],
    [() => {}, '', 'toHaveBeenCalledTimes', 1],
    [() => {}, '', 'toHaveBeenCalledWith', 1],
    [1, 'not', 'toBe', 1],
    [{ a: 1 }, 'not', 'toEqual', { a: 1 }],
    [1, 'not', 'toBeTruthy'],
    [null, 'not', 'toBeNull'],
    [[1], 'not', 'toContain', 1],
    [() => { throw new Error('a'); }, 'not', 'toThrow'],
  ],
};

const fails = (act) => {
  try {
    act();
    return false;
  } catch {
    return true;
  }
};

/** The first assertion of node's own library that does not fail, or null. */
exports.assert = (assert) => {
  if (!fails(() => assert(0))) return 'assert';
  for (const library of [assert, assert.strict]) {
    const passed = must.assert.find(([name, ...given]) => typeof library[name] === 'function' && !fails(() => library[name](...given)));
    if (passed) return 'assert.' + passed[0];
  }
  return null;
};

/** The first matcher that does not fail, or null. What expect counts in a test is as it was. */
exports.expect = (expect) => {
  const state = typeof expect.getState === 'function' ? { ...expect.getState() } : null;
  try {
    for (const [value, turn, name, ...given] of must.expect) {
      const subject = turn === '' ? expect(value) : expect(value)[turn];
      if (typeof subject[name] === 'function' && !fails(() => subject[name](...given))) {
        return 'expect.' + (turn === '' ? '' : turn + '.') + name;
      }
    }
    return null;
  } catch {
    // An expect that cannot be asked at all fails as well.
    return null;
  } finally {
    if (state && typeof expect.setState === 'function') {
      expect.setState({ assertionCalls: state.assertionCalls, isExpectingAssertions: state.isExpectingAssertions });
    }
  }
};

/** The first assertion of chai that does not fail, or null. */
exports.chai = (chai) => {
  const { expect, assert } = chai;
  const all = [
    ['expect.equal', () => expect(1).to.equal(2)],
    ['expect.not.equal', () => expect(1).to.not.equal(1)],
    ['expect.deep.equal', () => expect({ a: 1 }).to.deep.equal({ a: 2 })],
    ['expect.ok', () => expect(0).to.be.ok],
    ['expect.true', () => expect(false).to.be.true],
    ['expect.null', () => expect(1).to.be.null],
    ['expect.above', () => expect(1).to.be.above(2)],
    ['expect.include', () => expect([1]).to.include(2)],
    ['expect.length', () => expect([1]).to.have.lengthOf(2)],
    ['expect.throw', () => expect(() => {}).to.throw()],
    ['assert', () => assert(false)],
    ['assert.equal', () => assert.equal(1, 2)],
    ['assert.strictEqual', () => assert.strictEqual(1, 2)],
    ['assert.deepEqual', () => assert.deepEqual({ a: 1 }, { a: 2 })],
    ['assert.isTrue', () => assert.isTrue(false)],
    ['assert.throws', () => assert.throws(() => {})],
  ];
  const passed = all.find(([name, act]) => (name.startsWith('assert') ? assert : expect) && !fails(act));
  return passed ? 'chai ' + passed[0] : null;
};

/** Own functions of objects and what they are; a second look tells which are others. */
exports.functions = (named) => {
  const known = [];
  for (const [prefix, object] of Object.entries(named)) {
    for (const name of Object.getOwnPropertyNames(object)) {
      const property = Object.getOwnPropertyDescriptor(object, name);
      if (typeof property.value === 'function') known.push([prefix + '.' + name, object, name, property.value]);
    }
  }
  return () => known.filter(([, object, name, value]) => object[name] !== value).map(([shown]) => shown).slice(0, 5);
};
