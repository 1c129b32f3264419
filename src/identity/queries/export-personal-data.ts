import { DiscoveryService } from '@nestjs/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { type PersonalData, PersonalDataOf } from '../personal-data.contract.ts';

export const personalDataView = z
  .strictObject({
    exportedAt: z.iso.datetime(),
    sections: z
      .record(z.string(), z.unknown())
      .meta({ example: { identity: { account: {} }, billing: { payments: [] } } }),
  })
  .meta({ id: 'PersonalData' });
export type PersonalDataView = z.infer<typeof personalDataView>;

/** Everything that the platform knows of a user, section by section. */
export class ExportPersonalData extends Query<PersonalDataView> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(ExportPersonalData)
export class ExportPersonalDataHandler implements IQueryHandler<ExportPersonalData> {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly clock: Clock,
  ) {}

  async execute({ userId }: ExportPersonalData): Promise<PersonalDataView> {
    const providers = this.discovery.getProviders({ metadataKey: PersonalDataOf.KEY });
    const sections = await Promise.all(
      providers.map(async ({ instance, metatype }) => {
        const section: string = Reflect.getMetadata(PersonalDataOf.KEY, metatype as object);
        return [section, await (instance as PersonalData).personalDataOf(userId)];
      }),
    );
    return { exportedAt: this.clock.now().toISOString(), sections: Object.fromEntries(sections) };
  }
}
