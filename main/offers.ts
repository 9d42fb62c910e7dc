import { isDeepStrictEqual } from 'node:util';
import type { AgentId } from '../protocol/ids.ts';
import type { AgentOption } from '../protocol/option.ts';
import type { Logger } from './log/log.ts';
import type { AppFeed } from './session/app-feed.ts';
import type { Offers } from './session/service.ts';
import type { OfferStore } from './store/offers.ts';

type Ports = { readonly store: OfferStore; readonly feed: AppFeed; readonly log: Logger };

/** What each agent let a person choose last: in the rows, and in every window's pickers. */
export function createOffers({ store, feed, log }: Ports): Offers {
  return {
    of: (agent) => feed.app.offers[agent] ?? [],
    learn(agent: AgentId, options: readonly AgentOption[]) {
      const offers = options.map((option) => ({ ...option, wanted: null }));
      if (isDeepStrictEqual(offers, feed.app.offers[agent])) return;
      feed.appChanged({ offers: { ...feed.app.offers, [agent]: offers } });
      if (!store.put(agent, offers).ok) log.warn('what an agent offers was not kept', { agent });
    },
  };
}
