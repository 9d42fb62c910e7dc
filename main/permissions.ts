import type { RuleId } from '../protocol/ids.ts';
import { RULES_MAX } from '../protocol/limits.ts';
import type { DecisionsPage, RuleLine, RuleRefusal } from '../protocol/permission.ts';
import { type Result, refuse } from '../protocol/result.ts';
import type { Clock } from './clock.ts';
import type { AppFeed } from './session/app-feed.ts';
import type { DecisionsQuery, PermissionStore, Places } from './session/ports.ts';
import type { SessionPermissions } from './session/service.ts';

type Ports = {
  readonly store: PermissionStore;
  readonly feed: AppFeed;
  readonly clock: Clock;
  readonly places: Places;
};

/** What a person allowed for good and how all questions were decided: for the sessions, and for the settings. */
export class Permissions implements SessionPermissions {
  readonly places: Places;
  readonly store: PermissionStore;
  readonly #feed: AppFeed;
  readonly #clock: Clock;

  constructor({ store, feed, clock, places }: Ports) {
    this.store = store;
    this.places = places;
    this.#feed = feed;
    this.#clock = clock;
  }

  get rulesHeld(): number {
    return this.#feed.app.rules.length;
  }

  get defaultPolicy() {
    return this.#feed.app.preferences.policy;
  }

  /** What holds is told to everyone who watches. */
  rulesChanged(): void {
    this.#feed.appChanged({ rules: this.store.ruleIds() });
  }

  rules(): readonly RuleLine[] {
    return this.store.rules();
  }

  revoke(id: RuleId): Result<void, RuleRefusal> {
    if (this.store.isRule(id) !== 'holds') return refuse({ code: 'unknown-rule' });
    const revoked = this.store.revoke(id, this.#clock.now());
    if (revoked.ok) this.rulesChanged();
    return revoked;
  }

  restore(id: RuleId): Result<void, RuleRefusal> {
    if (this.store.isRule(id) !== 'revoked') return refuse({ code: 'unknown-rule' });
    if (this.rulesHeld >= RULES_MAX) return refuse({ code: 'too-many-rules', maxRules: RULES_MAX });
    const restored = this.store.restore(id);
    if (restored.ok) this.rulesChanged();
    return restored;
  }

  decisions(query: DecisionsQuery): DecisionsPage {
    return this.store.decisions(query);
  }
}
