import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { misuse } from '../inventory/fixture.spec';
import { leadBack } from './lead-back';
import { Pseudonyms } from './pseudonyms';

const NAMES = { 'vm-0001': 'a & "b" <c>', 'vm-0002': 'vm-0001', 'account-01': 'CORP\\svc' };

describe('the way back from pseudonyms', () => {
  it('puts names in as text, JSON and HTML demand', () => {
    assert.equal(leadBack('vm-0001: account-01.', NAMES, 'x'), 'a & "b" <c>: CORP\\svc.');
    assert.deepEqual(JSON.parse(leadBack('{"vm-0001":["account-01"]}', NAMES, 'x')), {
      'a & "b" <c>': ['CORP\\svc'],
    });
    assert.equal(
      leadBack('<p title="vm-0001">account-01</p><script>["vm-0001"]</script><b>vm-0002</b>', NAMES, 'x'),
      '<p title="a &#38; &#34;b&#34; &#60;c&#62;">CORP\\svc</p><script>["a & \\"b\\" \\u003cc>"]</script><b>vm-0001</b>',
    );
  });

  it('replaces whole words once, and leaves ids of vCenter alone', () => {
    const text = 'vm-0002 xvm-0002 vm-11 host-12 disk-01 vm-0002_1.vmdk';
    assert.equal(leadBack(text, NAMES, 'x'), 'vm-0001 xvm-0002 vm-11 host-12 disk-01 vm-0001_1.vmdk');
  });

  it('refuses what was made with another map', () => {
    assert.throws(
      () => leadBack('vm-0003', NAMES, 'report.md'),
      misuse('HW-REDACT-OTHER', 'vm-0003', 'report.md'),
    );
  });

  it('for any names, leads back to what was redacted', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 9 }), (all) => {
        const names = new Pseudonyms();
        const redacted = all.map((each) => names.of('vm', each)).join(', ');
        assert.equal(leadBack(redacted, names.map(), 'x'), all.join(', '));
      }),
    );
  });
});
