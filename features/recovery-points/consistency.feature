@F-32
Feature: Machines come home at a point that fits their applications
  Whoever restores a database from half a transaction is hurt,
  and so is whoever restores two machines of one application to two times.

  Rule: An application-consistent point holds whole transactions only

    Background:
      Given an estate with the machines
        | machine   | writes          |
        | erp-db-01 | in transactions |

    Scenario: The latest application-consistent point is chosen
      Given "erp-db-01" is "protected to site"
      And 2 hours pass
      When the operator fails over "erp-db-01" at the latest application-consistent point
      Then the job succeeds within 1 hour
      And no transaction of "erp-db-01" is half done
      And "erp-db-01" came home with what Azure held at that point

    Scenario: A crash-consistent point may cut a transaction in half
      Given "erp-db-01" is "protected to site"
      And 2 hours pass
      When the operator fails over "erp-db-01" to a point in the middle of a transaction
      Then the job succeeds within 1 hour
      And a transaction of "erp-db-01" is half done
      And "erp-db-01" came home with what Azure held at that point

    Scenario: The latest point after an orderly shutdown is whole
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01" at the latest point
      Then the job succeeds within 1 hour
      And no transaction of "erp-db-01" is half done
      And "erp-db-01" came home with what Azure held

  Rule: An application that never rests is reported, and replicated all the same

    Background:
      Given an estate with the machines
        | machine   | writes       |
        | erp-db-01 | without rest |

    Scenario: The health says that application-consistent points are missing
      Given "erp-db-01" is "protected to site"
      When 4 hours pass
      Then the health of "erp-db-01" turns Warning within 10 minutes
      And the health of "erp-db-01" names 78144

    Scenario: Its crash-consistent points go on
      Given "erp-db-01" is "protected to site"
      When 4 hours pass
      Then the newest recovery point of "erp-db-01" is younger than 10 minutes within 5 minutes

    Scenario: An application-consistent point is not to be had
      Given "erp-db-01" is "protected to site"
      When the operator fails over "erp-db-01" at the latest application-consistent point
      Then the job fails within 1 hour with SIM-NO-RECOVERY-POINT
      And "erp-db-01" runs in Azure only

  Rule: A multi-VM group comes home at one common point

    Background:
      Given an estate with the machines
        | machine    | writes          |
        | erp-db-01  | in transactions |
        | erp-app-01 | in transactions |
      And the machines of "PG1" are kept consistent with each other
      And the recovery plan "erp" of
        | groups |
        | PG1    |

    Scenario: The plan takes the latest common point
      Given every machine is "protected to site"
      And 2 hours pass
      When the operator fails the plan "erp" over to the site at the latest common point
      Then the job succeeds within 2 hours
      And every machine was recovered at one common point
      And every machine came home with what Azure held at that point

    Scenario: The plan takes the latest common application-consistent point
      Given every machine is "protected to site"
      And 2 hours pass
      When the operator fails the plan "erp" over to the site at the latest common application-consistent point
      Then the job succeeds within 2 hours
      And every machine was recovered at one common point
      And no transaction of "erp-db-01" is half done
      And no transaction of "erp-app-01" is half done

  Rule: What the machines wrote up to a common point is a prefix of all that they wrote

    Background:
      Given an estate with the machines
        | machine    | writes  |
        | erp-db-01  | nothing |
        | erp-app-01 | nothing |
      And the machines of "PG1" are kept consistent with each other
      And the recovery plan "erp" of
        | groups |
        | PG1    |
      And every machine is "protected to site"

    Scenario: No write falls between two machines of a common point
      Given every machine writes without pause across a common point
      When the operator fails the plan "erp" over to the site at the latest common point
      Then the job succeeds within 2 hours
      And every machine was recovered at one common point
      And every machine came home with what Azure held at that point

    Scenario: A point that one machine lacks is not common yet
      Given "erp-app-01" writes 8 GiB in Azure
      And a common point arrived for "erp-db-01", not for "erp-app-01"
      When the operator fails the plan "erp" over to the site at the latest common point
      Then the job succeeds within 2 hours
      And every machine was recovered at one common point
      And every machine came home with what Azure held at that point

    Scenario: A machine that follows later takes the point of the first
      Given "erp-db-01" writes 8 GiB in Azure
      And a common point arrived for "erp-app-01", not for "erp-db-01"
      And the Azure copy of "erp-app-01" hangs
      And the operator fails the plan "erp" over to the site at the latest common point
      And the job fails within 1 hour with SIM-SHUTDOWN-FAILED
      And "erp-db-01" is brought to be "reprotecting to azure" meanwhile
      And the Azure copy of "erp-app-01" reacts again
      When the operator restarts the job
      Then the job succeeds within 2 hours
      And every machine was recovered at one common point

    Scenario: What was still on its way is not written over the point
      Given "erp-db-01" writes 8 GiB in Azure
      And 10 minutes pass
      And "erp-db-01" writes 8 GiB in Azure
      And a common point arrived for "erp-app-01", not for "erp-db-01"
      When the operator forces the failover of "erp-db-01" to its oldest recovery point
      Then the job succeeds within 1 hour
      And "erp-db-01" came home with what Azure held at that point

  Rule: Machines that are not kept consistent have no common point

    Background:
      Given an estate with the machines
        | machine    |
        | erp-db-01  |
        | erp-app-01 |
      And the recovery plan "erp" of
        | groups |
        | PG1    |

    Scenario: A plan at a common point is refused
      Given every machine is "protected to site"
      When the operator fails the plan "erp" over to the site at the latest common point
      Then the request is refused with SIM-NO-RECOVERY-POINT, naming "PG1_Failback"
      And nothing has changed

    Scenario: The same plan goes at the latest point of each
      Given every machine is "protected to site"
      When the operator fails the plan "erp" over to the site at the latest point
      Then the job succeeds within 2 hours
      And every machine came home with what Azure held

  Rule: The same choice stands on the way to Azure

    Background:
      Given an estate with the machines
        | machine    | writes          |
        | erp-db-01  | in transactions |
        | erp-app-01 | in transactions |
      And the machines of "PG1" are kept consistent with each other
      And the recovery plan "erp" of
        | groups |
        | PG1    |

    Scenario: The plan goes to Azure at a common application-consistent point
      Given every machine is "protected"
      And 2 hours pass
      When the operator fails the plan "erp" over to Azure at the latest common application-consistent point
      Then the job succeeds within 2 hours
      And every machine was recovered at one common point
      And no transaction of "erp-db-01" is half done
