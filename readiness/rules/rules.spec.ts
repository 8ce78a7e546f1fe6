import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assessed, estateWith, SMALL_ESTATE, verdictOf } from '../estate.fixture.spec';
import type { FixtureSheets } from '../inventory/fixture.spec';
import { shellWord } from './rule';

type Sheet = FixtureSheets[string];
const sheet = (name: string): Sheet => SMALL_ESTATE[name] ?? [];

/** A sheet with one more column: a value for the first machine, another for the rest. */
function plus(name: string, column: string, first: string | number, rest: string | number = ''): Sheet {
  return sheet(name).map((row, index) => [...row, index === 0 ? column : index === 1 ? first : rest]);
}

function cell(name: string, row: number, column: number, value: string | number): Sheet {
  return sheet(name).map((cells, index) => (index === row ? cells.with(column, value) : cells));
}

const manyDisks = Array.from({ length: 61 }, (_, index) => {
  return [
    'web-01',
    'vm-1',
    'vc',
    `Hard disk ${index + 1}`,
    1_024,
    '[san-01] web-01/d.vmdk',
    'False',
    'sharingNone',
  ];
});

describe('rules', () => {
  for (const [title, changes, code, state] of [
    ['a raw disk', { vDisk: cell('vDisk', 1, 6, 'True') }, 'HW-RULE-RAW-DISK', 'blocked'],
    ['a shared disk', { vDisk: cell('vDisk', 1, 7, 'sharingMultiWriter') }, 'HW-RULE-SHARED-DISK', 'blocked'],
    ['secure boot', { vInfo: cell('vInfo', 1, 7, 'True') }, 'HW-RULE-SECURE-BOOT', 'blocked'],
    ['EFI', { vInfo: cell('vInfo', 1, 6, 'efi') }, 'HW-RULE-EFI', 'unknown'],
    ['61 disks', { vDisk: [...sheet('vDisk').slice(0, 1), ...manyDisks] }, 'HW-RULE-DISK-COUNT', 'blocked'],
    ['a disk of 9 TiB', { vDisk: cell('vDisk', 1, 4, 9 * 1024 * 1024) }, 'HW-RULE-DISK-SIZE', 'blocked'],
    [
      'an independent disk',
      { vDisk: plus('vDisk', 'Disk Mode', 'independent_persistent') },
      'HW-RULE-INDEPENDENT-DISK',
      'at risk',
    ],
    [
      'consolidation',
      { vInfo: plus('vInfo', 'Consolidation Needed', 'True') },
      'HW-RULE-CONSOLIDATION',
      'at risk',
    ],
    ['fault tolerance', { vInfo: plus('vInfo', 'FT State', 'running') }, 'HW-RULE-FT', 'at risk'],
    ['EnableUUID unset', {}, 'HW-RULE-ENABLE-UUID', 'unknown'],
    ['NFS', { vDatastore: cell('vDatastore', 1, 2, 'NFS') }, 'HW-RULE-DATASTORE-TYPE', 'at risk'],
    ['a host in maintenance', { vHost: cell('vHost', 1, 3, 'True') }, 'HW-RULE-MAINTENANCE', 'at risk'],
    [
      'a free licence',
      { vHost: cell('vHost', 1, 2, 'VMware vSphere 6 Hypervisor') },
      'HW-RULE-LICENCE',
      'blocked',
    ],
    ['no sheet vHost', { vHost: undefined }, 'HW-RULE-LICENCE', 'unknown'],
    [
      'tools that do not run',
      {
        vTools: [
          ['VM', 'VM ID', 'VI SDK UUID', 'Tools'],
          ['web-01', 'vm-1', 'vc', 'toolsNotRunning'],
        ],
      },
      'HW-RULE-TOOLS',
      'at risk',
    ],
    ['an unknown guest', { vInfo: cell('vInfo', 1, 8, 'Other (32-bit)') }, 'HW-RULE-GUEST', 'unknown'],
  ] as const) {
    it(`say ${state} for ${title}`, async () => {
      const { checks, verdict } = verdictOf(assessed(await estateWith(changes)), 'web-01');
      const found = checks.find((finding) => finding.code === code);
      assert.equal(found?.state, state, found?.text);
      assert.notEqual(found?.source, '');
      if (state === 'unknown') assert.ok(found?.settle, 'an unknown names what settles it');
      else assert.equal(verdict, state);
    });
  }

  it('name the datastore that the master target cannot see, as the service does', async () => {
    const vInfo = [
      ...sheet('vInfo'),
      ['edge-01', 'poweredOn', 'vm-7', 'vc', 'esx02', 'False', 'bios', 'False', 'Ubuntu Linux (64-bit)'],
    ];
    const vDisk = [
      ...sheet('vDisk'),
      ['edge-01', 'vm-7', 'vc', 'Hard disk 1', 1_024, '[local-02] e/e.vmdk', 'False', 'sharingNone'],
    ];
    const vHost = [...sheet('vHost'), ['esx02', 'vc', 'VMware vSphere 7 Enterprise Plus', 'False']];
    const vDatastore = [...sheet('vDatastore'), ['local-02', 'vc', 'VMFS', 'esx02', 1_048_576]];
    const inventory = await estateWith({ vInfo, vDisk, vHost, vDatastore });
    const edge = verdictOf(assessed(inventory), 'edge-01');
    assert.deepEqual(
      edge.reasons.map((reason) => [reason.code, reason.at?.sheet]),
      [['8061', 'vDatastore']],
    );
    assert.equal(verdictOf(assessed(inventory, 'mounted=local-02'), 'edge-01').verdict, 'proven');
  });

  it('tell of a Linux machine, and only of one, that NetworkManager is to be installed again', async () => {
    const textFor = async (os: string) => {
      const { checks } = verdictOf(assessed(await estateWith({ vInfo: cell('vInfo', 1, 8, os) })), 'web-01');
      return checks.find(({ code }) => code === 'HW-RULE-PACKAGES')?.text ?? '';
    };
    assert.match(await textFor('Ubuntu Linux (64-bit)'), /NetworkManager/);
    assert.doesNotMatch(await textFor('Microsoft Windows Server 2016 (64-bit)'), /NetworkManager/);
  });

  it('quote names in commands, so that pasting one is safe', () => {
    assert.equal(shellWord('erp-db-01'), 'erp-db-01');
    assert.equal(shellWord("a'; rm -rf ~; '"), `'a'\\''; rm -rf ~; '\\'''`);
  });
});
