import { expect } from 'vitest';
import type { Report } from '../../../main/session/ports.ts';
import type { Command } from '../../../protocol/command.ts';
import {
  AgentId,
  type RequestId,
  type RollbackId,
  requestIdOf,
  rollbackIdOf,
  type SessionId,
  sessionIdOf,
  type TurnId,
  turnIdOf,
} from '../../../protocol/ids.ts';
import { POLICIES } from '../../../protocol/permission.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openSessionHost, type SessionHost } from '../../support/session-host.ts';
import { asked, called, said } from '../reports.ts';
import { codeOf } from '../talk.ts';
import { Knowledge } from './knowledge.ts';
import { Model } from './model.ts';
import type { Step } from './steps.ts';
import { type End, isBusy, lastTurn, type ModelSession } from './tree.ts';
import { Views } from './views.ts';

/** So few that pausing and cutting reach every way of being behind. */
const SMALL_RING = { eventsMax: 12, charsMax: 4_000 };
const PLAYBOOK = AgentId.parse('playbook');
/** Sessions of one run; more would spread the steps too thin. */
const SESSIONS_MAX = 7;
const DAY_MS = 24 * 60 * 60 * 1000;
const ENDS: readonly End[] = ['completed', 'completed', 'completed', 'completed', 'stopped', 'failed', 'cut-short'];
const FAILURE = { code: 'agent-crashed', message: 'Gone', detail: '' } as const;

/** Does each step to a host and to the model, and notes what was done. */
export class Player {
  host: SessionHost;
  readonly model: Model;
  readonly views: Views;
  readonly knowledge = new Knowledge();
  /** What was done, for whoever reads of a failure. */
  readonly log: string[] = [];
  #lives = 1;
  #words = 0;
  #requests: RequestId[] = [];
  #rollbacks: RollbackId[] = [];

  constructor() {
    this.host = openSessionHost({ ring: SMALL_RING });
    this.model = new Model(this.host.clock.now());
    this.views = new Views(() => this.host);
    this.#create(sessionIdOf(this.host.newUlid()), null);
  }

  async take(step: Step): Promise<void> {
    this.#passTime(1);
    const session = this.#pick([...this.model.sessions.values()], step.whose < 8 ? 0 : step.whose);
    if (!session) return;
    if (this.#isOfView(step)) await this.#view(step, session);
    else if (this.#isOfAgent(step)) this.#agent(step, session);
    else if (step.do === 'wait') this.#passTime(2_000);
    else if (step.do === 'month') this.#month();
    else if (step.do === 'restart') this.#restart();
    else this.#person(step, session);
  }
