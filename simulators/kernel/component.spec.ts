import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Kernel, type Process } from '.';

describe('component', () => {
  /** Counts to ten, one a millisecond, and keeps the count durably; each life counts its own steps in `volatile`. */
  function counter(kernel: Kernel): { component: ReturnType<typeof make>; volatile: { steps: number } } {
    const volatile = { steps: 0 };
    const component = make(kernel);
    component.onBoot(() => {
      volatile.steps = 0;
      component.run(
        'count',
        (function* (): Process {
          while (component.durable.count < 10) {
            yield 1;
            component.durable.count += 1;
            volatile.steps += 1;
          }
        })(),
      );
    });
    component.start();
    return { component, volatile };
  }
  const make = (kernel: Kernel) => kernel.component('counter', { count: 0 });

  it('keeps what is durable through a crash, and nothing else', () => {
    const kernel = new Kernel(1);
    const { component, volatile } = counter(kernel);
    kernel.run(4);
    component.kill();
    kernel.run(100);
    assert.equal(component.durable.count, 4);
    component.start();
    kernel.run(200);
    assert.deepEqual([component.durable.count, volatile.steps, component.life], [10, 6, 2]);
  });

  it('can be killed before each of its steps', () => {
    for (let at = 0; at < 11; at += 1) {
      const kernel = new Kernel(1);
      let steps = 0;
      kernel.beforeStep = (proc) => {
        if (steps++ === at) proc.owner?.kill();
      };
      const { component } = counter(kernel);
      kernel.run(1_000);
      assert.equal(component.state, 'stopped');
      assert.equal(component.durable.count, Math.max(0, at - 1));
    }
  });

  it('takes no step while paused, and loses none', () => {
    const kernel = new Kernel(1);
    const { component } = counter(kernel);
    kernel.run(3);
    component.pause();
    kernel.run(500);
    assert.equal(component.durable.count, 3);
    component.resume();
    kernel.run(1_000);
    assert.equal(component.durable.count, 10);
  });

  it('runs nothing of a killed process, not even its finally', () => {
    const kernel = new Kernel(1);
    const component = make(kernel);
    let cleaned = false;
    component.onBoot(() => {
      component.run(
        'tidy',
        (function* (): Process {
          try {
            yield 10;
          } finally {
            cleaned = true;
          }
        })(),
      );
    });
    component.start();
    kernel.run(5);
    component.kill();
    kernel.run(50);
    assert.equal(cleaned, false);
  });

  it('has a name of its own', () => {
    const kernel = new Kernel(1);
    make(kernel);
    assert.throws(() => make(kernel), /two components are called counter/);
  });
});
