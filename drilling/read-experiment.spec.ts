import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Misuse } from '../simulators/kernel';
import { experimentWith } from './drills.fixture.spec';
import { readExperimentFile } from './read-experiment';

describe('an experiment', () => {
  for (const [what, from, to, line, says] of [
    ['no title', /title: The process[^\n]*/, 'tags2: [a]', 1, 'title'],
    ['a number for a text', /title: The process[^\n]*/, 'title: 7', 1, 'got 7'],
    ['a field that nobody knows', 'rollbacks:\n', 'rolbacks: []\nrollbacks:\n', 43, 'rolbacks'],
    ['a python provider', 'type: process', 'type: python', 42, 'python providers are not supported'],
    ['a provider that there is not', 'type: process', 'type: sim', 42, 'http or process, got "sim"'],
    ['controls', '\nmethod:\n', '\ncontrols: [{ name: x }]\nmethod:\n', 25, 'controls are not supported'],
    [
      'another expectation',
      'expect: comes home',
      'expect: hopes',
      55,
      '"comes home" or "stops safely", got "hopes"',
    ],
    ['an extension of ours that is missing', '- name: homeward', '- name: elsewhere', 52, 'homeward'],
    [
      'a program that is no activity',
      'program: fail back',
      'program: fail forward',
      53,
      'got "fail forward"',
    ],
    [
      'a stop condition without a probe',
      'probe: no machine runs twice, path',
      'probe: no machine, path',
      60,
      'got "no machine"',
    ],
    ['a duration that is none', 'rto: PT1H', 'rto: 1h', 56, 'PT5M, or P1DT2H, got "1h"'],
    ['a JSONPath that is none', 'path: $.down, expect', 'path: "$.[", expect', 17, 'JSONPath'],
    ['no YAML', 'title: The', 'title: "The', 62, 'no YAML'],
    ['a ref to nobody', 'rollbacks:\n', '  - ref: nobody\nrollbacks:\n', 43, 'got "nobody"'],
  ] as const)
    it(`with ${what} is refused, with its place`, () => {
      assert.throws(
        () => experimentWith([from, to]),
        ({ code, message }: Misuse) => {
          const place = /experiment\.yaml:(\d+):(\d+): /.exec(message);
          assert.equal(code, 'HW-DRILL-FILE');
          assert(message.includes(says), message);
          assert(Math.abs(Number(place?.[1]) - line) <= 1, message);
          return true;
        },
      );
    });

  it('that is not there is refused', () => {
    assert.throws(() => readExperimentFile('no-such.yaml'), { code: 'HW-DRILL-FILE' });
  });

  it('may refer to its own activities', () => {
    const { method } = experimentWith(['rollbacks:\n', '  - ref: no machine is down\nrollbacks:\n']);
    assert.equal(method.at(-1)?.name, 'no machine is down');
  });
});
