Feature: The reference runbook keeps its promises in every drill
  Whoever runs a failback by a program is hurt if it loses a write, starts a machine twice,
  or says that all is well when it is not.

  Rule: What passes by itself is waited for

    Scenario Outline: Everybody comes home although <what>
      Given the drill "<drill>"
      When the reference runbook goes through it
      Then the drill is proven
      And every machine is home

      Examples: the way to Azure
        | drill                | what                     |
        | arm-throttling-storm | Azure throttles          |
        | vpn-flaps            | the VPN flaps            |
        | double-failover      | somebody clicks it twice |

  Rule: What does not pass by itself is told, and the program is run again

    Scenario Outline: It stops safely while <what>
      Given the drill "<drill>"
      When the reference runbook goes through it
      Then the drill is proven

      Examples: the site
        | drill                       | what                            |
        | vcenter-account-demoted     | the vSphere account is demoted  |
        | azure-vm-will-not-shut-down | the copy in Azure keeps running |
