import type { Kernel, Process } from '../kernel';
import { asrRefusal, type LinuxFacts } from '../wire';
import type { GuestService } from './guest';

/** How a Linux server was installed. Source: seed document, “install CentOS 6.6” – documented. */
export interface LinuxSetup {
  readonly version: string;
  /** Mount point → file system. */
  readonly partitions: { readonly [mount: string]: string };
  readonly swap: boolean;
  readonly address: 'static' | 'dhcp';
  readonly bootLoader: boolean;
  readonly internet: boolean;
}

/** A Linux server that is being made a master target: packages, the unified agent, and the script that prepares it.
 *  State machine of the script: unpacked → executable → run (once) → rebooted. Not modelled: what the script does. */
export class LinuxServer implements GuestService {
  private readonly kernel: Kernel;
  private readonly name: string;
  private setup: LinuxSetup;
  private readonly packages = new Set<string>();
  private agentUnpacked = false;
  private scriptExecutable = false;
  private scriptRuns = 0;
  private rebooted = false;

  constructor(kernel: Kernel, name: string, setup: LinuxSetup) {
    this.kernel = kernel;
    this.name = name;
    this.setup = setup;
  }

  get facts(): LinuxFacts {
    const { version, partitions, swap, address, bootLoader } = this.setup;
    return {
      version,
      partitions,
      swap,
      staticAddress: address === 'static',
      bootLoader,
      packages: [...this.packages],
      agentUnpacked: this.agentUnpacked,
      scriptExecutable: this.scriptExecutable,
      scriptRuns: this.scriptRuns,
      rebooted: this.rebooted,
    };
  }

  /** Installs the operating system anew; whatever was on it is gone. */
  reinstall(setup: LinuxSetup): void {
    this.setup = setup;
    this.packages.clear();
    this.agentUnpacked = false;
    this.scriptExecutable = false;
    this.scriptRuns = 0;
    this.rebooted = false;
  }

  connectToInternet(): void {
    this.setup = { ...this.setup, internet: true };
  }

  /** Fetches packages and installs them. Errors: SIM-NO-INTERNET. */
  installPackages(names: readonly string[]): void {
    if (!this.setup.internet) throw asrRefusal('SIM-NO-INTERNET', [this.name, ...names], `(${this.name})`);
    for (const name of names) this.packages.add(name);
    this.kernel.record('linux.packages', this.name, { packages: names });
  }

  unpackAgent(): void {
    this.agentUnpacked = true;
  }

  makeScriptExecutable(): void {
    this.scriptExecutable = true;
  }

  /** Errors: SIM-SCRIPT – it is not there, or may not be executed. */
  applyCustomChanges(): void {
    if (!this.agentUnpacked || !this.scriptExecutable)
      throw asrRefusal('SIM-SCRIPT', [this.name], `(${this.name})`);
    this.scriptRuns += 1;
    this.rebooted = false;
    this.kernel.record('linux.custom-changes', this.name, { runs: this.scriptRuns });
  }

  boot(): void {
    if (this.scriptRuns > 0) this.rebooted = true;
  }

  *beforeShutdown(): Process {}

  stopped(): void {}

  networkChanged(): void {}
}
