import { Failback } from '../failback';
import type { Item } from '../failback/item';
import type { Defect } from './defect';

export const defect: Defect = {
  name: 'uses-noted-server',
  mistake:
    'It names the process server by an id that somebody noted before the configuration server was restored.',
  caughtBy: 'comes-home',
  under: 'no fault',
  make: (connection, options) => new UsesNotedServer(connection, options),
};

class UsesNotedServer extends Failback {
  protected override async choices(item: Item): ReturnType<Failback['choices']> {
    const choices = await super.choices(item);
    return { ...choices, processServerId: '7D1C8E1B-6F0A-5B7E-9D5C2A1B3C4D' } as typeof choices;
  }
}
