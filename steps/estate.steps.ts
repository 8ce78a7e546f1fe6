import { Given } from '@cucumber/cucumber';
import type { RuleProfile } from '../simulators/wire';
import type { HomewardWorld } from './world';

Given('the rules of {profile}', function (this: HomewardWorld, profile: RuleProfile) {
  this.describing().profile = profile;
});
