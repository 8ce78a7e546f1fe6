// Whether the conformance check finds what it is there for: one mistake at a time in an answer that has none.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DESCRIPTIONS, Descriptions, described } from './conformance/description.mjs';
import { longRunning } from './conformance/long-running.mjs';
import { differences, shapeOf } from './conformance/shape.mjs';

const skip = described() ? false : `${DESCRIPTIONS} does not lie beside this checkout`;
const FABRIC =
  '/subscriptions/{a}/resourceGroups/{b}/providers/Microsoft.RecoveryServices/vaults/{c}/replicationFabrics/{d}';

const fabric = (details, more = {}) => ({
  name: 'f',
  properties: { health: 'Normal', customDetails: { instanceType: 'VMware', ...details }, ...more },
});

describe('conformance: descriptions', { skip }, () => {
  const cases = [
    ['nothing wrong', fabric({ hostName: 'cs', processServers: null }), []],
    ['a wrong type', fabric({ hostName: 7 }), ['VMwareDetails.hostName: expected string, got number']],
    [
      'a field that is not described',
      fabric({}, { colour: 'red' }),
      ['FabricProperties.colour: not described'],
    ],
    ['a field of another provider', fabric({ rcmProxies: [] }), ['VMwareDetails.rcmProxies: not described']],
    [
      'something wrong deep inside',
      fabric({ processServers: [{ health: 'Ill', lastHeartbeat: 'today' }] }),
      [
        "ProcessServer.health: 'Ill' is none of None, Normal, Warning, Critical",
        'ProcessServer.lastHeartbeat: no date-time',
      ],
    ],
    [
      'a provider that nobody knows',
      fabric({ instanceType: 'Mainframe', drum: 1 }),
      ['FabricSpecificDetails.drum: not described'],
    ],
    [
      'no discriminator',
      { properties: { customDetails: {} } },
      ['FabricSpecificDetails.instanceType: missing'],
    ],
  ];
  for (const [what, body, expected] of cases)
    it(`finds ${what}`, () => {
      const descriptions = new Descriptions();
      const operation = descriptions.operation('2023-06-01', 'GET', FABRIC);
      assert.deepEqual(descriptions.check(operation, 200, body).sort(), expected.sort());
    });

  it('finds a status that is not described, and a body that should not be', () => {
    const descriptions = new Descriptions();
    const operation = descriptions.operation('2023-06-01', 'DELETE', FABRIC);
    assert.match(descriptions.check(operation, 201)[0], /status 201 is not described$/);
    assert.match(descriptions.check(operation, 204, {})[0], /status 204 has a body$/);
  });
});

describe('conformance: long-running operations', () => {
  it('finds a body, a header that lacks and an id that differs', () => {
    const id = '00000000-0000-0000-0000-00000000000';
    const vault = '/Subscriptions/s/vaults/v';
    const right = {
      'azure-asyncoperation': `https://h${vault}/replicationOperationStatus/${id}1?api-version=1`,
      location: `https://h${vault}/operationresults/${id}1?api-version=1`,
      'retry-after': '30',
      'x-ms-request-id': `${vault}/replicationJobs/${id}1`,
    };
    assert.deepEqual(longRunning(right), []);
    assert.equal(longRunning(right, {}).length, 1);
    assert.equal(longRunning({ ...right, location: undefined }).length, 1);
    assert.deepEqual(longRunning({ ...right, 'x-ms-request-id': `${vault}/replicationJobs/${id}2` }), [
      '202: more than one id',
    ]);
  });
});

describe('conformance: shapes', () => {
  it('finds what lacks, what was not recorded, another type and another word', () => {
    const recorded = shapeOf([{ a: { b: 1, c: 'x' }, state: 'Protected', list: [{ id: '1' }] }]);
    const ours = shapeOf([{ a: { b: '1', d: { e: 1 } }, state: 'Ready', list: [] }]);
    assert.deepEqual(differences(recorded, ours, true), [
      'lacks a.c',
      'lacks list[]',
      'has a.d, which was not recorded',
      'has a.b as string, recorded number',
      'never says Protected in state',
    ]);
    assert.deepEqual(differences(recorded, recorded, true), []);
  });
});
