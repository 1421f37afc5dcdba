// What must happen at the end of a test, all of it: a failed hook of node's runner would keep the later
// ones from running, and a browser or program left over would keep the run from ending.

/** @type {WeakMap<object, (() => unknown)[]>} */
const ENDINGS = new WeakMap();

/**
 * Remembers something to do when a test is over, the latest first; the first failure fails the test.
 *
 * @param {{ after: (end: () => Promise<void>) => void }} t
 * @param {() => unknown} end
 */
export function atEnd(t, end) {
  const known = ENDINGS.get(t);
  if (known) {
    known.unshift(end);
    return;
  }
  const endings = [end];
  ENDINGS.set(t, endings);
  t.after(async () => {
    const failures = [];
    for (const one of endings) {
      try {
        await one();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) throw failures[0];
  });
}
