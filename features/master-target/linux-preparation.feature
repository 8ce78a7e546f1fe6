Feature: A Linux server is prepared before it is a master target
  Whoever skips a step is hurt in the middle of the return:
  disks cannot be told apart, or cannot be read at all.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |

  @F-25 @F-26 @F-27 @F-29
  Rule: A server with everything prepared becomes a master target

    Scenario: The preflight finds nothing missing
      When the Linux server "mt-linux" with everything prepared
      Then the preflight of "mt-linux" finds nothing missing
      And "mt-linux" is registered within 10 minutes

    Scenario: A machine comes home through it
      Given "erp-db-01" is "failover committed"
      And the Linux server "mt-linux" with everything prepared
      And "mt-linux" is listed within 20 minutes
      And the operator reprotects "erp-db-01" to the Linux master target "mt-linux"
      And "erp-db-01" is "protected to site" within 2 hours
      When the operator fails over "erp-db-01"
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held

  @F-25
  Rule: The operating system is installed as the document says

    Scenario Outline: The preflight names <item>
      When the Linux server "mt-linux" with everything prepared but <item>
      Then the preflight of "mt-linux" names "<named>" alone
      And "mt-linux" is not registered for 30 minutes, for SIM-LINUX-PREPARATION

      Examples: What is chosen at the installation
        | item                         | named                          |
        | the operating system         | operating system: CentOS 6.5   |
        | the partition for /          | partition /: ext3              |
        | the partition for /var/crash | partition /var/crash: missing  |
        | the partition for /home      | partition /home: missing       |
        | the swap partition           | swap partition: missing        |
        | the static address           | static address: dhcp           |
        | the boot loader              | boot loader: missing           |

    Scenario: Installed anew and prepared, it registers
      Given the Linux server "mt-linux" with everything prepared but the swap partition
      When the operator installs the server "mt-linux" anew and prepares it
      Then "mt-linux" is registered within 10 minutes

  @F-26
  Rule: disk.EnableUUID is exactly True, and edited while the server is off

    Scenario: The preflight names it where it is missing
      When the Linux server "mt-linux" with everything prepared but the parameter
      Then the preflight of "mt-linux" names "disk.EnableUUID: missing" alone
      And "mt-linux" is not registered for 30 minutes, for SIM-LINUX-PREPARATION

    Scenario Outline: <value> is not the right value
      When the Linux server "mt-linux" with disk.EnableUUID set to <value>
      Then the preflight of "mt-linux" names '<named>' alone
      And "mt-linux" is not registered for 30 minutes, for SIM-LINUX-PREPARATION

      Examples: Values that look right
        | value  | named                     |
        | true   | disk.EnableUUID: true     |
        | TRUE   | disk.EnableUUID: TRUE     |
        | "True" | disk.EnableUUID: "True"   |
        | False  | disk.EnableUUID: False    |

    Scenario: Editing it while the server runs is refused
      Given the Linux server "mt-linux" with everything prepared but the parameter
      When the operator sets disk.EnableUUID of "mt-linux" to True
      Then the action is refused with vim.fault.InvalidPowerState
      And the preflight of "mt-linux" names "disk.EnableUUID: missing" alone

    Scenario: Edited while it is off, the server registers
      Given the Linux server "mt-linux" with everything prepared but the parameter
      When the operator switches "mt-linux" off and sets disk.EnableUUID to True
      Then the preflight of "mt-linux" finds nothing missing
      And "mt-linux" is registered within 10 minutes

  @F-27
  Rule: Six packages are needed, and the internet to fetch them

    Scenario Outline: The preflight names <item>
      When the Linux server "mt-linux" with everything prepared but <item>
      Then the preflight of "mt-linux" names "<named>" alone
      And "mt-linux" is not registered for 30 minutes, for SIM-LINUX-PREPARATION

      Examples: The packages of the document
        | item                    | named                        |
        | the package xfsprogs    | package xfsprogs: missing    |
        | the package perl        | package perl: missing        |
        | the package lsscsi      | package lsscsi: missing      |
        | the package rsync       | package rsync: missing       |
        | the package wget        | package wget: missing        |
        | the package kexec-tools | package kexec-tools: missing |

    Scenario: Installed, it registers
      Given the Linux server "mt-linux" with everything prepared but the package perl
      When the operator installs the packages "perl" on "mt-linux"
      Then the preflight of "mt-linux" finds nothing missing
      And "mt-linux" is registered within 10 minutes

    Scenario: Without internet access nothing can be fetched
      Given the Linux server "mt-linux" without internet access
      When the operator installs the packages "xfsprogs, perl" on "mt-linux"
      Then the action is refused with SIM-NO-INTERNET

    Scenario: With internet access it can
      Given the Linux server "mt-linux" without internet access
      And "mt-linux" is connected to the internet
      When the operator installs the packages "xfsprogs, perl" on "mt-linux"
      Then the preflight of "mt-linux" names
        | item                                  |
        | disk.EnableUUID: missing              |
        | package lsscsi: missing               |
        | package rsync: missing                |
        | package wget: missing                 |
        | package kexec-tools: missing          |
        | unified agent: not unpacked           |
        | ApplyCustomChanges.sh: not executable |
        | ApplyCustomChanges.sh: not run        |

  @F-29
  Rule: The script is executable, runs exactly once, and a reboot follows

    Scenario Outline: The preflight names <item>
      When the Linux server "mt-linux" with everything prepared but <item>
      Then the preflight of "mt-linux" names
        | item    |
        | <first> |
      And "mt-linux" is not registered for 30 minutes, for SIM-LINUX-PREPARATION

      Examples: The last steps
        | item                  | first                          |
        | the run of the script | ApplyCustomChanges.sh: not run |
        | the reboot            | reboot: missing                |

    Scenario: Without the right to execute it the script does not run
      Given the Linux server "mt-linux" with everything prepared but the right to execute the script
      When the operator runs the script on "mt-linux"
      Then the action is refused with SIM-SCRIPT
      And the preflight of "mt-linux" names
        | item                                  |
        | ApplyCustomChanges.sh: not executable |
        | ApplyCustomChanges.sh: not run        |

    Scenario: A second run is found
      Given the Linux server "mt-linux" with everything prepared
      When the script was run on "mt-linux" twice
      Then the preflight of "mt-linux" names "ApplyCustomChanges.sh: run 2 times" alone

    Scenario: Rebooted, it registers
      Given the Linux server "mt-linux" with everything prepared but the reboot
      When the operator reboots "mt-linux"
      Then the preflight of "mt-linux" finds nothing missing
      And "mt-linux" is registered within 10 minutes
