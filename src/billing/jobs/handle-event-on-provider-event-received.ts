import { type ProcessReaction, Reaction } from '../../kernel/events/reaction.decorator.ts';
import { ProviderEventReceived } from '../domain/provider-event.ts';
import { HandleProviderEvent } from '../processes/handle-provider-event.ts';

@Reaction({ to: ProviderEventReceived, name: 'handle-event-on-provider-event-received', queue: 'billing' })
export class HandleEventOnProviderEventReceived implements ProcessReaction<ProviderEventReceived> {
  constructor(private readonly handling: HandleProviderEvent) {}

  process({ providerEventId }: ProviderEventReceived): Promise<void> {
    return this.handling.handle(providerEventId);
  }
}
