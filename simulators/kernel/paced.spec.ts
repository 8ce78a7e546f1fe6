import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Kernel, PacedDriver, type Process } from '.';

describe('paced driver', () => {
  it('ties virtual time to the wall clock by its factor, and takes the same steps as virtual time does', async () => {
    const kernel = new Kernel(1);
    const ticks: number[] = [];
    const ticking = function* (): Process {
      for (;;) {
        yield 1_000;
        ticks.push(kernel.now);
      }
    };
    kernel.spawn(undefined, 'tick', ticking());
    const driver = new PacedDriver(kernel, 1_000);
    const failures: unknown[] = [];
    const began = performance.now();
    driver.start((error) => failures.push(error), 1);
    while (ticks.length < 20) await new Promise((resolve) => setTimeout(resolve, 1));
    driver.stop();
    const elapsedMs = performance.now() - began;
    assert.deepEqual(failures, []);
    assert.deepEqual(ticks.slice(0, 3), [1_000, 2_000, 3_000]);
    assert.ok(
      kernel.now <= elapsedMs * 1_000,
      `${kernel.now} virtual ms passed in ${elapsedMs} ms at 1,000 to 1`,
    );
  });

  it('stops and tells when a process throws', async () => {
    const kernel = new Kernel(1);
    kernel.after(1, () => {
      throw new Error('broken on purpose');
    });
    const driver = new PacedDriver(kernel, 1_000);
    const error = await new Promise<unknown>((resolve) => driver.start(resolve, 1));
    assert.match(String(error), /broken on purpose/);
  });

  it('lets no time pass while it is paused, and catches nothing up afterwards', async () => {
    const kernel = new Kernel(1);
    const driver = new PacedDriver(kernel, 1_000);
    driver.start((error) => assert.fail(String(error)), 1);
    const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
    while (kernel.now === 0) await wait(1);
    driver.pause();
    const stood = kernel.now;
    await wait(50);
    assert.deepEqual([driver.paused, kernel.now], [true, stood]);
    kernel.run(stood + 7);
    driver.setSpeed(1);
    driver.resume();
    await wait(20);
    driver.stop();
    assert.ok(kernel.now >= stood + 7 && kernel.now < stood + 5_000, `${kernel.now - stood} ms passed`);
  });
});
