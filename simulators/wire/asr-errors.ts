/** Every error that the simulated Site Recovery gives, with what to do about it. Codes with digits are Microsoft's;
 *  where Microsoft's code is not known, ours begins `SIM-`.
 *  Source: AZURE.md §4 and the seed document; d = documented code, s = documented behaviour without a known code, o = ours. */
export const ASR_ERRORS = {
  '8061': {
    text: 'The datastore of the virtual machine is not accessible from the ESX host of the master target.',
    next: 'Mount the datastore on the host of the master target, or choose another master target.',
    source: 'd',
  },
  '78052': {
    text: 'A virtual machine of that name already exists on the host of the master target.',
    next: 'Rename that virtual machine, or choose a master target on another host.',
    source: 'd',
  },
  '78093': {
    text: 'The Azure virtual machine is not running or does not react.',
    next: 'Start the Azure virtual machine, then restart the job.',
    source: 'd',
  },
  '95226': {
    text: 'The Azure virtual machine cannot reach the configuration server.',
    next: 'Set up a site-to-site VPN or ExpressRoute private peering between the virtual network and the site, then restart the job.',
    source: 'd',
  },
  '806': {
    text: 'The process server sends no heartbeat.',
    next: 'Start the process server and check its network path to the configuration server.',
    source: 'd',
  },
  '78022': {
    text: 'The master target sends no heartbeat.',
    next: 'Start the master target and check its network path to the configuration server.',
    source: 'd',
  },
  '78144': {
    text: 'No application-consistent recovery point could be made.',
    next: 'See to it that the applications on the machine come to rest; crash-consistent points are made meanwhile.',
    source: 'd',
  },
  'SIM-SNAPSHOT': {
    text: 'The on-premises virtual machine has snapshots; it cannot be reprotected.',
    next: 'Delete the snapshots, then restart the job.',
    source: 's',
  },
  'SIM-DATASTORES-NOT-DISCOVERED': {
    text: 'No datastore could be discovered with the vCenter account.',
    next: 'Update the vCenter credentials to an account with the required permissions, then restart the job.',
    source: 's',
  },
  'SIM-VM-NOT-DISCOVERED': {
    text: 'The vCenter account cannot discover virtual machines.',
    next: 'Give the account at least read permission on the data center, then retry.',
    source: 's',
  },
  'SIM-PRIVILEGE': {
    text: 'The vCenter account lacks privileges that failback needs.',
    next: 'Grant the account the privileges, then restart the job.',
    source: 's',
  },
  'SIM-LICENSE': {
    text: 'The license of the ESXi host does not allow failback.',
    next: 'Assign an evaluation or paid license to the host, then restart the job.',
    source: 's',
  },
  'SIM-AGENT-NOT-REGISTERED': {
    text: 'The mobility agent of the machine has not registered with the configuration server.',
    next: 'Install the mobility agent, start the machine, and check its path to the configuration server; then restart the job.',
    source: 's',
  },
  'SIM-NOT-IN-DATABASE': {
    text: 'The machine is not in the database of the configuration server.',
    next: 'Restore the configuration server from a backup that knows the machine, with the same IP address.',
    source: 's',
  },
  'SIM-CS-ADDRESS': {
    text: 'The configuration server came back with another IP address.',
    next: 'Restore the configuration server with the IP address that it had.',
    source: 's',
  },
  'SIM-PASSPHRASE': {
    text: 'The passphrase is not the one of the configuration server.',
    next: 'Enter the passphrase that the configuration server shows.',
    source: 's',
  },
  'SIM-NO-PROCESS-SERVER': {
    text: 'The process server is not registered with the configuration server.',
    next: 'Deploy a process server in Azure and wait until it is listed among the servers, then restart the job.',
    source: 's',
  },
  'SIM-PROCESS-SERVER-IN-USE': {
    text: 'The process server is carrying replication and cannot be deleted.',
    next: 'Delete it after the failback has completed.',
    source: 's',
  },
  'SIM-PROCESS-SERVER-PLACE': {
    text: 'A process server on the site needs ExpressRoute; over a VPN the process server must stand in Azure.',
    next: 'Choose a process server in Azure, or set up an ExpressRoute circuit on the virtual network, then restart the job.',
    source: 's',
  },
  'SIM-NO-MASTER-TARGET': {
    text: 'The master target is not registered with the configuration server.',
    next: 'Register the master target, then restart the job.',
    source: 's',
  },
  'SIM-NO-HOST': {
    text: 'No ESX host has been discovered for the master target.',
    next: 'Add the vCenter server or the ESX host, then restart the job.',
    source: 's',
  },
  'SIM-RETENTION-DRIVE': {
    text: 'The master target has no such retention drive.',
    next: 'Choose a retention drive of the master target.',
    source: 's',
  },
  'SIM-DATASTORE': {
    text: 'The datastore is not available on the host of the master target.',
    next: 'Choose a datastore that the host of the master target has mounted.',
    source: 's',
  },
  'SIM-CHOICE-MISSING': {
    text: 'A choice that reprotection needs is missing.',
    next: 'Name it in the request.',
    source: 's',
  },
  'SIM-CHOICE-NOT-ASKED': {
    text: 'The request names a choice that this reprotection does not ask for.',
    next: 'Leave it out; see what the provider of the machine asks for on this way.',
    source: 'o',
  },
  'SIM-WRONG-POLICY': {
    text: 'The chosen policy is not the failback version of the policy of the protection group.',
    next: 'Choose the failback policy of the protection group of the machine.',
    source: 's',
  },
  'SIM-PHYSICAL-TARGET': {
    text: 'Failing back to physical hardware is not supported.',
    next: 'Fail back to a new VMware virtual machine.',
    source: 's',
  },
  'SIM-OUT-OF-ORDER': {
    text: 'The operation is not allowed in the present state of the machine.',
    next: 'Do first what the message names.',
    source: 's',
  },
  'SIM-WRONG-DIRECTION': {
    text: 'The machines of the recovery plan cannot fail over in this direction.',
    next: 'Choose the other direction, or bring the machines that the message names into the state it names.',
    source: 's',
  },
  'SIM-WRONG-OPERATION': {
    text: 'The provider of the machine does not know this operation.',
    next: 'Use the operation that the message names.',
    source: 's',
  },
  'SIM-LOGIN': {
    text: 'The administrator or the password is wrong.',
    next: 'Enter those that were given when the process server was deployed.',
    source: 's',
  },
  'SIM-WRONG-NETWORK': {
    text: 'The virtual network is not the one in which the failed-over machines live.',
    next: 'Choose the virtual network of the machines.',
    source: 's',
  },
  'SIM-ADDRESS': {
    text: 'The address cannot be given to the server.',
    next: 'Choose an unused address of the subnet that Azure does not keep for itself.',
    source: 's',
  },
  'SIM-SETUP-OPTION': {
    text: 'The unified setup was run with another option.',
    next: 'Run it again and choose the option that the message names.',
    source: 's',
  },
  'SIM-LINUX-PREPARATION': {
    text: 'The Linux server is not ready to be a master target.',
    next: 'Mend what the message names, then register the server again.',
    source: 's',
  },
  'SIM-NO-INTERNET': {
    text: 'Packages cannot be fetched without internet access.',
    next: 'Connect the server to the internet.',
    source: 's',
  },
  'SIM-SCRIPT': {
    text: 'ApplyCustomChanges.sh is not there or may not be executed.',
    next: 'Unpack the unified agent and make the script executable.',
    source: 's',
  },
  'SIM-RETENTION-UNFIT': {
    text: 'The drive cannot hold the retention log.',
    next: 'Choose a drive that is neither FAT nor the cache volume, and has a size.',
    source: 'd',
  },
  'SIM-DISKS-MAX': {
    text: 'The master target would hold more disks than it may.',
    next: 'Choose another master target, or wait until machines have come home.',
    source: 'd',
  },
  'SIM-MASTER-TARGET-BUSY': {
    text: 'The master target writes more slowly than data arrive.',
    next: 'Wait, or reprotect some machines to another master target.',
    source: 's',
  },
  'SIM-BUSY': {
    text: 'Another job is running for the machine.',
    next: 'Wait for the job, or cancel it.',
    source: 'o',
  },
  'SIM-UNKNOWN': { text: 'There is no such object.', next: 'Check the name.', source: 'o' },
  'SIM-DUPLICATE': {
    text: 'An object of that name exists already.',
    next: 'Choose another name.',
    source: 'o',
  },
  'SIM-SHUTDOWN-FAILED': {
    text: 'The source virtual machine could not be shut down with its last changes sent.',
    next: 'Mend the cause and restart the job, or fail over without shutdown and accept the loss of the last changes.',
    source: 's',
  },
  'SIM-NO-RECOVERY-POINT': {
    text: 'There is no such recovery point.',
    next: 'Wait for a recovery point, or choose one of the list.',
    source: 'o',
  },
  'SIM-RETENTION-FULL': {
    text: 'The retention volume of the master target is full: nothing more is written.',
    next: 'Make room on the retention volume, or enlarge it; replication then goes on by itself.',
    source: 'o',
  },
  'SIM-RESYNC-REQUIRED': {
    text: 'Replicated data are incomplete; the source and the target must be compared anew.',
    next: 'Nothing, as long as the source runs: the comparison starts by itself.',
    source: 'o',
  },
  'SIM-THROTTLED': {
    text: 'The cache of the process server is full.',
    next: 'Wait, or add a process server.',
    source: 's',
  },
  'SIM-UNREACHABLE': {
    text: 'A server could not be reached.',
    next: 'Check that the server runs, and the network path to it; then restart the job.',
    source: 'o',
  },
  'SIM-SERVICE-DOWN': {
    text: 'The service does not answer at present.',
    next: 'Try again later.',
    source: 'o',
  },
  'SIM-NOT-SIMULATED': {
    text: 'This is not simulated.',
    next: 'See the support matrix of the simulator.',
    source: 'o',
  },
  'SIM-CANNOT-RESTART': {
    text: 'Only a failed job can be restarted.',
    next: 'See the state of the job.',
    source: 'o',
  },
  'SIM-RPO': {
    text: 'The newest recovery point is older than the threshold of the policy.',
    next: 'Check the network path and the servers on the way; replication goes on by itself once they are mended.',
    source: 's',
  },
  'SIM-RISK': {
    text: 'An operator did something that puts the machine at risk.',
    next: 'See what the message names, and whether it was meant.',
    source: 'o',
  },
  'SIM-STATIC-ADDRESS-LOST': {
    text: 'The machine came home with an address by DHCP; its static address must be set by hand.',
    next: 'Log in to the machine and set the address that the message names.',
    source: 's',
  },
  'SIM-PACKAGE-LOST': {
    text: 'A package was removed when the machine was recovered in Azure.',
    next: 'Log in to the machine and install the package that the message names.',
    source: 's',
  },
  'SIM-NO-ADDRESS': {
    text: 'The machine came home and has no network address.',
    next: 'Make room in the DHCP scope, or free the static address, and restart the machine.',
    source: 'o',
  },
  'SIM-ADDRESS-TAKEN': {
    text: 'Another machine holds the address.',
    next: 'Choose another address, or take it from the machine that the message names.',
    source: 'o',
  },
  'SIM-ADDRESS-RESERVED': {
    text: 'The address is reserved in its subnet.',
    next: 'Choose another address of the subnet.',
    source: 'o',
  },
  'SIM-ADDRESS-OUTSIDE': {
    text: 'The address lies outside the subnet.',
    next: 'Choose an address of the subnet.',
    source: 'o',
  },
  'SIM-POLICY-IN-USE': {
    text: 'A protection group uses the policy.',
    next: 'Associate another policy with the group, or delete the group.',
    source: 'o',
  },
  'SIM-POLICY-FIXED': {
    text: 'A failback policy follows the policy that it was made for, and cannot be edited.',
    next: 'Edit the policy that the message names.',
    source: 's',
  },
  'SIM-GROUP-IN-USE': {
    text: 'The protection group holds machines, or goes with another group.',
    next: 'Disable the protection of its machines first, or name the other group.',
    source: 'o',
  },
  'SIM-CANNOT-CANCEL': {
    text: 'The job cannot be cancelled.',
    next: 'Wait for its end; a running failover must not be cancelled.',
    source: 's',
  },
  'SIM-VCENTER-IN-USE': {
    text: 'Machines of the vCenter server or host are protected.',
    next: 'Disable the protection of its machines first.',
    source: 'o',
  },
  'SIM-PAIR-NOT-STOPPED': {
    text: 'The site could not be told that replication to Azure has ended.',
    next: 'Nothing, if the site is down; the configuration server is told when it reports again.',
    source: 'o',
  },
} as const;

export type AsrCode = keyof typeof ASR_ERRORS;
