import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openVim, type VimFront } from './vim25';

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

async function ask(
  { app }: VimFront,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  headers: { readonly [name: string]: string } = {},
) {
  const { statusCode, body } = await app.inject({ method, url, headers });
  return { status: statusCode, body: body === '' ? undefined : JSON.parse(body) };
}

async function session(front: VimFront, user = 'operator'): Promise<{ 'vmware-api-session-id': string }> {
  const password = front.estate.vsphere.inventory.accounts.get(user)?.password ?? '';
  const { status, body } = await ask(front, 'POST', '/api/session', { authorization: basic(user, password) });
  assert.equal(status, 201);
  return { 'vmware-api-session-id': body };
}

describe('vSphere front: the Automation API', () => {
  it('opens and ends sessions, in both forms, and refuses others', async () => {
    const front = openVim();
    assert.equal((await ask(front, 'GET', '/api/vcenter/vm')).status, 401);
    assert.equal(
      (await ask(front, 'POST', '/api/session', { authorization: basic('operator', 'guess') })).status,
      401,
    );
    const { password } = front.estate.operator;
    const old = await ask(front, 'POST', '/rest/com/vmware/cis/session', {
      authorization: basic('operator', password),
    });
    const headers = { 'vmware-api-session-id': old.body.value };
    assert.equal((await ask(front, 'GET', '/rest/vcenter/vm', headers)).body.value.length, 4);
    assert.equal((await ask(front, 'DELETE', '/rest/com/vmware/cis/session', headers)).status, 204);
    assert.equal((await ask(front, 'GET', '/rest/vcenter/vm', headers)).status, 401);
  });

  it('lists machines, shows one, and turns it off and on, through the same checks as SOAP', async () => {
    const front = openVim();
    const headers = await session(front);
    const { body } = await ask(front, 'GET', '/api/vcenter/vm?names=web-01', headers);
    assert.deepEqual(body, [
      {
        vm: front.vim.tree.idOf('VirtualMachine', 'web-01'),
        name: 'web-01',
        power_state: 'POWERED_ON',
        cpu_count: 2,
        memory_size_MiB: 4096,
      },
    ]);
    const url = `/api/vcenter/vm/${(body as { vm: string }[])[0]?.vm}`;
    assert.equal(
      (await ask(front, 'GET', url, headers)).body.disks['2000'].backing.vmdk_file,
      '[ds-01] web-01/web-01.vmdk',
    );
    assert.equal((await ask(front, 'POST', `${url}/power?action=stop`, headers)).status, 204);
    assert.equal((await ask(front, 'GET', `${url}/power`, headers)).body.state, 'POWERED_OFF');
    const again = await ask(front, 'POST', `${url}/power?action=stop`, headers);
    assert.deepEqual([again.status, again.body.error_type], [400, 'ALREADY_IN_DESIRED_STATE']);
    const account = await session(front, 'asr-vcenter');
    assert.equal((await ask(front, 'POST', `${url}/power?action=start`, account)).status, 403);
    assert.equal((await ask(front, 'GET', '/api/vcenter/vm/vm-999', headers)).status, 404);
    assert.equal((await ask(front, 'GET', '/api/vcenter/magic', headers)).status, 404);
  });
});
