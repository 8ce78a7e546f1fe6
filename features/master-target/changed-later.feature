Feature: A Linux master target that was changed later is noticed
  Whoever tinkers with a server that works is hurt by the next return:
  it is still listed, and its disks cannot be told apart any more.

  Background:
    Given an estate with the machines
      | machine   |
      | erp-db-01 |
    And "erp-db-01" is "failover committed"
    And the Linux server "mt-linux" with everything prepared
    And "mt-linux" is listed within 20 minutes

  @F-29
  Rule: The script runs exactly once, also after the registration

    Scenario: A second run is named by the reprotection
      Given the script was run on "mt-linux" twice
      When the operator reprotects "erp-db-01" to the Linux master target "mt-linux"
      Then the job fails within 5 minutes with SIM-LINUX-PREPARATION, naming "run 2 times"
      And no block of the disks of "erp-db-01" on the site has changed

  @F-26
  Rule: The parameter stays as it is

    Scenario: A changed parameter is named by the reprotection
      Given the operator switches "mt-linux" off and sets disk.EnableUUID to true
      When the operator reprotects "erp-db-01" to the Linux master target "mt-linux"
      Then the job fails within 10 minutes with SIM-LINUX-PREPARATION, naming "disk.EnableUUID"

    Scenario: The same job succeeds once it is right again
      Given the operator switches "mt-linux" off and sets disk.EnableUUID to true
      And the operator reprotects "erp-db-01" to the Linux master target "mt-linux"
      And the job fails within 10 minutes with SIM-LINUX-PREPARATION
      And the operator switches "mt-linux" off and sets disk.EnableUUID to True
      When the operator restarts the job
      Then the job succeeds within 2 hours
