import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { broken, drilled, experimentWith, LOSS } from './drills.fixture.spec';
import { readExperimentFile } from './read-experiment';

const loss = readExperimentFile(LOSS);
const CURL = 'curl -s --cacert "$HOMEWARD_CA_CERT" -H "Authorization: Bearer $HOMEWARD_CONTROL_TOKEN"';

describe("a drill of somebody's own program", () => {
  it('gives it addresses and credentials, and keeps its exit code, output and calls as evidence, without secrets', async () => {
    const token =
      '-d "grant_type=client_credentials&client_id=$AZURE_CLIENT_ID&client_secret=$AZURE_CLIENT_SECRET&scope=$HOMEWARD_ARM_ENDPOINT/.default"';
    const command = `
      t=$(curl -s --cacert "$HOMEWARD_CA_CERT" "$AZURE_AUTHORITY_HOST/$AZURE_TENANT_ID/oauth2/v2.0/token" ${token} | sed 's/.*access_token":"//; s/".*//')
      echo "secret $AZURE_CLIENT_SECRET token $t"
      curl -s --cacert "$HOMEWARD_CA_CERT" -o /dev/null -w '%{http_code}\\n' -H "Authorization: Bearer $t" \
        "$HOMEWARD_ARM_ENDPOINT/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$HOMEWARD_RESOURCE_GROUP/providers/Microsoft.RecoveryServices/vaults/$HOMEWARD_VAULT/replicationProtectedItems?api-version=2023-06-01"
      exit 5`;
    const { report, journal } = await drilled(loss, command);
    const [run] = report.programs;
    assert.deepEqual([run?.exitCode, run?.stdout, run?.stderr], [5, 'secret ••• token •••\n200\n', '']);
    assert.deepEqual(Object.keys(run?.calls ?? {}), [
      'Azure Resource Manager ReplicationProtectedItems_List 200',
    ]);
    assert.deepEqual(broken(report), ['comes-home', 'recovery-time']);
    assert(!JSON.stringify(journal).includes('eyJ'));
  });

  it('ends one that hangs when its time is over', async () => {
    const { report } = await drilled(experimentWith(['limit: PT12H', 'limit: PT10M']), 'sleep 600');
    assert.equal(report.programs[0]?.ended, 'it was not done in time, and it was stopped');
    assert(broken(report).includes('ends-in-time'));
  });

  it('ends it when everything is halted, also over the control API', async () => {
    const { report } = await drilled(
      loss,
      `${CURL} -X POST "$HOMEWARD_CONTROL_URL/halt" > /dev/null; sleep 600`,
    );
    assert.deepEqual([report.verdict, report.halted], ['unknown', 'asked for']);
    assert.equal(report.programs[0]?.ended, 'everything was halted, and it was stopped');
  });
});
