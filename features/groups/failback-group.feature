Feature: Each protection group has a failback group
  Whoever plans a return is hurt if machines sit in the wrong group:
  policies and recovery plans then act on machines that are elsewhere.

  Background:
    Given an estate with the machines
      | machine    | group |
      | erp-db-01  | PG1   |
      | erp-app-01 | PG1   |
      | web-01     | PG2   |

  @F-02
  Rule: The failback group is made with its group, and reprotection moves the machine

    Scenario: A protection group comes with its failback group
      When the operator makes the protection group "PG3"
      Then the failback group of "PG3" is "PG3_Failback"

    Scenario: A reprotected machine moves to the failback group
      Given every machine is "failover committed"
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected to site" within 2 hours
      And the group "PG1_Failback" holds "erp-db-01"
      And the group "PG1" holds "erp-app-01"
      And the group "PG2" holds "web-01"

    Scenario: A machine whose reprotection failed stays in its group
      Given "erp-db-01" is "failover committed"
      And the VM of "erp-db-01" carries the snapshot "nightly-backup"
      When the operator reprotects "erp-db-01"
      Then the job fails within 5 minutes with SIM-SNAPSHOT
      And the group "PG1" holds "erp-db-01"
      And the group "PG1_Failback" holds nothing

    Scenario: A machine that came home is back in its group
      Given "erp-db-01" is "failback committed"
      When the operator reprotects "erp-db-01"
      Then "erp-db-01" is "protected" within 2 hours
      And the group "PG1" holds "erp-db-01"
      And the group "PG1_Failback" holds nothing

  @F-03
  Rule: The failback group joins the recovery plans of its group

    Scenario: The failback group joins the plan by itself
      When the operator makes the recovery plan "month-end" of "PG1"
      Then the plan "month-end" lists the group "PG1_Failback"

    Scenario: The failback group of another group stays out
      When the operator makes the recovery plan "month-end" of "PG1"
      Then the plan "month-end" does not list the group "PG2_Failback"

  @F-04
  Rule: A machine is reprotected with the failback policy of its own group

    Scenario: The failback policy of another group is refused
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the policy "PG2_Failback"
      Then the request is refused with SIM-WRONG-POLICY, naming "PG1_Failback"
      And nothing has changed

    Scenario: The policy of the way to Azure is refused
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the policy "PG1"
      Then the request is refused with SIM-WRONG-POLICY, naming "PG1_Failback"
      And nothing has changed

    Scenario: The failback policy of its own group is accepted
      Given "erp-db-01" is "failover committed"
      When the operator reprotects "erp-db-01" with the policy "PG1_Failback"
      Then the job succeeds within 2 hours
