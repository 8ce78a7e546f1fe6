import type { Component, Kernel, Process } from '../../kernel';
import type { Endpoint, Message } from '../../network';
import { PORT } from '../../wire';

/** The replication control service of the modernized provider (RCM). Agents speak with it in Azure wherever they run, and it
 *  passes what they say on to the replication appliance. Source: AZURE.md §2.4 (InMageRcm: control plane URI, RCM proxies).
 *  Not modelled: that the appliance asks the service, not the other way round; the service's own database. */
export class RcmService {
  readonly component: Component;
  private readonly endpoint: Endpoint;
  private readonly appliance: string;
  private readonly port: number;

  constructor(kernel: Kernel, endpoint: Endpoint, appliance: string, port: number) {
    this.endpoint = endpoint;
    this.appliance = appliance;
    this.port = port;
    this.component = kernel.component('rcm service', {});
    this.component.onBoot(() => {
      const relay = (message: Message): Process<unknown> => this.passOn(message);
      endpoint.listen(this.component, PORT.control, { 'cs.register': relay, 'cs.agent-poll': relay });
    });
    this.component.start();
  }

  private *passOn(message: Message): Process<unknown> {
    return yield* this.endpoint.request(this.appliance, this.port, message, { keepAlive: true });
  }
}
