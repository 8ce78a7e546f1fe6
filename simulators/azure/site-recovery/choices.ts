import { asrRefusal } from '../../wire';
import type { ProtectedItem, ReprotectInput } from './model';
import type { Vault } from './vault';

type Choices = readonly (keyof ReprotectInput)[];

/** What a reprotection asks for, by provider and by the way that it goes. Source: AZURE.md §2.5 – recorded. */
const TO_SITE: { readonly [provider: string]: { readonly needed: Choices; readonly more: Choices } } = {
  classic: {
    needed: ['masterTarget', 'processServer', 'account', 'policy', 'retentionDrive'],
    more: ['datastore', 'physicalTarget'],
  },
  modernized: {
    needed: ['reprotectAgent', 'datastore', 'logStorageAccount'],
    more: ['policy', 'physicalTarget'],
  },
};
const TO_AZURE: Choices = ['policy', 'processServer', 'account'];

/** Refuses the first choice that is missing, that this reprotection does not ask for, or that cannot be; nothing has changed then.
 *  Errors: SIM-PHYSICAL-TARGET, SIM-CHOICE-MISSING, SIM-CHOICE-NOT-ASKED, SIM-WRONG-POLICY. */
export function checkChoices(
  vault: Vault,
  item: ProtectedItem,
  input: ReprotectInput,
  to: 'to-site' | 'to-azure',
): void {
  const { provider } = vault.rules;
  const { needed = [], more = [] } = to === 'to-site' ? (TO_SITE[provider] ?? {}) : {};
  const asked = to === 'to-site' ? [...needed, ...more] : TO_AZURE;
  if (input.physicalTarget !== undefined && to === 'to-site')
    throw asrRefusal('SIM-PHYSICAL-TARGET', [input.physicalTarget]);
  for (const choice of needed)
    if (!input[choice]) throw asrRefusal('SIM-CHOICE-MISSING', [choice], `(${choice})`);
  for (const choice of Object.keys(input) as (keyof ReprotectInput)[])
    if (input[choice] !== undefined && !asked.includes(choice))
      throw asrRefusal('SIM-CHOICE-NOT-ASKED', [choice], `(${choice})`);
  const { policy } = vault.groupOf(vault.twinOf(item.container));
  if (input.policy !== undefined && input.policy !== policy)
    throw asrRefusal('SIM-WRONG-POLICY', [input.policy, policy], `(got ${input.policy}, needed ${policy})`);
}
